"""Which team for a call, and why: gates first, then the drive, and what the choice leaves open."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from heapq import nsmallest

from console.domain.assignments import AssignmentStatus
from console.domain.calls import RiskFlag
from console.domain.ids import UnitId, ZoneId
from console.domain.qualifications import language, meets, need_word
from console.domain.units import Availability, Discipline, Staffing, UnitKind
from console.domain.urgency import Urgency
from console.planning.readiness import RESPONSE_KINDS, Readiness, Stand, held_aboard
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
_DIVERTIBLE = frozenset({AssignmentStatus.DISPATCHED, AssignmentStatus.ACKNOWLEDGED, AssignmentStatus.EN_ROUTE})


@dataclass(frozen=True, slots=True)
class Gates:
    """The limits that a team must meet to be recommended."""

    stale_after: timedelta = timedelta(minutes=5)
    longest_duty: timedelta = timedelta(hours=14)  # rest: the field's tours are 10 to 12 hours


class Verdict(StrEnum):
    """How a unit stands to the call."""

    FREE = "free"
    DIVERT = "divert"
    NO = "no"
    ON_IT = "on_it"


@dataclass(frozen=True, slots=True)
class Travel:
    """Drive times of the units in their order; None where no position is known; `note` says what they rest on."""

    seconds: Sequence[float | None]
    metres: Sequence[float | None]
    fix_age: Sequence[float | None]  # seconds of program time
    source: str = "estimate"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit with its verdict: `reasons` speak for it, `against` says why it is not recommended."""

    unit: UnitSnapshot
    verdict: Verdict
    seconds: float | None
    metres: float | None
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    leaves: str | None = None

    @property
    def minutes(self) -> int | None:
        """Drive time in whole minutes, rounded up: nobody arrives in 0 minutes."""
        return None if self.seconds is None else max(1, -int(-self.seconds // 60))


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Ranked teams, best first; then those that are not recommended, nearest first; the nearest free medic beside."""

    ranked: tuple[Candidate, ...]
    refused: tuple[Candidate, ...]
    more_refused: int
    medic: Candidate | None
    source: str
    note: str | None

    @property
    def best(self) -> Candidate | None:
        """The first choice."""
        return self.ranked[0] if self.ranked else None


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
    limits = gates or Gates()
    needs = needs_of(call)
    sorting = _sorted_out(call, readiness, travel, now, limits, needs)
    units, zones = readiness.units, zone_names or {}
    free_by_zone = Counter(units[index].zone_id for _far, index in sorting.free) if zones else Counter[ZoneId | None]()
    best = [(index, Verdict.FREE) for _far, index in nsmallest(limit, sorting.free)]
    best += [(index, Verdict.DIVERT) for _far, index in nsmallest(limit - len(best), sorting.diverted)]
    ranked = [
        Candidate(
            units[index], verdict, travel.seconds[index], travel.metres[index],
            _reasons(call, units[index], verdict, zones, needs, now.date()),
            leaves=_leaves(units[index], verdict, zones, free_by_zone),
        )
        for index, verdict in best
    ]  # fmt: skip
    refused = [
        Candidate(
            units[index], Verdict.NO, travel.seconds[index], travel.metres[index],
            against=why_not(call, units[index], travel.seconds[index], travel.fix_age[index], now, limits),
        )
        for _far, index in nsmallest(limit, sorting.refused)
    ]  # fmt: skip
    medic = None
    if sorting.medics:
        _far, index = min(sorting.medics)
        medic = Candidate(units[index], Verdict.FREE, travel.seconds[index], travel.metres[index])
    left = max(0, len(sorting.refused) - limit)
    return Recommendation(tuple(ranked), tuple(refused), left, medic, travel.source, travel.note)


def _sorted_out(
    call: CallSnapshot, readiness: Readiness, travel: Travel, now: datetime, limits: Gates, needs: tuple[str, ...]
) -> _Sorting:
    """Every unit goes through here without a word of explanation."""
    sorting = _Sorting()
    free, refused = sorting.free, sorting.refused
    on_it = {run.unit_id for run in call.active}
    steps = {kind: place * _STEP_BACK_SECONDS for place, kind in enumerate(_ORDER[call.level])}
    dangerous = _is_dangerous(call)
    stale = limits.stale_after.total_seconds()
    rested = now.timestamp() - limits.longest_duty.total_seconds()  # on duty since before this moment is too long
    day = now.date()
    out, no, is_free, medic_free, medic_busy = Stand.OUT, Stand.NO, Stand.FREE, Stand.MEDIC_FREE, Stand.MEDIC_BUSY
    columns = zip(
        readiness.units, readiness.stands, travel.seconds, travel.fix_age, readiness.with_police, readiness.duty_since,
        strict=True,
    )  # fmt: skip
    for index, (unit, stand, seconds, age, police, since) in enumerate(columns):
        if stand is out or stand is medic_busy:
            continue
        far = seconds if seconds is not None else 1e9
        if stand is medic_free:
            sorting.medics.append((far, index))
        elif on_it and unit.id in on_it:
            continue
        elif (
            stand is no
            or age is None
            or age > stale
            or seconds is None
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


def needs_of(call: CallSnapshot) -> tuple[str, ...]:
    """What the call asks of the team: its stated needs, its language unless English, youth for a minor."""
    needs = list(call.needs)
    if call.language and call.language.lower() != "english":
        needs.append(language(call.language))
    if RiskFlag.MINOR in call.flags and "youth" not in needs:
        needs.append("youth")
    return tuple(dict.fromkeys(needs))


def _divertible(call: CallSnapshot, unit: UnitSnapshot) -> bool:
    return call.level >= Urgency.URGENT and all(one.status in _DIVERTIBLE for one in unit.assignments)


def _too_long(unit: UnitSnapshot, now: datetime, limits: Gates) -> bool:
    return unit.on_duty_since is not None and now - unit.on_duty_since > limits.longest_duty


def _is_dangerous(call: CallSnapshot) -> bool:
    """Level 4, or a flag that says danger: nobody is sent without police."""
    return call.level is Urgency.EMERGENT or any(flag.is_danger for flag in call.flags)


def _unsafe(call: CallSnapshot, unit: UnitSnapshot) -> bool:
    return Discipline.OFFICER not in unit.disciplines and _is_dangerous(call)


def _reasons(
    call: CallSnapshot,
    unit: UnitSnapshot,
    verdict: Verdict,
    zones: dict[ZoneId, str],
    needs: tuple[str, ...],
    day: date,
) -> tuple[str, ...]:
    said: list[str] = []
    if verdict is Verdict.DIVERT:
        said.append(f"would divert from {', '.join(one.number for one in unit.assignments)}")
    else:
        said.append("available")
    said += [need_word(need).lower() if need == "youth" else need_word(need) for need in needs]
    skills = {one.code for one in held_aboard(unit) if one.valid_on(day)}
    said += [
        word for code, word in (("negotiator", "negotiator"), ("RN", "nurse")) if code in skills and word not in said
    ]
    if unit.zone_id is not None and unit.zone_id == call.zone_id:
        said.append("home zone")
    elif unit.zone_id in zones:
        said.append(f"from {zones[unit.zone_id]}")
    if unit.kind is not UnitKind.CO_RESPONSE:
        said.append(unit.kind.word)
    return tuple(said)


def _leaves(
    unit: UnitSnapshot, verdict: Verdict, zones: dict[ZoneId, str], free_by_zone: Counter[ZoneId | None]
) -> str | None:
    if verdict is not Verdict.FREE or unit.zone_id not in zones:
        return None
    left = free_by_zone[unit.zone_id] - 1
    zone = zones[unit.zone_id]
    if left <= 0:
        return f"leaves {zone} without a free team"
    return f"leaves 1 free team in {zone}" if left == 1 else None


def why_not(
    call: CallSnapshot,
    unit: UnitSnapshot,
    seconds: float | None,
    age: float | None,
    now: datetime,
    limits: Gates | None = None,
) -> tuple[str, ...]:
    """Every reason against a unit, the weightiest first; empty for one that passes."""
    gates = limits or Gates()
    said: list[str] = []
    if unit.emergency_id is not None:
        said.append("has an emergency")
    if unit.kind not in RESPONSE_KINDS:
        said.append(f"{unit.kind.word.lower()}, not a crisis team")
    if unit.availability is not Availability.AVAILABLE:
        said.append(unit.availability.word.lower() + (f": {unit.availability_note}" if unit.availability_note else ""))
    said += _why_not_crew(call, unit, now, gates)
    if unit.assignments and not _divertible(call, unit):
        said.append(f"{unit.status_word.lower()} on {', '.join(one.number for one in unit.assignments)}")
    if seconds is None or age is None:
        said.append("position unknown")
    elif age > gates.stale_after.total_seconds():
        said.append(f"no position for {int(age // 60)} min")
    return tuple(said)


def _why_not_crew(call: CallSnapshot, unit: UnitSnapshot, now: datetime, gates: Gates) -> list[str]:
    said: list[str] = []
    if unit.staffing is Staffing.EMPTY:
        said.append("no crew")
    elif unit.staffing is Staffing.DEGRADED:
        said.append(f"no {' and no '.join(one.value for one in unit.missing)} aboard")
    if unit.staffing is not Staffing.EMPTY and _unsafe(call, unit):
        said.append("no police aboard, call is dangerous")
    held = held_aboard(unit)
    said += [f"no {_needed(need)}" for need in needs_of(call) if not meets(need, held, now.date())]
    if unit.on_duty_since is not None and _too_long(unit, now, gates):
        said.append(f"on duty for {int((now - unit.on_duty_since).total_seconds() // 3600)} h, needs rest")
    return said


def _needed(need: str) -> str:
    word = need_word(need)
    return (
        f"{word} speaker"
        if need.startswith("language:")
        else f"{word.lower()} specialist"
        if need == "youth"
        else (word.lower())
    )


def candidate_of(recommendation: Recommendation, unit_id: UnitId) -> Candidate | None:
    """The candidate of a unit, among the ranked or the refused."""
    everyone = (*recommendation.ranked, *recommendation.refused)
    return next((one for one in everyone if one.unit.id == unit_id), None)
