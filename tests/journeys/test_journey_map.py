"""The map in step with lists and board both ways; what a hand does on it; its crash; its twin on a second monitor."""

import os
import signal
import tomllib
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
import shiboken6
from make import a_draft
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton
from station import Left, Station, let_run, press, settle, until, write

from console.commands.take_calls import take_call
from console.domain.geography import Point
from console.domain.ids import CallId
from console.views.parts.live_map import LiveMap
from console.views.parts.map.map_view import MapView

PLACE = Point(40.915, -100.19)  # away from every unit
ELSEWHERE = Point(40.96, -100.12)


@pytest.fixture
def call_id(station: Station) -> CallId:
    """A call on the map, and the map at home."""
    for call in station.store.calls:
        if call.point == PLACE and call.is_unassigned:
            break
    else:
        draft = a_draft(point=PLACE)
        station.elsewhere(take_call, draft)
        call = station.call(draft.id)
    station.map.unlock_view()
    until(lambda: station.probe("call", call.id), what="the call is on the map")
    until(lambda: not station.probe()["locked"])
    until(lambda: station.probe("unit", station.unit("C08").id), what="the units are on the map")
    at_rest(station)
    key: CallId = call.id
    return key


def carry(station: Station, start: QPoint, end: QPoint) -> None:
    """Press, move in steps as a hand does, let go."""
    surface = station.surface
    QTest.mouseMove(surface, start)
    QTest.mousePress(surface, Left, pos=start)
    for step in range(1, 6):
        let_run(20)
        QTest.mouseMove(surface, start + (end - start) * (step / 5))
    station.js("new Promise((done) => requestAnimationFrame(done)) && 0")
    let_run(60)
    QTest.mouseRelease(surface, Left, pos=end)


def at_rest(station: Station) -> dict[str, Any]:
    """What the page shows once its view has glided to a halt."""
    seen = [station.probe()]
    until(lambda: seen.append(station.probe()) or (seen[-1]["centre"] == seen[-6:][0]["centre"] and len(seen) > 6))
    found: dict[str, Any] = seen[-1]
    return found


def test_a_click_on_a_unit_marks_it_on_the_board(station: Station, call_id: CallId) -> None:
    unit = station.unit("C08")
    held = QApplication.focusWidget()
    QTest.mouseClick(station.surface, Left, pos=station.spot("unit", unit.id))
    until(lambda: station.at.board.chosen() == [unit.id], what="the board marks it")
    assert station.at.selection.unit_id == unit.id
    until(lambda: station.probe()["selectedUnit"] == str(unit.id))
    assert QApplication.focusWidget() is held, "the keyboard stays"
    station.at.board.view.selectRow(station.at.board.model.row_of(station.unit("C01").id))
    until(lambda: station.probe()["selectedUnit"] == str(station.unit("C01").id), what="and the other way round")


def test_a_click_on_a_call_opens_it_and_the_list_marks_the_map(station: Station, call_id: CallId) -> None:
    QTest.mouseClick(station.surface, Left, pos=station.spot("call", call_id))
    until(lambda: station.at.selection.call_id == call_id)
    until(lambda: station.at.detail.call is not None and station.at.detail.call.id == call_id)
    station.at_rest()
    until(lambda: station.probe()["selectedCall"] is None)
    press("Home")
    press("Down", times=station.at.calls.model.row_of(call_id))
    until(lambda: station.probe()["selectedCall"] == str(call_id), what="the map marks what the list chose")
    until(lambda: station.probe()["route"], what="the line from the recommended team")


def test_a_unit_is_carried_to_a_call(station: Station, call_id: CallId) -> None:
    unit = station.unit("C08")
    carry(station, station.spot("unit", unit.id), station.spot("call", call_id))
    until(lambda: station.call(call_id).active, what="it is dispatched")
    assert station.call(call_id).active[0].call_sign == "C08"
    press("Ctrl+Z")
    until(lambda: station.call(call_id).is_unassigned, what="and taken back")


def test_a_hand_locks_the_view_and_nothing_moves_it(station: Station, call_id: CallId) -> None:
    home = station.probe()["centre"]
    middle = QPoint(station.surface.width() // 2, station.surface.height() - 60)
    carry(station, middle, middle - QPoint(120, 60))
    until(lambda: station.probe()["locked"], what="the view is locked")
    until(lambda: station.probe()["centre"] != home)
    rest = at_rest(station)
    held = rest["centre"], rest["zoom"]
    station.move(station.unit("C08").id, ELSEWHERE.lat, ELSEWHERE.lon)
    draft = a_draft(point=ELSEWHERE)
    station.elsewhere(take_call, draft)
    station.call(draft.id)
    station.at.selection.choose_call(draft.id)
    station.at.selection.choose_unit(station.unit("C08").id)
    station.console.window.resize(1500, 950)
    settle(0.3)
    assert (station.probe()["zoom"], station.probe()["locked"]) == (held[1], True)
    for now, before in zip(station.probe()["centre"], held[0], strict=True):
        assert abs(now - before) < 2e-3
    station.at.calls.view.setFocus()
    press("L")
    until(lambda: not station.probe()["locked"], what="one key unlocks it")
    press("F9")
    write("L")
    assert station.field.text() == "L"
    station.console.window.resize(1600, 1000)


def test_layers_are_kept(station: Station, call_id: CallId) -> None:
    box = "[...document.querySelectorAll('.map-switch')].find((one) => one.textContent === 'Zones')"
    station.js(f"{box}.querySelector('input').click()")
    until(lambda: station.console.settings.layers.get("zones") is False, what="the desk keeps it")
    assert station.probe()["layers"]["zones"] is False
    kept = tomllib.loads(station.settings.file.read_text("utf-8"))
    assert kept["layers"]["zones"] is False
    again = station.console.make_map()
    again.show()
    until(lambda: again.view.is_ready, 20)
    until(lambda: station.probe(view=again.view)["layers"]["zones"] is False, what="the next map has it too")
    again.shutdown()
    again.deleteLater()
    station.js(f"{box}.querySelector('input').click()")
    until(lambda: station.console.settings.layers.get("zones") is True)


def test_a_point_on_the_map_fills_the_form(station: Station, call_id: CallId) -> None:
    press("F2")
    write("behind the mill")
    button = next(one for one in station.at.form.findChildren(QPushButton) if one.text() == "On map")
    QTest.mouseClick(button, Left)
    until(lambda: station.probe()["asking"])
    spot = QPoint(station.surface.width() // 2, station.surface.height() // 3)
    QTest.mouseClick(station.surface, Left, pos=spot)
    until(lambda: station.at.form.place.match is not None, what="the point is taken")
    assert station.at.form.place.text() == "behind the mill", "the words stay"
    assert station.at.form.place.hasFocus()
    extent = station.store.program.extent
    assert extent.south < station.at.form.place.match.point.lat < extent.north
    press("Tab")
    write("welfare check")
    press("Ctrl+Return")
    until(lambda: station.at.detail.call is not None and station.at.detail.call.place == "behind the mill")
    assert station.at.detail.call.point is not None


def test_a_crash_of_the_page_costs_a_moment(station: Station, call_id: CallId) -> None:
    station.at.selection.choose_call(call_id)
    until(lambda: station.probe()["selectedCall"] == str(call_id))
    before = station.probe()
    page = station.map._browser.page
    began = monotonic()
    os.kill(page.renderProcessPid(), signal.SIGKILL)
    until(lambda: not station.at.map.view.is_ready, what="the loss is noticed")
    draft = a_draft(point=ELSEWHERE)
    station.elsewhere(take_call, draft)
    until(lambda: station.at.map.view.is_ready, 20, "the page is back")
    assert monotonic() - began < 10
    until(lambda: station.probe()["calls"] == before["calls"] + 1, what="with what came in meanwhile")
    until(lambda: station.probe("unit", station.unit("C08").id), what="positions too")
    after = station.probe()
    for name in ("units", "providers", "zones", "selectedCall", "layers", "theme", "textScale", "route"):
        assert after[name] == before[name], name
    assert "restarted" in after["notice"]
    QTest.mouseClick(station.surface, Left, pos=station.spot("unit", station.unit("C01").id))
    until(lambda: station.at.selection.unit_id == station.unit("C01").id, what="and it can be clicked")


@pytest.fixture
def second(station: Station) -> Iterator[MapView]:
    """The map on a second monitor."""
    press("F11")
    windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()]
    torn = next(one for one in windows if one is not station.console.window)
    live = torn.centralWidget()
    assert isinstance(live, LiveMap)
    until(lambda: live.view.is_ready, 20)
    yield live.view
    if shiboken6.isValid(torn):
        torn.close()
    station.front()


def test_the_second_map_follows_and_takes_orders(station: Station, call_id: CallId, second: MapView) -> None:
    station.at.selection.choose_call(call_id)
    until(lambda: station.probe(view=second)["selectedCall"] == str(call_id))
    unit = station.unit("C05")
    until(lambda: station.probe("unit", unit.id, second), what="it has the units")
    station.move(unit.id, 40.9, -100.2)
    until(lambda: station.probe("unit", unit.id, second)["fix"] == station.probe("unit", unit.id)["fix"])
    assert "TRAINING" in second.window().windowTitle()
    second.unit_dropped_on_call.emit(unit.id, call_id)
    until(lambda: station.call(call_id).active, what="a unit dropped there is dispatched")
    until(lambda: station.probe("unit", unit.id, second)["status"] == "dispatched")
    station.console.wear("light")
    until(lambda: station.probe(view=second)["theme"] == station.probe()["theme"], what="it wears the same look")
    station.console.wear("dark")
    window = second.window()
    window.close()
    settle(0.1)
    assert station.probe("unit", unit.id)["status"] == "dispatched", "the first map goes on"
