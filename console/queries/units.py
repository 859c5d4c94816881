"""Reads units into snapshots, with their crew, their calls and their emergency."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.assignments import AssignmentStatus
from console.domain.ids import AssignmentId, CallId, EmergencyId, PairingId, ResponderId, UnitId, ZoneId
from console.domain.qualifications import Held
from console.domain.units import Availability, Discipline, Presence, UnitKind
from console.models.calls import Assignment, Call
from console.models.people import Pairing, PairingMember, Qualification, Responder, Shift
from console.models.units import Emergency, Unit
from console.queries.chunks import SIZE
from console.snapshots.units import MemberSnapshot, UnitAssignment, UnitSnapshot

_OFFICER_FIRST = {discipline: rank for rank, discipline in enumerate(Discipline)}


class _Crew(NamedTuple):
    pairing_id: PairingId
    shift_ends_at: Any
    members: list[MemberSnapshot]


async def all_units(session: AsyncSession) -> list[UnitSnapshot]:
    """Every unit of the program, by call sign."""
    return await _units(session, None)


async def units_by_ids(session: AsyncSession, ids: Collection[UUID]) -> list[UnitSnapshot]:
    """The units of these ids; beyond some hundred it is cheaper to read them all."""
    if len(ids) > SIZE:
        wanted = set(ids)
        return [unit for unit in await _units(session, None) if unit.id in wanted]
    return await _units(session, list(ids))


async def _units(session: AsyncSession, ids: list[UUID] | None) -> list[UnitSnapshot]:
    column = Unit.__table__.c
    wanted = select(*column).order_by(column.call_sign)
    rows = (await session.execute(wanted if ids is None else wanted.where(column.id.in_(ids)))).all()
    crews = await _crews(session, ids)
    runs = await _runs(session, ids)
    emergencies = await _emergencies(session)
    made = []
    for row in rows:
        crew, emergency = crews.get(row.id), emergencies.get(row.id)
        made.append(
            UnitSnapshot(
                id=UnitId(row.id), version=row.version, call_sign=row.call_sign, kind=UnitKind(row.kind),
                zone_id=ZoneId(row.zone_id) if row.zone_id else None, availability=Availability(row.availability),
                availability_since=row.availability_since, availability_note=row.availability_note,
                members=tuple(crew.members) if crew else (), pairing_id=crew.pairing_id if crew else None,
                on_duty_since=row.on_duty_since, shift_ends_at=crew.shift_ends_at if crew else None,
                checked_in_at=row.checked_in_at, assignments=tuple(runs.get(row.id, ())),
                emergency_id=EmergencyId(emergency[0]) if emergency else None,
                emergency_since=emergency[1] if emergency else None,
            )
        )  # fmt: skip
    return made


async def _crews(session: AsyncSession, ids: list[UUID] | None) -> dict[UUID, _Crew]:
    wanted = (
        select(
            Pairing.unit_id, Pairing.id.label("pairing_id"), Shift.ends_at, Responder.id.label("responder_id"),
            Responder.name, Responder.discipline, Responder.licence, PairingMember.presence,
        )
        .join(Shift, Shift.id == Pairing.shift_id)
        .join(PairingMember, PairingMember.pairing_id == Pairing.id)
        .join(Responder, Responder.id == PairingMember.responder_id)
        .where(Pairing.ended_at.is_(None), PairingMember.left_at.is_(None))
        .order_by(PairingMember.joined_at)
    )  # fmt: skip
    if ids is not None:
        wanted = wanted.where(Pairing.unit_id.in_(ids))
    rows = (await session.execute(wanted)).all()
    held = await _held(session, {row.responder_id for row in rows})
    crews: dict[UUID, _Crew] = {}
    for row in rows:
        crew = crews.setdefault(row.unit_id, _Crew(PairingId(row.pairing_id), row.ends_at, []))
        crew.members.append(
            MemberSnapshot(
                ResponderId(row.responder_id), row.name, Discipline(row.discipline), row.licence,
                tuple(held.get(row.responder_id, ())), Presence(row.presence),
            )
        )  # fmt: skip
    for crew in crews.values():
        crew.members.sort(key=lambda member: _OFFICER_FIRST[member.discipline])
    return crews


async def _held(session: AsyncSession, responder_ids: set[UUID]) -> dict[UUID, list[Held]]:
    wanted = select(Qualification.responder_id, Qualification.code, Qualification.expires)
    if len(responder_ids) <= SIZE:
        wanted = wanted.where(Qualification.responder_id.in_(responder_ids))
    held: dict[UUID, list[Held]] = defaultdict(list)
    for responder_id, code, expires in (await session.execute(wanted.order_by(Qualification.code))).all():
        held[responder_id].append(Held(code, expires))
    return held


async def _runs(session: AsyncSession, ids: list[UUID] | None) -> dict[UUID, list[UnitAssignment]]:
    run = Assignment.__table__.c
    wanted = select(run.id, run.call_id, run.unit_id, run.status, run.since, Call.number).join(
        Call, Call.id == run.call_id
    )
    wanted = wanted.where(run.ended_at.is_(None)).order_by(run.dispatched_at, run.id)
    if ids is not None:
        wanted = wanted.where(run.unit_id.in_(ids))
    runs: dict[UUID, list[UnitAssignment]] = defaultdict(list)
    for row in await session.execute(wanted):
        runs[row.unit_id].append(
            UnitAssignment(
                AssignmentId(row.id), CallId(row.call_id), row.number, AssignmentStatus(row.status), row.since
            )
        )
    return runs


async def _emergencies(session: AsyncSession) -> dict[UUID, tuple[UUID, Any]]:
    standing = select(Emergency.unit_id, Emergency.id, Emergency.raised_at).where(Emergency.cleared_at.is_(None))
    return {unit_id: (key, raised) for unit_id, key, raised in (await session.execute(standing)).all()}
