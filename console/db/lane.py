"""The positions' lane: batched upserts without change log and audit, and the leases that are as light."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.sqlite import insert

from console.db.engine import Database
from console.models.escalations import Lease
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


async def write_fixes(database: Database, fixes: Sequence[Fix]) -> None:
    """Keep each unit's newest fix; an older one than held is left out by the database itself."""
    if not fixes:
        return
    async with database.lane.begin() as connection:
        batch = ((await connection.execute(select(func.max(Position.batch)))).scalar() or 0) + 1
        upsert = insert(Position)
        upsert = upsert.on_conflict_do_update(
            index_elements=["unit_id"],
            set_={name: upsert.excluded[name] for name in _REPLACED},
            where=text("excluded.fixed_at >= position.fixed_at"),
        )
        rows = [
            {
                "unit_id": fix.unit_id, "lat_e6": fix.lat_e6, "lon_e6": fix.lon_e6, "heading": fix.heading,
                "speed_kph": fix.speed_kph, "fixed_at": fix.fixed_at, "batch": batch,
            }
            for fix in fixes
        ]  # fmt: skip
        await connection.execute(upsert, rows)


async def hold_lease(database: Database, name: str, holder: UUID, seconds: float) -> bool:
    """Take or renew a lease for so many real seconds; False while somebody else holds it."""
    now = datetime.now(UTC)
    async with database.lane.begin() as connection:
        lease = Lease.__table__.c
        row = (await connection.execute(select(lease.holder, lease.expires_at).where(lease.name == name))).first()
        if row is not None and row.holder != holder and row.expires_at > now:
            return False
        upsert = insert(Lease).values(name=name, holder=holder, expires_at=now + timedelta(seconds=seconds))
        await connection.execute(
            upsert.on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": upsert.excluded.holder, "expires_at": upsert.excluded.expires_at},
            )
        )
        return True


async def drop_lease(database: Database, name: str, holder: UUID) -> None:
    """Give a lease back, so that the next holder need not wait for its end."""
    async with database.lane.begin() as connection:
        await connection.execute(text("DELETE FROM lease WHERE name = :name AND holder = :holder").bindparams(
            name=name, holder=holder.hex
        ))
