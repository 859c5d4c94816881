"""Expected calls by hour of the week: near the truth with many calls, wide and said so with few; and the teams."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.planning.forecast import (
    WEEK_HOURS,
    answered_within,
    forecast,
    hour_of_week,
    teams_by_hour,
    teams_for_shift,
    teams_needed,
)
from console.planning.gamma import gamma_quantile, gamma_share

ZONE = "America/New_York"
END = datetime(2026, 6, 1, 4, tzinfo=UTC)  # a Monday, midnight in New York


def rates(dice: random.Random, per_week: float) -> list[float]:
    """A week with quiet nights, loud weekend evenings, and hours that are odd for no reason."""
    raw = [
        (0.4 if hour % 24 < 7 else 1.0) * (1.6 if hour // 24 >= 5 and hour % 24 > 17 else 1.0) * dice.uniform(0.8, 1.2)
        for hour in range(WEEK_HOURS)
    ]
    return [one * per_week / sum(raw) for one in raw]


def calls(dice: random.Random, per_hour: list[float], weeks: int) -> list[datetime]:
    """Calls that come at random with these rates."""
    found, moment, zone = [], END - timedelta(weeks=weeks), ZoneInfo(ZONE)
    while moment < END:
        gap = dice.expovariate(per_hour[hour_of_week(moment, zone)])
        while gap < 1:
            found.append(moment + timedelta(hours=gap))
            gap += dice.expovariate(per_hour[hour_of_week(moment, zone)])
        moment += timedelta(hours=1)
    return found


@pytest.mark.parametrize(("per_week", "weeks"), [(20, 2), (40, 8), (150, 12), (600, 26)])
def test_the_interval_holds_what_it_promises(per_week: float, weeks: int) -> None:
    inside = whole = 0
    for seed in range(12):
        dice = random.Random(seed)
        truth = rates(dice, per_week)
        told = forecast(calls(dice, truth, weeks), END - timedelta(weeks=weeks), END, ZONE)
        inside += sum(one.low <= truth[one.hour] <= one.high for one in told.hours)
        whole += WEEK_HOURS
    assert inside / whole >= 0.76, "four of five, less what chance takes"


def test_few_calls_are_told_and_leave_the_interval_wide() -> None:
    dice = random.Random(3)
    few = forecast(calls(dice, rates(dice, 30), 2), END - timedelta(weeks=2), END, ZONE)
    many = forecast(calls(dice, rates(dice, 300), 26), END - timedelta(weeks=26), END, ZONE)
    assert not few.enough and many.enough
    assert few.sentence.startswith(f"Only {few.calls} calls in 2 weeks: take the curve as a rough guess.")
    assert many.sentence == f"From {many.calls:,} calls in 26 weeks."

    def width(told: object) -> float:
        hours = told.hours  # type: ignore[attr-defined]
        return sum((one.high - one.low) / one.expected for one in hours) / WEEK_HOURS

    assert width(few) > 2 * width(many)
    assert many.per_week == pytest.approx(300, rel=0.1)


def test_no_calls_at_all() -> None:
    told = forecast([], END - timedelta(weeks=6), END, ZONE)
    assert not told.enough and told.sentence.startswith("No calls yet")
    assert all(0 <= one.low <= one.expected < one.high for one in told.hours)
    nothing = forecast([], END, END, ZONE)
    assert nothing.per_week == 0 and not nothing.enough


def test_a_rise_of_recent_weeks_lifts_the_level() -> None:
    dice = random.Random(5)
    flat = [1.0] * WEEK_HOURS
    old = [one - timedelta(weeks=8) for one in calls(dice, flat, 18)]
    recent = calls(dice, [2.0] * WEEK_HOURS, 8)
    told = forecast([*old, *recent], END - timedelta(weeks=26), END, ZONE)
    assert 1.4 * WEEK_HOURS < told.per_week < 2.1 * WEEK_HOURS


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 300))
def test_any_calls_give_an_ordered_interval(seed: int, count: int) -> None:
    dice = random.Random(seed)
    since = END - timedelta(weeks=5)
    told = forecast([since + timedelta(hours=dice.uniform(-5, 24 * 35)) for _ in range(count)], since, END, ZONE)
    assert len(told.hours) == WEEK_HOURS
    assert all(0 <= one.low <= one.expected <= one.high for one in told.hours)


def test_hours_are_those_of_the_clock_on_the_wall() -> None:
    every_monday_at_nine = [datetime(2026, 3, 2, 14, tzinfo=UTC) + timedelta(weeks=one) for one in range(13)]
    # From 8 March on New York's clocks are an hour ahead: nine o'clock is 13:00 UTC.
    changed = datetime(2026, 3, 8, tzinfo=UTC)
    moved = [one - timedelta(hours=1) if one > changed else one for one in every_monday_at_nine]
    told = forecast(moved, END - timedelta(weeks=13), END, ZONE)
    assert max(told.hours, key=lambda one: one.expected).hour == 9


def test_gamma_quantiles() -> None:
    assert gamma_quantile(0.5, 1) == pytest.approx(0.693147, abs=1e-5)
    assert gamma_quantile(0.9, 10) == pytest.approx(14.20599, abs=1e-4)
    assert gamma_quantile(0.1, 0.5) == pytest.approx(0.0078954, abs=1e-5)
    assert gamma_share(250.5, gamma_quantile(0.1, 250.5)) == pytest.approx(0.1, abs=1e-5)


def test_erlang_c_is_the_one_of_the_books() -> None:
    # Two teams, one of them busy on average: a third waits (C = 1/3), and of those exp(-1) longer than one call takes.
    assert answered_within(2, 1, 60, 0) == pytest.approx(2 / 3)
    assert answered_within(2, 1, 60, 60) == pytest.approx(1 - 0.367879 / 3, abs=1e-5)
    assert answered_within(1, 0.5, 60, 0) == pytest.approx(0.5)
    assert answered_within(2, 2, 60, 10) == 0, "as many calls as teams can bear: the line never ends"


@given(st.floats(0.01, 12), st.floats(5, 120), st.floats(0.1, 0.98), st.floats(0, 60))
def test_one_team_fewer_would_not_do(per_hour: float, minutes: float, share: float, within: float) -> None:
    teams = teams_needed(per_hour, minutes, share, within)
    assert answered_within(teams, per_hour, minutes, within) >= share
    assert teams == 1 or answered_within(teams - 1, per_hour, minutes, within) < share


def test_a_shift_takes_what_its_busiest_hour_needs() -> None:
    told = forecast([END - timedelta(hours=1)] * 200, END - timedelta(weeks=5), END, ZONE)  # all on Sunday at 23:00
    needed = teams_by_hour(told, 50)
    assert teams_for_shift(needed, 6, 22 * 60, 480) == max(needed)
    assert teams_for_shift(needed, 0, 22 * 60, 480) < max(needed)
    assert teams_for_shift([0] * 167 + [7], 6, 23 * 60, 60) == 7
    assert teams_for_shift([5] + [0] * 167, 6, 23 * 60, 120) == 5, "over midnight into the next week"
    assert teams_needed(0, 50) == 0
