"""What every command of the command line begins with: an open program, somebody who acts, and a fault as a sentence."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from uuid import UUID, uuid5

import typer

from console.db.address import is_shared, shared_address
from console.db.engine import Database, open_database, open_shared
from console.db.schema import bring_up_to_date
from console.db.unit_of_work import read
from console.domain.ids import AccountId, DeskId, new_uuid
from console.domain.roles import Actor, Role
from console.errors import BadInput, NotFound, TandemError
from console.queries.program import accounts, the_program
from console.settings import default_database

R = TypeVar("R")

_SYSTEM = UUID("0c1d3c4e-7a0e-4f57-8b0a-9a3c1f0e5d11")


async def open_program(where: Path | str | None) -> Database:
    """The database at an address, the embedded one at a path, or the usual one, brought up to date.

    Raises:
        NotFound: there is none, or it holds no program.
        StorageFault: it cannot be used.
    """
    if isinstance(where, str) and is_shared(where):
        return await _open_shared(where)
    chosen = Path(where) if where else default_database()
    if not await asyncio.to_thread(chosen.exists):
        raise NotFound(f"There is no database at {chosen}. Start tandem and create a program, or name one: --database.")
    await asyncio.to_thread(bring_up_to_date, chosen)
    database = open_database(chosen)
    if await read(database, the_program) is None:
        await database.close()
        raise NotFound(f"{chosen} holds no program yet. Start tandem and create one.")
    return database


async def _open_shared(text: str) -> Database:
    from console.cli.db import password_for  # noqa: PLC0415  only a shared database needs its driver
    from console.db.postgres.connecting import Login  # noqa: PLC0415

    address = shared_address(text)
    if address.login is None:
        raise BadInput("Say who connects: postgresql://LOGIN@host/database.")
    database = open_shared(Login(address, password_for(address)), "tandem-cli")
    try:
        if await read(database, the_program) is None:
            raise NotFound(f"{address} holds no program yet. Start tandem and create one.")
    except TandemError:
        await database.close()
        raise
    return database


async def acting(database: Database, name: str, roles: frozenset[Role]) -> Actor:
    """Who acts: on a shared database whoever signed in there, else a part of the program by itself."""
    if not database.is_shared:
        return system_actor(name, roles)
    from console.db.postgres.session import who_am_i  # noqa: PLC0415

    return await read(database, who_am_i, DeskId(new_uuid()))


def system_actor(name: str, roles: frozenset[Role]) -> Actor:
    """A part of the program that acts by itself: the same account in every run, a desk of its own in each."""
    return Actor(AccountId(uuid5(_SYSTEM, name)), name, roles, DeskId(new_uuid()))


async def actor_of(database: Database, account_id: UUID) -> Actor:
    """Who has the account, with its roles, at a desk of this process.

    Raises:
        NotFound: the program has no such account.
    """
    for key, name, roles in await read(database, accounts):
        if key == account_id:
            return Actor(key, name, roles, DeskId(new_uuid()))
    raise NotFound(f"This program has no account {account_id}. Name one of it, or leave --account away.")


def told(fault: TandemError) -> NoReturn:
    """End with code 1 and the sentence on standard error."""
    typer.echo(str(fault), err=True)
    raise typer.Exit(1)


def run(work: Coroutine[Any, Any, R]) -> R:
    """Run a coroutine to its end; Ctrl+C and a polite request to end are both a clean end."""
    try:
        return asyncio.run(_until_asked(work))
    except TandemError as fault:
        told(fault)
    except (KeyboardInterrupt, asyncio.CancelledError):
        raise typer.Exit(0) from None


async def _until_asked(work: Coroutine[Any, Any, R]) -> R:
    task = asyncio.ensure_future(work)
    with_signals(task)
    return await task


class _EndOnce:
    """Cancels a task at the first request; a second one while the database is being closed would tear that apart."""

    def __init__(self, task: "asyncio.Future[Any]") -> None:
        self._task, self._asked = task, False

    def __call__(self) -> None:
        """End it, unless it is ending."""
        if not self._asked:
            self._asked = True
            self._task.cancel()


def with_signals(task: "asyncio.Future[Any]") -> None:
    """Let SIGTERM cancel the task, where the system knows signals for loops."""
    import signal  # noqa: PLC0415  only a feed or an import needs it

    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(signal.SIGTERM, _EndOnce(task))
    except (NotImplementedError, RuntimeError):  # Windows, or not the main thread
        return
