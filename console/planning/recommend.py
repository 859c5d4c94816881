"""Which team for a call, and why: gates first, then the drive, and what the choice leaves open."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from heapq import nsmallest

from console.domain.assignments import AssignmentStatus
from console.domain.ids import ZoneId
from console.domain.qualifications import Held, meets
from console.domain.units import Availability, UnitKind
from console.domain.urgency import Urgency
from console.planning.gates import Asked, Crew, Gates, against_crew, is_dangerous, unmet
from console.planning.readiness import RESPONSE_KINDS, Readiness, Stand, held_aboard
from console.planning.reasons import lacks_of, leaves, needs_of, reasons_for
from console.planning.verdicts import Candidate, Recommendation, Travel, Verdict
from console.snapshots.calls import CallSnapshot
from console.snapshots.units import UnitSnapshot

# Kinds in the order of the level's response (Marcus Alert: 2 mobile, 3 co-response, 4 police led); a kind that is
# one place further back must be this much nearer to be named first.
_ORDER: dict[Urgency, tuple[UnitKind, ...]] = {
    Urgency.ROUTINE: (UnitKind.MOBILE_CRISIS, UnitKind.CO_RESPONSE, UnitKind.CIT_PATROL),
    Urgency.MODERATE: (UnitKind.MOBILE_CRISIS, UnitKind.CO_RESPONSE, UnitKind.CIT_PATROL),
    Urgency.URGENT: (UnitKind.CO_RESPONSE, UnitKind.CIT_PATROL, UnitKind.MOBILE_CRISIS),
    Urgency.EMERGENT: (UnitKind.CO_RESPONSE, UnitKind.CIT_PATROL, UnitKind.MOBILE_CRISIS),
}
_STEP_BACK_SECONDS = 300.0
_NO_DRIVE = 1e9  # sorts last; of two without a drive time the one from the home zone comes first
_DIVERTIBLE = frozenset({AssignmentStatus.DISPATCHED, AssignmentStatus.ACKNOWLEDGED, AssignmentStatus.EN_ROUTE})


@dataclass(slots=True)
class _Sorting:
    """Indexes of units by what became of them, with the key that they are sorted by."""

    free: list[tuple[float, int]] = field(default_factory=list)
    diverted: list[tuple[float, int]] = field(default_factory=list)
    refused: list[tuple[float, int]] = field(default_factory=list)
    medics: list[tuple[float, int]] = field(default_factory=list)


def recommend(
    call: CallSnapshot,
    units: Sequence[UnitSnapshot],
    travel: Travel,
    now: datetime,
    *,
    zone_names: dict[ZoneId, str] | None = None,
    gates: Gates | None = None,
    limit: int = 40,
) -> Recommendation:
    """Rank the units for a call; sentences are written for `limit` units of each kind, the rest are counted.

    Pure: the same arguments give the same answer. `travel` runs parallel to `units`; off-duty units are left out.
    """
    return rank(call, Readiness(units), travel, now, zone_names=zone_names, gates=gates, limit=limit)


def rank(
    call: CallSnapshot,
    readiness: Readiness,
    travel: Travel,
    now: datetime,
    *,
    zone_names: dict[ZoneId, str] | None = None,
    gates: Gates | None = None,
    limit: int = 40,
) -> Recommendation:
    """The same over columns that were laid before."""
    limits = _limits_for(call, gates)
    asked = _asked_now(call, readiness, limits.day(now))
    sorting = _sorted_out(call, readiness, travel, now, limits, asked)
    units, zones = readiness.units, zone_names or {}
    free_by_zone = Counter(units[index].zone_id for _far, index in sorting.free) if zones else Counter[ZoneId | None]()
    best = [(index, Verdict.FREE) for _far, index in nsmallest(limit, sorting.free)]
    best += [(index, Verdict.DIVERT) for _far, index in nsmallest(limit - len(best), sorting.diverted)]
    ranked = [
        Candidate(
            units[index], verdict, travel.seconds[index], travel.metres[index],
            reasons_for(call, units[index], verdict, zones, asked.needs, limits.day(now)),
            lacks=lacks_of(call, units[index], limits.day(now)),
            leaves=leaves(units[index], verdict, zones, free_by_zone), fix_age=travel.fix_age[index],
        )
        for index, verdict in best
    ]  # fmt: skip
    refused = [
        Candidate(
            units[index], Verdict.NO, travel.seconds[index], travel.metres[index],
            against=why_not(call, units[index], travel.seconds[index], travel.fix_age[index], now, limits, asked),
            fix_age=travel.fix_age[index],
        )
        for _far, index in nsmallest(limit, sorting.refused)
    ]  # fmt: skip
    medic = None
    if sorting.medics:
        _far, index = min(sorting.medics)
        seconds, metres, age = travel.seconds[index], travel.metres[index], travel.fix_age[index]
        medic = Candidate(units[index], Verdict.FREE, seconds, metres, fix_age=age)
    left = max(0, len(sorting.refused) - limit)
    return Recommendation(tuple(ranked), tuple(refused), left, medic, travel.source, travel.note)


def _limits_for(call: CallSnapshot, gates: Gates | None) -> Gates:
    """The gates; a call without a place has no drive times, and no team is to blame for that."""
    limits = gates or Gates()
    return replace(limits, stale_after=None) if call.point is None else limits


def asked_by(call: CallSnapshot, on_it: Iterable[UnitSnapshot], day: date) -> Asked:
    """What the call asks of the next team, beside what those on it bring."""
    held: list[Held] = [one for unit in on_it for one in held_aboard(unit)]
    return Asked(unmet(needs_of(call), held, day), is_dangerous(call.level, call.flags))


def _asked_now(call: CallSnapshot, readiness: Readiness, day: date) -> Asked:
    active = {run.unit_id for run in call.active}
    return asked_by(call, [unit for unit in readiness.units if unit.id in active] if active else (), day)


def _sorted_out(
    call: CallSnapshot, readiness: Readiness, travel: Travel, now: datetime, limits: Gates, asked: Asked
) -> _Sorting:
    """Every unit goes through here without a word of explanation."""
    sorting = _Sorting()
    free, refused = sorting.free, sorting.refused
    on_it = {run.unit_id for run in call.active}
    steps = {kind: place * _STEP_BACK_SECONDS for place, kind in enumerate(_ORDER[call.level])}
    dangerous, needs, day = asked.dangerous, asked.needs, limits.day(now)
    blind = limits.stale_after is None
    stale = limits.stale_after.total_seconds() if limits.stale_after is not None else 0.0
    rested = now.timestamp() - limits.longest_duty.total_seconds()  # on duty since before this moment is too long
    out, no, is_free, medic_free, medic_busy = Stand.OUT, Stand.NO, Stand.FREE, Stand.MEDIC_FREE, Stand.MEDIC_BUSY
    columns = zip(
        readiness.units, readiness.stands, travel.seconds, travel.fix_age, readiness.with_police, readiness.duty_since,
        strict=True,
    )  # fmt: skip
    for index, (unit, stand, seconds, age, police, since) in enumerate(columns):
        if stand is out or stand is medic_busy:
            continue
        placed = seconds is not None and age is not None and age <= stale
        at_home = unit.zone_id is not None and unit.zone_id == call.zone_id
        far = seconds if seconds is not None else _NO_DRIVE - at_home
        if stand is medic_free:
            if placed or blind:
                sorting.medics.append((far, index))
        elif on_it and unit.id in on_it:
            continue
        elif (
            stand is no
            or not (placed or blind)
            or since < rested
            or (dangerous and not police)
            or (needs and not _has_all(unit, needs, day))
        ):
            refused.append((far, index))
        elif stand is is_free:
            free.append((far + steps[unit.kind], index))
        elif _divertible(call, unit):
            sorting.diverted.append((far + steps[unit.kind], index))
        else:
            refused.append((far, index))
    return sorting


def _has_all(unit: UnitSnapshot, needs: tuple[str, ...], day: date) -> bool:
    held = held_aboard(unit)
    return all(meets(need, held, day) for need in needs)


def _divertible(call: CallSnapshot, unit: UnitSnapshot) -> bool:
    return call.level >= Urgency.URGENT and all(one.status in _DIVERTIBLE for one in unit.assignments)


def why_not(
    call: CallSnapshot,
    unit: UnitSnapshot,
    seconds: float | None,
    age: float | None,
    now: datetime,
    limits: Gates | None = None,
    asked: Asked | None = None,
) -> tuple[str, ...]:
    """Every reason against a unit, the weightiest first; empty for one that passes."""
    gates = _limits_for(call, limits)
    said: list[str] = []
    if unit.emergency_id is not None:
        said.append("has an emergency")
    if unit.kind not in RESPONSE_KINDS:
        said.append(f"{unit.kind.word.lower()}, not a crisis team")
    if unit.availability is not Availability.AVAILABLE:
        said.append(unit.availability.word.lower() + (f": {unit.availability_note}" if unit.availability_note else ""))
    crew = Crew(unit.kind, unit.disciplines, held_aboard(unit), unit.on_duty_since)
    said += against_crew(asked or asked_by(call, (), gates.day(now)), crew, now, gates)
    if unit.assignments and not _divertible(call, unit):
        said.append(f"{unit.status_word.lower()} on {', '.join(one.number for one in unit.assignments)}")
    said += _no_position(seconds, age, gates)
    return tuple(said)


def _no_position(seconds: float | None, age: float | None, gates: Gates) -> list[str]:
    if gates.stale_after is None:
        return []
    if age is None:
        return ["position unknown"]
    if age > gates.stale_after.total_seconds():
        return [f"no position for {int(age // 60)} min"]
    return ["no way by road from there"] if seconds is None else []
