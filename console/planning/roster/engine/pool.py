"""The whole rosters that were found for each person, each once."""

import numpy as np
import numpy.typing as npt

from console.planning.roster.engine.demand import Demand, Floats, row_cost
from console.planning.roster.engine.master import Row
from console.planning.roster.problem import Problem

Entry = tuple[int, int, npt.NDArray[np.int32]]  # person, cost, requirements


class Pool:
    """Columns by number and by person."""

    def __init__(self, problem: Problem, demand: Demand) -> None:
        self._problem, self._demand = problem, demand
        self.owner: list[int] = []
        self.entries: list[Entry] = []
        self.rows: list[Row] = []
        self.of: list[list[int]] = [[] for _ in problem.people]
        self._known: dict[tuple[int, bytes], int] = {}
        self._tables: list[tuple[int, npt.NDArray[np.int16]] | None] = [None] * len(problem.people)

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, place: int, row: Row) -> Entry | None:
        """Keep a roster of a person; None when it is known."""
        sign = (place, row.tobytes())
        if sign in self._known:
            return None
        entry = (place, row_cost(self._problem, place, row), self._demand.entries(place, row))
        self._known[sign] = len(self.rows)
        self.of[place].append(len(self.rows))
        self.owner.append(place)
        self.rows.append(row)
        self.entries.append(entry)
        return entry

    def number(self, place: int, row: Row) -> int:
        """The column of a known roster."""
        return self._known[place, row.tobytes()]

    def table(self, place: int) -> npt.NDArray[np.int16]:
        """All rosters of a person, one a row, in the order of `of`."""
        known = self._tables[place]
        if known is None or known[0] != len(self.of[place]):
            rows = np.array([self.rows[one] for one in self.of[place]], np.int16).reshape(-1, self._problem.days)
            known = self._tables[place] = (len(rows), rows)
        return known[1]

    def values(self, place: int, costs: Floats) -> Floats:
        """What each roster of a person costs under these costs (days x kinds)."""
        padded = np.concatenate([costs, np.zeros((len(costs), 1))], axis=1)  # OFF, -1, reads the last one
        table = self.table(place)
        return np.asarray(padded[np.arange(self._problem.days), table].sum(axis=1), np.float64)
