"""The process of CP-SAT: from the best roster that is known, and again when another process found a better one."""

import contextlib
import math
import time

import psutil
from ortools.sat.python import cp_model

from console.planning.roster.engine.clauses import Clauses, clauses_of
from console.planning.roster.engine.lane import Lane, Message
from console.planning.roster.engine.outcome import whole
from console.planning.roster.problem import Problem, Roster

LONG_ENOUGH = 8.0  # seconds that a run is left alone before a better roster from elsewhere starts it anew
MOST_VARIABLES = 60_000  # beyond that it finds nothing in time, and takes gigabytes


class _Watch(cp_model.CpSolverSolutionCallback):
    """Tells each roster and bound as it is found."""

    def __init__(self, owner: "ClauseSearch") -> None:
        super().__init__()
        self._owner = owner

    def on_solution_callback(self) -> None:
        """A better roster."""
        self._owner.found(self._owner.clauses.roster(self._owner.problem, self), round(self.objective_value))


class ClauseSearch:
    """CP-SAT on one problem, run after run, until proven or stopped."""

    def __init__(self, lane: Lane, problem: Problem, seconds: float, seed: int) -> None:
        self.lane, self.problem, self._seed = lane, problem, seed
        self._ends = time.monotonic() + seconds
        self.best: Roster | None = None
        self.objective, self.bound = math.inf, -math.inf
        self._solver: cp_model.CpSolver | None = None
        self._began = 0.0
        self.clauses: Clauses = clauses_of(problem)

    def found(self, roster: Roster, objective: int) -> None:
        """Keep a roster, and tell it."""
        if objective < self.objective:
            self.best, self.objective = roster, objective
            self.lane.tell("roster", objective, roster)

    def hear(self, message: Message) -> None:
        """What another process found; called from the listening thread."""
        name, *what = message
        if name == "roster" and what[1] < self.objective:
            self.best, self.objective = what[0], what[1]
            self.end_run(time.monotonic() - self._began > LONG_ENOUGH)
        elif name == "bound":
            self.bound = max(self.bound, what[0])
            self.end_run(self.objective <= whole(self.bound))
        elif name == "stop":
            self.end_run(True)

    def end_run(self, now: bool) -> None:
        """End the run that is under way."""
        if now and self._solver is not None:
            self._solver.stop_search()

    def run(self) -> None:
        """Run after run."""
        while not self.lane.is_stopped and (left := self._ends - time.monotonic()) > 0.2:
            if self.objective <= whole(self.bound):
                return
            if self._once(left):
                return

    def _once(self, left: float) -> bool:
        """One run; whether it settled the problem."""
        model = self.clauses.model
        cut = model.clone() if self.best is not None or not math.isinf(self.bound) else model
        if self.best is not None:
            self.clauses.hint(self.best)
            cut = model.clone()
            cut.add(self.clauses.objective <= int(self.objective) - 1)
        if not math.isinf(self.bound):
            cut.add(self.clauses.objective >= int(whole(self.bound)))
        solver = self._solver = cp_model.CpSolver()
        solver.parameters.num_workers = 8
        solver.parameters.random_seed = self._seed % 2**31
        solver.parameters.max_time_in_seconds = left
        solver.best_bound_callback = self._bound
        self._began, before = time.monotonic(), self.objective
        status = solver.solve(cut, _Watch(self))
        if status == cp_model.OPTIMAL:
            self.lane.tell("bound", float(round(solver.objective_value)))
            return True
        if status == cp_model.INFEASIBLE:
            if not math.isinf(before):  # nothing is below the best roster that was known when the run began
                self.lane.tell("bound", float(before))
            return True
        return status == cp_model.MODEL_INVALID

    def _bound(self, bound: float) -> None:
        if bound > self.bound and bound <= self.objective:
            self.bound = bound
            self.lane.tell("bound", bound)


def main() -> None:
    """Work on one problem, then end."""
    with contextlib.suppress(psutil.Error, OSError):
        # Eight threads would leave the column searches a ninth of the machine.
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if psutil.WINDOWS else 19)
    search: ClauseSearch | None = None

    def hear(message: Message) -> None:
        if search is not None:
            search.hear(message)

    lane = Lane(hear)
    _, problem, seconds, seed = lane.wait()
    if len(problem.people) * problem.days * len(problem.kinds) > MOST_VARIABLES:
        allowed = sum(int(person.allowed.sum()) for person in problem.people)
        if allowed > MOST_VARIABLES:
            lane.tell("done", 0.0)
            return
    search = ClauseSearch(lane, problem, seconds, seed)
    for message in lane.told():
        search.hear(message)
    search.run()
    lane.tell("done", 0.0)


if __name__ == "__main__":
    main()
