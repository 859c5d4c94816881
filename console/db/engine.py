"""Opens the embedded database: the pragmas that were measured, and always BEGIN IMMEDIATE for writers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

BUSY_TIMEOUT_MS = 5_000


class Durability(StrEnum):
    """What a commit promises when the machine loses power."""

    FULL = "FULL"  # acknowledged means on disk: everything but positions
    NORMAL = "NORMAL"  # positions: the last second may be lost, the file stays whole


@dataclass(frozen=True, slots=True)
class Database:
    """An open embedded database: one engine for writers, one for readers, one for the positions' lane."""

    path: Path
    writers: AsyncEngine
    readers: AsyncEngine
    lane: AsyncEngine

    async def close(self) -> None:
        """Return every connection."""
        for engine in (self.writers, self.readers, self.lane):
            await engine.dispose()


def open_database(path: Path) -> Database:
    """Engines over the file; nothing is opened before the first use.

    A writer's pool holds one connection: two writers of one process would only wait for each other in the file.
    """
    return Database(
        path,
        writers=_engine(path, Durability.FULL, immediate=True, pool_size=1),
        readers=_engine(path, Durability.FULL, immediate=False, pool_size=3),
        lane=_engine(path, Durability.NORMAL, immediate=True, pool_size=1),
    )


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
