import json
from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from console.domain.geography import Box, Point
from console.domain.ids import CallId, ProviderId, UnitId, ZoneId, new_uuid
from console.domain.units import Discipline, UnitKind
from console.domain.urgency import Urgency
from console.store.positions import PositionBatch, Positions
from console.views.parts.map.map_view import MapView
from console.views.parts.map.marks import CallMark, ProviderMark, RouteMark, UnitMark, ZoneMark

Js = Callable[[MapView, str], Any]
Probe = Callable[..., Any]
PAIR = (Discipline.OFFICER, Discipline.CLINICIAN)
CENTRE = Point(40.025, -75.05)


def unit(sign: str, **other: Any) -> UnitMark:
    return UnitMark(UnitId(new_uuid()), sign, UnitKind.CO_RESPONSE, PAIR, other.pop("status", "available"), **other)


def call(point: Point, level: int = 2) -> CallMark:
    return CallMark(CallId(new_uuid()), "26-1", Urgency(level), point)


def at(marks: list[UnitMark], points: list[Point], fixed_at: float = 1000.0) -> PositionBatch:
    count = len(marks)
    lats, lons = [round(p.lat * 1e6) for p in points], [round(p.lon * 1e6) for p in points]
    return PositionBatch([m.unit_id for m in marks], lats, lons, [45] * count, [0.0] * count, [fixed_at] * count)


def test_the_page_draws_what_it_is_told(view: MapView, js: Js, probe: Probe, qtbot: QtBot) -> None:
    units, positions = [unit("C01"), unit("C02", degraded=True), unit("C03", emergency=True)], Positions()
    view.set_units(units)
    view.set_calls([call(CENTRE, level) for level in (1, 2, 3, 4)])
    view.set_providers([ProviderMark(ProviderId(new_uuid()), "Crisis Center", CENTRE, 3)])
    corners = (Point(40.01, -75.09), Point(40.04, -75.09), Point(40.04, -75.01), Point(40.01, -75.01))
    view.set_zones([ZoneMark(ZoneId(new_uuid()), "North", (corners,))])
    view.show_route(RouteMark(CENTRE, corners[0]))
    view.bind_positions(positions)
    with qtbot.waitSignal(view.painted):
        positions.apply(at(units, [CENTRE, corners[0], corners[1]]))
    qtbot.waitUntil(lambda: probe(view)["outline"] == 2)  # it is fetched beside the rest
    shown = probe(view)
    counts = {key: shown[key] for key in ("units", "drawn", "calls", "zones", "providers", "outline", "route")}
    assert counts == {"units": 3, "drawn": 3, "calls": 4, "zones": 1, "providers": 1, "outline": 2, "route": True}
    assert shown["fonts"] == 4
    assert js(view, "document.querySelectorAll('.map-pulse').length") == 1
    x, y = probe(view, "unit", units[0].unit_id)["at"]
    assert abs(x - 400) < 1.5
    assert abs(y - 300) < 1.5


def test_no_request_was_refused_and_no_forbidden_script_came(view: MapView, js: Js, probe: Probe) -> None:
    assert probe(view)["blocked"] == 0
    assert view._browser.guard.blocked == 0
    assert view._browser.page.refused == 0
    assert js(view, "typeof window.jQuery + typeof window.bootstrap") == "undefinedundefined"


def test_the_first_fence_holds_inside_the_page(view: MapView, js: Js, probe: Probe, qtbot: QtBot) -> None:
    js(view, "new Image().src = 'https://example.org/x.png'; fetch('https://example.org/').catch(() => 0); 1")
    evil = "const s = document.createElement('script'); s.textContent = 'window.evil = 1'; document.body.append(s);"
    js(view, f"{evil} try {{ eval('window.evil = 1') }} catch {{}} 1")
    qtbot.waitUntil(lambda: probe(view)["blocked"] >= 4)
    assert js(view, "typeof window.evil") == "undefined"


def test_the_page_goes_nowhere_else(view: MapView, js: Js, probe: Probe, qtbot: QtBot) -> None:
    refused = view._browser.page.refused
    js(view, "location.href = 'https://example.org/'; 1")
    qtbot.waitUntil(lambda: view._browser.page.refused > refused)
    js(view, "window.open('https://example.org/'); 1")
    assert probe(view)["outline"] == 2
    assert view._browser.page.url().toString() == "tandem://app/"


def test_a_status_is_not_held_back_by_the_positions(view: MapView, probe: Probe, qtbot: QtBot) -> None:
    mark, positions = unit("C01"), Positions()
    view._lane.interval_ms = 60_000
    view.set_units([mark])
    view.bind_positions(positions)
    with qtbot.waitSignal(view.painted):
        positions.apply(at([mark], [CENTRE]))
    positions.apply(at([mark], [Point(40.03, -75.05)], fixed_at=1001))
    view.set_units([UnitMark(mark.unit_id, "C01", mark.kind, PAIR, "on_scene")])
    shown = probe(view, "unit", mark.unit_id)
    assert (shown["status"], shown["fix"]) == ("on_scene", 1000)


def test_a_unit_is_never_shown_where_the_former_owner_of_its_slot_was(
    view: MapView, probe: Probe, qtbot: QtBot
) -> None:
    first, second, positions = unit("C01"), unit("C02"), Positions()
    view._lane.interval_ms = 0
    view.set_units([first, second])
    view.bind_positions(positions)
    with qtbot.waitSignal(view.painted):
        positions.apply(at([first], [CENTRE]))
    view._lane.stop()  # the new owner's fix is still on its way
    positions.reset(at([second], [Point(40.03, -75.05)]))
    assert positions.slot_of(second.unit_id) == 0
    assert probe(view, "unit", first.unit_id) is None
    assert probe(view, "unit", second.unit_id) is None
    with qtbot.waitSignal(view.painted):
        view._lane.restart(positions)
    assert probe(view, "unit", second.unit_id)["slot"] == 0


def test_age_is_counted_in_program_time(view: MapView, probe: Probe, qtbot: QtBot) -> None:
    mark, positions = unit("C01"), Positions()
    view.set_units([mark])
    view.set_stale_after(100)
    view.set_clock(1050.0, 1.0)
    view.bind_positions(positions)
    with qtbot.waitSignal(view.painted):
        positions.apply(at([mark], [CENTRE], fixed_at=1000))
    assert not probe(view, "unit", mark.unit_id)["stale"]
    view.set_clock(1050.0, 500.0)
    qtbot.waitUntil(lambda: probe(view, "unit", mark.unit_id)["stale"])


def test_nothing_that_is_told_moves_the_view(view: MapView, js: Js, probe: Probe, qtbot: QtBot) -> None:
    js(view, "tandemMap.setView([40.04, -75.08], 16); 1")
    qtbot.waitUntil(lambda: probe(view)["locked"])
    before = probe(view)
    marks, positions = [unit("C01")], Positions()
    view.bind_positions(positions)
    view.set_units(marks)
    positions.apply(at(marks, [CENTRE]))
    view.set_calls([call(CENTRE, 4)])
    view.select(marks[0].unit_id, None)
    view.resize(820, 640)
    qtbot.wait(300)
    after = probe(view)
    assert after["zoom"] == before["zoom"]
    assert max(abs(a - b) for a, b in zip(after["centre"], before["centre"], strict=True)) < 1e-4


def test_a_hand_locks_the_view_and_unlocking_brings_it_back(view: MapView, js: Js, probe: Probe, qtbot: QtBot) -> None:
    home = probe(view)["centre"]
    with qtbot.waitSignal(view.view_locked, check_params_cb=lambda locked: locked):
        js(view, "tandemMap.panBy([150, 60], {animate: false}); 1")
    assert probe(view)["centre"] != home
    assert js(view, "document.querySelector('.map-lock').innerText") == "View locked · L unlocks"
    with qtbot.waitSignal(view.view_locked, check_params_cb=lambda locked: not locked):
        view.unlock_view()
    assert probe(view)["centre"] == home
    js(view, "tandemMap.panBy([150, 60], {animate: false}); 1")
    with qtbot.waitSignal(view.view_locked, check_params_cb=lambda locked: not locked):
        js(view, "document.querySelector('.map-lock').click(); 1")


def test_an_explicit_wish_moves_the_view(view: MapView, probe: Probe, qtbot: QtBot) -> None:
    view.centre_on(Point(40.04, -75.08))
    assert abs(probe(view)["centre"][0] - 40.04) < 1e-3
    view.fit(Box(40.0, -75.02, 40.01, -75.0))
    lat, lon = probe(view)["centre"]
    assert abs(lat - 40.005) < 1e-3
    assert abs(lon + 75.01) < 1e-3


def test_theme_scale_and_layers_reach_the_page(view: MapView, js: Js, probe: Probe, qtbot: QtBot) -> None:
    view.set_theme({"map.land": "#f1f0ea"})
    view.set_text_scale(1.5)
    view.set_layers({"zones": False})
    shown = probe(view)
    assert (shown["theme"], shown["textScale"], shown["layers"]["zones"]) == ("#f1f0ea", 1.5, False)
    with qtbot.waitSignal(view.layers_changed) as heard:
        js(view, "document.querySelector('.map-switch input').click(); 1")
    assert heard.args is not None
    assert heard.args[0] == {"units": False, "calls": True, "zones": False, "providers": True, "base": True}


def test_a_dead_page_comes_back_with_the_whole_picture(view: MapView, js: Js, probe: Probe, qtbot: QtBot) -> None:
    marks, positions, calls = [unit("C01"), unit("C02")], Positions(), [call(CENTRE)]
    view.set_units(marks)
    view.set_calls(calls)
    view.bind_positions(positions)
    view.select(marks[1].unit_id, calls[0].call_id)
    view.set_clock(5000.0, 1.0)
    with qtbot.waitSignal(view.painted):
        positions.apply(at(marks, [CENTRE, Point(40.03, -75.06)]))
    js(view, "tandemMap.setView([40.03, -75.06], 15); 1")
    qtbot.waitUntil(lambda: view._looked_at is not None and view._looked_at[3])
    view._browser.page.renderProcessTerminated.emit(
        view._browser.page.RenderProcessTerminationStatus.KilledTerminationStatus, 9
    )
    with qtbot.waitSignals([view.ready, view.painted], timeout=10_000):
        pass
    shown = probe(view)
    assert (shown["units"], shown["calls"], shown["drawn"]) == (2, 1, 2)
    assert (shown["selectedUnit"], shown["selectedCall"]) == (str(marks[1].unit_id), str(calls[0].call_id))
    assert (shown["zoom"], shown["locked"]) == (15, True)
    assert 5000 <= shown["programNow"] < 5060
    assert "restarted" in shown["notice"]
    assert json.dumps(shown["centre"])


def test_a_page_that_dies_again_and_again_is_left_alone(view: MapView, qtbot: QtBot) -> None:
    killed = view._browser.page.RenderProcessTerminationStatus.KilledTerminationStatus
    for _ in range(4):
        view._browser.page.renderProcessTerminated.emit(killed, 9)
    assert view._stack.currentWidget() is view._failure


def test_shutdown_may_be_called_twice(view: MapView) -> None:
    view.shutdown()
    view.shutdown()
    view.set_units([unit("C01")])
