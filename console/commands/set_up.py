"""A training program is set up whole in one command: city, people, tonight's pairings, and calls under way."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter

from sqlalchemy import insert

from console.commands.bulk import audit_bulk
from console.commands.past_calls import PastCall, add_past_calls
from console.commands.places import add_providers, add_zones
from console.commands.programs import add_responder, add_shift, found_program
from console.db.unit_of_work import UnitOfWork
from console.domain.clock import ProgramClock
from console.domain.geography import Box
from console.domain.ids import PairingId, PairingMemberId, ResponderId, ShiftId, UnitId, ZoneId, new_uuid
from console.domain.qualifications import Held
from console.domain.roles import Permission
from console.domain.units import Availability, Discipline, UnitKind
from console.models.people import Pairing, PairingMember
from console.models.places import Place
from console.models.program import Counter
from console.models.units import Unit
from console.snapshots.places import PlaceSnapshot, ProviderSnapshot, ZoneSnapshot
from console.snapshots.program import Mode


@dataclass(frozen=True, slots=True)
class PlannedResponder:
    """Somebody who will ride."""

    id: ResponderId
    name: str
    discipline: Discipline
    licence: str | None
    zone_id: ZoneId | None
    qualifications: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """A dated shift."""

    id: ShiftId
    name: str
    zone_id: ZoneId | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit; `on_duty_since` None leaves it off duty."""

    id: UnitId
    call_sign: str
    kind: UnitKind
    zone_id: ZoneId | None
    on_duty_since: datetime | None


@dataclass(frozen=True, slots=True)
class PlannedPairing:
    """A pairing that runs from `started_at` on."""

    unit_id: UnitId
    shift_id: ShiftId
    started_at: datetime
    responder_ids: tuple[ResponderId, ...]


@dataclass(frozen=True, slots=True)
class ProgramPlan:
    """Everything that a training program begins with; its clock stands at `starts_at` and runs at `rate`."""

    name: str
    demo: str
    time_zone: str
    extent: Box
    starts_at: datetime
    rate: float
    zones: tuple[ZoneSnapshot, ...]
    providers: tuple[ProviderSnapshot, ...]
    places: tuple[PlaceSnapshot, ...]
    responders: tuple[PlannedResponder, ...]
    shifts: tuple[PlannedShift, ...]
    units: tuple[PlannedUnit, ...]
    pairings: tuple[PlannedPairing, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened before the clock starts: any command, at its own moment, by whoever did it."""

    at: datetime
    act: Callable[[UnitOfWork], Awaitable[object]]
    number: int | None = None  # the running number that a call taken in this step gets
    by: str = "Radio"  # whose name stands in the timeline


async def set_up_program(
    uow: UnitOfWork, plan: ProgramPlan, past: Sequence[PastCall] = (), steps: Sequence[Step] = ()
) -> None:
    """Found the program and fill it; the actor needs to be admin, supervisor and dispatcher.

    Raises:
        RuleBroken: the database holds a program already.
    """
    real = uow.now
    await found_program(
        uow, plan.name, Mode.TRAINING, plan.time_zone, extent=plan.extent, demo=plan.demo, starts_at=plan.starts_at,
        rate=plan.rate,
    )  # fmt: skip
    uow.clock, uow.now = ProgramClock(real, plan.starts_at, plan.rate), plan.starts_at
    await add_zones(uow, plan.zones)
    await add_providers(uow, plan.providers)
    await _add_places(uow, plan.places)
    await _add_people(uow, plan)
    await add_past_calls(uow, past)
    await _play(uow, steps)
    uow.now = plan.starts_at


async def _add_places(uow: UnitOfWork, places: Sequence[PlaceSnapshot]) -> None:
    """The gazetteer has thousands of entries: in bulk, with one audit entry."""
    uow.require(Permission.EDIT_SETTINGS)
    if not places:
        return
    rows = [
        {
            "id": one.id, "name": one.name, "kind": one.kind, "lat": one.point.lat, "lon": one.point.lon,
            "end_lat": one.end.lat if one.end else None, "end_lon": one.end.lon if one.end else None,
            "first_number": one.first_number, "last_number": one.last_number,
        }
        for one in places
    ]  # fmt: skip
    await uow.session.execute(insert(Place), rows)
    await audit_bulk(uow, "insert", "place", f"{len(rows)} entries", {"count": len(rows)})


async def _add_people(uow: UnitOfWork, plan: ProgramPlan) -> None:
    uow.require(Permission.CREW_UNIT)
    await uow.session.flush()
    for one in plan.responders:
        await add_responder(
            uow, one.id, one.name, one.discipline, licence=one.licence, zone_id=one.zone_id,
            qualifications=one.qualifications,
        )  # fmt: skip
    for shift in plan.shifts:
        await add_shift(uow, shift.id, shift.name, shift.zone_id, shift.starts_at, shift.ends_at)
    for unit in plan.units:
        duty = Availability.AVAILABLE if unit.on_duty_since else Availability.OFF_DUTY
        uow.session.add(
            Unit(
                id=unit.id, call_sign=unit.call_sign, kind=unit.kind.value, zone_id=unit.zone_id,
                availability=duty.value, availability_since=unit.on_duty_since or uow.now,
                on_duty_since=unit.on_duty_since,
            )
        )  # fmt: skip
    await uow.session.flush()
    for pairing in plan.pairings:
        await _add_pairing(uow, pairing)
    await uow.session.flush()


async def _add_pairing(uow: UnitOfWork, planned: PlannedPairing) -> None:
    key = PairingId(new_uuid())
    uow.session.add(
        Pairing(id=key, shift_id=planned.shift_id, unit_id=planned.unit_id, started_at=planned.started_at)
    )
    await uow.session.flush()
    for order, responder_id in enumerate(planned.responder_ids):
        uow.session.add(
            PairingMember(
                id=PairingMemberId(new_uuid()), pairing_id=key, unit_id=planned.unit_id, responder_id=responder_id,
                joined_at=planned.started_at + timedelta(microseconds=order),
            )
        )


async def _play(uow: UnitOfWork, steps: Sequence[Step]) -> None:
    founder = uow.actor
    for step in sorted(steps, key=attrgetter("at")):
        uow.now, uow.actor = step.at, replace(founder, name=step.by)
        if step.number is not None:
            series = f"call-{step.at:%y}"
            counter = await uow.session.get(Counter, series)
            if counter is None:
                uow.session.add(Counter(series=series, last=step.number - 1))
            else:
                counter.last = step.number - 1
        await step.act(uow)
        await uow.session.flush()
    uow.actor = founder
