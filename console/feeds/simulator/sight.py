"""What the simulator sees of the database: open calls, units, providers and the clock, read again when they changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.geography import MICRO, Point
from console.domain.ids import CallId, ResponderId, ShiftId, ZoneId
from console.errors import NotFound
from console.models.calls import Call
from console.models.logs import Change
from console.models.people import Responder, Shift
from console.models.units import Position
from console.queries.calls import calls_by_ids
from console.queries.program import providers, the_program, zones
from console.queries.units import all_units
from console.snapshots.calls import CallSnapshot
from console.snapshots.places import ProviderSnapshot
from console.snapshots.program import ProgramSnapshot
from console.snapshots.units import UnitSnapshot


@dataclass(frozen=True, slots=True)
class Sight:
    """One look; `seq` is the newest change in it."""

    seq: int
    program: ProgramSnapshot
    units: tuple[UnitSnapshot, ...]
    calls: dict[CallId, CallSnapshot]  # the open ones
    providers: tuple[ProviderSnapshot, ...]
    zone_names: dict[ZoneId, str]


async def look(session: AsyncSession, last: Sight | None) -> Sight:
    """The present picture; the last one again when nothing was changed since.

    Raises:
        NotFound: the database holds no program.
    """
    seq = (await session.execute(select(func.max(Change.seq)))).scalar() or 0
    if last is not None and last.seq == seq:
        return last
    program = await the_program(session)
    if program is None:
        raise NotFound("This database holds no program yet. Start Tandem and create one.")
    live = select(Call.id).where(Call.lifecycle.in_(("open", "reopened")), Call.imported.is_(False))
    ids = (await session.execute(live)).scalars().all()
    return Sight(
        seq, program, tuple(await all_units(session)), {one.id: one for one in await calls_by_ids(session, ids)},
        tuple(await providers(session)), {zone.id: zone.name for zone in await zones(session)},
    )  # fmt: skip


async def last_places(session: AsyncSession) -> dict[UUID, tuple[Point, int]]:
    """Where each unit was last, and its heading."""
    column = Position.__table__.c
    rows = await session.execute(select(column.unit_id, column.lat_e6, column.lon_e6, column.heading))
    return {key: (Point(lat / MICRO, lon / MICRO), heading) for key, lat, lon, heading in rows}


async def responder_ids(session: AsyncSession) -> dict[str, ResponderId]:
    """Responders by name."""
    rows = await session.execute(select(Responder.name, Responder.id))
    return {name: ResponderId(key) for name, key in rows}


async def shift_at(session: AsyncSession, name: str, zone_id: ZoneId | None, now: datetime) -> ShiftId | None:
    """The shift of a name that runs at a moment, of the zone if it has one; None when none is planned."""
    wanted = select(Shift.id, Shift.zone_id).where(Shift.name == name, Shift.starts_at <= now, Shift.ends_at > now)
    rows = (await session.execute(wanted)).all()
    own = [row.id for row in rows if row.zone_id == zone_id]
    found = own or [row.id for row in rows]
    return ShiftId(found[0]) if found else None
