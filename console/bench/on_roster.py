"""The roster builder: public instances against published results, and planted programs without a gap."""

import os
import threading
import time
from pathlib import Path

import psutil

from console.bench.figures import Figure
from console.errors import BadInput
from console.planning.roster.engine.build import Build, Order
from console.planning.roster.planted import COUNTY, STATE, Size, plant
from console.planning.roster.program import staff
from console.planning.roster.public_format import read_instance

# Best known costs (Curtois and Qu), and how far above each a roster of 60 seconds may lie, in percent.
PUBLIC = {1: (607, 0.0), 2: (828, 0.0), 4: (1716, 0.0), 5: (1143, 5.0), 7: (1056, 1.0), 8: (1300, 5.0),
          10: (4631, 1.5), 11: (3443, 0.0)}  # fmt: skip
PROVEN = (1, 2, 4, 11)
LOADS = (0.85, 0.92, 0.97)
SECONDS, COUNTY_SECONDS, STATE_SECONDS = 60.0, 30.0, 300.0
SEED = 3


def bench_roster(_start: object) -> list[Figure]:
    """Every public instance, then the county and the state at three loads.

    Raises:
        BadInput: TANDEM_TEST_DATA does not name the folder with the public instances.
    """
    return [*_public(), *_programs(COUNTY, COUNTY_SECONDS, 0.0), *_programs(STATE, STATE_SECONDS, 2.0)]


def _public() -> list[Figure]:
    figures = []
    for number, (best, percent) in PUBLIC.items():
        outcome = Build(read_instance(_instance(number)), Order(SECONDS)).run()
        if outcome.score is None:
            raise BadInput(f"Instance{number}: {' '.join(outcome.faults)}")
        above = 100 * (outcome.score.objective - best) / best
        figures.append(Figure("roster", f"instance {number}: above the best known", above, "%", percent, "low"))
        if number in PROVEN:
            figures.append(Figure("roster", f"instance {number}: proven", float(outcome.proven), "", 1, "high"))
        took = Figure("roster", f"instance {number}: whole build", outcome.seconds, "s", SECONDS + 2, "low")
        figures.append(took)
    return figures


def _programs(size: Size, seconds: float, percent: float) -> list[Figure]:
    figures = []
    for load in LOADS:
        with _Memory() as memory:
            staffed = staff(plant(size, load, SEED), Order(seconds))
        name = f"{size.name} at {load:.0%}"
        gaps = 100 * staffed.gaps / staffed.needed
        figures.append(Figure("roster", f"{name}: seats without a team", gaps, "%", percent, "low"))
        figures.append(Figure("roster", f"{name}: memory, peak", memory.peak, "MB", 2_000, "low"))
        for outcome in (staffed.officers, staffed.clinicians):
            if outcome.score is not None and outcome.bound is not None:
                away = outcome.score.objective - outcome.bound  # in points of cost; an empty seat costs 1,000
                figures.append(Figure("roster", f"{outcome.problem.name}: cost above the bound", away, "", 1e9, "low"))
    return figures


def _instance(number: int) -> Path:
    folder = os.environ.get("TANDEM_TEST_DATA")
    file = Path(folder) / "roster" / f"Instance{number}.txt" if folder else None
    if file is None or not file.exists():
        raise BadInput("Set TANDEM_TEST_DATA to the folder with the public rostering instances.")
    return file


class _Memory:
    """The most that this process and its solvers held at one time, in MB, asked four times a second."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._over.is_set():
            held = 0.0
            for process in (own, *own.children(recursive=True)):
                try:
                    held += process.memory_info().rss / 2**20
                except psutil.Error:  # it ended meanwhile
                    continue
            self.peak = max(self.peak, held)
            time.sleep(0.25)
