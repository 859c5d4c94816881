"""`tandem backup` and `tandem restore`: while desks run."""

from pathlib import Path
from typing import Annotated

import typer

from console.cli.opening import told
from console.db.backup import back_up
from console.db.backup import restore as put_back
from console.errors import TandemError
from console.settings import default_database

_Database = Annotated[Path | None, typer.Option(help="The embedded database.")]


def backup(
    target: Annotated[Path | None, typer.Argument(help="Where to; beside the database when left out.")] = None,
    database: _Database = None,
) -> None:
    """Copy the database, checked, while desks go on."""
    try:
        typer.echo(f"Backed up to {back_up(database or default_database(), target)}.")
    except TandemError as fault:
        told(fault)


def restore(
    source: Annotated[Path, typer.Argument(help="The back-up.")],
    database: _Database = None,
) -> None:
    """Put a back-up in the place of the database; what it replaces is saved first, and running desks follow."""
    path = database or default_database()
    try:
        saved = put_back(path, source)
    except TandemError as fault:
        told(fault)
    typer.echo(f"{path} is as it was in {source}.")
    if saved is not None:
        typer.echo(f"What it held before is in {saved}.")
