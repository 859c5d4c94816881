"""A book becomes problems in numbers and comes back as seats: nobody where a rule forbids it, kept seats kept."""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from books import TIGHT, an_officer, bare, messy, well
from rostering import person, problem
from rosters import a_template

from console.domain.rosters import Contract, Seat, Strength
from console.domain.units import Discipline
from console.errors import RuleBroken
from console.jobs.roster_build import built as build_book
from console.planning.roster import problem as numbers
from console.planning.roster.check import score
from console.planning.roster.checks import Checks
from console.planning.roster.engine.build import Order
from console.planning.roster.engine.pricing import Pricer
from console.planning.roster.model import Stage, stages
from console.planning.roster.seating import seated
from console.snapshots.rosters import Book

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def emptied(book: Book) -> Book:
    teams = (replace(team, seats=tuple(Seat(one.discipline) for one in team.seats)) for team in book.teams)
    return replace(book, teams=tuple(teams))


def as_numbers(book: Book, stage: Stage) -> numbers.Roster:
    """The roster of a book in the numbers of a stage."""
    roster = stage.problem.empty()
    days = {day: place for place, day in enumerate(book.roster.dates)}
    for team in book.teams:
        for member in team.members:
            if member in stage.people:
                roster[stage.people.index(member), days[team.day]] = stage.kinds.index(team.template_id)
    return roster


@pytest.mark.parametrize("seed", range(4))
def test_a_roster_that_breaks_no_rule_is_legal_in_numbers_and_costs_no_seat(seed: int) -> None:
    book = well(seed)
    assert not [one for one in Checks(book).of_roster() if one.strength is not Strength.SOFT]
    for stage in stages(emptied(book), LONG_AGO, keep=False):
        # A book is filled without regard to the hours that people owe.
        free = tuple(replace(one, min_minutes=0, min_run=1, min_rest=1) for one in stage.problem.people)
        told = score(replace(stage.problem, people=free), as_numbers(book, stage))
        assert told.is_legal, told.breaches[:3]
        assert told.shortfall == sum(
            team.seats[place].discipline is stage.discipline for team in book.teams for place in team.open_seats
        )


@pytest.mark.parametrize("seed", range(4))
def test_what_comes_back_is_who_was_built_and_breaks_nothing_binding(seed: int) -> None:
    book = well(seed)
    empty = emptied(book)
    built = [(stage, as_numbers(book, stage)) for stage in stages(empty, LONG_AGO, keep=False)]
    seats = seated(empty, built)
    after = replace(empty, teams=tuple(replace(team, seats=seats[team.id]) for team in empty.teams))
    assert Counter((team.day, team.template_id, one) for team in after.teams for one in team.members) == Counter(
        (team.day, team.template_id, one) for team in book.teams for one in team.members
    )
    assert not [one for one in Checks(after).of_roster() if one.strength is Strength.HARD]


@pytest.mark.parametrize("seed", range(4))
def test_whoever_sits_stays_where_gaps_alone_are_filled(seed: int) -> None:
    book = messy(seed)
    parts = stages(book, LONG_AGO, keep=True)
    built = [(stage, as_numbers(book, stage)) for stage in parts]
    seats = seated(book, built, {team.id for team in book.teams})
    for team in book.teams:
        for before, after in zip(team.seats, seats[team.id], strict=True):
            assert before.responder_id is None or after == before


def test_the_builder_keeps_the_rest_that_a_shift_asks_for() -> None:
    book = emptied(well(1))
    asks = replace(book, templates=tuple(replace(one, rest_minutes=20 * 60) for one in book.templates))
    known = {one.id: one for one in asks.templates}
    for stage in stages(asks, LONG_AGO, keep=False):
        shifts = [known[one] for one in stage.kinds]
        for kind, now in enumerate(stage.problem.kinds):
            ends = shifts[kind].begins + shifts[kind].minutes
            soon = {place for place, one in enumerate(shifts) if 24 * 60 + one.begins - ends < 20 * 60}
            assert stage.problem.not_next(stage.problem.people[0], kind) == soon == now.not_next
            assert kind in soon, "the contract alone would let it follow itself"


def test_a_rest_that_one_day_off_is_too_short_for_takes_more_days_off() -> None:
    book = emptied(well(1))
    night = next(one for one in book.templates if one.name == "Night")  # 23:00 to 07:00
    least = []
    for minutes, rest in ((night.minutes, 0), (night.minutes, 24 * 60), (10 * 60, 22 * 60), (10 * 60, 23 * 60)):
        changed = [
            replace(one, minutes=minutes, rest_minutes=rest) if one.name == "Night" else one for one in book.templates
        ]
        stage = stages(replace(book, templates=tuple(changed)), LONG_AGO, keep=False)[0]
        least.append({one.min_rest for one in stage.problem.people if one.allowed.any(axis=0).all()})
    # From nine in the morning to seven on the day after next are 22 hours.
    assert least == [{1}, {1}, {1}, {2}]


@pytest.mark.parametrize("seed", range(3))
def test_whoever_is_built_into_the_gaps_gets_a_seat_there(seed: int) -> None:
    full = well(seed)
    dice = random.Random(seed)
    gaps = emptied(full)
    some = [one if dice.random() < 0.6 else gap for one, gap in zip(full.teams, gaps.teams, strict=True)]
    book = replace(full, teams=tuple(some))
    built = [(stage, as_numbers(full, stage)) for stage in stages(book, LONG_AGO, keep=True)]
    seats = seated(book, built, {team.id for team in book.teams})
    assert sum(seat.responder_id is not None for one in seats.values() for seat in one) == sum(
        len(team.members) for team in full.teams
    )


def test_a_seat_that_is_past_or_kept_by_somebody_twice_asks_for_nobody() -> None:
    full = well(1)
    at = sorted({team.starts_at for team in full.teams})[5]
    for book, keep in ((emptied(full), False), (full, True)):
        for stage in stages(book, at, keep=keep):
            dates, kinds = book.roster.dates, stage.kinds
            asked = {(dates[one.day], kinds[one.kinds[0]]) for one in stage.problem.cover if one.people is None}
            ahead = {(team.day, team.template_id) for team in book.teams if team.starts_at > at}
            assert keep or asked == ahead
            for who in stage.problem.people:
                begun = [(day, kind) for day, kind in zip(*np.nonzero(who.allowed), strict=True)
                         if (dates[day], kinds[kind]) not in ahead]  # fmt: skip
                assert set(begun) <= set(who.fixed), "nobody new on a shift that has begun"
    first = next(team for team in full.teams if len(team.members) == 2)
    twice = replace(first, seats=(first.seats[0], replace(first.seats[1], responder_id=first.seats[0].responder_id)))
    book = replace(full, teams=(twice,))
    clinicians = next(one for one in stages(book, LONG_AGO, keep=True) if one.discipline is Discipline.CLINICIAN)
    assert not clinicians.problem.cover, "the seat is taken, rightly or not"


def test_a_draft_that_is_past_is_not_built() -> None:
    book = well(1)
    with pytest.raises(RuleBroken, match="Every shift of this draft has begun; there is nothing left to build"):
        build_book(book, book.teams[-1].ends_at, Order(1), False, {}, lambda _name, _progress: None)


def test_the_same_fixed_work_seats_everybody_the_same_again() -> None:
    people = [an_officer(f"Officer {place}", contract=Contract(weekends=1, nights=6)) for place in range(5)]
    empty = bare([a_template("Day"), a_template("Night", 22 * 60)], people, date(2026, 6, 1))
    order = Order(0.1, seed=4, work=0.2, is_fair=True)
    first, again = (build_book(empty, LONG_AGO, order, False, {}, lambda _name, _progress: None) for _each in range(2))
    assert sum(seat.responder_id is not None for team in first.seats.values() for seat in team) > 20
    assert first.seats == again.seats
    told = (first.objective, first.bound, first.shortfall, first.fairness, first.remarks)
    assert told == (again.objective, again.bound, again.shortfall, again.fairness, again.remarks)


def test_a_small_county_is_built_and_the_rules_agree() -> None:
    empty = emptied(well(1, TIGHT))
    longer = [replace(one, rest_minutes=17 * 60) if one.name == "Evening" else one for one in empty.templates]
    empty = replace(empty, templates=tuple(longer))  # 8 hours lie between an evening and the next day, 16 to an evening
    built = build_book(empty, LONG_AGO, Order(seconds=6.0), False, {}, lambda _name, _progress: None)
    after = replace(empty, teams=tuple(replace(team, seats=built.seats[team.id]) for team in empty.teams))
    assert not [one for one in Checks(after).of_roster() if one.strength is not Strength.SOFT]
    assert sum(len(team.members) for team in after.teams) > len(empty.teams)
    assert built.bound is not None and built.bound <= built.objective


def test_somebody_who_may_work_nothing_is_off_all_days() -> None:
    nobody = person(7, allowed=np.zeros((7, 3), np.bool_))
    one = problem(nobody, days=7)
    assert Pricer(one).most_minutes(0) == 0
