"""A coordinator begins a draft, seats people by key and by hand, takes it back, publishes; the other desk follows."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from make import Program
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from rosters import Planned, a_template
from station import Drive, Station, press, until, words, write

from console.domain.roles import Role
from console.domain.rosters import Contract
from console.views.roster.dragged import Dragged, mime_of
from console.views.roster.forms import NewRoster
from console.views.roster.seat_picker import Picker

BARE = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
PEOPLE = ("Ana Reyes", "Max Boyd", "Ida Haddad")


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    """A coordinator's console on a program with people under contract and two shifts a day."""
    made = open_station(roles=(Role.COORDINATOR,))
    program = Program(made.path, drive)
    planned = Planned(program, [a_template(), a_template("Evening", 16 * 60)])
    for name in PEOPLE:
        planned.person(name, contract=Contract(rest_minutes=11 * 60))
    planned.clinician()
    planned.clinician("Sam Bloom", licence=None)
    program.close()
    yield made
    made.close()


def workspace(station: Station) -> Any:
    press("Ctrl+R")
    until(lambda: station.console.roster.workspace is not None and station.console.roster.workspace.isVisible())
    space = station.console.roster.workspace
    space.board.setFocus()
    until(space.board.hasFocus)
    return space


@pytest.fixture
def space(station: Station) -> Any:
    """The workspace with a draft of four weeks open."""
    made = workspace(station)
    if made.planner.book is None:
        press("Ctrl+N")
        until(lambda: isinstance(QApplication.activeWindow(), NewRoster), what="it asks which weeks")
        write("Spring")
        press("Ctrl+Return")
        until(lambda: made.planner.book is not None and made.board.grid.rows, what="the draft is on the board")
        station.front()
        made.board.setFocus()
    return made


def members(space: Any, row: int = 0, column: int = 0) -> list[str]:
    team = space.board.grid.team(row, column)
    return [space.planner.person(one).name for one in team.members]


def test_a_draft_is_begun_and_somebody_is_seated_by_keys_alone(station: Station, space: Any) -> None:
    assert len(space.planner.book.teams) == 56 and len(space.board.grid.days) == 7
    press("Return")
    until(lambda: isinstance(QApplication.activeWindow(), Picker), what="it asks who")
    picker = QApplication.activeWindow()
    assert [picker.list.item(at).text().split(" ·")[0] for at in range(3)] == sorted(PEOPLE)
    write("boyd")
    press("Return")
    until(lambda: members(space) == ["Max Boyd"], what="he sits there")
    station.front()
    with closing(sqlite3.connect(station.path)) as connection:
        ((seats,),) = connection.execute("SELECT seats FROM roster_team WHERE seats LIKE '%responder\"%'").fetchall()
    assert "officer" in seats
    space.board.setFocus()
    press("Down")
    press("Return")
    until(lambda: isinstance(QApplication.activeWindow(), Picker))
    assert "no licence on record" in QApplication.activeWindow().list.item(1).text(), "who may not comes last"
    write("lind")
    press("Return")
    until(lambda: members(space) == ["Max Boyd", "Tove Lindqvist"])
    station.front()


def hover(space: Any, person: str, row: int, column: int, seat: int = 0) -> tuple[str, bool]:
    """What is said while somebody of the list is held over a seat, and whether a drop would be taken."""
    board = space.board
    key = next(one.id for one in space.planner.book.people if one.name == person)
    rect = board._places.cell(row, column)
    point = QPoint(rect.center().x(), rect.top() + 10 + seat * 17)
    mime = mime_of(Dragged(key))
    event = QDragMoveEvent(point, Qt.DropAction.MoveAction, mime, *BARE)
    board.dragMoveEvent(event)
    return space._hover.text(), event.isAccepted()


def drop(space: Any, person: str, row: int, column: int) -> None:
    said, taken = hover(space, person, row, column)
    assert taken, said
    key = next(one.id for one in space.planner.book.people if one.name == person)
    point = QPointF(space.board._places.cell(row, column).center())
    mime = mime_of(Dragged(key))
    space.board.dropEvent(QDropEvent(point, Qt.DropAction.MoveAction, mime, *BARE, QEvent.Type.Drop))


def test_hovering_says_whether_a_drop_is_allowed_warned_or_refused(space: Any) -> None:
    assert hover(space, "Ana Reyes", 0, 1) == ("Ana Reyes fits here.", True)
    said, taken = hover(space, "Max Boyd", 1, 0)
    assert "already works Day" in said and not taken
    drop(space, "Ana Reyes", 1, 0)
    until(lambda: members(space, 1, 0) == ["Ana Reyes"])
    said, taken = hover(space, "Ana Reyes", 0, 1)
    assert said.startswith("Ana Reyes: 5 h rest after Evening") and taken, "a firm rule warns"


def test_what_was_done_is_taken_back_and_done_again(space: Any) -> None:
    before = members(space, 1, 0)
    drop(space, "Ida Haddad", 1, 0)
    until(lambda: members(space, 1, 0) == ["Ida Haddad"])
    space.board.setFocus()
    press("Ctrl+Z")
    until(lambda: members(space, 1, 0) == before)
    press("Ctrl+Y")
    until(lambda: members(space, 1, 0) == ["Ida Haddad"])
    press("Ctrl+Z")
    until(lambda: members(space, 1, 0) == before)


def test_a_day_and_a_week_are_copied_where_nobody_sits_and_no_rule_speaks_against_it(space: Any) -> None:
    space.board._move_to(0, 1, 0)
    press("Ctrl+D")
    until(lambda: members(space, 0, 1) == ["Max Boyd", "Tove Lindqvist"])
    press("Ctrl+PageDown")
    until(lambda: space.board.first_day == 7)
    space.board.setFocus()
    press("Ctrl+Shift+D")
    until(lambda: members(space, 0, 0) == ["Max Boyd", "Tove Lindqvist"], what="the week before is copied")
    press("Ctrl+PageUp")
    until(lambda: space.board.first_day == 0)


def test_the_checks_name_gaps_and_go_there(space: Any) -> None:
    space.checks.read()
    assert "open seats" in space.checks.head.text()
    item = next(space.checks.list.item(at) for at in range(space.checks.list.count())
                if "No clinician" in space.checks.list.item(at).text())  # fmt: skip
    space.checks._go(item)
    team = space.board.team()
    assert team.open_seats and f"{team.day:%a %d %b}" in item.text()
    assert "Hours per person" in space.checks.fairness.text()


def test_the_checks_ask_why_a_seat_is_open(station: Station, space: Any) -> None:
    space.checks.read()
    space.checks.why.click()
    until(lambda: isinstance(QApplication.activeWindow(), QDialog), what="the reasons")
    assert "clinician" in words(QApplication.activeWindow())
    QApplication.activeWindow().close()
    station.front()


def test_another_desk_sees_it_and_what_is_published_is_in_force(
    station: Station, space: Any, open_station: Callable[..., Station]
) -> None:
    other = open_station(station.path, roles=(Role.SUPERVISOR,), name="M. Okafor")
    theirs = workspace(other)
    until(lambda: theirs.planner.book is not None and members(theirs) == ["Max Boyd", "Tove Lindqvist"])
    assert not theirs.planner.may_change, "a supervisor looks at a draft"
    station.front()
    drop(space, "Ida Haddad", 0, 2)
    until(lambda: members(theirs, 0, 2) == ["Ida Haddad"], what="the other desk follows")
    until(lambda: members(space, 0, 2) == ["Ida Haddad"])
    space.board.setFocus()
    press("Ctrl+Shift+Return")
    until(lambda: "Publish Spring?" in words(QApplication.activeWindow()))
    write("as agreed")
    press("Return")
    until(lambda: space._state.text() == "in force")
    until(lambda: theirs._state.text() == "in force" and theirs.planner.may_change)
    assert not space._publish.isVisible()
    other.close()
    station.front()


def test_in_force_a_firm_rule_bends_with_a_reason_only(station: Station, space: Any) -> None:
    until(lambda: space._state.text() == "in force")
    space.planner.refresh()
    drop(space, "Ana Reyes", 0, 2)
    until(lambda: "This bends a rule" in words(QApplication.activeWindow()), what="it asks for a reason")
    write("nobody else is free")
    press("Return")
    until(lambda: members(space, 0, 2)[:1] == ["Ana Reyes"])
    assert space.board.grid.team(0, 2).seats[0].reason == "nobody else is free"
    station.front()


def test_four_weeks_are_shown_and_the_cursor_says_what_is_there(space: Any) -> None:
    space.week.setCurrentIndex(space.week.count() - 1)
    space._show_week()
    assert len(space.board.grid.days) == 28
    space.board._move_to(0, 0, 1)
    assert "Tove Lindqvist" in space._hover.text()
    first = space.planner.book.roster.first_day
    assert space.board.grid.days[-1] == first + timedelta(days=27)


def test_somebody_without_the_right_has_no_such_workspace(open_station: Callable[..., Station]) -> None:
    viewer = open_station(roles=(Role.VIEWER,))
    press("Ctrl+R")
    assert viewer.console.roster is None
    viewer.close()




def test_keys_of_the_other_workspace_leave_the_roster_in_front(station: Station, space: Any) -> None:
    station.front()
    space.board.setFocus()
    for key in ("L", "Alt+Down"):
        press(key)
        assert space.isVisible(), f"{key} belongs to the map and the call list"


def test_what_has_no_room_is_under_more(station: Station, space: Any) -> None:
    station.console.window.resize(1280, 800)
    until(lambda: space._more.isVisible())
    space._more.click()
    until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), what="the menu")
    texts = [one.text().partition("\t")[0] for one in QApplication.activePopupWidget().actions()]
    assert "Compare …" in texts and "Build and checks: show or hide" in texts
    QApplication.activePopupWidget().close()
    was = space._right.isVisible()
    space._fold()
    assert space._right.isVisible() is not was
    space._fold()
    station.front()
