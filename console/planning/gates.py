"""The gates that a team must pass for a call, in words; the ranking and the dispatching command ask the same ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from console.domain.calls import RiskFlag
from console.domain.qualifications import Held, language, meets, need_word
from console.domain.units import Discipline, Staffing, UnitKind, missing_disciplines, staffing
from console.domain.urgency import Urgency

STALE_AFTER = timedelta(minutes=5)  # a position this old says nothing of where a unit is


@dataclass(frozen=True, slots=True)
class Gates:
    """The limits that a team must meet to be recommended."""

    stale_after: timedelta | None = STALE_AFTER  # None: positions are not asked for, nobody has one
    longest_duty: timedelta = timedelta(hours=14)  # rest: the field's tours are 10 to 12 hours
    zone: tzinfo = UTC  # a qualification's last valid day ends at the agency's midnight

    def day(self, now: datetime) -> date:
        """The agency's day."""
        return now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a call asks of whoever is sent: the needs that nobody on it meets yet, and police when it is dangerous."""

    needs: tuple[str, ...]
    dangerous: bool


@dataclass(frozen=True, slots=True)
class Crew:
    """Who would go."""

    kind: UnitKind
    disciplines: Sequence[Discipline]
    held: Sequence[Held]
    on_duty_since: datetime | None


def needs_in(flags: Iterable[RiskFlag], spoken: str | None, stated: Iterable[str]) -> tuple[str, ...]:
    """What a call asks of the team: its stated needs, its language unless English, youth for a minor."""
    needs = list(stated)
    if spoken and spoken.lower() != "english":
        needs.append(language(spoken))
    if RiskFlag.MINOR in flags:
        needs.append("youth")
    return tuple(dict.fromkeys(needs))


def unmet(needs: Iterable[str], held: Sequence[Held], day: date) -> tuple[str, ...]:
    """The needs that these qualifications leave open: a second team need not bring what the first one has."""
    return tuple(need for need in needs if not meets(need, held, day))


def is_dangerous(level: Urgency, flags: Iterable[RiskFlag]) -> bool:
    """Level 4, or a flag that says danger: nobody is sent without police."""
    return level is Urgency.EMERGENT or any(flag.is_danger for flag in flags)


def against_crew(asked: Asked, crew: Crew, now: datetime, gates: Gates) -> list[str]:
    """What speaks against those aboard; a medic comes beside a team and is asked only for its own crew."""
    said: list[str] = []
    manned = staffing(crew.kind, list(crew.disciplines))
    if manned is Staffing.EMPTY:
        said.append("no crew")
    elif manned is Staffing.DEGRADED:
        missing = missing_disciplines(crew.kind, list(crew.disciplines))
        said.append(f"no {' and no '.join(one.value for one in missing)} aboard")
    if crew.kind is UnitKind.MEDIC:
        return said
    if manned is not Staffing.EMPTY and asked.dangerous and Discipline.OFFICER not in crew.disciplines:
        said.append("no police aboard, call is dangerous")
    said += [f"no {lacking(need)}" for need in unmet(asked.needs, crew.held, gates.day(now))]
    if crew.on_duty_since is not None and now - crew.on_duty_since > gates.longest_duty:
        said.append(f"on duty for {int((now - crew.on_duty_since).total_seconds() // 3600)} h, needs rest")
    return said


def lacking(need: str) -> str:
    """Whom or what a team lacks that does not meet a need; a word after "no"."""
    word = need_word(need)
    if need.startswith("language:"):
        return f"{word} speaker"
    return f"{word.lower()} specialist" if need == "youth" else word.lower()
