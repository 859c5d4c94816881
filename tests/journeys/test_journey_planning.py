"""A coordinator plans by key: a pattern, a third seat, the difference from what is in force, requests that wait."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from make import Program
from PySide6.QtWidgets import QApplication
from rosters import Planned, a_template, seated
from station import Drive, Station, press, until, words, write

from console.commands.roster_teams import change_published
from console.commands.rosters import publish_roster
from console.domain.ids import RosterId
from console.domain.roles import Role
from console.domain.rosters import Contract, RosterState
from console.domain.units import Presence
from console.queries.rosters import roster_book
from console.views.roster.pattern_form import PatternForm
from console.views.roster.requests import Requests
from console.views.roster.rules_form import RulesForm
from console.views.roster.seat_picker import Picker


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
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


@pytest.fixture
def space(station: Station) -> Any:
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


def test_a_pattern_says_what_it_fills_and_fills_open_seats_only(station: Station, space: Any) -> None:
    space.board._move_to(0, 1, 0)
    press("Ctrl+Shift+F")
    form = asked(PatternForm)
    form.who.setCurrentText("Max Boyd · officer")
    write("2 Day nap")
    until(lambda: "nap" in form.fault.text(), what="a word that is no shift is named")
    assert not form.fill.isEnabled()
    form.pattern.setText("2 Day 5 off")
    until(lambda: form.said.text() == "Fills 4 shifts.", what="it counts before it fills")
    press("Ctrl+Return")
    until(lambda: members(space, 1) == ["Max Boyd"] and members(space, 2) == ["Max Boyd"])
    assert members(space) == ["Ana Reyes", "Tove Lindqvist"] and members(space, 3) == []
    station.front()
    space.board.setFocus()
    press("Ctrl+Z")
    until(lambda: members(space, 1) == [], what="it is one step")
    press("Ctrl+Y")
    until(lambda: members(space, 1) == ["Max Boyd"])


def test_a_line_of_words_seats_a_pair_and_clears_it(station: Station, space: Any) -> None:
    assert station.command("pair boyd sun day") == f"Boyd: Day on {space.board.grid.team(0, 6).day:%a %d %b}"
    until(lambda: members(space, 6) == ["Max Boyd"])
    assert "is no name" in station.command("pair nemo sun day") and station.is_refused()
    station.command("unpair sun day")
    until(lambda: members(space, 6) == [])


def test_rules_are_read_and_weighed(station: Station, space: Any) -> None:
    press("Ctrl+Shift+G")
    form = asked(RulesForm)
    assert "Between two shifts lies the rest" in words(form)
    form.weights["wish"].setValue(37)
    press("Ctrl+Return")
    until(lambda: space.planner.book.rules.wish == 37)
    station.front()


def test_a_team_gets_a_clinician_by_telephone(station: Station, space: Any) -> None:
    space.board._move_to(0, 1, 0)
    press("Ctrl+Shift+T")
    choose(1, "Seats of Day")
    until(lambda: len(space.board.grid.team(0, 1).seats) == 3)
    assert space.board.grid.team(0, 1).seats[2].presence is Presence.REMOTE
    station.front()
    space.board.setFocus()
    space.board._move_to(0, 1, 2)
    press("Return")
    asked(Picker)
    write("lind")
    press("Return")
    until(lambda: members(space, 1) == ["Max Boyd", "Tove Lindqvist"])


def test_the_difference_is_told_and_a_change_in_force_is_looked_at_before_publishing(
    station: Station, space: Any, drive: Drive
) -> None:
    change_in_force(station, drive, roster(space, RosterState.PUBLISHED))
    press("Ctrl+Shift+V")
    panel = space.compared
    until(lambda: panel.isVisible() and panel.list.count() == 5, what="four filled days and the change")
    told = [panel.list.item(at).text() for at in range(panel.list.count())]
    assert "changed in force" in told[0], told
    assert "Max Boyd" in told[0] and "Ana Reyes" in told[0]
    assert "Max Boyd" in panel.hours.text()
    panel.list.setCurrentRow(0)
    assert panel.keep.isEnabled() and panel.take.isEnabled()
    space.board.setFocus()
    press("Ctrl+Shift+Return")
    choose_publish()
    until(lambda: "changed" in station.notices(), what="it is not published over a change that nobody saw")
    station.front()
    panel.list.setCurrentRow(0)
    panel.keep.click()
    until(lambda: "changed in force" not in panel.list.item(0).text(), what="it was looked at")
    panel.list.setCurrentRow(1)
    panel.take.click()
    until(lambda: panel.list.count() == 4, what="the other side's seats are taken over")
    space.board.setFocus()
    press("Ctrl+Shift+V")
    until(lambda: not panel.isVisible())


def choose_publish() -> None:
    until(lambda: "Publish" in words(QApplication.activeWindow()))
    write("for the board")
    press("Return")


def change_in_force(station: Station, drive: Drive, key: RosterId) -> None:
    """Another desk seats Max Boyd in the first team of the roster in force."""
    program = Program(station.path, drive)
    book = program.ask(roster_book, key)
    team = book.teams[0]
    boyd = next(one.id for one in book.people if one.name == "Max Boyd")
    program.run(change_published, key, [seated(team, [boyd, team.members[1]])])
    program.close()


def test_a_request_is_entered_for_somebody_and_approved(station: Station, space: Any) -> None:
    show(space, RosterState.PUBLISHED)
    assert members(space) == ["Max Boyd", "Tove Lindqvist"]
    press("Ctrl+Shift+A")
    choose(1, "What does Max Boyd ask for?")
    picker = asked(Picker)
    assert "Ana Reyes" in picker.list.item(0).text()
    press("Return")
    until(lambda: space._requests.isVisible() and "1 request" in space._requests.text())
    station.front()
    space.board.setFocus()
    press("Ctrl+Shift+R")
    window = asked(Requests)
    until(lambda: window.list.count() == 1)
    text = window.list.item(0).text()
    assert text.startswith("Max Boyd gives") and "to Ana Reyes." in text and "No rule speaks against it." in text
    press("Return")
    until(lambda: members(space) == ["Ana Reyes", "Tove Lindqvist"], what="it is done at once")
    until(lambda: window.list.count() == 0 and not space._requests.isVisible())
    window.close()


def test_an_open_seat_is_asked_for_and_refused(station: Station, space: Any) -> None:
    show(space, RosterState.PUBLISHED)
    space.board._move_to(0, 5, 0)
    press("Ctrl+Shift+A")
    asked(Picker)
    write("boyd")
    press("Return")
    until(lambda: space._requests.isVisible())
    station.front()
    press("Ctrl+Shift+R")
    window = asked(Requests)
    until(lambda: window.list.count() == 1)
    assert "Max Boyd asks for the open seat of" in window.list.item(0).text()
    window._acts[1].click()
    until(lambda: window.list.count() == 0)
    assert members(space, 5) == [] and "Nobody asks for anything." in window._said.text()
    window.close()


def test_what_another_desk_did_since_is_neither_taken_back_nor_overwritten(
    station: Station, space: Any, drive: Drive
) -> None:
    key = roster(space, RosterState.PUBLISHED)
    show(space, RosterState.PUBLISHED)
    station.command("pair boyd sat day")
    until(lambda: members(space, 5) == ["Max Boyd"])
    picked(station, space, 5)
    seat_elsewhere(station, drive, key, 5, "Tove Lindqvist")
    until(lambda: members(space, 5) == ["Max Boyd", "Tove Lindqvist"])
    write("reyes")
    press("Return")
    until(lambda: "changed" in station.notices(), what="the answer to a seat as it was is refused")
    assert members(space, 5) == ["Max Boyd", "Tove Lindqvist"]
    station.front()
    space.board.setFocus()
    press("Ctrl+Z")
    until(lambda: "was changed since. It stays as it is" in station.notices())
    assert members(space, 5) == ["Max Boyd", "Tove Lindqvist"]


def picked(station: Station, space: Any, column: int) -> None:
    station.front()
    space.board.setFocus()
    space.board._move_to(0, column, 0)
    press("Return")
    asked(Picker)


def seat_elsewhere(station: Station, drive: Drive, key: RosterId, column: int, name: str) -> None:
    """Another desk adds somebody to a team of the roster in force."""
    program = Program(station.path, drive)
    book = program.ask(roster_book, key)
    team = book.teams[column]
    who = next(one.id for one in book.people if one.name == name)
    program.run(change_published, key, [seated(team, [team.members[0], who])])
    program.close()
