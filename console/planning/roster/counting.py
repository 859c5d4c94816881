"""Counts before anything is searched: the hours that people may work, those that shifts ask for, people per shift."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from console.domain.ids import ResponderId
from console.domain.rosters import AbsenceKind, Person
from console.domain.units import Discipline
from console.planning.roster.checks import Checks
from console.planning.roster.ledger import week_of
from console.snapshots.rosters import TeamSnapshot


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a seat is open, as a coordinator reads it; `people` are those of whom it speaks."""

    sentence: str
    rule: str | None = None
    people: tuple[ResponderId, ...] = ()


def short_hours(checks: Checks, discipline: Discipline, weeks: Collection[date] | None = None) -> int:
    """By how many minutes the shifts of some weeks ask for more than people may work at most; 0 when they do not."""
    return max(0, _demanded(checks, discipline, weeks) - _possible(checks, discipline, weeks))


def count_reasons(checks: Checks, team: TeamSnapshot, discipline: Discipline) -> list[Reason]:
    """What counting alone says about an open seat: too few hours in all, in its week, too few people at its time."""
    counted = (hours_reason(checks, discipline), hours_reason(checks, discipline, week_of(team.day)))
    return [*(one for one in counted if one is not None), *_at_its_time(checks, team, discipline)]


def hours_reason(checks: Checks, discipline: Discipline, week: date | None = None) -> Reason | None:
    """Hours that people may work against hours that shifts ask for, in a week or all of them; None: they suffice."""
    weeks = None if week is None else (week,)
    short = short_hours(checks, discipline, weeks)
    if not short:
        return None
    when = "in these weeks" if week is None else f"in the week of {week:%a %d %b}"
    asked = _demanded(checks, discipline, weeks)
    return Reason(
        f"{discipline.value.capitalize()}s may work {_hours(asked - short)} h {when}, without the days they are away; "
        f"the shifts ask for {_hours(asked)} h. {_hours(short)} h stay open whoever is put where.",
        "hours" if week is None else "week hours",
    )  # fmt: skip


def _at_its_time(checks: Checks, team: TeamSnapshot, discipline: Discipline) -> list[Reason]:
    beside = [one for one in checks.book.teams if one.starts_at < team.ends_at and team.starts_at < one.ends_at]
    seats = sum(seat.discipline is discipline for one in beside for seat in one.seats)
    mine = next(one for one in team.seats if one.discipline is discipline)
    people, out = [], Counter[str]()
    for one in checks.people.values():
        if one.discipline is not discipline:
            continue
        told = {finding.rule for finding in checks.of_works(team, mine, one, ())}
        for rule in ("away", "licence", "training", "contract", "available"):
            if rule in told:
                out[rule] += 1
                break
        else:
            people.append(one.id)
    if len(people) >= seats:
        return []
    words = {"away": "away", "licence": "without a valid licence", "training": "without valid training",
             "contract": "without a contract", "available": "not available at these hours"}  # fmt: skip
    why = ", ".join(f"{count} {words[rule]}" for rule, count in out.items())
    said = f"At that time {seats} seats need {_a(discipline)}; {_can(len(people))} work then{why and f' ({why})'}."
    return [Reason(said, None, tuple(people))]


def _can(count: int) -> str:
    return f"only {count} can" if count else "nobody can"


def _demanded(checks: Checks, discipline: Discipline, weeks: Collection[date] | None) -> int:
    return sum(
        team.minutes
        for team in checks.book.teams
        if weeks is None or week_of(team.day) in weeks
        for seat in team.seats
        if seat.discipline is discipline
    )


def _possible(checks: Checks, discipline: Discipline, weeks: Collection[date] | None) -> int:
    """The most that people of a discipline may work by their contracts, on the days on which they are not away."""
    roster = checks.book.roster
    longest = max((one.minutes for one in checks.book.teams), default=0)
    by_week: dict[date, list[date]] = {}
    for day in roster.dates:
        by_week.setdefault(week_of(day), []).append(day)
    asked = [days for week, days in by_week.items() if weeks is None or week in weeks]
    zone = ZoneInfo(checks.book.time_zone)
    whole = 0
    for person in checks.people.values():
        if person.discipline is not discipline or (contract := person.contract) is None:
            continue
        gone = set(_days_away(person, zone))
        some = sum(
            min(contract.week_minutes, longest * min(contract.week_shifts, sum(day not in gone for day in days)))
            for days in asked
        )
        whole += min(some, round(contract.most_minutes * roster.days / 28))
    return whole


def _days_away(person: Person, zone: ZoneInfo) -> Iterator[date]:
    """The days on which somebody is away from midnight to midnight: on others they may work a part."""
    for absence in person.absences:
        if not absence.approved or absence.kind is AbsenceKind.LATE:
            continue
        begins, ends = absence.starts_at.astimezone(zone), absence.ends_at.astimezone(zone)
        day = begins.date() if begins.time() == time() else begins.date() + timedelta(days=1)
        while day < ends.date():
            yield day
            day += timedelta(days=1)


def _hours(minutes: int) -> str:
    return f"{round(minutes / 60):,}"


def _a(discipline: Discipline) -> str:
    return f"{'an' if discipline.value[0] in 'aeiou' else 'a'} {discipline.value}"
