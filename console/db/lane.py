"""The positions' lane: batched upserts without change log and audit, and the leases that are as light."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from console.db.engine import Database
from console.db.faults import translated
from console.db.upsert import upsert
from console.models.escalations import Lease
from console.models.program import Counter
from console.models.units import Position


@dataclass(frozen=True, slots=True)
class Fix:
    """Where a unit was: micro-degrees, heading in degrees (-1 unknown), km/h, program time in epoch seconds."""

    unit_id: UUID
    lat_e6: int
    lon_e6: int
    heading: int
    speed_kph: int
    fixed_at: float


_REPLACED = ("lat_e6", "lon_e6", "heading", "speed_kph", "fixed_at", "batch")
_NEWER = text("excluded.fixed_at >= position.fixed_at")
_SERIES = "positions"
# One statement for the whole batch, whatever its size.
_MANY = """
INSERT INTO position (unit_id, lat_e6, lon_e6, heading, speed_kph, fixed_at, batch)
SELECT *, $7::int FROM unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[], $6::float8[])
ON CONFLICT (unit_id) DO UPDATE SET lat_e6 = excluded.lat_e6, lon_e6 = excluded.lon_e6, heading = excluded.heading,
    speed_kph = excluded.speed_kph, fixed_at = excluded.fixed_at, batch = excluded.batch
WHERE excluded.fixed_at >= position.fixed_at
"""


async def write_fixes(database: Database, fixes: Sequence[Fix]) -> None:
    """Keep each unit's newest fix; an older one than held is left out by the database itself."""
    if not fixes:
        return
    async with _lane(database) as connection:
        if database.is_shared:
            await _write_shared(connection, fixes)
        else:
            await _write_embedded(connection, fixes)


async def _write_embedded(connection: AsyncConnection, fixes: Sequence[Fix]) -> None:
    batch = ((await connection.execute(select(func.max(Position.batch)))).scalar() or 0) + 1
    statement = upsert(Position, "sqlite")
    statement = statement.on_conflict_do_update(
        index_elements=["unit_id"], set_={name: statement.excluded[name] for name in _REPLACED}, where=_NEWER
    )
    rows = [
        {
            "unit_id": fix.unit_id, "lat_e6": fix.lat_e6, "lon_e6": fix.lon_e6, "heading": fix.heading,
            "speed_kph": fix.speed_kph, "fixed_at": fix.fixed_at, "batch": batch,
        }
        for fix in fixes
    ]  # fmt: skip
    await connection.execute(statement, rows)


async def _write_shared(connection: AsyncConnection, fixes: Sequence[Fix]) -> None:
    # The last second may be lost when the server dies, and no standby is waited for: the next fix replaces it anyway.
    await connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
    # The counter's row is held to the end of the transaction, so batches become visible in the order of their numbers.
    raised = upsert(Counter, "postgresql").values(series=_SERIES, last=1)
    raised = raised.on_conflict_do_update(index_elements=["series"], set_={"last": Counter.last + 1})
    batch = (await connection.execute(raised.returning(Counter.last))).scalar_one()
    newest = {fix.unit_id: fix for fix in sorted(fixes, key=lambda one: one.fixed_at)}.values()
    columns = [[getattr(fix, name) for fix in newest] for name in Fix.__slots__]
    await connection.exec_driver_sql(_MANY, (*columns, batch))
    await connection.exec_driver_sql("SELECT pg_notify('tandem_positions', '')")


async def hold_lease(database: Database, name: str, holder: UUID, seconds: float) -> bool:
    """Take or renew a lease for so many real seconds; False while somebody else holds it."""
    async with _lane(database) as connection:
        now = await _real_now(connection)
        lease = Lease.__table__.c
        wanted = upsert(Lease, connection.dialect.name).values(
            name=name, holder=holder, expires_at=now + timedelta(seconds=seconds)
        )
        held = await connection.execute(
            wanted.on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": wanted.excluded.holder, "expires_at": wanted.excluded.expires_at},
                where=(lease.holder == holder) | (lease.expires_at <= now),
            ).returning(lease.holder)
        )
        return held.scalar() == holder


async def drop_lease(database: Database, name: str, holder: UUID) -> None:
    """Give a lease back, so that the next holder need not wait for its end."""
    async with _lane(database) as connection:
        await connection.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))


async def purge_changes(database: Database) -> None:
    """Let go of the change log of days ago; a desk that was away for longer loads the whole picture anew."""
    if database.is_shared:
        async with _lane(database) as connection:
            await connection.exec_driver_sql("SELECT tandem.purge_changes()")


@asynccontextmanager
async def _lane(database: Database) -> AsyncIterator[AsyncConnection]:
    """A short transaction past the unit of work; a fault is a sentence here too."""
    try:
        async with database.lane.begin() as connection:
            yield connection
    except (SQLAlchemyError, OSError) as error:
        fault = translated(error, database.where)
        if fault is None:
            raise
        raise fault from error


async def _real_now(connection: AsyncConnection) -> datetime:
    """The clock that all holders share: on a shared database the server's."""
    if connection.dialect.name == "sqlite":
        return datetime.now(UTC)
    now: datetime = (await connection.exec_driver_sql("SELECT clock_timestamp()")).scalar_one()
    return now
