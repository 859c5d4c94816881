"""Opens a database: the embedded file with its measured pragmas, or the two connections to a shared one."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from console.db.address import Address
from console.errors import StorageFault

if TYPE_CHECKING:
    from console.db.postgres.connecting import Login
    from console.db.postgres.line import Line

BUSY_TIMEOUT_MS = 5_000


class Durability(StrEnum):
    """What a commit promises when the machine loses power."""

    FULL = "FULL"  # acknowledged means on disk: everything but positions
    NORMAL = "NORMAL"  # positions: the last second may be lost, the file stays whole


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: engines for writers, for questions, for the positions' lane, and for the follower.

    On the embedded file these are four pools over one file. On a shared database the first three are one connection
    and the follower's is the other.
    """

    where: Path | Address
    writers: AsyncEngine
    readers: AsyncEngine
    lane: AsyncEngine
    link: AsyncEngine
    line: "Line | None" = None

    @property
    def is_shared(self) -> bool:
        """Whether other workstations write here too."""
        return self.line is not None

    @property
    def path(self) -> Path:
        """The embedded file.

        Raises:
            StorageFault: the database is a shared one.
        """
        if isinstance(self.where, Address):
            raise StorageFault("This is for the embedded database only; a shared one is kept by its administrator.")
        return self.where

    async def close(self) -> None:
        """Return every connection."""
        for engine in {id(one): one for one in (self.link, self.writers, self.readers, self.lane)}.values():
            await engine.dispose()


def open_database(path: Path) -> Database:
    """Engines over the file; nothing is opened before the first use.

    A writer's pool holds one connection: two writers of one process would only wait for each other in the file.
    """
    readers = _engine(path, Durability.FULL, immediate=False, pool_size=3)
    return Database(
        path,
        writers=_engine(path, Durability.FULL, immediate=True, pool_size=1),
        readers=readers,
        lane=_engine(path, Durability.NORMAL, immediate=True, pool_size=1),
        link=readers,
    )


def open_shared(login: "Login", application: str = "tandem") -> Database:
    """Engines over a shared database; nothing is opened before the first use, and never more than two connections."""
    from console.db.postgres.line import Line  # noqa: PLC0415  the embedded desk starts without this driver

    line = Line(login, application)
    work = line.work()
    return Database(login.address, work, work, work, line.link(), line)


@lru_cache(maxsize=8)
def sessions(engine: AsyncEngine) -> async_sessionmaker[Any]:
    """Sessions whose rows stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


def _engine(path: Path, durability: Durability, *, immediate: bool, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        poolclass=AsyncAdaptedQueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=BUSY_TIMEOUT_MS / 1000,
        hide_parameters=True,  # a fault's text goes to the log, and no name or address may
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
    )
    event.listen(engine.sync_engine, "connect", _on_connect(durability))
    # The driver would begin lazily and deferred: a read that turns into a write then fails against another writer.
    begin = "BEGIN IMMEDIATE" if immediate else "BEGIN"
    event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _on_connect(durability: Durability) -> Callable[[Any, Any], None]:
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={durability.value}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    return prepare
