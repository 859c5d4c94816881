"""A draft that was begun empty over weeks in force: it is compared, and takes their place with a note."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from make import Program
from PySide6.QtWidgets import QApplication
from rosters import Planned, a_template
from station import Drive, Station, press, until, words, write

from console.commands.rosters import publish_roster
from console.domain.roles import Role
from console.domain.rosters import Contract, RosterState
from console.ui.ask import Question


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    """A coordinator's console with next week in force, and a draft of that week that was begun of nothing."""
    made = open_station(roles=(Role.COORDINATOR,))
    today = made.store.now().date()
    monday = today + timedelta(days=7 - today.weekday())
    planned = Planned(Program(made.path, drive), [a_template()])
    ana, tove = planned.person(), planned.clinician(contract=Contract(week_minutes=60))
    roster = planned.draft(7, monday)
    planned.put(roster, planned.book(roster).teams[0], [ana, None])
    planned.program.run(publish_roster, roster, planned.book(roster).roster.version)
    draft = planned.draft(7, monday)
    planned.put(draft, planned.book(draft).teams[2], [ana, tove])
    planned.program.close()
    yield made
    made.close()


def asked(heading: str) -> None:
    """Wait until a question is asked."""
    until(lambda: isinstance(on := QApplication.activeWindow(), Question) and heading in words(on), what=heading)


def test_it_is_compared_and_replaces_what_is_in_force(station: Station) -> None:
    press("Ctrl+R")
    space: Any = station.console.roster.workspace
    until(lambda: len(space.planner.all) == 2)
    states = {one.state: one.id for one in space.planner.all}
    in_force, draft = states[RosterState.PUBLISHED], states[RosterState.DRAFT]
    space.planner.open(draft)
    until(lambda: space.planner.book is not None and space.planner.book.roster.id == draft)
    space.planner.compare(in_force)
    until(lambda: space.compared.replace.isVisible(), what="it was not begun from the one in force")
    space.compared.replace.click()
    asked("2 teams differ")
    press("1")
    until(lambda: space.planner.book.roster.base_id == in_force and not space.compared.replace.isVisible())
    station.front()
    space.board.setFocus()
    press("Ctrl+Shift+Return")
    asked("1 firm rule is broken. Your note is kept as the reason.")
    write("for the board")
    press("Return")
    until(lambda: space.planner.book.roster.state is RosterState.PUBLISHED)
    assert space.board.grid.team(0, 2).seats[1].reason == "for the board"
