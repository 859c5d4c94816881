"""The only door from a slot to a coroutine: run a command, ask a query, start a piece of work."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from sqlalchemy.ext.asyncio import AsyncSession

from console.db.engine import Database, open_shared
from console.db.unit_of_work import UnitOfWork, perform, read
from console.desk.emergencies import Emergencies
from console.desk.errand import Errand
from console.domain.ids import CommandId, new_uuid
from console.domain.roles import Actor, Permission
from console.errors import UNEXPECTED, LinkDown, TandemError
from console.store.store import LinkState, Store

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)


class Desk(QObject):
    """What a screen may hold: the store, who acts, and the three ways to get something done."""

    refused = Signal(str)  # a sentence nobody showed in place

    def __init__(self, database: Database, store: Store, actor: Actor, ring: Callable[[], None]) -> None:
        super().__init__()
        self.store = store
        self.actor = actor
        self._database = database
        self._ring = ring
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False
        self.emergencies = Emergencies(self)

    @property
    def database_path(self) -> Path:
        """Where the embedded database is, for work that runs in a process of its own."""
        return self._database.path

    @property
    def database_name(self) -> str:
        """The file or the address of the database, as this workstation knows it by."""
        return str(self._database.where)

    @property
    def is_shared(self) -> bool:
        """Whether other workstations write to the same database, with logins of its server."""
        return self._database.is_shared

    def may(self, permission: Permission) -> bool:
        """Whether the screen offers what needs this permission; the command checks it again."""
        return self.actor.may(permission)

    @property
    def can_write(self) -> bool:
        """Whether a wish would be accepted now."""
        return self.store.link.state is LinkState.LIVE

    def run(
        self,
        command: Callable[Concatenate[UnitOfWork, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Errand[R | None]:
        """Run a command as the desk's actor; refused in this one place while the database is away."""
        return self.run_once(new_uuid(), command, *args, **kwargs)

    def run_once(
        self,
        key: UUID,
        command: Callable[Concatenate[UnitOfWork, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Errand[R | None]:
        """Run a command under an id of the caller's own: however often it is wished for, it is done once."""
        errand: Errand[R | None] = Errand()
        if not self.can_write:
            link = self.store.link
            fault = LinkDown(
                link.fault
                if link.state is LinkState.OUTDATED
                else "The database cannot be reached. Nothing was saved; your text is kept. Try again soon."
            )
            asyncio.get_event_loop().call_soon(self._refuse, errand, fault)
            return errand

        async def errand_of() -> R | None:
            result = await perform(self._database, self.actor, CommandId(key), command, *args, **kwargs)
            self._ring()
            return result

        self._go(errand_of(), errand)
        return errand

    def ask(
        self,
        query: Callable[Concatenate[AsyncSession, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Errand[R]:
        """Ask a query; reading goes on as long as the file can be read."""
        errand: Errand[R] = Errand()
        self._go(read(self._database, query, *args, **kwargs), errand)
        return errand

    def ask_apart(
        self,
        query: Callable[Concatenate[AsyncSession, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Errand[R]:
        """Ask what takes long on a connection of its own: on a shared database no command waits behind it."""

        async def asked() -> R:
            line = self._database.line
            database = self._database if line is None else open_shared(line.login)
            try:
                return await read(database, query, *args, **kwargs)
            finally:
                if database is not self._database:
                    await database.close()

        return self.start(asked())

    def start(self, work: Coroutine[Any, Any, R]) -> Errand[R]:
        """Start a piece of long work; it is cancelled at exit."""
        errand: Errand[R] = Errand()
        self._go(work, errand)
        return errand

    async def close(self) -> None:
        """Let commands that are under way finish, cancel what waits, and return."""
        self._is_closed = True
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=2)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _go(self, work: Coroutine[Any, Any, R], errand: Errand[R]) -> None:
        if self._is_closed:  # the link may still tell something to a screen that is going
            work.close()
            return
        task = asyncio.get_event_loop().create_task(self._carry(work, errand))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, work: Coroutine[Any, Any, R], errand: Errand[R]) -> None:
        try:
            result = await work
        except TandemError as fault:
            self._refuse(errand, fault)
        except Exception:
            log.exception("a wish ended in a fault of the program")
            self._refuse(errand, TandemError(UNEXPECTED))
        else:
            errand.succeed(result)

    def _refuse(self, errand: Errand[R], fault: TandemError) -> None:
        if not errand.fail(fault):
            self.refused.emit(str(fault))
