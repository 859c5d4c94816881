"""A coordinator plans by key: a pattern, a third seat, the difference from what is in force, requests that wait."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from coordinating import asked, choose, coordinating, drafting, members, roster
from make import Program
from PySide6.QtWidgets import QApplication
from rosters import seated
from station import Drive, Station, press, until, words, write

from console.commands.roster_teams import change_published
from console.domain.ids import RosterId
from console.domain.rosters import RosterState
from console.domain.units import Presence
from console.queries.rosters import roster_book
from console.views.roster.pattern_form import PatternForm
from console.views.roster.rules_form import RulesForm
from console.views.roster.seat_picker import Picker


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    yield from coordinating(open_station, drive)


@pytest.fixture
def space(station: Station) -> Any:
    return drafting(station)


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
