"""Requests are entered and decided by key; what another desk did since is neither overwritten nor taken back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from coordinating import asked, choose, coordinating, drafting, members, roster, show
from make import Program
from rosters import seated
from station import Drive, Station, press, until, write

from console.commands.roster_teams import change_published
from console.domain.ids import RosterId
from console.domain.rosters import RosterState
from console.queries.rosters import roster_book
from console.views.roster.requests import Requests
from console.views.roster.seat_picker import Picker


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    yield from coordinating(open_station, drive)


@pytest.fixture
def space(station: Station) -> Any:
    return drafting(station)


def test_a_request_is_entered_for_somebody_and_approved(station: Station, space: Any) -> None:
    show(space, RosterState.PUBLISHED)
    assert members(space) == ["Ana Reyes", "Tove Lindqvist"]
    press("Ctrl+Shift+A")
    choose(1, "What does Ana Reyes ask for?")
    picker = asked(Picker)
    assert "Max Boyd" in picker.list.item(0).text()
    press("Return")
    until(lambda: space._requests.isVisible() and "1 request" in space._requests.text())
    station.front()
    space.board.setFocus()
    press("Ctrl+Shift+R")
    window = asked(Requests)
    until(lambda: window.list.count() == 1)
    text = window.list.item(0).text()
    assert text.startswith("Ana Reyes gives") and "to Max Boyd." in text and "No rule speaks against it." in text
    press("Return")
    until(lambda: members(space) == ["Max Boyd", "Tove Lindqvist"], what="it is done at once")
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
