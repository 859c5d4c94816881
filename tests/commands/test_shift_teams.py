"""Shifts take over the teams that they need: all or none, split by weekday, and nobody's change is lost."""

from dataclasses import replace

import pytest
from make import Program, an_actor
from rosters import MONDAY, Planned, a_template

from console.commands.shift_templates import Apart, TeamsWish, save_template, set_template_teams
from console.domain.ids import TemplateId, new_uuid
from console.domain.roles import Role
from console.domain.rosters import Template
from console.errors import BadInput, EditConflict
from console.queries.rosters import shift_templates

COORDINATOR = an_actor(Role.COORDINATOR)
DAYS = frozenset({4, 5})


def apart(teams: int = 3, days: frozenset[int] = DAYS) -> Apart:
    return Apart(TemplateId(new_uuid()), days, teams)


@pytest.fixture
def shifts(program: Program) -> list[Template]:
    day = a_template(rest_minutes=720, needs=("youth",))
    return list(Planned(program, [day, a_template("Evening", 960)]).templates)


def test_teams_are_set_and_weekdays_split_off(program: Program, shifts: list[Template]) -> None:
    day, evening = shifts
    split = apart()
    wishes = [TeamsWish(day.id, 1, 2, split), TeamsWish(evening.id, 1, 4)]
    program.run(set_template_teams, wishes, by=COORDINATOR)
    known = {one.id: one for one in program.ask(shift_templates)}
    assert known[evening.id] == replace(evening, version=2, teams=4)
    assert known[day.id] == replace(day, version=2, teams=2, weekdays=day.weekdays - DAYS)
    assert known[split.id] == replace(day, id=split.id, version=1, teams=3, weekdays=DAYS), "all else is its shift's"
    planned = Planned.__new__(Planned)
    planned.program = program
    whole = planned.book(planned.draft())
    count = [sum(one.name == "Day" and one.day.weekday() == at for one in whole.teams) for at in range(7)]
    assert count == [2, 2, 2, 2, 3, 3, 2] and whole.roster.first_day == MONDAY


def test_one_wish_that_cannot_be_keeps_back_all(program: Program, shifts: list[Template]) -> None:
    day, evening = shifts
    first = TeamsWish(day.id, 1, 2, apart())
    for wish, says in (
        (TeamsWish(evening.id, 1, 0), "Evening: 1 to 99 teams"),
        (TeamsWish(evening.id, 1, 1, apart(100)), "Evening: 1 to 99 teams"),
        (TeamsWish(evening.id, 1, 1, apart(days=frozenset())), "split off some of its weekdays"),
        (TeamsWish(evening.id, 1, 1, apart(days=frozenset(range(7)))), "split off some of its weekdays"),
    ):
        with pytest.raises(BadInput, match=says):
            program.run(set_template_teams, [first, wish], by=COORDINATOR)
    assert {one.id: one for one in program.ask(shift_templates)} == {one.id: replace(one, version=1) for one in shifts}


def test_whoever_was_faster_is_named(program: Program, shifts: list[Template]) -> None:
    day, _evening = shifts
    program.run(save_template, replace(day, version=1, teams=5))
    with pytest.raises(EditConflict, match="changed the shift Day"):
        program.run(set_template_teams, [TeamsWish(day.id, 1, 2)], by=COORDINATOR)
