"""Filling from a pattern: what its words mean, and that it breaks no rule and moves nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest
from books import TIGHT, messy, well
from hypothesis import given, settings
from hypothesis import strategies as st

from console.domain.rosters import Strength
from console.errors import BadInput
from console.planning.roster.checks import Checks
from console.planning.roster.patterns import filled, parsed, pattern_of, shift_names
from console.planning.roster.trial import Trial

NAMES = ["Day", "Evening", "Early night", "Night"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Day day OFF", ["Day", "Day", None]),
        ("2 da, 1 ev 2 -", ["Day", "Day", "Evening", None, None]),
        ("n x", ["Night", None]),
    ],
)
def test_words_are_shifts_or_their_beginnings(text: str, days: list[str | None]) -> None:
    assert parsed(text, NAMES) == days


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Day Dusk", "Word 2, “Dusk”, is no shift. There are: Day, Early night, Evening, Night; and off."),
        ("e", "Word 1, “e”, may mean Early night or Evening"),
        ("off off", "Say the shift of each day"),
        ("", "Say the shift of each day"),
        ("60 day", "at most 56 days; this one has 60"),
    ],
)
def test_what_is_no_pattern_is_said_with_its_place(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        parsed(text, NAMES)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(0, 3))
def test_nobody_is_moved_and_no_binding_rule_is_broken(seed: int, works: int, off: int) -> None:
    book = messy(seed)
    checks, person = Checks(book), book.people[seed % len(book.people)]
    names = shift_names(book)
    pattern = [names[seed % len(names)]] * works + [None] * off
    dates = book.roster.dates
    found = filled(checks, person, pattern, dates[0], dates[-1], book.roster.made_at - timedelta(days=400))
    assert len(found.seats) == found.shifts
    for key, seats in found.seats.items():
        before = checks.teams[key].seats
        new = [now for then, now in zip(before, seats, strict=True) if then.responder_id != now.responder_id]
        assert [one.responder_id for one in new] == [person.id]
        assert all(then.responder_id is None for then, now in zip(before, seats, strict=True) if then != now)
    binding = [one for one in Trial(checks, found.seats).broken() if one.strength is not Strength.SOFT]
    after = Checks(replace(book, teams=tuple(replace(t, seats=found.seats.get(t.id, t.seats)) for t in book.teams)))
    mine = [one for key in found.seats for one in after.of_team(after.teams[key]) if one.responder_id == person.id]
    assert not [one for one in (*binding, *mine) if one.responder_id == person.id and one.rule == "double"]


def test_a_day_that_does_not_fit_says_why_and_the_next_ones_are_filled() -> None:
    book = well(2, TIGHT)
    empty = replace(book, teams=tuple(
        replace(team, seats=tuple(replace(seat, responder_id=None) for seat in team.seats)) for team in book.teams
    ))  # fmt: skip
    checks = Checks(empty)
    person = next(one for one in book.people if one.contract is not None and one.contract.run < 14)
    name, dates = shift_names(book)[0], book.roster.dates
    found = filled(checks, person, [name], dates[0], dates[-1], book.roster.made_at - timedelta(days=400))
    assert person.contract is not None
    assert 0 < found.shifts < len(dates)
    assert {one.day for one in found.skipped} == set(dates) - {checks.teams[key].day for key in found.seats}
    assert all(person.name in one.sentence for one in found.skipped)


def test_a_week_that_was_worked_is_a_pattern() -> None:
    book = well(3)
    checks, person = Checks(book), book.people[0]
    text = pattern_of(checks, person, book.roster.dates[0], 14)
    worked = {one.day for one in checks.ledger.all_of(person.id)}
    assert [word == "off" for word in text.split()] == [day not in worked for day in book.roster.dates]
