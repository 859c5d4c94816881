"""One command, one transaction: rows, audit and change log are committed together or not at all."""

from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from console.db.engine import Database, sessions
from console.db.faults import translated
from console.db.record import Recorder
from console.domain.clock import ProgramClock, real_clock
from console.domain.ids import CommandId
from console.domain.roles import Actor, Permission, role_words, roles_with
from console.errors import NotPermitted
from console.models.logs import CommandDone
from console.models.program import Program

P = ParamSpec("P")
R = TypeVar("R")


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

    async def start(self) -> bool:
        """Read the clock, note the command; False when this very command was committed before."""
        if await self.session.get(CommandDone, self.command_id) is not None:
            return False
        row = (
            await self.session.execute(select(Program.real_epoch, Program.program_epoch, Program.rate).limit(1))
        ).first()
        if row is not None:
            self.clock = ProgramClock(row.real_epoch, row.program_epoch, row.rate)
            self.now = self.clock.now()
        self.session.add(CommandDone(id=self.command_id, name=self.name, at=self.now))
        return True


class _Work:
    """The transaction around a command."""

    def __init__(self, database: Database, actor: Actor, command_id: CommandId, name: str) -> None:
        self._database = database
        self._session: AsyncSession = sessions(database.writers)()
        self.unit = UnitOfWork(self._session, actor, command_id, name)

    async def __aenter__(self) -> Self:
        await self._session.begin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                await self._session.commit()
            else:
                await self._session.rollback()
        finally:
            await self._session.close()


async def perform(
    database: Database,
    actor: Actor,
    command_id: CommandId,
    command: Callable[Concatenate[UnitOfWork, P], Awaitable[R]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R | None:
    """Run a command in its unit of work; a command that was committed before returns None and writes nothing.

    Raises:
        TandemError: what the command refuses; StorageFault or EditConflict for what the database refuses.
    """
    name = getattr(command, "__name__", "command")
    try:
        async with _Work(database, actor, command_id, name) as work:
            unit = work.unit
            if not await unit.start():
                return None
            recorder = Recorder(unit.session.sync_session, actor, command_id, name, unit.now)
            with recorder:
                result = await command(unit, *args, **kwargs)
                await unit.session.flush()
            await recorder.write(unit.session)
            return result
    except (SQLAlchemyError, OSError) as error:
        fault = translated(error, database.path)
        if fault is None:
            raise
        raise fault from error


async def read(
    database: Database,
    query: Callable[Concatenate[AsyncSession, P], Awaitable[R]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    """Run a query in a read session of its own.

    Raises:
        StorageFault: the file cannot be read.
    """
    try:
        async with sessions(database.readers)() as session:
            return await query(session, *args, **kwargs)
    except (SQLAlchemyError, OSError) as error:
        fault = translated(error, database.path)
        if fault is None:
            raise
        raise fault from error

