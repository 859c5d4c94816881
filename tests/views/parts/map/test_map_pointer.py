from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.domain.geography import Point
from console.domain.ids import CallId, ProviderId, UnitId, new_uuid
from console.domain.units import UnitKind
from console.domain.urgency import Urgency
from console.store.positions import PositionBatch, Positions
from console.views.parts.map.map_view import MapView
from console.views.parts.map.marks import CallMark, ProviderMark, UnitMark

Probe = Callable[..., Any]
LEFT = Qt.MouseButton.LeftButton
UNIT = UnitMark(UnitId(new_uuid()), "C01", UnitKind.CIT_PATROL, (), "available")
CALL = CallMark(CallId(new_uuid()), "26-1", Urgency.URGENT, Point(40.035, -75.07))
PROVIDER = ProviderMark(ProviderId(new_uuid()), "Crisis Center", Point(40.015, -75.03))
GROUND = QPoint(400, 300)


@pytest.fixture
def peopled(view: MapView, qtbot: QtBot) -> MapView:
    """A map with one unit, one call and one provider, far from one another."""
    positions = Positions(view)
    view.set_units([UNIT])
    view.set_calls([CALL])
    view.set_providers([PROVIDER])
    view.bind_positions(positions)
    with qtbot.waitSignal(view.painted):
        positions.apply(PositionBatch([UNIT.unit_id], [40_035_000], [-75_030_000], [0], [0.0], [1.0]))
    return view


def surface(view: MapView) -> QWidget:
    """The inner widget of the page, which gets the mouse."""
    found = view._browser.view.focusProxy()
    assert found is not None
    return found


def place(probe: Probe, view: MapView, kind: str, identity: object) -> QPoint:
    x, y = probe(view, kind, identity)["at"]
    return QPoint(round(x), round(y))


def test_a_click_within_fourteen_pixels_means_the_mark(peopled: MapView, probe: Probe, qtbot: QtBot) -> None:
    with qtbot.waitSignal(peopled.call_clicked) as heard:
        spot = place(probe, peopled, "call", CALL.call_id) + QPoint(9, 9)
        QTest.mouseClick(surface(peopled), LEFT, pos=spot)
    assert heard.args == [CALL.call_id]
    with qtbot.waitSignal(peopled.unit_clicked) as heard:
        QTest.mouseClick(surface(peopled), LEFT, pos=place(probe, peopled, "unit", UNIT.unit_id))
    assert heard.args == [UNIT.unit_id]


def test_clicking_again_means_the_mark_beneath(peopled: MapView, probe: Probe, qtbot: QtBot) -> None:
    beneath = CallMark(CallId(new_uuid()), "26-2", Urgency.ROUTINE, CALL.point)
    peopled.set_calls([CALL, beneath])
    spot = place(probe, peopled, "call", CALL.call_id)
    heard: list[object] = []
    peopled.call_clicked.connect(heard.append)
    for count in (1, 2, 3):
        QTest.mouseClick(surface(peopled), LEFT, pos=spot)
        qtbot.waitUntil(lambda count=count: len(heard) == count)  # type: ignore[misc]
        QTest.qWait(30)
    assert heard[0] == heard[2]
    assert set(heard[:2]) == {CALL.call_id, beneath.call_id}


def test_a_unit_on_the_scene_does_not_hide_its_call(peopled: MapView, probe: Probe, qtbot: QtBot) -> None:
    peopled.set_calls([CallMark(CALL.call_id, "26-1", Urgency.URGENT, Point(40.035, -75.03))])
    qtbot.waitUntil(
        lambda: (
            (
                place(probe, peopled, "unit", UNIT.unit_id) - place(probe, peopled, "call", CALL.call_id)
            ).manhattanLength()
            > 25
        )
    )


def test_a_unit_is_carried_to_a_call(peopled: MapView, probe: Probe, qtbot: QtBot) -> None:
    start = place(probe, peopled, "unit", UNIT.unit_id)
    end = place(probe, peopled, "call", CALL.call_id)
    before = probe(peopled)["centre"]
    with qtbot.waitSignal(peopled.unit_dropped_on_call) as heard:
        carry(peopled, start, end)
    assert heard.args == [UNIT.unit_id, CALL.call_id]
    assert probe(peopled)["centre"] == before, "carrying a unit does not pan"


def test_a_unit_let_go_elsewhere_is_nothing(peopled: MapView, probe: Probe, qtbot: QtBot) -> None:
    heard: list[object] = []
    peopled.unit_dropped_on_call.connect(lambda *marks: heard.extend(marks))
    peopled.unit_clicked.connect(heard.append)
    carry(peopled, place(probe, peopled, "unit", UNIT.unit_id), GROUND)
    qtbot.wait(150)
    assert heard == []


def test_a_hand_pans_the_ground(peopled: MapView, probe: Probe, qtbot: QtBot) -> None:
    before = probe(peopled)["centre"]
    with qtbot.waitSignal(peopled.view_locked):
        carry(peopled, GROUND, GROUND + QPoint(90, 40))
    assert probe(peopled)["centre"] != before


def test_a_place_is_picked_once(peopled: MapView, probe: Probe, qtbot: QtBot) -> None:
    heard: list[object] = []
    peopled.call_clicked.connect(heard.append)
    spot = place(probe, peopled, "call", CALL.call_id)
    for _ in range(2):
        peopled.ask_point(True)
        qtbot.waitUntil(lambda: probe(peopled)["asking"])
        with qtbot.waitSignal(peopled.ground_clicked) as picked:
            QTest.mouseClick(surface(peopled), LEFT, pos=spot)
        assert picked.args is not None
        assert abs(picked.args[0] - CALL.point.lat) < 1e-3
        assert abs(picked.args[1] - CALL.point.lon) < 1e-3
        assert not probe(peopled)["asking"]
    assert heard == []


def test_a_click_leaves_the_keyboard_where_it_is(peopled: MapView, probe: Probe, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field, layout = QLineEdit(), QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(peopled)
    window.resize(800, 660)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.waitUntil(lambda: probe(peopled, "call", CALL.call_id) is not None)
    qtbot.wait(100)
    with qtbot.waitSignal(peopled.call_clicked):
        QTest.mouseClick(surface(peopled), LEFT, pos=place(probe, peopled, "call", CALL.call_id))
    peopled._browser.page.runJavaScript("window.focus(); document.querySelector('.map-button').focus()")
    qtbot.wait(50)
    assert field.hasFocus()
    peopled.setParent(None)


def carry(view: MapView, start: QPoint, end: QPoint) -> None:
    """Press, move in steps as a hand does, release."""
    target = surface(view)
    QTest.mousePress(target, LEFT, pos=start)
    for step in range(1, 6):
        QTest.qWait(15)
        QTest.mouseMove(target, start + (end - start) * (step / 5))
    QTest.qWait(30)
    QTest.mouseRelease(target, LEFT, pos=end)


def test_a_unit_that_is_let_go_outside_the_window_is_not_carried_on(
    peopled: MapView, probe: Probe, qtbot: QtBot
) -> None:
    heard: list[object] = []
    peopled.unit_dropped_on_call.connect(lambda *marks: heard.extend(marks))
    box = "const box = tandemMap.getContainer(); const say = (kind, at, buttons) => box.dispatchEvent("
    box += "new MouseEvent(kind, {bubbles: true, clientX: at[0], clientY: at[1], buttons}));"
    start = probe(peopled, "unit", UNIT.unit_id)["at"]
    end = probe(peopled, "call", CALL.call_id)["at"]
    peopled._browser.page.runJavaScript(
        f"{{ {box} say('mousedown', {start}, 1); say('mousemove', {[20, 20]}, 1);"
        f" say('mousemove', {end}, 0); say('mouseup', {end}, 0); }}"
    )
    qtbot.wait(100)
    assert heard == []
