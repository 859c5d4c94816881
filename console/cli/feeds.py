"""`tandem feeds ...`: the feeds that run without a window."""

import asyncio
import os
import signal
import sys
import threading
from typing import Annotated

import typer

from console.cli.opening import acting, open_program, run
from console.db.unit_of_work import read
from console.domain.roles import Role
from console.errors import NotFound
from console.feeds.city import RIVERTON
from console.feeds.simulator.feed import check_stage
from console.feeds.simulator.riverton_stage import riverton_feed
from console.queries.program import the_program

app = typer.Typer(name="feeds", help="Feeds that run without a window.", no_args_is_help=True)

RADIO = frozenset({Role.DISPATCHER, Role.ADMIN})


@app.callback()
def feeds() -> None:
    """Feeds that run without a window."""


@app.command("run")
def run_feed(
    database: Annotated[str | None, typer.Option(help="A file, or postgresql://login@host/database.")] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same calls at the same program times.")] = 1,
    dispatcher: Annotated[bool, typer.Option(help="Dispatch waiting calls too, for a demo nobody operates.")] = False,
    with_parent: Annotated[bool, typer.Option(help="End when the standard input ends.", hidden=True)] = False,
) -> None:
    """Play the demo city in its training program, until Ctrl+C."""
    if with_parent:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    run(_feed(database, seed, dispatcher))


def _end_with_parent() -> None:
    """A desk that is killed closes this process's input: the demo must not go on without it."""
    while sys.stdin.buffer.read(1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


async def _feed(path: str | None, seed: int, dispatcher: bool) -> None:
    database = await open_program(path)
    try:
        program = await read(database, the_program)
        if program is None:
            raise NotFound("The program is gone.")
        check_stage(program, RIVERTON)
        actor = await acting(database, "Riverton radio", RADIO)
        feed = riverton_feed(database, actor, seed=seed, dispatcher=dispatcher)
        typer.echo(f"Riverton is alive in {database.where}. Ctrl+C ends it.", err=True)
        await feed.run()
    finally:
        await asyncio.shield(database.close())
