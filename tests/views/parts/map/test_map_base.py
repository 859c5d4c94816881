import os
import signal
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from console.domain.ids import UnitId, new_uuid
from console.domain.units import UnitKind
from console.store.positions import PositionBatch, Positions
from console.views.parts.map.configuration import MapConfiguration, Outline, TileFile, TileServer
from console.views.parts.map.map_view import MapView
from console.views.parts.map.marks import UnitMark

Js = Callable[[MapView, str], Any]
Probe = Callable[..., Any]


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[MapConfiguration], MapView]:
    """Make a map and wait until it is ready."""
    made: list[MapView] = []

    def make(configuration: MapConfiguration) -> MapView:
        view = MapView(configuration, interval_ms=0)
        qtbot.addWidget(view, before_close_func=lambda closing: closing.shutdown())
        view.resize(500, 400)
        with qtbot.waitSignal(view.ready, timeout=20_000):
            view.show()
        made.append(view)
        return view

    return make


def red_tile() -> bytes:
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(data.data())


@pytest.fixture
def tile_file(tmp_path: Path) -> Path:
    """All tiles of zoom 11 to 13 around the test's extent, in red."""
    path = tmp_path / "city.mbtiles"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        tile = red_tile()
        for zoom in (11, 12, 13):
            east, north = int((180 - 75.05) / 360 * 2**zoom), int(0.3779 * 2**zoom)  # 40.025 N in Mercator
            rows = [
                (zoom, column, 2**zoom - 1 - row, tile)
                for column in range(east - 4, east + 5)
                for row in range(north - 4, north + 5)
            ]
            base.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    base.close()
    return path


def test_tiles_of_the_agency_are_shown(
    show: Callable[[MapConfiguration], MapView], configuration: MapConfiguration, tile_file: Path, qtbot: QtBot
) -> None:
    view = show(replace(configuration, base=TileFile(tile_file)))
    qtbot.waitUntil(lambda: view.grab().toImage().pixelColor(250, 150) == QColor("#ff0000"), timeout=10_000)


def test_a_missing_tile_file_leaves_the_marks(
    show: Callable[[MapConfiguration], MapView], configuration: MapConfiguration, tmp_path: Path, probe: Probe
) -> None:
    view = show(replace(configuration, base=TileFile(tmp_path / "gone.mbtiles")))
    assert probe(view)["blocked"] == 0


def test_only_the_tile_server_that_was_set_is_asked(
    show: Callable[[MapConfiguration], MapView], configuration: MapConfiguration, js: Js, probe: Probe, qtbot: QtBot
) -> None:
    # Nobody listens at this port: what counts is that the request was let out, and the others were not.
    view = show(replace(configuration, base=TileServer("http://127.0.0.1:9/{z}/{x}/{y}.png")))
    assert probe(view)["blocked"] == 0
    assert view._browser.guard.blocked == 0
    js(view, "new Image().src = 'http://127.0.0.2:9/1.png'; 1")
    qtbot.waitUntil(lambda: probe(view)["blocked"] == 1)


def test_an_outline_that_cannot_be_read_is_said(
    show: Callable[[MapConfiguration], MapView],
    configuration: MapConfiguration,
    tmp_path: Path,
    probe: Probe,
    qtbot: QtBot,
) -> None:
    broken = tmp_path / "broken.geojson"
    broken.write_text("{", encoding="utf-8")
    view = show(replace(configuration, base=Outline(broken)))
    qtbot.waitUntil(lambda: "outline" in probe(view)["notice"])


def test_files_outside_the_maps_folder_are_not_served(
    show: Callable[[MapConfiguration], MapView], configuration: MapConfiguration, js: Js, qtbot: QtBot
) -> None:
    view = show(configuration)
    for path in ("map-0/%2e%2e/themes/dark.json", "map-0/..%2fthemes%2fdark.json", "themes/dark.json", "map-0/"):
        js(view, f"window.got = 'nothing yet'; fetch('/{path}').then((a) => got = a.status, () => got = 'refused'); 1")
        qtbot.waitUntil(lambda: js(view, "got") != "nothing yet")
        assert js(view, "got") in ("refused", 404), path


def test_a_killed_render_process_is_replaced(
    show: Callable[[MapConfiguration], MapView], configuration: MapConfiguration, probe: Probe, qtbot: QtBot
) -> None:
    view = show(configuration)
    mark = UnitMark(UnitId(new_uuid()), "C01", UnitKind.MEDIC, (), "available")
    view.set_units([mark])
    with qtbot.waitSignal(view.ready, timeout=20_000):
        os.kill(view._browser.page.renderProcessPid(), signal.SIGKILL)
    shown = probe(view)
    assert shown["units"] == 1
    assert "restarted" in shown["notice"]


def test_a_hidden_map_gets_no_backlog(
    show: Callable[[MapConfiguration], MapView], configuration: MapConfiguration, probe: Probe, qtbot: QtBot
) -> None:
    view = show(configuration)
    unit, positions = UnitId(new_uuid()), Positions()
    view.set_units([UnitMark(unit, "C01", UnitKind.MEDIC, (), "available")])
    view.bind_positions(positions)
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    stack.addWidget(view)
    stack.addWidget(QWidget())
    stack.resize(500, 400)
    stack.show()
    stack.setCurrentIndex(1)
    qtbot.wait(100)
    before = view._lane._seq
    for second in range(20):
        positions.apply(PositionBatch([unit], [40_020_000 + second], [-75_050_000], [0], [0.0], [float(second)]))
        qtbot.wait(10)
    assert view._lane._seq - before <= 2
    stack.setCurrentIndex(0)
    qtbot.waitUntil(lambda: (probe(view, "unit", unit) or {"fix": 0})["fix"] == 19.0)
    view.setParent(None)


def test_a_map_may_die_with_its_window(configuration: MapConfiguration, qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    view = MapView(configuration, window)
    with qtbot.waitSignal(view.ready, timeout=20_000):
        window.show()
    shiboken6.delete(window)  # no shutdown: the page still goes before its profile
    qapp.processEvents()
