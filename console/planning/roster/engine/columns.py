"""Column generation by person: linear relaxation and proven bound, and what every other search here stands on."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from console.planning.roster.check import score
from console.planning.roster.engine.demand import Demand, Floats
from console.planning.roster.engine.labels import FAR
from console.planning.roster.engine.master import Master, Row, Solved
from console.planning.roster.engine.meter import Meter
from console.planning.roster.engine.outcome import whole
from console.planning.roster.engine.pool import Pool
from console.planning.roster.engine.pricing import Mask, Pricer
from console.planning.roster.problem import Problem, Roster

TINY = 1e-6
WORK_OF_LABEL, WORK_OF_STEP = 1 / 4_000_000, 1 / 6_000  # units of work, about a second on the machine of the figures
KEPT = 0.6  # how much of the best prices so far stays in the prices that are asked with


class Columns:
    """The state of a search: pool, master, best roster, bound. `tell_roster` and `tell_bound` hear each improvement."""

    def __init__(
        self, problem: Problem, meter: Meter, seed: int,
        tell_roster: Callable[[int, Roster], None], tell_bound: Callable[[float], None],
    ) -> None:  # fmt: skip
        self.problem, self.meter = problem, meter
        self.rng = np.random.default_rng(seed)
        self.demand, self.pricer = Demand(problem), Pricer(problem)
        self.pool = Pool(problem, self.demand)
        self.master = Master(self.demand, len(problem.people))
        self.best: Roster | None = None
        self.objective = math.inf
        self.bound = -math.inf  # with the problem's constant
        self.hear: Callable[[], None] = lambda: None  # takes in what another process has found
        self.outside: Callable[[], bool] = lambda: False  # whether a search that this one is a part of is over
        self.part_size = 1.0  # how large the parts are that are solved apart: smaller when they take too long
        self._tell_roster, self._tell_bound = tell_roster, tell_bound
        self._center: Floats | None = None
        self._counted = 0

    @property
    def is_proven(self) -> bool:
        """Whether no better roster exists."""
        return self.objective <= whole(self.bound)

    def is_over(self) -> bool:
        """Whether to stop: proven, or out of time. Counts the labelling's work."""
        self.meter.add((self.pricer.labels - self._counted) * WORK_OF_LABEL)
        self._counted = self.pricer.labels
        self.hear()
        return self.is_proven or self.meter.is_over or self.outside()

    def offer(self, roster: Roster, *, known: bool = False) -> bool:
        """Take a roster when it is the best so far; it is scored anew by the checker first."""
        found = score(self.problem, roster)
        if not found.is_legal or found.objective >= self.objective:
            return False
        self.best, self.objective = roster.copy(), found.objective
        self.take([(place, row.copy()) for place, row in enumerate(roster)])
        if not known:
            self._tell_roster(found.objective, self.best)
        return True

    def raise_bound(self, bound: float, *, known: bool = False) -> None:
        """Take a bound when it is the highest so far."""
        if bound > self.bound + TINY:
            self.bound = bound
            if not known:
                self._tell_bound(bound)

    def take(self, rows: Sequence[tuple[int, Row]]) -> int:
        """Put whole rosters of people into pool and master; how many were new."""
        fresh = [entry for place, row in rows if (entry := self.pool.add(place, row)) is not None]
        self.master.add(fresh)
        return len(fresh)

    def solve(self) -> Solved | None:
        """The master's best mixture, within the time that is left."""
        solved = self.master.solve(1e6 if self.meter.is_counted else max(0.05, self.meter.left))
        self.meter.add(self.master.steps * WORK_OF_STEP)
        return solved

    def generate(self, rounds: int = 10_000, until: float = 0.0) -> Solved | None:
        """Column generation over all people until its bound cannot rise any more; None when it was ended before."""
        solved = self.solve()
        for turn in range(rounds):
            if solved is None or self.is_over() or self.meter.left < until:
                return None
            if whole(self.bound) >= solved.value + self.problem.constant - TINY:
                return solved
            smooth = KEPT if self._center is not None and turn > 2 else 0.0
            fresh = self._ask_all(solved, smooth)
            if not fresh and smooth:
                fresh = self._ask_all(solved, 0.0)
            if not fresh:
                return solved
            solved = self.solve()
        return None

    def _ask_all(self, solved: Solved, smooth: float) -> int:
        """Price everybody under smoothed prices; new columns, and the bound that the answers prove."""
        prices = self.demand.tame(solved.duals)
        if smooth and self._center is not None:
            prices = smooth * self._center + (1 - smooth) * prices
        bound = float((prices * self.demand.needed).sum()) + self.problem.constant
        rows: list[tuple[int, Row]] = []
        for place, person in enumerate(self.problem.people):
            costs = person.cost - self.demand.spread(place, prices)
            known = float(self.pool.values(place, costs).min()) if self.pool.of[place] else FAR
            priced = self.pricer.cheapest(place, costs, below=known - TINY, count=3)
            bound += min(known, priced.least)
            rows += [(place, row) for row in priced.rows]
            if place % 16 == 15 and self.is_over():
                return self.take(rows)
        if bound > self.bound + TINY or self._center is None:
            self._center = prices
        self.raise_bound(bound)
        return self.take(rows)

    def ask_some(self, solved: Solved, masks: dict[int, Mask | None], count: int = 2) -> int:
        """Price some people under the master's own prices, within their masks; how many new columns."""
        rows: list[tuple[int, Row]] = []
        for place, mask in masks.items():
            costs = self.problem.people[place].cost - self.demand.spread(place, solved.duals)
            dear = float(solved.people[place]) - 1e-4
            priced = self.pricer.cheapest(place, costs, below=dear, count=count, mask=mask)
            rows += [(place, row) for row in priced.rows]
        return self.take(rows)
