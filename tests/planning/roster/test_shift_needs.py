"""What recurring shifts need of the expected calls: by weekday, by zone, beside one another, and split."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from books import well
from hypothesis import given
from hypothesis import strategies as st
from rosters import a_template

from console.domain.ids import TemplateId, ZoneId
from console.domain.rosters import Template
from console.planning.forecast import WEEK_HOURS, teams_for_shift
from console.planning.roster.copying import earlier_teams
from console.planning.roster.shift_needs import ShiftNeed, shares_of, shift_needs

NORTH, SOUTH = ZoneId(UUID(int=1)), ZoneId(UUID(int=2))
FRIDAY, SATURDAY = 4, 5


def by_hour(usual: int = 1, **busy: int) -> list[int]:
    """The area's need: the usual, and another one at hours such as fri22."""
    needed = [usual] * WEEK_HOURS
    for name, count in busy.items():
        day = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(name[:3])
        needed[day * 24 + int(name[3:])] = count
    return needed


def of(template: Template, needed: list[int], *others: Template) -> dict[int, int]:
    return dict(shift_needs([template, *others], needed, {})[0].by_day)


def test_a_shift_needs_what_its_busiest_hour_needs_on_each_weekday() -> None:
    night = a_template("Night", 22 * 60)  # until 08:00
    need = of(night, by_hour(2, fri23=4, sun3=3))
    assert need == {0: 2, 1: 2, 2: 2, 3: 2, FRIDAY: 4, SATURDAY: 3, 6: 2}, "three o'clock on Sunday is Saturday's night"
    assert of(replace(night, weekdays=frozenset({6})), by_hour(1, mon7=5)) == {6: 5}, "over the end of the week"
    assert set(of(night, by_hour(0)).values()) == {1}, "a shift has a team at least"


def test_shifts_that_relieve_one_another_do_not_share_and_those_beside_one_another_do() -> None:
    day, evening = a_template("Day", 7 * 60 + 30, 480), a_template("Evening", 15 * 60 + 30, 480)
    assert of(day, by_hour(4), evening)[0] == 4 == of(evening, by_hour(4), day)[0]
    more = replace(day, begins=10 * 60, teams=3)
    assert of(day, by_hour(4), more)[0] == 4, "alone until ten"
    beside = replace(more, begins=day.begins)
    assert (of(day, by_hour(4), beside)[0], of(beside, by_hour(4), day)[0]) == (1, 3), "as they have teams now"


def test_a_zone_gets_its_part_of_the_calls_rounded_up() -> None:
    north, south = a_template(zone_id=NORTH), a_template(zone_id=SOUTH)
    shares = shares_of({NORTH: 75, SOUTH: 25})
    assert shares == {NORTH: 0.75, SOUTH: 0.25} and shares_of({}) == {} == shares_of({NORTH: 0})
    needs = {one.template.zone_id: one.teams for one in shift_needs([north, south], by_hour(5), shares)}
    assert needs == {NORTH: 4, SOUTH: 2}
    third = shift_needs([north, a_template(zone_id=NORTH), a_template(zone_id=NORTH)], by_hour(3), {NORTH: 1.0})
    assert [one.teams for one in third] == [1, 1, 1], "three thirds are one each"
    area = a_template()
    both = {one.template.id: one.teams for one in shift_needs([north, area], by_hour(4), shares)}
    assert both == {north.id: 2, area.id: 2}, "a team of the whole area carries its part of each zone"
    quiet = a_template(zone_id=ZoneId(UUID(int=3)))
    assert shift_needs([quiet], by_hour(9), shares)[0].teams == 1, "no call came there"


@given(st.integers(0, 6), st.integers(0, 95), st.integers(4, 96), st.lists(st.integers(0, 9), min_size=24, max_size=24))
def test_one_shift_alone_needs_what_the_forecast_says_of_its_hours(
    day: int, begins: int, length: int, needed: list[int]
) -> None:
    needed = (needed * 7)[day:] + needed[:day]  # no day is like another
    one = a_template("X", begins * 15, length * 15, weekdays=frozenset({day}))
    assert of(one, needed)[day] == max(1, teams_for_shift(needed, day, one.begins, one.minutes))


def test_the_split_plans_the_fewest_teams_for_nothing() -> None:
    need = ShiftNeed(a_template(teams=2), {0: 2, 1: 2, 2: 2, 3: 2, FRIDAY: 4, SATURDAY: 3, 6: 2})
    assert need.split == (frozenset({FRIDAY, SATURDAY}), 2) and need.teams == 4 and not need.is_met
    assert (need.planned(split=False), need.planned(split=True)) == (28, 18)
    assert need.words == "Sat: 3; Fri: 4; else 2"
    even = ShiftNeed(a_template(teams=2), dict.fromkeys(range(7), 2))
    assert even.split is None and even.is_met and even.words == "2" and even.planned(split=True) == 14


def test_what_was_taken_over_needs_no_more() -> None:
    needed = by_hour(2, fri22=5, sat22=5)
    evening = a_template("Evening", 16 * 60)
    need = shift_needs([evening], needed, {})[0]
    assert need.split is not None
    days, rest = need.split
    parts = [
        replace(evening, teams=rest, weekdays=evening.weekdays - days),
        replace(a_template("Evening", 16 * 60), teams=need.teams, weekdays=days),
    ]
    assert all(one.is_met for one in shift_needs(parts, needed, {}))


def test_a_day_is_copied_from_a_shift_that_was_split_by_weekday() -> None:
    teams = well(1).teams
    plain = earlier_teams(teams, 1)
    weekend = {one: TemplateId(uuid4()) for one in {team.template_id for team in teams}}
    split = [
        replace(team, template_id=weekend[team.template_id]) if team.day.weekday() >= SATURDAY else team
        for team in teams
    ]
    changed = earlier_teams(split, 1)
    assert {key: one.id for key, one in changed.items()} == {key: one.id for key, one in plain.items()}
    assert len(plain) == len(teams) * 13 // 14, "the first day has none before it"


@pytest.mark.parametrize("teams", [1, 3, 7])
def test_shifts_beside_one_another_cover_the_need_together(teams: int) -> None:
    known = [a_template("Day", 7 * 60, teams=teams), a_template("Early", 6 * 60, teams=2), a_template("Mid", 9 * 60)]
    for needed in (by_hour(6), by_hour(3, mon9=11)):
        after = [replace(one.template, teams=one.teams) for one in shift_needs(known, needed, {})]
        assert sum(one.teams for one in after) >= needed[9]
