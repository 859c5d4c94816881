from array import array
from collections.abc import Callable
from statistics import median
from time import perf_counter, thread_time
from typing import Any

from pytestqt.qtbot import QtBot

from console.domain.ids import UnitId, new_uuid
from console.domain.units import Discipline, UnitKind
from console.store.positions import PositionBatch, Positions
from console.views.parts.map.map_view import MapView
from console.views.parts.map.marks import UnitMark

COUNT = 5000
# The budget on an idle desk is 2.5 ms and 60 ms; twice that still tells a change of order from a busy machine.
CPU_MS, PAINTED_MS = 5.0, 150.0


def test_five_thousand_moving_units_cost_the_desk_little(
    view: MapView, probe: Callable[..., Any], qtbot: QtBot
) -> None:
    ids = [UnitId(new_uuid()) for _ in range(COUNT)]
    pair = (Discipline.OFFICER, Discipline.CLINICIAN)
    view._lane.interval_ms = 0
    view.set_units([UnitMark(one, f"U{i}", UnitKind.CO_RESPONSE, pair, "available") for i, one in enumerate(ids)])
    positions = Positions()
    view.bind_positions(positions)
    cpu, painted = [], []
    lats = [40_000_000 + i % 50 * 1000 for i in range(COUNT)]
    lons = [-75_090_000 + i // 50 * 800 for i in range(COUNT)]
    moved = array("i", range(COUNT))
    with qtbot.waitSignal(view.painted):
        positions.apply(PositionBatch(ids, lats, lons, [0] * COUNT, [0.0] * COUNT, [1.0] * COUNT))
    for _ in range(7):
        started, spent = perf_counter(), thread_time()
        with qtbot.waitSignal(view.painted):
            positions.moved.emit(moved)
            cpu.append((thread_time() - spent) * 1000)
        painted.append((perf_counter() - started) * 1000)
    assert probe(view)["drawn"] == COUNT
    assert median(cpu) < CPU_MS
    assert median(painted) < PAINTED_MS
