"""`tandem watch`: the escalation watcher without a window."""

import asyncio
from typing import Annotated

import typer

from console.cli.opening import acting, open_program, run
from console.domain.roles import Role
from console.feeds.watcher import Watcher

_Where = Annotated[str | None, typer.Option("--database", help="A file, or postgresql://login@host/database.")]


def watch(database: _Where = None) -> None:
    """Fire timed escalations while no desk runs, until Ctrl+C; a desk that watches already goes on watching."""
    run(_watch(database))


async def _watch(path: str | None) -> None:
    database = await open_program(path)
    try:
        actor = await acting(database, "Watcher", frozenset({Role.ADMIN}))
        typer.echo(f"Watching {database.where}. Ctrl+C ends it.", err=True)
        await Watcher(database, actor).run()
    finally:
        await asyncio.shield(database.close())
