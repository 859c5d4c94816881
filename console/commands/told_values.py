"""A value of a column as an operator reads it: in words, and times in the agency's time zone."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallSource, RiskFlag
from console.domain.dispositions import DISPOSITIONS, MissedReason
from console.domain.natures import NATURE_BY_CODE
from console.domain.qualifications import need_word
from console.domain.rosters import WEEK_DAYS
from console.domain.units import Availability, UnitKind
from console.domain.urgency import Urgency

NOBODY: Mapping[str, str] = {}
_ENDINGS = {one.code: one.word for one in DISPOSITIONS}

_WORDS: dict[str, Callable[[str], str]] = {
    "level": lambda value: f"{value} {Urgency(int(value)).word.lower()}",
    "nature": lambda value: NATURE_BY_CODE[value].name,
    "source": lambda value: CallSource(value).word,
    "flags": lambda value: RiskFlag(value).word,
    "needs": need_word,
    "language": str.capitalize,
    "disposition": lambda value: _ENDINGS[value],
    "missed_reason": lambda value: MissedReason(value).word,
    "availability": lambda value: Availability(value).word,
    "status": lambda value: AssignmentStatus(value).word,
    "weekdays": lambda value: WEEK_DAYS[int(value)],
    "kind": lambda value: UnitKind(value).word,
}


def told_name(column: str) -> str:
    """A column's name as an operator reads it: its unit stands at the value."""
    return column.removesuffix("_minutes").replace("_", " ")


def told_value(column: str, value: object, zone: ZoneInfo, people: Mapping[str, str] = NOBODY) -> str:
    """One column's value in words; a code of another time is shown as it is. `people` are names by id as text."""
    if value is None or value in ("", []):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if column == "seats" and isinstance(value, list):
        return " + ".join(_seat(one, people) for one in value)
    if column.endswith("_minutes") and isinstance(value, int):
        return f"{value / 60:g} h"
    if isinstance(value, list | tuple):
        return ", ".join(_word(column, one) for one in value)
    if column.endswith("_at"):
        return _moment(column, value, zone)
    return _word(column, value)


def _seat(seat: object, people: Mapping[str, str]) -> str:
    """Who sits there: a row of a team's seats."""
    if not isinstance(seat, dict):
        return str(seat)
    return people.get(str(seat.get("responder")), f"no {seat.get('discipline')}")


def _word(column: str, value: object) -> str:
    told = _WORDS.get(column)
    try:
        return told(str(value)) if told is not None else str(value)
    except (KeyError, ValueError):
        return str(value)


def _moment(column: str, value: object, zone: ZoneInfo) -> str:
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    at = at if at.tzinfo is not None else at.replace(tzinfo=UTC)
    # A visit may be due on another day; everything else that two desks can collide over happened just now.
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M" if column == "due_at" else "%H:%M")
