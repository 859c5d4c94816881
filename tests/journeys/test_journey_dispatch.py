"""A call is taken, a team is sent, taken back, sent again: list, board, card, map and file say the same."""

from make import a_draft
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from station import Left, Station, press, settle, struck, until, words, write

from console.commands.dispatch import report_status
from console.commands.take_calls import take_call
from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallStatus
from console.domain.geography import Point
from console.domain.ids import CallId, UnitId

KEYS_AT_MOST = 26  # a key and a half a second, with a telephone at the ear, are 30 in 20 seconds
STATUS, CALL = 2, 3  # columns of the board


def taken(station: Station, place: str = "central lib", nature: str = "suicid") -> CallId:
    """A call is taken by keys alone."""
    press("F2")
    write(place)
    press("Tab")
    write(nature)
    press("Tab")
    press("Ctrl+Return")
    until(lambda: station.at.selection.call_id is not None, what="the new call is chosen")
    call_id: CallId = station.at.selection.call_id
    return call_id


def marked(station: Station) -> UnitId:
    """The recommended team that Enter would send."""
    until(lambda: station.at.detail.recommendations.marked_unit() is not None, what="a team is marked")
    unit_id: UnitId = station.at.detail.recommendations.marked_unit()
    return unit_id


def sent(station: Station, call_id: CallId, unit_id: UnitId) -> None:
    """The team is on the call, everywhere."""
    sign = station.store.units.get(unit_id).call_sign
    number = station.call(call_id).number
    until(lambda: station.board(unit_id)[CALL] == number, what="the board names the call")
    assert station.board(unit_id)[STATUS] == "Dispatched"
    until(lambda: station.call(call_id).status is CallStatus.DISPATCHED, what="the call is dispatched")
    assert f"{sign}  Dispatched" in words(station.at.detail.head)
    assert station.call(call_id).primary_unit_id == unit_id
    until(lambda: (station.probe("unit", unit_id) or {}).get("status") == "dispatched", what="the map's unit")
    until(lambda: station.probe("call", call_id)["assigned"], what="the map's call")
    found = station.rows("SELECT count(*) FROM assignment WHERE call_id = ? AND ended_at IS NULL", call_id.hex)
    assert found == [(1,)]


def free_again(station: Station, call_id: CallId, unit_id: UnitId) -> None:
    """The team is on no call, everywhere."""
    until(lambda: station.board(unit_id)[STATUS] == "Available", what="the board shows it free")
    assert station.board(unit_id)[CALL] == ""
    until(lambda: station.call(call_id).is_unassigned, what="the call waits again")
    until(lambda: station.probe("unit", unit_id)["status"] == "available", what="the map's unit")
    until(lambda: not station.probe("call", call_id)["assigned"], what="the map's call")


def test_a_call_is_taken_and_dispatched_by_keys(station: Station) -> None:
    before = station.at.calls.model.rowCount()
    call_id = taken(station)
    call = station.call(call_id)
    assert (call.place, call.nature, call.point is not None) == ("Central Library", "suicide_attempt", True)
    assert len(struck) <= KEYS_AT_MOST
    until(lambda: station.at.calls.model.rowCount() == before + 1, what="the list has it")
    until(lambda: station.at.calls.view.selectionModel().selectedIndexes(), what="the list marks it")
    row = station.at.calls.view.selectionModel().selectedIndexes()[0].row()
    assert station.at.calls.model.at(row).id == call_id
    assert station.at.detail.call.id == call_id
    until(lambda: station.at.detail.recommendations.view.hasFocus(), what="the teams have the keyboard")
    until(lambda: station.probe()["selectedCall"] == str(call_id), what="the map marks it")
    unit_id = marked(station)
    press("Return")
    sent(station, call_id, unit_id)
    assert "dispatched to" in station.answer() and not station.is_refused()
    until(lambda: "dispatched" in station.at.detail.timeline._text.toPlainText(), what="the timeline has it")


def test_a_dispatch_is_taken_back_within_ten_seconds(station: Station) -> None:
    call_id = taken(station)
    unit_id = marked(station)
    press("Return")
    sent(station, call_id, unit_id)
    press("Ctrl+Z")
    free_again(station, call_id, unit_id)
    press("Ctrl+Z")
    until(lambda: "There is no dispatch to undo" in station.answer())
    settle()
    assert station.answer() == "There is no dispatch to undo."


def test_the_button_of_the_notice_takes_it_back_too(station: Station) -> None:
    call_id = taken(station)
    unit_id = marked(station)
    press("Return")
    sent(station, call_id, unit_id)
    button = next(
        one for one in station.console.window.notices.findChildren(QPushButton) if one.text() == "Undo (Ctrl+Z)"
    )
    QTest.mouseClick(button, Left)
    free_again(station, call_id, unit_id)


def test_an_acknowledged_dispatch_is_not_taken_back(station: Station) -> None:
    call_id = taken(station)
    unit_id = marked(station)
    press("Return")
    sent(station, call_id, unit_id)
    station.elsewhere(report_status, unit_id, AssignmentStatus.ACKNOWLEDGED)
    until(lambda: station.board(unit_id)[STATUS] == "Acknowledged")
    press("Ctrl+Z")
    until(station.is_refused, what="a refusal")
    assert "has answered already" in station.answer()
    assert station.board(unit_id)[STATUS] == "Acknowledged"


def test_a_second_enter_sends_nobody(station: Station) -> None:
    call_id = taken(station)
    unit_id = marked(station)
    press("Return", times=3)
    sent(station, call_id, unit_id)
    press("Return", times=3)
    settle(0.3)
    assert len(station.call(call_id).assignments) == 1
    press("Down")
    assert marked(station) != unit_id, "the arrow chooses another team on purpose"


def test_the_form_says_what_is_missing_and_goes_there(station: Station) -> None:
    press("F2")
    press("Ctrl+Return")
    assert "Where is it?" in words(station.at.form)
    assert station.at.form.place.hasFocus()
    write("nowhere in the gazetteer")
    press("Ctrl+Return")
    assert "What is it about?" in words(station.at.form)
    assert station.at.form.nature.hasFocus()
    press("Escape")
    assert station.at.calls.view.hasFocus()
    press("F2")
    assert station.at.form.place.text() == "nowhere in the gazetteer", "Esc leaves and keeps"


def test_a_call_taken_elsewhere_is_chosen_by_arrows_and_dispatched(station: Station) -> None:
    draft = a_draft(point=Point(40.93, -100.16))
    station.elsewhere(take_call, draft)
    call = station.call(draft.id)
    until(lambda: station.at.calls.model.row_of(call.id) >= 0)
    station.at.calls.view.setFocus()
    press("Home")
    press("Down", times=station.at.calls.model.row_of(call.id))
    assert station.at.selection.call_id == call.id
    press("Return")
    assert station.at.detail.recommendations.view.hasFocus()
    unit_id = marked(station)
    press("Return")
    sent(station, call.id, unit_id)
    assert QApplication.focusWidget() is station.at.detail.recommendations.view
