"""A coordinator lets a draft be built: it comes on the board as one step, the desk stays live, and it is taken back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from make import Program
from rosters import Planned, a_template
from station import Drive, Station, press, until

from console.commands.roster_teams import TeamChange, change_teams
from console.domain.roles import Role
from console.domain.rosters import Strength
from console.views.roster.build_panel import BuildPanel


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    made = open_station(roles=(Role.COORDINATOR,))
    program = Program(made.path, drive)
    planned = Planned(program, [a_template("Day")])
    for name in ("Ana Reyes", "Max Boyd"):
        planned.person(name)
    for name in ("Tove Lindqvist", "Dana Abara"):
        planned.clinician(name)
    today = datetime.now(UTC).date()
    planned.draft(7, today + timedelta(days=7 - today.weekday()))  # what has begun is not built any more
    program.close()
    chosen = BuildPanel.chosen
    yield made
    made.close()
    BuildPanel.chosen = chosen


def filled(space: Any) -> int:
    return sum(len(team.members) for team in space.planner.book.teams)


def test_a_draft_is_built_beside_the_desk_and_can_be_taken_back(station: Station) -> None:
    press("Ctrl+R")
    space = station.console.roster.workspace
    until(lambda: space.planner.book is not None and space.board.grid.rows)
    panel = space.builder
    panel.amount.setItemData(0, 4.0)
    panel.amount.setCurrentIndex(0)
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


def test_fixed_work_is_chosen_and_says_what_it_promises(station: Station) -> None:
    panel = station.console.roster.workspace.builder
    assert "A second build may come to another one" in panel.promise.text()
    panel.how.setCurrentIndex(1)
    assert "the same draft gives the same roster" in panel.promise.text()


def test_what_another_coordinator_changed_meanwhile_is_not_overwritten_unseen(station: Station) -> None:
    space = station.console.roster.workspace
    panel, team = space.builder, space.planner.book.teams[0]
    panel.amount.setItemData(0, 1.0)
    press("Ctrl+R")
    space.board.setFocus()
    press("Ctrl+B")
    assert panel.job.is_running and not panel.how.isEnabled()
    ana = next(one.id for one in space.planner.book.people if one.name == "Ana Reyes")
    seats = (replace(team.seats[0], responder_id=ana), team.seats[1])
    station.elsewhere(change_teams, space.planner.book.roster.id, [TeamChange(team.id, team.version, seats)])
    until(lambda: filled(space) == 1, what="the other one's change is on the board")
    until(lambda: panel.anyway.isVisible(), 90, "the build has ended")
    assert panel.said.text().startswith("A team was changed while this was built: nothing was put on the board")
    assert filled(space) == 1 and panel.curves.steps
    panel.anyway.click()
    until(lambda: filled(space) == 14, what="it was said, and is put there all the same")
    assert not panel.anyway.isVisible()
    press("Ctrl+Z")
    until(lambda: filled(space) == 1, what="the other one's change is there again")


def test_a_roster_in_force_is_not_built(station: Station) -> None:
    space = station.console.roster.workspace
    space.planner.book = None
    space.builder.begin()
    assert "Open a draft" in station.notices()
    space.planner.refresh()
