"""A coordinator's console with a roster in force and a draft begun from it; how its windows are waited for."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from make import Program
from PySide6.QtWidgets import QApplication
from rosters import Planned, a_template
from station import Drive, Station, press, until, words

from console.commands.rosters import publish_roster
from console.domain.ids import RosterId
from console.domain.roles import Role
from console.domain.rosters import Contract, RosterState


def coordinating(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    """A coordinator's console with a roster in force, and a draft that was begun from it."""
    made = open_station(roles=(Role.COORDINATOR,))
    today = made.store.now().date()
    monday = today + timedelta(days=7 - today.weekday())
    program = Program(made.path, drive)
    planned = Planned(program, [a_template()])
    pair = [planned.person("Ana Reyes", contract=Contract(rest_minutes=11 * 60)), planned.clinician()]
    planned.person("Max Boyd", contract=Contract(rest_minutes=11 * 60))
    roster = planned.draft(14, monday)
    planned.put(roster, planned.book(roster).teams[0], pair)
    program.run(publish_roster, roster, planned.book(roster).roster.version)
    planned.draft(14, monday, roster)
    program.close()
    yield made
    made.close()


def drafting(station: Station) -> Any:
    """The workspace, with the draft open and the cursor on its first seat."""
    press("Ctrl+R")
    made = station.console.roster.workspace
    until(lambda: len(made.planner.all) == 2)
    show(made, RosterState.DRAFT)
    return made


def show(space: Any, state: RosterState) -> None:
    """Open the draft, or the one in force."""
    wanted = roster(space, state)
    space.planner.open(wanted)
    until(lambda: space.planner.book is not None and space.planner.book.roster.id == wanted and space.board.grid.rows)
    space.board.setFocus()
    space.board._move_to(0, 0, 0)


def roster(space: Any, state: RosterState) -> RosterId:
    found: RosterId = next(one.id for one in space.planner.all if one.state is state)
    return found


def members(space: Any, column: int = 0) -> list[str]:
    return [space.planner.person(one).name for one in space.board.grid.team(0, column).members]


def asked(kind: type) -> Any:
    """The window of this kind, once it has the keyboard."""
    until(lambda: isinstance(QApplication.activeWindow(), kind), what=f"a {kind.__name__}")
    return QApplication.activeWindow()


def choose(number: int, heading: str) -> None:
    """Press the number key of a question, once it is asked."""
    until(lambda: heading in words(QApplication.activeWindow()), what=heading)
    press(str(number))
