"""`tandem watch`: the escalation watcher without a window."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from console.cli.opening import open_program, run, system_actor
from console.domain.roles import Role
from console.feeds.watcher import Watcher


def watch(database: Annotated[Path | None, typer.Option(help="The embedded database.")] = None) -> None:
    """Fire timed escalations while no desk runs, until Ctrl+C; a desk that watches already goes on watching."""
    run(_watch(database))


async def _watch(path: Path | None) -> None:
    database = await open_program(path)
    try:
        typer.echo(f"Watching {database.path}. Ctrl+C ends it.", err=True)
        await Watcher(database, system_actor("Watcher", frozenset({Role.ADMIN}))).run()
    finally:
        await asyncio.shield(database.close())
