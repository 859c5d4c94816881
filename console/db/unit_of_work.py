"""One command, one transaction: rows, audit and change log are committed together or not at all."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from console.db.engine import Database, sessions
from console.db.faults import translated
from console.db.record import Recorder
from console.domain.clock import ProgramClock, real_clock
from console.domain.ids import CommandId
from console.domain.roles import Actor, Permission, role_words, roles_with
from console.errors import LinkDown, NotPermitted, StorageFault
from console.models.logs import CommandDone
from console.models.program import Program

P = ParamSpec("P")
R = TypeVar("R")

SETTLE_SECONDS = 10.0  # how long an unknown outcome is looked into before the operator is told that it is unknown
_PAUSE_SECONDS = 0.25


class UnitOfWork:
    """What a command holds: the session, the actor, program time, and the right to ask for permission."""

    def __init__(self, session: AsyncSession, actor: Actor, command_id: CommandId, name: str) -> None:
        self.session = session
        self.actor = actor
        self.command_id = command_id
        self.name = name
        self.clock = real_clock()  # until the program is read; the command that creates it keeps this one
        self.now = self.clock.now()  # program time of the command, the same for all that it writes

    def require(self, permission: Permission) -> None:
        """Refuse when none of the actor's roles holds the permission.

        Raises:
            NotPermitted: with the roles that could do it.
        """
        if not self.actor.may(permission):
            raise NotPermitted(
                f"Your role may not {permission.value}. It needs {role_words(roles_with(permission))}."
            )

    @property
    def is_shared(self) -> bool:
        """Whether a server keeps audit and change log by itself."""
        return self.session.get_bind().dialect.name == "postgresql"

    async def start(self) -> bool:
        """Read the clock, note the command; False when this very command was committed before."""
        if self.is_shared:
            return await self._start_shared()
        if await self.session.get(CommandDone, self.command_id) is not None:
            return False
        await self._read_clock()
        self.now = self.clock.now()
        self.session.add(CommandDone(id=self.command_id, name=self.name, at=self.now))
        return True

    async def _start_shared(self) -> bool:
        from console.db.postgres.session import begin_command  # noqa: PLC0415  only a shared database needs it

        begun = await begin_command(self.session, self.command_id, self.name, self.actor.desk_id)
        await self._read_clock()
        self.now = self.clock.at(begun.real_now)  # the server's clock is everybody's
        return begun.is_new

    async def _read_clock(self) -> None:
        row = (
            await self.session.execute(select(Program.real_epoch, Program.program_epoch, Program.rate).limit(1))
        ).first()
        if row is not None:
            self.clock = ProgramClock(row.real_epoch, row.program_epoch, row.rate)


class _Work:
    """The transaction around a command."""

    def __init__(self, database: Database, actor: Actor, command_id: CommandId, name: str) -> None:
        self._line = database.line
        self._session: AsyncSession = sessions(database.writers)()
        self.unit = UnitOfWork(self._session, actor, command_id, name)
        self.is_committing = False

    async def __aenter__(self) -> Self:
        await self._session.begin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                await self._commit()
            else:
                await self._session.rollback()
        finally:
            await self._session.close()

    async def _commit(self) -> None:
        self.is_committing = True
        if self._line is None:
            await self._session.commit()
            return
        self._line.begin_commit()
        await self._session.commit()
        if self._line.is_unsynced:
            raise LinkDown("The standby did not confirm.")
        self.is_committing = False


async def perform(
    database: Database,
    actor: Actor,
    command_id: CommandId,
    command: Callable[Concatenate[UnitOfWork, P], Awaitable[R]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R | None:
    """Run a command in its unit of work; a command that was committed before returns None and writes nothing.

    Where the link breaks in mid-commit the outcome is unknown: the same command is sent again under the same id, which
    settles it without losing or doubling anything.

    Raises:
        TandemError: what the command refuses; StorageFault or EditConflict for what the database refuses.
    """
    until = time.monotonic() + SETTLE_SECONDS
    unknown = False
    while True:
        work = _Work(database, actor, command_id, getattr(command, "__name__", "command"))
        try:
            return await _once(work, command, *args, **kwargs)
        except (SQLAlchemyError, OSError, LinkDown, StorageFault) as error:
            fault = translated(error, database.where)
            if fault is None:
                raise
            unknown = unknown or (database.is_shared and work.is_committing and isinstance(fault, LinkDown))
            if not unknown or not isinstance(fault, (LinkDown, StorageFault)):
                raise fault from error
            if time.monotonic() > until:
                raise LinkDown(
                    "The link broke while this was saved, and the database does not answer. "
                    "It may or may not be saved: look before you repeat it."
                ) from error
        await asyncio.sleep(_PAUSE_SECONDS)


async def _once(
    work: _Work, command: Callable[Concatenate[UnitOfWork, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs
) -> R | None:
    async with work:
        unit = work.unit
        if not await unit.start():
            return None
        if unit.is_shared:
            result = await command(unit, *args, **kwargs)
            await unit.session.flush()
            return result
        recorder = Recorder(unit.session.sync_session, unit.actor, unit.command_id, unit.name, unit.now)
        with recorder:
            result = await command(unit, *args, **kwargs)
            await unit.session.flush()
        await recorder.write(unit.session)
        return result


async def read(
    database: Database,
    query: Callable[Concatenate[AsyncSession, P], Awaitable[R]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Run a query in a read session of its own.

    Raises:
        StorageFault: the file cannot be read.
        LinkDown: the server cannot be reached.
    """
    return await _read(database, database.readers, query, *args, **kwargs)


async def follow(
    database: Database,
    query: Callable[Concatenate[AsyncSession, P], Awaitable[R]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Run one of the follower's queries, on the connection that is its own.

    Raises:
        StorageFault, LinkDown: as `read`.
    """
    return await _read(database, database.link, query, *args, **kwargs)


async def _read(
    database: Database,
    engine: AsyncEngine,
    query: Callable[Concatenate[AsyncSession, P], Awaitable[R]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    try:
        async with sessions(engine)() as session:
            return await query(session, *args, **kwargs)
    except (SQLAlchemyError, OSError) as error:
        fault = translated(error, database.where)
        if fault is None:
            raise
        raise fault from error
