"""Reads calls into snapshots: by id, the desk's window, and the closed ones that a search finds."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, Select, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from console.db.quick_rows import listed, quick_rows
from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallSource, Lifecycle, LinkKind, RiskFlag, call_status, place_key
from console.domain.geography import Point
from console.domain.ids import AssignmentId, CallId, UnitId, ZoneId
from console.domain.urgency import Urgency
from console.models.calls import Assignment, Call, Caller, CallLink
from console.models.units import Unit
from console.queries.chunks import chunks
from console.snapshots.calls import AssignmentSnapshot, CallSnapshot, LinkSnapshot

WINDOW = timedelta(hours=24)
_OPEN = (Lifecycle.OPEN.value, Lifecycle.REOPENED.value)
_CALL = Call.__table__.c
_CALLER = Caller.__table__.c
_RUN = Assignment.__table__.c
_LINK, _OTHER = CallLink.__table__.c, aliased(Call)


async def calls_in_window(session: AsyncSession, now: datetime) -> list[CallSnapshot]:
    """Open calls and those closed in the last 24 hours; imported history stays out."""
    recent = or_(_CALL.lifecycle.in_(_OPEN), _CALL.closed_at > now - WINDOW)
    return await _snapshots(session, _calls().where(recent, _CALL.imported.is_(False)))


async def calls_by_ids(session: AsyncSession, ids: Collection[UUID]) -> list[CallSnapshot]:
    """The calls of these ids; one that does not exist is left out."""
    found: list[CallSnapshot] = []
    for chunk in chunks(ids):
        found += await _pictures(session, list(await quick_rows(session, _BY_IDS, chunk)))
    return found


async def call_by_number(session: AsyncSession, text: str) -> CallId | None:
    """The call of a number, or of the end of one ("10493" for "26-10493"); the newest when several end so."""
    text = text.replace("\0", "").strip()
    if not text:
        return None
    ending = select(_CALL.id).where(or_(_CALL.number == text, _CALL.number.endswith(text, autoescape=True)))
    key = (await session.execute(ending.order_by(_CALL.received_at.desc()).limit(1))).scalar()
    return CallId(key) if key else None


async def search_calls(
    session: AsyncSession,
    words: str,
    *,
    callers: bool = True,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 200,
) -> list[CallSnapshot]:
    """Closed and open calls whose number, place, nature or ending holds every word, the newest first.

    With `callers` their names and numbers are looked through too; who may not see them may not find by them either.
    """
    wanted = _calls()
    for word in words.replace("\0", "").lower().split():
        columns = [_CALL.number, _CALL.external_number, _CALL.disposition]
        columns += [_CALLER.phone_key, _CALLER.name] if callers else []
        holds = [column.icontains(word, autoescape=True) for column in columns]
        if key := place_key(word):
            holds += [
                _CALL.place_key.contains(key, autoescape=True),
                _CALL.nature.contains(key.replace(" ", "_"), autoescape=True),
            ]
        wanted = wanted.where(or_(*holds))
    if since is not None:
        wanted = wanted.where(_CALL.received_at >= since)
    if until is not None:
        wanted = wanted.where(_CALL.received_at < until)
    return await _snapshots(session, wanted.order_by(_CALL.received_at.desc()).limit(limit))


def _calls() -> Select[tuple[object, ...]]:
    """Calls with their callers; a reader without the right gets no caller's row from a shared database."""
    columns = (*_CALL, _CALLER.name.label("caller_name"), _CALLER.phone.label("caller_phone"))
    # Most calls have no links and new ones no units: what is not there need not be asked for.
    runs = exists().where(_RUN.call_id == _CALL.id).label("has_runs")
    links = exists().where(or_(_LINK.from_id == _CALL.id, _LINK.to_id == _CALL.id)).label("has_links")
    return select(*columns, runs, links).select_from(Call.__table__.outerjoin(Caller.__table__))


# Made once: a desk asks these at every change, and making them costs as much as asking.
_IDS: BindParameter[list[UUID]] = bindparam("ids", expanding=True)
_BY_IDS = _calls().where(_CALL.id.in_(_IDS))
_RUNS = (
    select(*_RUN, Unit.call_sign)
    .join(Unit, Unit.id == _RUN.unit_id)
    .where(_RUN.call_id.in_(_IDS))
    .order_by(_RUN.dispatched_at, _RUN.id)
)
_LINKS = (
    select(_LINK.from_id, _LINK.to_id, _LINK.kind, Call.number, _OTHER.number)
    .join(Call, Call.id == _LINK.from_id)
    .join(_OTHER, _OTHER.id == _LINK.to_id)
    .where(or_(_LINK.from_id.in_(_IDS), _LINK.to_id.in_(_IDS)))
)


async def _snapshots(session: AsyncSession, wanted: Select[tuple[object, ...]]) -> list[CallSnapshot]:
    return await _pictures(session, (await session.execute(wanted)).all())


async def _pictures(session: AsyncSession, rows: Sequence[Any]) -> list[CallSnapshot]:
    runs: dict[UUID, list[AssignmentSnapshot]] = defaultdict(list)
    links: dict[UUID, list[LinkSnapshot]] = defaultdict(list)
    for chunk in chunks([row.id for row in rows if row.has_runs]):
        await _load_runs(session, chunk, runs)
    for chunk in chunks([row.id for row in rows if row.has_links]):
        await _load_links(session, chunk, links)
    return [_snapshot(row, tuple(runs.get(row.id, ())), tuple(links.get(row.id, ()))) for row in rows]


async def _load_runs(
    session: AsyncSession, ids: Sequence[UUID], into: dict[UUID, list[AssignmentSnapshot]]
) -> None:
    for row in await quick_rows(session, _RUNS, ids):
        into[row.call_id].append(
            AssignmentSnapshot(
                id=AssignmentId(row.id), call_id=CallId(row.call_id), unit_id=UnitId(row.unit_id),
                call_sign=row.call_sign, status=AssignmentStatus(row.status), since=row.since,
                dispatched_at=row.dispatched_at, acknowledged_at=row.acknowledged_at, en_route_at=row.en_route_at,
                on_scene_at=row.on_scene_at, ended_at=row.ended_at, radio_recorded_by=row.radio_recorded_by,
            )
        )  # fmt: skip


async def _load_links(session: AsyncSession, ids: Sequence[UUID], into: dict[UUID, list[LinkSnapshot]]) -> None:
    mine = set(ids)
    for start, end, kind, number, other_number in await quick_rows(session, _LINKS, ids):
        if start in mine:
            into[start].append(LinkSnapshot(LinkKind(kind), CallId(end), other_number))
        if end in mine:
            into[end].append(LinkSnapshot(LinkKind(kind), CallId(start), number))


def _snapshot(
    row: Any, runs: tuple[AssignmentSnapshot, ...], links: tuple[LinkSnapshot, ...]
) -> CallSnapshot:
    lifecycle = Lifecycle(row.lifecycle)
    return CallSnapshot(
        id=CallId(row.id), version=row.version, number=row.number, received_at=row.received_at, nature=row.nature,
        source=CallSource(row.source), place=row.place,
        point=Point(row.lat, row.lon) if row.lat is not None else None,
        zone_id=ZoneId(row.zone_id) if row.zone_id else None, level=Urgency(row.level), level_since=row.level_since,
        waiting_since=row.waiting_since, flags=tuple(map(RiskFlag, listed(row.flags))), language=row.language,
        needs=tuple(listed(row.needs)), caller_name=row.caller_name, caller_phone=row.caller_phone, lifecycle=lifecycle,
        status=call_status(lifecycle, (run.status for run in runs)),
        primary_unit_id=UnitId(row.primary_unit_id) if row.primary_unit_id else None, assignments=runs, links=links,
        due_at=row.due_at,
        reserved_unit_id=UnitId(row.reserved_unit_id) if row.reserved_unit_id else None,
        disposition=row.disposition, missed_reason=row.missed_reason, closed_at=row.closed_at,
        external_number=row.external_number, imported=row.imported, approximate=row.approximate,
    )  # fmt: skip
