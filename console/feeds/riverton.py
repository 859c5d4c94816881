"""Founds the demo program: Riverton on a Friday evening, teams on the road, calls under way, three months behind."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from console.commands.set_up import (
    PlannedPairing,
    PlannedResponder,
    PlannedShift,
    PlannedUnit,
    ProgramPlan,
    set_up_program,
)
from console.db.engine import Database
from console.db.lane import Fix, write_fixes
from console.db.unit_of_work import perform
from console.domain.geography import MICRO, Point
from console.domain.ids import CommandId, ProviderId, ResponderId, ShiftId, UnitId, ZoneId, new_uuid
from console.domain.qualifications import Held
from console.domain.roles import Actor
from console.domain.units import Discipline, UnitKind
from console.feeds.city import RIVERTON, City, riverton
from console.feeds.riverton_past import past_calls
from console.feeds.riverton_roster import ROSTERED, Crews, roster_steps
from console.feeds.riverton_tonight import STANDING, tonight
from console.snapshots.places import ProviderSnapshot, ZoneSnapshot

FRIDAY = date(2026, 10, 16)
SHIFT_DAYS = 4  # yesterday's night that still runs, today, and the two days to come


async def found_riverton(
    database: Database, actor: Actor, *, rate: float = 1.0, starts_at: datetime | None = None
) -> None:
    """Create the demo program in an empty database; the same one every time but for its ids.

    The actor becomes the program's local account and must be admin, supervisor and dispatcher. Without `starts_at`
    the program's clock starts at 21:40 on a Friday.

    Raises:
        RuleBroken: the database holds a program already.
    """
    city = riverton()
    start = starts_at or _evening(city)
    plan = plan_of(city, start, rate)
    units = {unit.call_sign: unit.id for unit in plan.units}
    past = past_calls(city, start, units)
    staff = tuple(one.id for one in plan.responders if one.discipline in ROSTERED)
    zones = {zone.name: zone.id for zone in plan.zones}
    busy = frozenset(one for pairing in plan.pairings for one in pairing.responder_ids)
    weeks = roster_steps(start.astimezone(city.zone), staff, zones, crews_of(plan), busy, "C. Vale")
    steps = (*weeks, *tonight(city, start, units))
    await perform(database, actor, CommandId(new_uuid()), set_up_program, plan, past, steps)
    await write_fixes(database, _first_fixes(city, units, start))


def plan_of(city: City, start: datetime, rate: float) -> ProgramPlan:
    """The city's files as a plan for a program whose clock starts at a moment."""
    raw, today = city.program, start.astimezone(city.zone).date()
    zones = {one["name"]: ZoneId(new_uuid()) for one in raw["zones"]}
    people = {one["name"]: ResponderId(new_uuid()) for one in raw["responders"]}
    units = {one["call_sign"]: UnitId(new_uuid()) for one in raw["units"]}
    shifts = tuple(_shifts(city, start, zones))
    running = [(one, began) for one in raw["pairings"] if (began := began_before(city, one, start)) is not None]
    on_duty = {one["unit"]: began for one, began in running}
    return ProgramPlan(
        name=raw["name"], demo=RIVERTON, time_zone=raw["time_zone"], extent=city.extent, starts_at=start, rate=rate,
        zones=tuple(
            ZoneSnapshot(zones[one["name"]], 1, one["name"], tuple(Point(*corner) for corner in one["ring"]))
            for one in raw["zones"]
        ),
        providers=tuple(_provider(one, start) for one in raw["providers"]),
        places=city.places,
        responders=tuple(_responder(one, people, zones, today) for one in raw["responders"]),
        shifts=shifts,
        units=tuple(
            PlannedUnit(
                units[one["call_sign"]], one["call_sign"], UnitKind(one["kind"]), zones[one["zone"]],
                on_duty.get(one["call_sign"]),
            )
            for one in raw["units"]
        ),
        pairings=tuple(
            PlannedPairing(
                units[one["unit"]], _shift_of(one, shifts, zones, start), began,
                tuple(people[name] for name in one["members"]),
            )
            for one, began in running
        ),
    )  # fmt: skip


def crews_of(plan: ProgramPlan) -> Crews:
    """Who rides now in which unit, by the name and the zone of the shift."""
    shifts = {one.id: one for one in plan.shifts}
    found: Crews = {}
    for pairing in plan.pairings:
        shift = shifts[pairing.shift_id]
        if shift.zone_id is not None and len(pairing.responder_ids) > 1:
            found.setdefault((shift.name, shift.zone_id), (pairing.unit_id, pairing.responder_ids))
    return found


def began_before(city: City, pairing: dict[str, Any], now: datetime) -> datetime | None:
    """When a pairing of the day's plan began that runs at a moment; None when it does not run then."""
    for day in (now.astimezone(city.zone).date(), now.astimezone(city.zone).date() - timedelta(days=1)):
        began, ends = _window(city, pairing, day)
        if began <= now < ends:
            return began
    return None


def _window(city: City, one: dict[str, Any], day: date) -> tuple[datetime, datetime]:
    began = datetime.combine(day, time.fromisoformat(one["start"]), city.zone)
    ends = datetime.combine(day, time.fromisoformat(one["end"]), city.zone)
    return began.astimezone(UTC), (ends if ends > began else ends + timedelta(days=1)).astimezone(UTC)


def _evening(city: City) -> datetime:
    at = time.fromisoformat(city.program["start_local_time"])
    return datetime.combine(FRIDAY, at, city.zone).astimezone(UTC)


def _shifts(city: City, start: datetime, zones: dict[str, ZoneId]) -> Iterator[PlannedShift]:
    first = start.astimezone(city.zone).date() - timedelta(days=1)
    for offset in range(SHIFT_DAYS):
        for one in city.program["shifts"]:
            began, ends = _window(city, one, first + timedelta(days=offset))
            if one["teams_wanted"] and ends > start:
                yield PlannedShift(ShiftId(new_uuid()), one["name"], zones[one["zone"]], began, ends)


def _shift_of(
    pairing: dict[str, Any], shifts: tuple[PlannedShift, ...], zones: dict[str, ZoneId], now: datetime
) -> ShiftId:
    """The shift that a running pairing belongs to; a team that stays beyond its own rides on in the next one."""
    fitting = [one for one in shifts if one.starts_at <= now < one.ends_at]
    own = [one for one in fitting if one.name == pairing["shift"] and one.zone_id == zones[pairing["zone"]]]
    return (own or [one for one in fitting if one.name == pairing["shift"]] or fitting)[0].id


def _provider(one: dict[str, Any], start: datetime) -> ProviderSnapshot:
    return ProviderSnapshot(
        ProviderId(new_uuid()), 1, one["name"], one["kind"], Point(*one["point"]), one["beds"], one["beds_free"],
        start - timedelta(minutes=25) if one["beds_free"] is not None else None, one["phone"],
    )  # fmt: skip


def _responder(
    one: dict[str, Any], people: dict[str, ResponderId], zones: dict[str, ZoneId], today: date
) -> PlannedResponder:
    held = tuple(
        Held(q["code"], None if q["expires_days"] is None else today + timedelta(days=q["expires_days"]))
        for q in one["qualifications"]
    )
    licence = one["licence"]["kind"] if one["licence"] else None
    return PlannedResponder(
        people[one["name"]], one["name"], Discipline(one["discipline"]), licence, zones[one["zone"]], held
    )


def _first_fixes(city: City, units: dict[str, UnitId], start: datetime) -> list[Fix]:
    fixes = []
    for number, one in enumerate(city.program["units"]):
        point, speed = STANDING.get(one["call_sign"], (Point(*one["start"]), 24))
        fixes.append(
            Fix(
                units[one["call_sign"]], round(point.lat * MICRO), round(point.lon * MICRO), number * 97 % 360, speed,
                start.timestamp() - 1,
            )
        )
    return fixes
