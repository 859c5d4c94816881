"""A book as problems in numbers, one for each discipline; and their rosters as seats again.

Hard and firm rules bind the builder: what would break one for somebody alone is not allowed to them, and the rest
stands as numbers of the contract. Who rides with whom is decided afterwards (`seating.py`).
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from console.domain.ids import ResponderId, TemplateId
from console.domain.nights import night_minutes
from console.domain.qualifications import meets
from console.domain.rosters import Contract, Person, Seat, Strength
from console.domain.units import Discipline
from console.planning.roster import problem as numbers
from console.planning.roster.checks import Checks
from console.planning.roster.kinds import Kinds, kinds_of
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
    people = [one for one in book.people if one.discipline is discipline and one.contract is not None]
    rests = {one.contract.rest_minutes for one in people if one.contract is not None}
    kinds = kinds_of(templates, book.roster.dates, ZoneInfo(book.time_zone), rests)
    seats = _seats(book, discipline, {one.id for one in people}, now, keep=keep)
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
        for (day_of, template), team in first.items():
            if team.starts_at <= now and (begun := kinds.at(template, day_of)) is not None:
                allowed[days[day_of], begun] = False
        for day, kind in fixed:
            allowed[day, kind] = True  # they are there, whatever speaks against it
        made.append(_person(book, person, allowed, cost, kinds, fixed))
    longest = max(rests, default=0)
    kinds_made = tuple(
        numbers.Kind(one.name, one.minutes, kinds.too_soon(place, longest), one.is_night)
        for place, one in enumerate(kinds.templates)
    )
    cover = tuple(_cover(book, people, discipline, seats, days, kinds))
    whole = numbers.Problem(
        discipline.value, book.roster.days, kinds_made, tuple(made), cover, constant, book.roster.first_day.weekday()
    )
    return Stage(discipline, whole, tuple(one.id for one in people), tuple(one.id for one in kinds.templates))


def _seats(
    book: Book, discipline: Discipline, people: Collection[ResponderId], now: datetime, *, keep: bool
) -> Counter[tuple[date, TemplateId]]:
    """How many of these people each shift of a day takes; none for a seat that somebody else keeps, or that is past."""
    seats = Counter[tuple[date, TemplateId]]()
    there: set[tuple[ResponderId, date]] = set()
    for team in reversed(book.teams):  # of somebody's teams of one day the last one counts, see `_fixed`
        stays = keep or team.starts_at <= now
        for seat in (one for one in team.seats if one.discipline is discipline):
            who = seat.responder_id if stays else None
            is_open = who is None and team.starts_at > now
            if is_open or (who in people and (who, team.day) not in there):
                seats[team.day, team.template_id] += 1
            if who is not None:
                there.add((who, team.day))
    return seats


def _emptied(team: TeamSnapshot) -> TeamSnapshot:
    return replace(team, seats=tuple(Seat(seat.discipline) for seat in team.seats))


def _options(
    checks: Checks, person: Person, discipline: Discipline, first: Mapping[tuple[date, TemplateId], TeamSnapshot],
    days: Mapping[date, int], kinds: Kinds, seats: Counter[tuple[date, TemplateId]],
) -> tuple["np.ndarray[tuple[int, int], np.dtype[np.bool_]]", "np.ndarray[tuple[int, int], np.dtype[np.int64]]", int]:
    allowed = np.zeros((len(days), len(kinds.templates)), np.bool_)
    cost = np.zeros((len(days), len(kinds.templates)), np.int64)
    constant, weight = 0, checks.book.rules.wish
    for (day, template), count in seats.items():
        kind = kinds.at(template, day)
        if not count or kind is None:
            continue
        told = checks.of_seat(first[day, template], Seat(discipline), person)
        at = days[day], kind
        allowed[at] = not any(one.strength is not Strength.SOFT for one in told)
        cost[at] = sum(one.weight for one in told)
    for wish in person.wishes:
        if wish.works and wish.day in days:
            constant += wish.weight * weight
            chosen = kinds.of_day(wish.day) if wish.template_id is None else [kinds.at(wish.template_id, wish.day)]
            cost[days[wish.day], [one for one in chosen if one is not None]] -= wish.weight * weight
    return allowed, cost, constant


def _person(
    book: Book, person: Person, allowed: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]",
    cost: "np.ndarray[tuple[int, int], np.dtype[np.int64]]", kinds: Kinds,
    fixed: tuple[tuple[int, int], ...],
) -> numbers.Person:  # fmt: skip
    contract = person.contract or Contract()
    share = book.roster.days / 28
    longest = max((one.minutes for one in kinds.templates), default=DAY)
    nights = frozenset(
        place for place, one in enumerate(kinds.templates) if night_minutes(one.begins, one.minutes) >= NIGHT_MINUTES
    )
    weekends, most_nights = (contract.within(one, book.roster.days) for one in (contract.weekends, contract.nights))
    run, last = _before(book, person.id, kinds)
    return numbers.Person(
        person.name, allowed, cost, min_minutes=round(contract.least_minutes * share),
        max_minutes=round(contract.most_minutes * share), max_run=contract.run, min_run=contract.least_run,
        min_rest=kinds.days_off(np.flatnonzero(allowed.any(axis=0)).tolist(), contract), max_weekends=weekends,
        # Weeks are counted in shifts; where shifts differ in length the longest keeps every week within its hours.
        max_week=min(contract.week_shifts, contract.week_minutes // longest),
        limits=(numbers.Limit(nights, most_nights),) if nights else (), fixed=fixed, run_before=run,
        kind_before=last,
        not_next=tuple(kinds.too_soon(place, contract.rest_minutes) for place in range(len(kinds.templates))),
    )  # fmt: skip


def _before(book: Book, person: ResponderId, kinds: Kinds) -> tuple[int, int]:
    worked = {team.day: team.template_id for team in book.before if person in team.members}
    day, run = book.roster.first_day - timedelta(days=1), 0
    while day - timedelta(days=run) in worked:
        run += 1
    last = kinds.at(worked[day], day) if day in worked else None
    return run, numbers.OFF if last is None else last


def _fixed(
    book: Book, person: ResponderId, days: Mapping[date, int], kinds: Kinds, now: datetime, *, keep: bool
) -> tuple[tuple[int, int], ...]:
    found: dict[int, int] = {}
    for team in book.teams:
        kind = kinds.at(team.template_id, team.day)
        if person in team.members and kind is not None and (keep or team.starts_at <= now):
            found[days[team.day]] = kind
    return tuple(sorted(found.items()))


def _cover(
    book: Book, people: list[Person], discipline: Discipline, seats: Counter[tuple[date, TemplateId]],
    days: Mapping[date, int], kinds: Kinds,
) -> list[numbers.Cover]:  # fmt: skip
    cover = [
        numbers.Cover(days[day], (kind,), count, OPEN, TOO_MANY)
        for (day, template), count in seats.items()
        if count and (kind := kinds.at(template, day)) is not None
    ]
    for team in book.teams:
        kind = kinds.at(team.template_id, team.day)
        for need in team.needs if kind is not None else ():
            holders = frozenset(place for place, one in enumerate(people) if meets(need, one.qualifications, team.day))
            able = [one for one in book.people if meets(need, one.qualifications, team.day)]
            others = sum(one.discipline is not discipline for one in able)
            if kind is not None and holders and len(holders) >= others:
                cover.append(numbers.Cover(days[team.day], (kind,), 1, NEED, 0, holders))
    return cover
