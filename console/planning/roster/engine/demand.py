"""The cover of a problem as arrays: who counts in which requirement, what one more or less costs."""

import numpy as np
import numpy.typing as npt

from console.planning.roster.problem import OFF, Problem, Roster

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]


class Demand:
    """All cover requirements, and where each person's shifts enter them."""

    def __init__(self, problem: Problem) -> None:
        covers = problem.cover
        self.count = len(covers)
        self.needed = np.array([one.needed for one in covers], np.int64)
        self.under = np.array([one.under for one in covers], np.int64)
        self.over = np.array([one.over for one in covers], np.int64)
        self._shape = (problem.days, len(problem.kinds))
        general = [
            (at, one.day, kind)
            for at, one in enumerate(covers)
            if one.people is None
            for kind in sorted(set(one.kinds))
        ]
        self._general = np.array(general, np.int64).reshape(-1, 3)
        own: dict[int, list[tuple[int, int, int]]] = {}
        for at, one in enumerate(covers):
            for person in one.people or ():
                own.setdefault(person, []).extend((at, one.day, kind) for kind in sorted(set(one.kinds)))
        self._own = {person: np.array(rows, np.int64) for person, rows in own.items()}
        self._of_shift = self._lists(self._general)
        self._own_of_shift = {person: self._lists(rows) for person, rows in self._own.items()}

    def _lists(self, rows: npt.NDArray[np.int64]) -> dict[tuple[int, int], list[int]]:
        lists: dict[tuple[int, int], list[int]] = {}
        for at, day, kind in rows.tolist():
            lists.setdefault((day, kind), []).append(at)
        return lists

    def entries(self, place: int, row: npt.NDArray[np.int16]) -> Places:
        """The requirements that a person's whole roster counts in."""
        own = self._own_of_shift.get(place)
        found: list[int] = []
        for day, kind in enumerate(row.tolist()):
            if kind != OFF:
                found += self._of_shift.get((day, kind), ())
                if own is not None:
                    found += own.get((day, kind), ())
        return np.array(sorted(found), np.int32)

    def spread(self, place: int, duals: Floats) -> Floats:
        """What each shift of a person (days x kinds) gets from a price on every requirement."""
        priced = np.zeros(self._shape)
        np.add.at(priced, (self._general[:, 1], self._general[:, 2]), duals[self._general[:, 0]])
        own = self._own.get(place)
        if own is not None:
            np.add.at(priced, (own[:, 1], own[:, 2]), duals[own[:, 0]])
        return priced

    def counts(self, roster: Roster) -> npt.NDArray[np.int64]:
        """How many are there, by requirement."""
        there = np.zeros(self.count, np.int64)
        for place, row in enumerate(roster):
            np.add.at(there, self.entries(place, row), 1)
        return there

    def cost(self, there: npt.NDArray[np.int64]) -> int:
        """What empty and surplus seats cost."""
        short = np.maximum(0, self.needed - there)
        return int((self.under * short + self.over * np.maximum(0, there - self.needed)).sum())

    def marginal(self, there: npt.NDArray[np.int64]) -> Floats:
        """What one more costs in each requirement (negative: it is missing)."""
        return np.where(there >= self.needed, self.over, -self.under).astype(np.float64)

    def tame(self, duals: Floats) -> Floats:
        """The nearest prices that a bound can be made from."""
        return np.clip(duals, -self.over, self.under)


def row_cost(problem: Problem, place: int, row: npt.NDArray[np.int16]) -> int:
    """What a person's whole roster costs by itself."""
    days = np.flatnonzero(row != OFF)
    return int(problem.people[place].cost[days, row[days]].sum())
