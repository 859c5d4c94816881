"""The demo at 30x for twenty minutes: errors in the log, growth of memory, gaps of the window's thread."""

import asyncio
import logging
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, Qt, QTimer

from console.bench.figures import Figure, percentile
from console.bench.stage import Staged, Start, ready
from console.commands.programs import set_pace
from console.db.engine import open_database
from console.db.schema import bring_up_to_date
from console.desk.founding import found_demo
from console.settings import Settings

SECONDS, WARM_SECONDS, SPEED = 20 * 60, 2 * 60, 30.0
BEAT_MS = 10


class Gaps(QObject):
    """How much later than asked a timer of the window's thread fires: what an operator feels as a stutter."""

    def __init__(self) -> None:
        super().__init__()
        self.ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.ms.append((now - self._last) * 1000)
        self._last = now


class Errors(logging.Handler):
    """Counts what is worse than a warning."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


def bench_soak(start: Start, seconds: float = SECONDS) -> list[Figure]:
    """Run the demo with its own dispatcher, so that calls are answered; the operator's desk only looks on."""
    figures: list[Figure] = []
    errors = Errors()

    def then(console: Staged) -> object:
        logging.getLogger().addHandler(errors)

        async def run() -> None:
            await ready(console)
            console.session.desk.run(set_pace, SPEED)
            await asyncio.sleep(min(WARM_SECONDS, seconds / 4))
            gaps, began = Gaps(), private_mb()
            await asyncio.sleep(seconds - min(WARM_SECONDS, seconds / 4))
            growth = (private_mb() - began) / began * 100
            figures.extend(
                (
                    Figure("soak", "errors in the log", errors.count, "", 0, "low"),
                    Figure("soak", "growth of private memory after two minutes", growth, "%", 5, "low"),
                    Figure("soak", "UI gap, p99", percentile(gaps.ms, 0.99), "ms", 50, "low"),
                )
            )
            console.window.close()

        return asyncio.ensure_future(run())

    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
        path = Path(folder) / "soak.db"
        asyncio.run(_found(path))
        radio = subprocess.Popen(
            [sys.executable, "-m", "console", "feeds", "run", "--database", str(path), "--dispatcher"]
        )
        try:
            start(path, Path(folder) / "settings.toml", then)
        finally:
            radio.terminate()
            radio.wait(10)
    return figures


async def _found(path: Path) -> None:
    bring_up_to_date(path)
    database = open_database(path)
    await found_demo(database, Settings(), "Soak")
    await database.close()


def private_mb() -> float:
    """Memory that these processes wrote themselves, swapped or not, in MB.

    Pages of files that were only read (libraries) are left out: they count as private or as shared by whether some
    other program has the same file open just then.
    """
    own = psutil.Process()
    return sum(map(_written_mb, [own, *own.children(recursive=True)]))


def _written_mb(process: psutil.Process) -> float:
    rollup = Path(f"/proc/{process.pid}/smaps_rollup")
    if not rollup.exists():  # not Linux: the nearest that the system tells
        return float(process.memory_full_info().uss) / 2**20
    kilobytes = dict(line.split()[:2] for line in rollup.read_text().splitlines()[1:])
    return (int(kilobytes["Private_Dirty:"]) + int(kilobytes["Swap:"])) / 2**10


def memory_mb() -> float:
    """Proportional memory of this process and of its children, in MB; each page is counted once."""
    own = psutil.Process()
    everyone = [own, *own.children(recursive=True)]
    return float(sum(one.memory_full_info().pss for one in everyone)) / 2**20
