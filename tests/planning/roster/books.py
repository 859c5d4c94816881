"""Rosters for tests: a small county, filled well, or badly on purpose."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from console.bench.county import Size, county
from console.domain.ids import ResponderId, RosterId, TeamId, new_uuid
from console.domain.qualifications import Held
from console.domain.rosters import Contract, Person, RosterState, Seat, Template
from console.domain.units import Discipline
from console.snapshots.rosters import Book, RosterSnapshot, TeamSnapshot

SMALL = Size(officers=14, clinicians=12, zones=2, days=14, officer_shifts=8, clinician_shifts=12)
TIGHT = Size(officers=9, clinicians=6, zones=2, days=14, officer_shifts=8, clinician_shifts=12)
NEW_YORK = "America/New_York"


def well(seed: int, size: Size = SMALL) -> Book:
    """A book in which nobody breaks a hard or a firm rule."""
    return county(seed, size)


def messy(seed: int) -> Book:
    """A book with people anywhere: most rules are broken somewhere, and some people have worked before it begins."""
    dice = random.Random(f"messy {seed}")  # the county's own dice would give the same ids again
    book = county(seed, SMALL, filled=False)
    templates = tuple(replace(one, rest_minutes=dice.choice([0, 0, 14 * 60])) for one in book.templates)
    book = replace(book, people=tuple(_odd(one, dice) for one in book.people), templates=templates)
    return replace(book, teams=tuple(_seated(one, book, dice) for one in book.teams), before=_before(book, dice))


def _odd(person: Person, dice: random.Random) -> Person:
    """Somebody without a contract, without what they need, or whose qualifications expire meanwhile."""
    chance = dice.random()
    if chance < 0.1:
        return replace(person, contract=None)
    if chance < 0.2:
        return replace(person, qualifications=(), licence=None)
    if chance < 0.35:
        ends = date(2026, 3, 16) + timedelta(days=dice.randrange(14))
        return replace(person, qualifications=tuple(Held(one.code, ends) for one in person.qualifications))
    tight = Contract(week_minutes=16 * 60, week_shifts=2, run=2, nights=1, weekends=1, rest_minutes=18 * 60)
    return replace(person, contract=tight) if chance < 0.6 else person


def _seated(team: TeamSnapshot, book: Book, dice: random.Random) -> TeamSnapshot:
    people = dice.sample(book.people, len(team.seats))
    chosen = [one.id if dice.random() < 0.8 else None for one in people]
    seats = [replace(seat, responder_id=one) for seat, one in zip(team.seats, chosen, strict=True)]
    return replace(team, seats=tuple(seats))


def _before(book: Book, dice: random.Random) -> tuple[TeamSnapshot, ...]:
    """The same shifts two weeks earlier, worked by others."""
    back, roster = timedelta(days=14), RosterId(book.roster.id)
    earlier = [
        replace(
            one, id=TeamId(type(one.id)(int=dice.getrandbits(128), version=4)), roster_id=roster, day=one.day - back,
            starts_at=one.starts_at - back, ends_at=one.ends_at - back,
        )
        for one in book.teams
    ]  # fmt: skip
    return tuple(_seated(one, book, dice) for one in earlier)


def an_officer(name: str = "Ana Reyes", **changes: Any) -> Person:
    """Somebody under contract with their crisis training."""
    plain = Person(
        ResponderId(new_uuid()), 1, name, Discipline.OFFICER, None, None, Contract(), 1, (Held("CIT-40h"),), (), ()
    )
    return replace(plain, **changes)


def bare(templates: Sequence[Template], people: Sequence[Person], first_day: date, days: int = 14) -> Book:
    """Empty teams of these templates in New York, each for one officer."""
    made = datetime.combine(first_day, time(), tzinfo=UTC)
    roster = RosterSnapshot(RosterId(new_uuid()), 1, "Bare", first_day, days, RosterState.DRAFT, None, "Test", made)
    teams = [_bare_team(roster, one, day) for day in roster.dates for one in templates]
    return Book(roster, tuple(teams), tuple(people), tuple(templates), {}, time_zone=NEW_YORK)


def _bare_team(roster: RosterSnapshot, one: Template, day: date) -> TeamSnapshot:
    starts_at, ends_at = one.window(day, ZoneInfo(NEW_YORK))
    return TeamSnapshot(
        TeamId(new_uuid()), 1, roster.id, one.id, 0, one.name, None, day, starts_at, ends_at, (),
        (Seat(Discipline.OFFICER),),
    )  # fmt: skip


def sitting(book: Book, person: Person, *shifts: tuple[date, str]) -> Book:
    """The book with somebody in the teams of these days and names."""
    seat = Seat(person.discipline, person.id)
    teams = (replace(one, seats=(seat,)) if (one.day, one.name) in shifts else one for one in book.teams)
    return replace(book, teams=tuple(teams))
