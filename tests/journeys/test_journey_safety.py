"""Safety timers, an emergency, a team that lacks its clinician: seen on the board, acted on, written down."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

import pytest
from make import a_draft, an_actor
from PySide6.QtWidgets import QLineEdit
from station import Station, press, settle, until, words, write

from console.commands.dispatch import dispatch_units, report_status
from console.commands.programs import set_pace
from console.commands.take_calls import take_call
from console.db.unit_of_work import UnitOfWork
from console.domain.assignments import AssignmentStatus
from console.domain.geography import Point
from console.domain.ids import CallId
from console.domain.roles import Role
from console.domain.safety import SafetyState
from console.domain.units import Staffing
from console.views.operations.unit_table import safety_state

PLACE = Point(40.93, -100.16)
CREW, STATUS, SAFETY = 1, 2, 5


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station]) -> Iterator[Station]:
    made = open_station()
    yield made
    made.close()


def taken(station: Station) -> CallId:
    draft = a_draft(point=PLACE)
    station.elsewhere(take_call, draft)
    station.call(draft.id)
    return draft.id


async def ago(uow: UnitOfWork, minutes: float, command: Callable[..., Awaitable[object]], *args: object) -> None:
    """Carry out a command as if it were some minutes earlier."""
    uow.now -= timedelta(minutes=minutes)
    await command(uow, *args)


def on_scene(station: Station, minutes: float, *signs: str) -> None:
    call_id = taken(station)
    units = [station.unit(sign).id for sign in signs]
    station.elsewhere(dispatch_units, call_id, units)
    for unit_id in units:
        station.elsewhere(ago, minutes, report_status, unit_id, AssignmentStatus.ON_SCENE)
    until(lambda: all(station.unit(sign).status_word == "On scene" for sign in signs))


def state(station: Station, sign: str) -> SafetyState:
    return safety_state(station.unit(sign), station.store)


def test_a_timer_warns_then_alerts_and_a_check_in_resets_one_unit(station: Station) -> None:
    on_scene(station, 14.5, "C01", "C02")
    on_scene(station, 19.5, "C04")
    assert station.board(station.unit("C01").id)[SAFETY].startswith("in ")
    assert state(station, "C01") is SafetyState.RUNNING
    assert state(station, "C04") is SafetyState.WARN
    assert station.board(station.unit("C04").id)[SAFETY].startswith("▲ in ")
    station.elsewhere(set_pace, 60.0)
    until(lambda: state(station, "C01") is SafetyState.WARN, what="half a minute at sixty times the speed")
    until(lambda: state(station, "C04") is SafetyState.ALERT)
    until(lambda: state(station, "C02") is SafetyState.ALERT, 8)
    station.elsewhere(set_pace, 1.0)
    until(lambda: station.store.clock.rate == 1)
    assert station.board(station.unit("C01").id)[SAFETY].startswith("! OVERDUE")
    station.at.board.view.setFocus()
    station.at.board.view.selectRow(station.at.board.model.row_of(station.unit("C01").id))
    press("Alt+I")
    until(lambda: state(station, "C01") is SafetyState.RUNNING, what="the check-in")
    assert station.board(station.unit("C01").id)[SAFETY].startswith("in ")
    assert station.board(station.unit("C02").id)[SAFETY].startswith("! OVERDUE"), "the other unit's timer runs on"


def test_an_emergency_stays_red_until_it_is_cleared_with_a_note(station: Station) -> None:
    unit = station.unit("C03")
    station.at.board.view.setFocus()
    station.at.board.view.selectRow(station.at.board.model.row_of(unit.id))
    press("Ctrl+Shift+E")
    until(lambda: station.board(unit.id)[STATUS] == "EMERGENCY")
    assert station.at.board.model.row_of(unit.id) == 0, "it stands above all others"
    assert station.at.board.chosen() == [unit.id]
    until(lambda: "1 EMERGENCY" in station.console.window.top._escalations.text())
    until(lambda: station.probe("unit", unit.id)["emergency"], what="the map shows it")
    press("Ctrl+Shift+E")
    until(lambda: station.answer())
    assert len(station.rows("SELECT 1 FROM emergency WHERE unit_id = ?", unit.id.hex)) == 1, "one record"
    clear_it(station)
    question = station.dialog()
    press("Return")
    assert question.isVisible() and station.unit("C03").emergency_id is not None, "a note is needed"
    write("heard by radio, safe")
    press("Return")
    until(lambda: station.unit("C03").emergency_id is None)
    until(lambda: station.board(unit.id)[STATUS] == "Available")
    assert "EMERGENCY" not in station.console.window.top._escalations.text()
    found = station.rows("SELECT text FROM timeline WHERE unit_id = ? AND kind = 'emergency'", unit.id.hex)
    assert any("heard by radio, safe" in text for (text,) in found)


def clear_it(station: Station) -> None:
    """By the palette; its key is Ctrl+Shift+L."""
    station.front()
    press("Ctrl+K")
    station.dialog()
    write("clear the emergency")
    press("Return")


def test_a_dispatcher_cannot_clear_an_emergency(station: Station) -> None:
    held = station.session.desk.actor

    def offered() -> set[str]:
        return {one.text for one in station.console.window.actions_list.offered()}

    assert {"Clear the emergency", "Chosen unit: EMERGENCY"} <= offered(), "a supervisor may do both"
    station.session.desk.actor = an_actor(Role.DISPATCHER)
    try:
        assert "Clear the emergency" not in offered()
        assert "Chosen unit: EMERGENCY" in offered()
    finally:
        station.session.desk.actor = held


def test_a_key_for_units_says_so_when_none_is_chosen(station: Station) -> None:
    for keys in ("Alt+I", "Alt+4", "Alt+9"):
        station.console.bar.say("", False)
        press(keys)
        assert station.answer() == "Choose a unit (F3).", keys
        assert station.is_refused()
    before = station.rows("SELECT count(*) FROM emergency")
    press("Ctrl+Shift+E")
    assert "whose is it?" in station.answer()
    assert station.rows("SELECT count(*) FROM emergency") == before
    press("Down")
    [chosen] = station.at.board.chosen()
    press("Ctrl+Shift+E")
    until(lambda: station.store.units.get(chosen).emergency_id is not None, what="the board had the keyboard")


def test_a_degraded_team_is_shown_as_such_and_asks_for_a_reason(station: Station) -> None:
    unit = station.unit("C09")
    assert unit.staffing is Staffing.DEGRADED
    assert "DEGRADED, no clinician" in station.board(unit.id)[CREW]
    assert "1 degraded" in station.at.board._counts.text()
    until(lambda: station.probe("unit", unit.id)["degraded"], what="the map shows it")
    call_id = taken(station)
    station.at.selection.choose_call(call_id)
    press("F9")
    write("d C09")
    press("Return")
    question = station.dialog()
    assert "C09 (no clinician aboard)" in words(question)
    press("Return")
    settle(0.1)
    assert question.isVisible(), "it needs a reason"
    question.findChild(QLineEdit).setFocus()
    write("nobody else free")
    press("Return")
    until(lambda: station.call(call_id).active)
    until(lambda: "nobody else free" in station.at.detail.timeline._text.toPlainText(), what="the reason is kept")
