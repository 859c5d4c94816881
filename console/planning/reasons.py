"""What is said of a team that passes every gate: what speaks for it, what it lacks all the same, what it leaves."""

from collections import Counter
from datetime import date

from console.domain.ids import ZoneId
from console.domain.qualifications import need_word
from console.domain.units import UnitKind
from console.planning.gates import lacking, needs_in, unmet
from console.planning.readiness import held_aboard
from console.planning.verdicts import Verdict
from console.snapshots.calls import CallSnapshot
from console.snapshots.units import UnitSnapshot


def reasons_for(
    call: CallSnapshot,
    unit: UnitSnapshot,
    verdict: Verdict,
    zones: dict[ZoneId, str],
    asked: tuple[str, ...],
    day: date,
) -> tuple[str, ...]:
    """Short words on one line; `asked` are the needs that nobody on the call meets yet, so that this unit does."""
    said: list[str] = []
    if verdict is Verdict.DIVERT:
        said.append(f"would divert from {', '.join(one.number for one in unit.assignments)}")
    else:
        said.append("available")
    said += [need_word(need).lower() if need == "youth" else need_word(need) for need in asked]
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


def lacks_of(call: CallSnapshot, unit: UnitSnapshot, day: date) -> tuple[str, ...]:
    """What the call asks for and this unit does not bring: it may go only because another on the call does."""
    return tuple(f"no {lacking(need)} aboard" for need in unmet(needs_of(call), held_aboard(unit), day))


def needs_of(call: CallSnapshot) -> tuple[str, ...]:
    """What the call asks of the team, whoever is on it already."""
    return needs_in(call.flags, call.language, call.needs)


def leaves(
    unit: UnitSnapshot, verdict: Verdict, zones: dict[ZoneId, str], free_by_zone: Counter[ZoneId | None]
) -> str | None:
    """What its zone is left with when it goes; None for enough."""
    if verdict is not Verdict.FREE or unit.zone_id not in zones:
        return None
    left = free_by_zone[unit.zone_id] - 1
    zone = zones[unit.zone_id]
    if left <= 0:
        return f"leaves {zone} without a free team"
    return f"leaves 1 free team in {zone}" if left == 1 else None
