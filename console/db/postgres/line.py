"""A desk's two connections to a shared database: one follows and proves that the line lives, one does the work."""

import logging
from collections.abc import Callable
from typing import Any
from weakref import WeakSet

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from console.db.postgres.connecting import HOST_SECONDS, PATIENCE_SECONDS, Login, connect
from console.db.postgres.faults import UNSYNCED

CHANGES, POSITIONS = "tandem_changes", "tandem_positions"
WAIT_SECONDS = 5.0

log = logging.getLogger(__name__)


class Line:
    """Makes the connections, rings when the server notifies, and can cut them all at once.

    A notification carries nothing that is trusted: anybody may send one. It only says "read on".
    """

    def __init__(self, login: Login, application: str = "tandem") -> None:
        self.login = login
        self.application = application
        self.on_change: Callable[[], None] = _nothing
        self.on_positions: Callable[[], None] = _nothing
        self._open: WeakSet[Any] = WeakSet()
        self._unsynced = False
        self._was_let_in = False

    def work(self) -> AsyncEngine:
        """The engine of commands and questions: one connection."""
        # A connection that died while nobody used it is replaced before a command finds out.
        return self._engine(self._connect, pre_ping=True)

    def link(self) -> AsyncEngine:
        """The engine of the follower: one connection, which listens from its first moment."""
        # Each of its questions stands for itself: a transaction around it would cost two more ways to the server.
        return self._engine(self._connect_listening).execution_options(isolation_level="AUTOCOMMIT")

    def cut(self) -> None:
        """Break every connection now: whoever waits for an answer learns at once that none will come."""
        for connection in list(self._open):
            connection.terminate()

    def begin_commit(self) -> None:
        """Forget what the server warned of before."""
        self._unsynced = False

    @property
    def is_unsynced(self) -> bool:
        """Whether the standby did not confirm: the server then reports success, and the row may still be lost."""
        return self._unsynced

    def _engine(self, creator: Callable[[], Any], *, pre_ping: bool = False) -> AsyncEngine:
        return create_async_engine(
            "postgresql+asyncpg://",
            async_creator=creator,
            poolclass=AsyncAdaptedQueuePool,
            pool_size=1,
            max_overflow=0,
            pool_timeout=WAIT_SECONDS,
            pool_pre_ping=pre_ping,
            hide_parameters=True,  # a fault's text goes to the log, and no name or address may
        )

    async def _connect(self) -> Any:
        patience = HOST_SECONDS if self._was_let_in else PATIENCE_SECONDS
        connection = await connect(self.login, application=self.application, heard=self._heard, patience=patience)
        self._was_let_in = True
        self._open.add(connection)
        return connection

    async def _connect_listening(self) -> Any:
        connection = await self._connect()
        # Listen first, read the first picture afterwards: nothing falls between.
        await connection.add_listener(CHANGES, lambda *_: self.on_change())
        await connection.add_listener(POSITIONS, lambda *_: self.on_positions())
        connection.add_termination_listener(lambda _: self.on_change())
        return connection

    def _heard(self, message: str) -> None:
        if UNSYNCED in message.lower():
            self._unsynced = True
        log.warning("the database server says: %s", message.splitlines()[0])


def _nothing() -> None:
    """Nobody listens yet."""
