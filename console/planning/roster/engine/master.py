"""The linear master: one column for each whole roster of a person, one row for each requirement and each person."""

from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from console.planning.roster.engine.demand import Demand, Floats

Row = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """What the master found: value (without the problem's constant), prices, and the share of each column."""

    value: float
    duals: Floats  # by requirement
    people: Floats  # by person
    shares: Floats  # by column


class Master:
    """A HiGHS model that grows by columns. Single-threaded: the other core has a solver of its own."""

    def __init__(self, demand: Demand, people: int) -> None:
        self._demand, self._base = demand, 2 * demand.count
        self.columns = 0
        self.steps = 0
        model = self._model = highspy.Highs()  # type: ignore[no-untyped-call]
        model.setOptionValue("output_flag", False)
        model.setOptionValue("threads", 1)
        # After new columns the last basis is still feasible: the primal method goes on from it, five times as fast
        # on covers of many equal seats.
        model.setOptionValue("solver", "simplex")
        model.setOptionValue("simplex_strategy", 4)
        n = demand.count
        needed = np.concatenate([demand.needed.astype(np.float64), np.ones(people)])
        empty = np.zeros(0, np.int32)
        model.addRows(n + people, needed, needed, 0, empty, empty, np.zeros(0))
        places = np.arange(n, dtype=np.int32)
        model.addCols(n, demand.under.astype(np.float64), np.zeros(n), demand.needed.astype(np.float64),
                      n, places, places, np.ones(n))  # fmt: skip
        model.addCols(n, demand.over.astype(np.float64), np.zeros(n), np.full(n, highspy.kHighsInf),
                      n, places, places, -np.ones(n))  # fmt: skip

    def add(self, columns: list[tuple[int, int, npt.NDArray[np.int32]]]) -> None:
        """Add columns, each (person, cost, entries)."""
        if not columns:
            return
        lengths = np.array([len(entries) + 1 for _person, _cost, entries in columns], np.int32)
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int32)
        rows = np.concatenate([np.append(entries, self._demand.count + person) for person, _, entries in columns])
        costs = np.array([cost for _person, cost, _entries in columns], np.float64)
        many = len(columns)
        self._model.addCols(
            many, costs, np.zeros(many), np.ones(many), int(lengths.sum()), starts, rows.astype(np.int32),
            np.ones(int(lengths.sum())),
        )  # fmt: skip
        self.columns += many

    def allow(self, upper: Floats) -> None:
        """The most that each column may be, 0 or 1."""
        places = np.arange(self._base, self._base + self.columns, dtype=np.int32)
        self._model.changeColsBounds(self.columns, places, np.zeros(self.columns), upper)

    def solve(self, seconds: float) -> Solved | None:
        """The best mixture of the columns; None when it ran out of time or none keeps the rows."""
        self._model.setOptionValue("time_limit", self._model.getRunTime() + seconds)
        self._model.run()
        self.steps = int(self._model.getInfo().simplex_iteration_count)
        if self._model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self._model.getSolution()
        duals = np.array(solution.row_dual)
        n = self._demand.count
        value = float(self._model.getInfo().objective_function_value)
        return Solved(value, duals[:n], duals[n:], np.array(solution.col_value)[self._base :])
