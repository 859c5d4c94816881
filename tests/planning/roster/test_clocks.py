"""Nights when clocks change, shifts over midnight and over the year: the builder's rest is the rest that is checked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from books import an_officer, bare, sitting
from hypothesis import given, settings
from hypothesis import strategies as st
from rosters import a_template

from console.domain.rosters import Contract
from console.planning.roster.check import score
from console.planning.roster.checks import Checks
from console.planning.roster.model import Stage, stages
from console.planning.roster.problem import OFF
from console.planning.roster.remarks import foreseen
from console.snapshots.rosters import Book

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
SPRING, AUTUMN, NEW_YEAR = date(2026, 3, 2), date(2026, 10, 26), date(2026, 12, 28)
HALF = 12 * 60
DAY, NIGHT = a_template("Day", 7 * 60, HALF), a_template("Night", 19 * 60, HALF)
halves = st.integers(0, 47).map(lambda one: one * 30)


def stage_of(book: Book) -> Stage:
    (found,) = stages(book, LONG_AGO, keep=False)
    return found


def may_follow(stage: Stage, name: str, day: int, then: str) -> bool:
    """Whether the first person may work both: a shift of a day, and another on the day after."""
    kinds = [one.name for one in stage.problem.kinds]
    person = stage.problem.people[0]
    pairs = product(_kinds_on(stage, kinds, name, day), _kinds_on(stage, kinds, then, day + 1))
    return any(after not in stage.problem.not_next(person, before) for before, after in pairs)


def _kinds_on(stage: Stage, names: list[str], name: str, day: int) -> list[int]:
    allowed = stage.problem.people[0].allowed[day]
    return [at for at, one in enumerate(names) if one == name and allowed[at]]


@settings(max_examples=40, deadline=None)
@given(halves, st.integers(2, 48).map(lambda one: one * 30), halves, st.integers(0, 32).map(lambda one: one * 30),
       st.sampled_from([SPRING, AUTUMN, NEW_YEAR]))  # fmt: skip
def test_rest_is_what_the_rules_say_on_every_day(begins: int, minutes: int, then: int, rest: int, first: date) -> None:
    templates = [a_template("One", begins, minutes), a_template("Two", then, 8 * 60)]
    who = an_officer(contract=Contract(rest_minutes=rest, week_minutes=168 * 60))
    book = bare(templates, [who], first)
    stage = stage_of(book)
    for day, (one, other) in product(range(5, 9), product(("One", "Two"), repeat=2)):
        dates = book.roster.dates
        told = Checks(sitting(book, who, (dates[day], one), (dates[day + 1], other))).of_roster()
        is_kept = not {finding.rule for finding in told} & {"rest", "double"}
        assert may_follow(stage, one, day, other) is is_kept, (one, other, dates[day])


def test_an_hour_less_rest_on_one_night_forbids_nothing_on_others() -> None:
    who = an_officer(contract=Contract(rest_minutes=HALF))
    stage = stage_of(bare([DAY, NIGHT], [who], SPRING))
    follows = [may_follow(stage, "Night", day, "Night") for day in range(13)]
    assert follows == [day != 5 for day in range(13)], "from Saturday, 7 March, to Sunday there are eleven hours"
    autumn = bare([DAY, a_template("Late", 20 * 60, HALF)], [who], AUTUMN)
    longer = [may_follow(stage_of(autumn), "Late", day, "Day") for day in range(13)]
    assert not any(longer), "eleven hours and one more are none where twelve end at eight"


def test_a_roster_without_such_a_night_has_a_kind_for_each_shift_and_no_more() -> None:
    who = an_officer(contract=Contract(rest_minutes=HALF))
    assert len(stage_of(bare([DAY, NIGHT], [who], NEW_YEAR)).kinds) == 2
    rested = an_officer(contract=Contract(rest_minutes=10 * 60))
    assert len(stage_of(bare([DAY, NIGHT], [rested], SPRING)).kinds) == 2, "the clocks decide nothing here"


@pytest.mark.parametrize(
    ("first", "says"),
    [
        (SPRING, "Clocks go forward during Night on Sat 07 Mar: it keeps its 12 h and ends at 08:00."),
        (AUTUMN, "Clocks go back during Night on Sat 31 Oct: it keeps its 12 h and ends at 06:00."),
    ],
)
def test_a_shift_in_which_clocks_change_is_said(first: date, says: str) -> None:
    book = bare([DAY, NIGHT], [an_officer()], first)
    assert [one for one in foreseen(book, stages(book, LONG_AGO, keep=False), LONG_AGO) if "Clocks" in one] == [says]


def test_rest_and_weeks_hold_over_midnight_and_over_the_year() -> None:
    who = an_officer(contract=Contract(rest_minutes=10 * 60, week_minutes=72 * 60, week_shifts=3))
    book = bare([DAY, NIGHT], [who], NEW_YEAR)
    last, new = date(2026, 12, 31), date(2027, 1, 1)
    told = [one.sentence for one in Checks(sitting(book, who, (last, "Night"), (new, "Day"))).of_roster()]
    assert "Ana Reyes: 0 h rest after Night on Thu 31 Dec; at least 10 h." in told
    full = sitting(book, who, *((NEW_YEAR + timedelta(days=one), "Day") for one in (1, 2, 3, 5)))
    assert "Ana Reyes: 4 shifts that week; at most 3." in {one.sentence for one in Checks(full).of_roster()}
    stage = stage_of(book)
    assert not may_follow(stage, "Night", 3, "Day")
    roster = stage.problem.empty()
    roster[0, [1, 2, 3, 5]] = 0
    assert [one.rule for one in score(stage.problem, roster).breaches] == ["max_week"], "a week of two years is one"


def test_who_ends_a_night_on_the_first_morning_is_not_put_on_that_day() -> None:
    who = an_officer()
    before = sitting(bare([DAY, NIGHT], [who], NEW_YEAR - timedelta(days=7), 7), who, (date(2026, 12, 27), "Night"))
    book = replace(bare([DAY, NIGHT], [who], NEW_YEAR), before=before.teams)
    person = stage_of(book).problem.people[0]
    assert person.run_before == 1
    assert person.kind_before != OFF
    roster = stage_of(book).problem.empty()
    roster[0, 0] = 0
    assert {one.rule for one in score(stage_of(book).problem, roster).breaches} == {"allowed", "rest"}
