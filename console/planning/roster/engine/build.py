"""A build: solver processes beside this one, each hearing what the other found; every roster is scored anew here.

This module imports no solver, so a desk may hold a `Build`: `run` in a thread of its own, `stop` and `cancel` from any.
"""

import contextlib
import math
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from console.planning.roster.check import Score, score
from console.planning.roster.engine.evened import Ends, evened
from console.planning.roster.engine.outcome import Eased, Outcome, Progress, whole
from console.planning.roster.engine.worker import CLAUSES, COLUMNS, ENDED, Inbox, Worker
from console.planning.roster.fairness import Spread
from console.planning.roster.problem import Problem, Roster

SLACK = 0.4  # seconds before the end at which the solvers round off
BEAT = 0.25
FIRST = 60.0  # so long a build waits for a first roster when its seconds were too few for one
NAMES = {COLUMNS: "The builder's column search", CLAUSES: "The builder's clause search"}
SHARING = 20.0  # seconds at most for sharing evenly; a county takes some tenths


@dataclass(frozen=True, slots=True)
class Order:
    """How a build goes. With `work` the clock is not asked: the same seed and work give the same roster."""

    seconds: float = 60.0
    seed: int = 1
    work: float | None = None
    megabytes: float = 1_500.0  # for all solver processes together
    is_fair: bool = False  # share hours, nights and weekends at the end, where that costs nothing


class Build:
    """One build of one problem."""

    def __init__(self, problem: Problem, order: Order, tell: Callable[[Progress], None] | None = None) -> None:
        self.problem, self._order, self._tell = problem, order, tell or (lambda progress: None)
        self._inbox: Inbox = queue.Queue()
        self._workers: dict[str, Worker] = {}
        self._best: tuple[Roster, Score] | None = None
        self._bound = -math.inf
        self._history: list[Progress] = []
        self._eased: tuple[Eased, ...] = ()
        self._faults: list[str] = []
        self._began = time.monotonic()
        self._ending, self._cancelled, self._ready = threading.Event(), threading.Event(), False
        self._restarts = 0
        self._fixed = tuple(person.fixed for person in problem.people)
        self._shared: tuple[tuple[Spread, Spread], ...] = ()

    def stop(self) -> None:
        """End soon with the best roster so far. From any thread."""
        self._ending.set()
        self._inbox.put((None, ("wake",)))

    def cancel(self) -> None:
        """End at once; the solvers are killed. From any thread."""
        self._cancelled.set()
        self.stop()

    def processes(self) -> dict[str, int]:
        """The process id of each solver that runs."""
        return {name: worker.pid for name, worker in self._workers.items()}

    def run(self, known: Roster | None = None) -> Outcome:
        """Build, from a known roster when there is one; blocks until proven, out of time, stopped or cancelled."""
        self._began = time.monotonic()
        try:
            self._start(known)
            if self._order.work is None:
                self._begin(CLAUSES)
            if COLUMNS not in self._workers:
                self._begin_clauses(self.problem, ())
            self._follow()
        finally:
            for worker in self._workers.values():
                worker.kill()
        if self._order.is_fair:
            self._share()
        return self._outcome()

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._began

    def _begin(self, module: str) -> Worker | None:
        try:
            self._workers[module] = Worker(module, self._inbox)
        except OSError as fault:
            self._fault(f"{NAMES[module]} could not be started ({fault.strerror}).")
        return self._workers.get(module)

    def _start(self, known: Roster | None) -> None:
        """Begin the column search; it goes on from a known roster."""
        worker = self._begin(COLUMNS)
        if worker is not None:
            left = max(0.5, self._order.seconds - self._seconds - SLACK)
            worker.tell("problem", self.problem, left, self._order.work, self._order.seed, known)

    def _follow(self) -> None:
        told_to_stop: float | None = None
        checked = 0.0
        while not self._cancelled.is_set() and not self._is_settled():
            with contextlib.suppress(queue.Empty):
                self._take(*self._inbox.get(timeout=BEAT))
            if self._seconds - checked > 0.5:
                checked = self._seconds
                self._watch_memory()
            late = self._order.work is None and self._seconds >= self._order.seconds - SLACK / 2
            waits = self._best is None and self._seconds < self._order.seconds + FIRST and bool(self._workers)
            if (late and not waits) or self._ending.is_set():
                if told_to_stop is None:
                    told_to_stop = self._seconds
                    for worker in self._workers.values():
                        worker.tell("stop")
                if self._seconds - told_to_stop > SLACK / 2:
                    break
        while not self._inbox.empty():
            self._take(*self._inbox.get_nowait())

    def _is_settled(self) -> bool:
        """Proven, or no process is left that could still find something."""
        if self._order.work is None and self._best is not None and self._is_proven():
            return True
        return COLUMNS not in self._workers and CLAUSES not in self._workers

    def _is_proven(self) -> bool:
        return self._best is not None and self._best[1].objective <= whole(self._bound)

    def _take(self, worker: Worker | None, message: tuple[object, ...]) -> None:
        if worker is None or self._workers.get(worker.module) is not worker:
            return
        match message:
            case ("eased", Problem() as problem, tuple() as eased):
                self._begin_clauses(problem, eased)
            case ("roster", int() as objective, roster):
                self._roster(worker, objective, roster)  # type: ignore[arg-type]  # the lane carries what was sent
            case ("bound", float() as bound):
                self._raise_bound(worker, bound)
            case ("done", _):
                worker.is_done = True
            case (str() as name,) if name == ENDED:
                self._ended(worker)

    def _begin_clauses(self, problem: Problem, eased: tuple[Eased, ...]) -> None:
        self.problem, self._eased = problem, eased
        clauses = self._workers.get(CLAUSES)
        if clauses is not None and not self._ready:
            left = max(0.5, self._order.seconds - self._seconds - SLACK)
            clauses.tell("problem", problem, left, self._order.seed)
        self._ready = True

    def _roster(self, worker: Worker, objective: int, roster: Roster) -> None:
        found = score(self.problem, roster)
        if not found.is_legal or found.objective != objective:
            rule = found.breaches[0].rule if found.breaches else "its cost"
            self._fault(f"A roster of the builder was thrown away: the checker does not agree about {rule}.")
            return
        if self._best is None or objective < self._best[1].objective:
            self._best = (roster, found)
            self._others(worker, "roster", roster, objective)
            self._progress()

    def _raise_bound(self, worker: Worker, bound: float) -> None:
        if self._best is not None and bound > self._best[1].objective + 1e-6:
            self._fault("A bound of the builder was thrown away: a roster is better than it allows.")
        elif bound > self._bound + 1e-6:
            self._bound = bound
            self._others(worker, "bound", bound)
            self._progress()

    def _share(self) -> None:
        """Share the best roster more evenly; it costs no more and covers no less."""
        if self._best is None or self._cancelled.is_set():
            return
        most = SHARING if self._order.work is None else math.inf
        ends = Ends(most, self._ending, self._cancelled)
        found = evened(self.problem, self._best[0], self._fixed, self._order.seed, ends)
        self._best = (found.roster, found.score)
        self._shared = tuple(zip(found.before, found.after, strict=True))
        if found.fault:
            self._fault(found.fault)
        self._progress()

    def _others(self, source: Worker, *message: object) -> None:
        if self._order.work is None:
            for worker in self._workers.values():
                if worker is not source:
                    worker.tell(*message)

    def _progress(self) -> None:
        best = None if self._best is None else self._best[1]
        now = Progress(
            self._seconds, None if best is None else best.objective, None if best is None else best.shortfall,
            None if math.isinf(self._bound) else int(whole(self._bound)),
        )  # fmt: skip
        self._history.append(now)
        self._tell(now)

    def _ended(self, worker: Worker) -> None:
        del self._workers[worker.module]
        worker.kill()
        if worker.is_done or self._ending.is_set() or self._cancelled.is_set():
            return
        what = f"{NAMES[worker.module]} {worker.how_it_ended()}."
        kept = "" if self._best is None else "; the best roster is kept"
        if worker.module == COLUMNS and self._restarts == 0 and self._order.work is None and self._ready:
            self._restarts += 1
            self._fault(f"{what} It was started again{kept}.")
            self._start(None if self._best is None else self._best[0])
            return
        self._fault(f"{what} The rest of the builder goes on{kept}." if self._workers else what)
        if worker.module == COLUMNS:  # nobody says any more which rules give way
            self._begin_clauses(self.problem, self._eased)

    def _watch_memory(self) -> None:
        held = {worker: worker.megabytes() for worker in self._workers.values()}
        if sum(held.values()) <= self._order.megabytes:
            return
        largest = max(held, key=lambda one: (one.module == CLAUSES, held[one]))
        largest.is_done = largest.module == CLAUSES  # the column search is started again with an empty memory
        kept = "" if self._best is None else " The best roster is kept."
        self._fault(f"The builder used too much memory; a part of it was ended.{kept}")
        largest.kill()

    def _fault(self, sentence: str) -> None:
        if sentence not in self._faults:
            self._faults.append(sentence)

    def _outcome(self) -> Outcome:
        roster, found = self._best if self._best is not None else (None, None)
        if roster is None and not self._cancelled.is_set():
            if self._ending.is_set():
                self._fault("It was stopped before there was a roster.")
            elif self._workers or not self._faults:
                self._fault("No roster was found in the time given. Give it more seconds.")
            else:
                self._fault("There was no roster yet.")
        return Outcome(
            self.problem, roster, found, None if math.isinf(self._bound) else int(whole(self._bound)),
            self._is_proven(), self._seconds, tuple(self._history), self._eased, tuple(self._faults), self._shared,
        )  # fmt: skip
