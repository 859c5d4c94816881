"""Reads what a forecast is made of: when calls for a team came in, and how long teams were on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import fmean

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.assignments import AssignmentStatus
from console.domain.ids import ZoneId
from console.domain.natures import NATURES
from console.models.calls import Assignment, Call
from console.models.program import Program

WEEKS = 26
USUAL_MINUTES = 60.0  # of a team on a call, until the program has runs of its own
ELIGIBLE = tuple(one.code for one in NATURES if one.eligible)


@dataclass(frozen=True, slots=True)
class Demand:
    """Calls and runs of a program's last weeks; `since` is later where the program is younger than was asked for."""

    received: tuple[datetime, ...]
    minutes: tuple[float, ...]  # of each run, from dispatched to cleared
    since: datetime
    until: datetime
    time_zone: str
    by_zone: Mapping[ZoneId, int] = field(default_factory=dict)  # how many of the calls came from each

    @property
    def minutes_per_call(self) -> float:
        """How long a team is on a call, on average."""
        return fmean(self.minutes) if self.minutes else USUAL_MINUTES


async def demand(session: AsyncSession, now: datetime, weeks: int = WEEKS, *, imported: bool = False) -> Demand:
    """What came in during the last weeks: eligible calls that are no duplicates, imported ones only when asked for."""
    wanted = [Call.nature.in_(ELIGIBLE), or_(Call.disposition.is_(None), Call.disposition != "duplicate")]
    if not imported:
        wanted.append(Call.imported.is_(False))
    calls = select(Call.received_at).where(*wanted).order_by(Call.received_at)
    first = (await session.execute(calls.limit(1))).scalar()
    since = max(now - timedelta(weeks=weeks), first or now)
    times = (Call.received_at >= since, Call.received_at < now)
    received = (await session.execute(calls.where(*times))).scalars()
    runs = await session.execute(
        select(Assignment.dispatched_at, Assignment.ended_at)
        .join(Call, Call.id == Assignment.call_id)
        .where(*wanted, *times, Assignment.status == AssignmentStatus.CLEARED.value, Assignment.ended_at.is_not(None))
        .order_by(Assignment.dispatched_at)
    )
    minutes = tuple((ended - begun).total_seconds() / 60 for begun, ended in runs if ended is not None)
    counted = select(Call.zone_id, func.count()).where(*wanted, *times, Call.zone_id.is_not(None))
    by_zone = {ZoneId(key): count for key, count in await session.execute(counted.group_by(Call.zone_id)) if key}
    zone = (await session.execute(select(Program.time_zone).limit(1))).scalar() or "UTC"
    return Demand(tuple(received), minutes, since.astimezone(UTC), now, zone, by_zone)
