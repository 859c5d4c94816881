"""A book as problems in numbers, one for each discipline; and their rosters as seats again.

Hard and firm rules bind the builder: what would break one for somebody alone is not allowed to them, and the rest
stands as numbers of the contract. Who rides with whom is decided afterwards (`seating.py`).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from console.domain.ids import ResponderId, TemplateId
from console.domain.qualifications import meets
from console.domain.rosters import Contract, Person, Seat, Strength, Template, night_minutes
from console.domain.units import Discipline
from console.planning.roster import problem as numbers
from console.planning.roster.checks import Checks
from console.planning.roster.ledger import NIGHT_MINUTES
from console.snapshots.rosters import Book, TeamSnapshot

OPEN, TOO_MANY, NEED = 1_000, 2_000, 200  # what an open seat, somebody too many, and an unmet need of a shift cost
DAY = 24 * 60


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One discipline's problem, and what its numbers stand for."""

    discipline: Discipline
    problem: numbers.Problem
    people: tuple[ResponderId, ...]
    kinds: tuple[TemplateId, ...]


def stages(book: Book, now: datetime, *, keep: bool) -> list[Stage]:
    """A problem for each discipline with seats. Shifts that have begun stay as they are; with `keep` all others too."""
    present = {seat.discipline for team in book.teams for seat in team.seats}
    return [_stage(book, now, one, keep=keep) for one in Discipline if one in present]


def _stage(book: Book, now: datetime, discipline: Discipline, *, keep: bool) -> Stage:
    known = {one.id: one for one in book.templates}
    worked = {team.template_id for team in book.teams if any(seat.discipline is discipline for seat in team.seats)}
    templates = sorted((known[one] for one in worked), key=lambda one: (one.begins, one.name, str(one.id)))
    kinds = {one.id: place for place, one in enumerate(templates)}
    people = [one for one in book.people if one.discipline is discipline and one.contract is not None]
    seats = Counter[tuple[date, TemplateId]]()
    for team in book.teams:
        seats[team.day, team.template_id] += sum(seat.discipline is discipline for seat in team.seats)
    bare = replace(book, teams=tuple(_emptied(team) for team in book.teams))
    checks = Checks(bare)
    first = {(team.day, team.template_id): team for team in reversed(bare.teams)}
    days = {day: place for place, day in enumerate(book.roster.dates)}
    constant = 0
    made = []
    for person in people:
        allowed, cost, met = _options(checks, person, discipline, first, days, kinds, seats)
        constant += met
        fixed = _fixed(book, person.id, days, kinds, now, keep=keep)
        for day, kind in fixed:
            allowed[day, kind] = True  # they are there, whatever speaks against it
        made.append(_person(book, person, allowed, cost, templates, fixed))
    longest = max((one.contract.rest_minutes for one in people if one.contract is not None), default=0)
    kinds_made = tuple(
        numbers.Kind(one.name, one.minutes, _too_soon(templates, one, longest), one.is_night) for one in templates
    )
    cover = tuple(_cover(book, people, discipline, seats, days, kinds))
    whole = numbers.Problem(
        discipline.value, book.roster.days, kinds_made, tuple(made), cover, constant, book.roster.first_day.weekday()
    )
    return Stage(discipline, whole, tuple(one.id for one in people), tuple(one.id for one in templates))


def _emptied(team: TeamSnapshot) -> TeamSnapshot:
    return replace(team, seats=tuple(Seat(seat.discipline) for seat in team.seats))


def _options(
    checks: Checks, person: Person, discipline: Discipline, first: Mapping[tuple[date, TemplateId], TeamSnapshot],
    days: Mapping[date, int], kinds: Mapping[TemplateId, int], seats: Counter[tuple[date, TemplateId]],
) -> tuple["np.ndarray[tuple[int, int], np.dtype[np.bool_]]", "np.ndarray[tuple[int, int], np.dtype[np.int64]]", int]:
    allowed = np.zeros((len(days), len(kinds)), np.bool_)
    cost = np.zeros((len(days), len(kinds)), np.int64)
    constant, weight = 0, checks.book.rules.wish
    for (day, template), count in seats.items():
        if not count or template not in kinds:
            continue
        told = checks.of_seat(first[day, template], Seat(discipline), person)
        at = days[day], kinds[template]
        allowed[at] = not any(one.strength is not Strength.SOFT for one in told)
        cost[at] = sum(one.weight for one in told)
    for wish in person.wishes:
        if wish.works and wish.day in days:
            constant += wish.weight * weight
            chosen = list(kinds.values()) if wish.template_id is None else [kinds.get(wish.template_id, -1)]
            for kind in (one for one in chosen if one >= 0):
                cost[days[wish.day], kind] -= wish.weight * weight
    return allowed, cost, constant


def _person(
    book: Book, person: Person, allowed: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]",
    cost: "np.ndarray[tuple[int, int], np.dtype[np.int64]]", templates: list[Template],
    fixed: tuple[tuple[int, int], ...],
) -> numbers.Person:  # fmt: skip
    contract = person.contract or Contract()
    share = book.roster.days / 28
    longest = max((one.minutes for one in templates), default=DAY)
    nights = frozenset(
        place for place, one in enumerate(templates) if night_minutes(one.begins, one.minutes) >= NIGHT_MINUTES
    )
    run, last = _before(book, person.id, templates)
    return numbers.Person(
        person.name, allowed, cost, min_minutes=round(contract.least_minutes * share),
        max_minutes=round(contract.most_minutes * share), max_run=contract.run, min_run=contract.least_run,
        min_rest=_days_off(templates, allowed, contract), max_weekends=contract.weekends,
        # Weeks are counted in shifts; where shifts differ in length the longest keeps every week within its hours.
        max_week=min(contract.week_shifts, contract.week_minutes // longest),
        limits=(numbers.Limit(nights, contract.nights),) if nights else (), fixed=fixed, run_before=run,
        kind_before=last,
        not_next=tuple(_too_soon(templates, one, contract.rest_minutes) for one in templates),
    )  # fmt: skip


def _too_soon(templates: list[Template], one: Template, rest: int) -> frozenset[int]:
    """The shifts of the next day that begin before somebody has rested from this one."""
    ends, least = one.begins + one.minutes, max(rest, one.rest_minutes)
    return frozenset(place for place, other in enumerate(templates) if DAY + other.begins - ends < least)


def _days_off(
    templates: list[Template], allowed: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]", contract: Contract
) -> int:
    """The fewest days off in a row: the contract's, or more where one day off is too short a rest.

    After a night that ends at noon, and asks for a day's rest, an early shift of the day after the next comes too soon.
    The problem knows days off and no hours, so that every break is as long as the worst pair of shifts needs.
    """
    worked = [one for place, one in enumerate(templates) if allowed[:, place].any()]
    least = [
        -((one.begins + one.minutes + max(contract.rest_minutes, one.rest_minutes) - other.begins) // -DAY) - 1
        for one in worked
        for other in worked
    ]
    return max(contract.rest_days, *least, 1)


def _before(book: Book, person: ResponderId, templates: list[Template]) -> tuple[int, int]:
    worked = {team.day: team.template_id for team in book.before if person in team.members}
    day, run = book.roster.first_day - timedelta(days=1), 0
    while day - timedelta(days=run) in worked:
        run += 1
    ids = [one.id for one in templates]
    return run, ids.index(worked[day]) if worked.get(day) in ids else numbers.OFF


def _fixed(
    book: Book, person: ResponderId, days: Mapping[date, int], kinds: Mapping[TemplateId, int], now: datetime, *,
    keep: bool,
) -> tuple[tuple[int, int], ...]:  # fmt: skip
    found: dict[int, int] = {}
    for team in book.teams:
        if person in team.members and team.template_id in kinds and (keep or team.starts_at <= now):
            found[days[team.day]] = kinds[team.template_id]
    return tuple(sorted(found.items()))


def _cover(
    book: Book, people: list[Person], discipline: Discipline, seats: Counter[tuple[date, TemplateId]],
    days: Mapping[date, int], kinds: Mapping[TemplateId, int],
) -> list[numbers.Cover]:  # fmt: skip
    cover = [
        numbers.Cover(days[day], (kinds[template],), count, OPEN, TOO_MANY)
        for (day, template), count in seats.items()
        if count
    ]
    for team in book.teams:
        for need in team.needs:
            holders = frozenset(place for place, one in enumerate(people) if meets(need, one.qualifications, team.day))
            able = [one for one in book.people if meets(need, one.qualifications, team.day)]
            others = sum(one.discipline is not discipline for one in able)
            if holders and len(holders) >= others and team.template_id in kinds:
                cover.append(numbers.Cover(days[team.day], (kinds[team.template_id],), 1, NEED, 0, holders))
    return cover
