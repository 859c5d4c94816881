"""The rules that screens and commands ask are quick, and say exactly what the plain ones say."""

import random
from dataclasses import replace

from books import messy, well
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_checks import PlainChecks

from console.domain.rosters import Strength
from console.planning.roster.checks import Checks
from console.planning.roster.leaving import surely_bends
from console.planning.roster.trial import Trial

seeds = st.integers(0, 10_000)


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_the_quick_rules_say_what_the_plain_ones_say(seed: int) -> None:
    book = messy(seed)
    told = list(Checks(book).of_roster())
    assert told == list(PlainChecks(book).of_roster())
    assert len({one.rule for one in told}) > 8, "a book that breaks hardly anything proves hardly anything"


def test_a_shift_may_ask_for_more_rest_than_the_contract() -> None:
    book = well(2)
    book = replace(book, templates=tuple(replace(one, rest_minutes=24 * 60) for one in book.templates))
    told = [one for one in Checks(book).of_roster() if one.rule == "rest"]
    assert told and all(one.strength is Strength.FIRM and "at least 24 h" in one.sentence for one in told)
    assert not [one for one in Checks(well(2)).of_roster() if one.rule == "rest"]


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_a_verdict_on_a_seat_is_the_plain_one(seed: int) -> None:
    book, dice = messy(seed), random.Random(seed)
    quick, plain = Checks(book), PlainChecks(book)
    for _ in range(50):
        team, person, leaving = dice.choice(book.teams), dice.choice(book.people), [dice.choice(book.teams).id]
        seat = dice.choice(team.seats)
        told = quick.of_seat(team, seat, person, without=leaving)
        assert told == plain.of_seat(team, seat, person, without=leaving)


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_a_trial_is_the_book_with_its_changes_written(seed: int) -> None:
    trial, dice = Trial(Checks(messy(seed))), random.Random(seed)
    people, teams = trial.checks.book.people, trial.checks.book.teams
    for _ in range(6):
        team, place = dice.choice(teams), dice.randrange(2)
        person = dice.choice([None, *(one.id for one in people if one.id not in team.members)])
        if person not in {one.responder_id for one in trial.seats(team)}:
            trial = trial.put(team, place, person)
    written = Checks(trial.book())
    for person in people:
        assert {one.team_id for one in trial.works(person.id)} == {one.team_id for one in written.ledger.of(person.id)}
        team, place = dice.choice(teams), dice.randrange(2)
        after = written.teams[team.id]
        seats = [replace(one, responder_id=person.id) if at == place else one for at, one in enumerate(after.seats)]
        plain = [*written.of_seat(after, after.seats[place], person), *written.of_team(after, seats)]
        told = trial.against(team, place, person)
        assert sorted(one.sentence for one in told) == sorted(one.sentence for one in plain)


@settings(max_examples=10, deadline=None)
@given(seeds)
def test_who_is_passed_over_unasked_would_have_broken_a_rule(seed: int) -> None:
    book = messy(seed)
    checks = Checks(book)
    team = book.teams[seed % len(book.teams)]
    for person in book.people:
        works = checks.ledger.of(person.id, without=[team.id])
        if surely_bends(person, checks.ledger.work(team), works, book.roster.days):
            told = checks.of_works(team, team.seats[0], person, works)
            assert any(one.strength is not Strength.SOFT for one in told)


def test_a_good_book_breaks_no_rule_that_binds() -> None:
    assert {one.strength for one in Checks(well(3)).of_roster()} <= {Strength.SOFT}
