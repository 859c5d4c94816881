"""Reads what is only asked for: a call's timeline, and what happened at its place and with its caller before."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Row, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.calls import building_key
from console.domain.ids import CallId, TimelineEntryId, UnitId
from console.domain.urgency import Urgency
from console.models.calls import Call, Caller
from console.models.logs import TimelineRow
from console.snapshots.calls import EarlierCall, History, TimelineEntry

SHOWN = 12


async def timeline_of_call(session: AsyncSession, call_id: UUID) -> list[TimelineEntry]:
    """All that happened to a call, the oldest first."""
    line = TimelineRow.__table__.c
    rows = await session.execute(select(*line).where(line.call_id == call_id).order_by(line.at, line.id))
    return [_entry(row) for row in rows]


async def history_of_call(session: AsyncSession, call_id: UUID) -> History:
    """Earlier calls in the same building or from the same caller's number, in the 90 days before this one."""
    call = await session.get(Call, call_id)
    if call is None:
        return History(0, 0, ())
    building = building_key(call.place)
    # What is kept is the key of the whole place: an apartment of the building begins with the building's own key.
    same = [Call.place_key == building, Call.place_key.startswith(f"{building} ", autoescape=True)]
    caller = await session.get(Caller, call_id)
    phone = caller.phone_key if caller is not None else None
    if phone:
        same.append(Caller.phone_key == phone)
    wanted = (
        select(Call, Caller.phone_key)
        .outerjoin(Caller, Caller.call_id == Call.id)
        .where(
            or_(*same),
            Call.id != call.id,
            Call.received_at <= call.received_at,
            Call.received_at > call.received_at - timedelta(days=90),
            or_(Call.disposition.is_(None), Call.disposition != "duplicate"),
        )
        .order_by(Call.received_at.desc())
    )
    found = (await session.execute(wanted)).all()
    earlier = [
        (one, its_phone, building_key(one.place) == building)
        for one, its_phone in found
        if building_key(one.place) == building or (phone is not None and its_phone == phone)
    ]
    month = call.received_at - timedelta(days=30)
    return History(
        in_30_days=sum(1 for one, *_ in earlier if one.received_at > month),
        in_90_days=len(earlier),
        calls=tuple(
            EarlierCall(
                id=CallId(one.id), number=one.number, received_at=one.received_at, nature=one.nature,
                level=Urgency(one.level), place=one.place, disposition=one.disposition,
                by_place=here,
                by_caller=phone is not None and its_phone == phone,
            )
            for one, its_phone, here in earlier[:SHOWN]
        ),
    )  # fmt: skip


def _entry(row: Row[tuple[object, ...]]) -> TimelineEntry:
    line = row._mapping
    return TimelineEntry(
        id=TimelineEntryId(line["id"]), at=line["at"], kind=line["kind"], text=line["text"], who=line["who"],
        call_id=CallId(line["call_id"]) if line["call_id"] else None,
        unit_id=UnitId(line["unit_id"]) if line["unit_id"] else None,
    )  # fmt: skip
