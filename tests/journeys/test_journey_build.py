"""A coordinator lets a draft be built: it comes on the board as one step, the desk stays live, and it is taken back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from make import Program
from rosters import Planned, a_template
from station import Drive, Station, press, until

from console.domain.roles import Role
from console.domain.rosters import Strength


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    made = open_station(roles=(Role.COORDINATOR,))
    program = Program(made.path, drive)
    planned = Planned(program, [a_template("Day")])
    for name in ("Ana Reyes", "Max Boyd"):
        planned.person(name)
    for name in ("Tove Lindqvist", "Dana Abara"):
        planned.clinician(name)
    planned.draft(7)
    program.close()
    yield made
    made.close()


def filled(space: Any) -> int:
    return sum(len(team.members) for team in space.planner.book.teams)


def test_a_draft_is_built_beside_the_desk_and_can_be_taken_back(station: Station) -> None:
    press("Ctrl+R")
    space = station.console.roster.workspace
    until(lambda: space.planner.book is not None and space.board.grid.rows)
    panel = space.builder
    panel.seconds.setItemData(0, 4.0)
    panel.seconds.setCurrentIndex(0)
    space.board.setFocus()
    press("Ctrl+B")
    assert panel.job.is_running and panel.go.text() == "Stop"
    space.board._move_to(0, 3, 0)
    assert space.board.column == 3, "the desk is live meanwhile"
    until(lambda: filled(space) > 0, 90, "the roster is on the board")
    assert "Built in" in panel.said.text() and panel.go.text() == "Build"
    # Four shifts a week for each of four people, and seven days: nobody can do better than 14 of 14 seats.
    assert filled(space) == 14
    assert not [one for one in space.planner.checks.of_roster() if one.strength is not Strength.SOFT]
    press("Ctrl+Z")
    until(lambda: filled(space) == 0, what="it is one step")


def test_a_roster_in_force_is_not_built(station: Station) -> None:
    space = station.console.roster.workspace
    space.planner.book = None
    space.builder.begin()
    assert "Open a draft" in station.notices()
    space.planner.refresh()
