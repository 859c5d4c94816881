"""A dispatch from the wish to the repainted board, here and on a second process; the recommendation; the start."""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEvent, QObject

from console.bench.figures import Figure, percentile
from console.bench.stage import Cast, Staged, Start, build, on_stage
from console.commands.dispatch import dispatch_units, report_status
from console.domain.assignments import AssignmentStatus
from console.snapshots.units import UnitSnapshot

DISPATCHES, UNITS, CALLS = 80, 60, 40
VISIBLE = 8  # a row that is scrolled out of sight is not painted
STARTS = 5


class Repaints(QObject):
    """Says when the unit board has been painted after a unit's status changed."""

    def __init__(self, console: Staged) -> None:
        super().__init__()
        self._waiting = False
        self.changed: str | None = None
        self.painted = asyncio.Event()
        console.session.store.units.upserted.connect(self._on_units)
        console.operations.board.view.viewport().installEventFilter(self)

    def _on_units(self, changed: list[UnitSnapshot]) -> None:
        sent = [unit for unit in changed if unit.assignments]
        if sent:
            self._waiting, self.changed = True, sent[0].call_sign

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._waiting and event.type() == QEvent.Type.Paint:
            self._waiting = False
            # The filter runs before the paint itself; the next turn of the loop comes after it.
            asyncio.get_event_loop().call_soon(self.painted.set)
        return False


def bench_dispatch(start: Start) -> list[Figure]:
    """Send a free unit, again and again; a second console on the same file reports when its board was painted."""
    here: list[float] = []
    there: list[float] = []

    async def play(console: Staged, cast: Cast) -> None:
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "second.jsonl"
            second = _second_desk(cast.path, report)
            try:
                await _wait_for(report)
                repaints = Repaints(console)
                for turn in range(DISPATCHES):
                    unit, call = cast.units[turn % VISIBLE], cast.calls[turn % CALLS]
                    repaints.painted.clear()
                    began, began_real = time.perf_counter(), time.time()
                    console.session.desk.run(dispatch_units, call, [unit])
                    async with asyncio.timeout(5):
                        await repaints.painted.wait()
                    here.append((time.perf_counter() - began) * 1000)
                    there.append((await _heard(report, began_real) - began_real) * 1000)
                    console.session.desk.run(report_status, unit, AssignmentStatus.CLEARED)  # free for its next turn
                    await asyncio.sleep(0.25)
            finally:
                second.terminate()
                second.wait(10)

    on_stage(start, UNITS, CALLS, play)
    return [
        Figure("dispatch", "wish to board repainted, same desk, p95", percentile(here, 0.95), "ms", 60, "low"),
        Figure("dispatch", "wish to board repainted, second process, p95", percentile(there, 0.95), "ms", 120, "low"),
    ]


def second_desk(console: Staged, report: Path) -> None:
    """What the second process does: write down when its board was painted after each change."""
    repaints = Repaints(console)

    async def watch() -> None:
        with report.open("a", encoding="utf-8") as file:
            print(json.dumps({"at": 0}), file=file, flush=True)
            while True:
                await repaints.painted.wait()
                repaints.painted.clear()
                print(json.dumps({"at": time.time()}), file=file, flush=True)

    task = asyncio.ensure_future(watch())
    console.window.closing.connect(task.cancel)


def _second_desk(database: Path, report: Path) -> "subprocess.Popen[bytes]":
    arguments = ["bench", "second-desk", "--database", str(database), "--report", str(report)]
    return subprocess.Popen([sys.executable, "-m", "console", *arguments])


async def _wait_for(report: Path) -> None:
    async with asyncio.timeout(30):
        while not report.exists():
            await asyncio.sleep(0.1)
    await asyncio.sleep(3)  # its map, its gazetteer and its watcher have started by then


async def _heard(report: Path, since: float) -> float:
    async with asyncio.timeout(5):
        while True:
            times = [float(json.loads(line)["at"]) for line in report.read_text("utf-8").splitlines()]
            after = [at for at in times if at > since]
            if after:
                return after[0]
            await asyncio.sleep(0.02)


def bench_recommend(start: Start) -> list[Figure]:
    """The ranked teams among 5,000 units, by the built-in travel time."""
    spent: list[float] = []

    async def play(console: Staged, cast: Cast) -> None:
        calls = list(console.session.store.calls)
        dice = random.Random(5)
        for turn in range(40):
            call = dice.choice(calls)
            began = time.perf_counter()
            told = console.session.advisor.advise(call)
            if turn >= 5:
                spent.append((time.perf_counter() - began) * 1000)
            assert told.ranked
            await asyncio.sleep(0.05)

    on_stage(start, 5_000, 50, play)
    return [Figure("recommend", "5,000 units, built-in travel time, median", median(spent), "ms", 10, "low")]


def bench_start(_start: Start) -> list[Figure]:
    """Start the program five times on a warm machine; it tells itself when window and map were painted."""
    shown: list[float] = []
    drawn: list[float] = []
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
        path = Path(folder) / "bench.db"
        asyncio.run(build(path, 14, 8))
        for turn in range(STARTS + 1):
            told = _start_once(path, Path(folder) / f"start-{turn}.json")
            if turn:  # the first one fills the map's cache
                shown.append(told["window"])
                drawn.append(told["map"])
    return [
        Figure("start", "window with data, median of 5", median(shown), "ms", 700, "low"),
        Figure("start", "map painted, median of 5", median(drawn), "ms", 1_200, "low"),
    ]


def _start_once(database: Path, report: Path) -> dict[str, float]:
    began = time.time()
    environment = {**os.environ, "TANDEM_START_REPORT": str(report)}
    process = subprocess.Popen([sys.executable, "-m", "console", "--database", str(database)], env=environment)
    try:
        deadline = began + 30
        while time.time() < deadline:
            if report.exists():
                times: dict[str, float] = json.loads(report.read_text("utf-8") or "{}")
                if "map" in times:
                    return {name: (at - began) * 1000 for name, at in times.items()}
            time.sleep(0.05)
        raise TimeoutError("the program did not start within 30 seconds")
    finally:
        process.terminate()
        process.wait(10)
