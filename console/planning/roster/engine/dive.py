"""Dives: from the linear relaxation to one whole roster, by settling who works what on which day, a few at a time.

Settling days and not whole rosters keeps people flexible: after each step the missing rosters are priced anew.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from console.planning.roster.engine.columns import Columns
from console.planning.roster.engine.demand import Floats
from console.planning.roster.engine.master import Solved
from console.planning.roster.engine.outcome import whole
from console.planning.roster.engine.pricing import Mask
from console.planning.roster.problem import Roster

WHOLE = 0.999
SEEN = 1e-5


@dataclass(frozen=True, slots=True)
class Style:
    """How a dive goes: noise on what is settled first, from which share on all is settled at once, pricing per step."""

    noise: float = 0.0
    at_once: float = 0.85
    rounds: int = 3
    share: float = 0.15  # of the people, how many are settled in a step at least


class Dive:
    """One dive. People who are not `free` keep their roster of `base`."""

    def __init__(
        self, search: Columns, style: Style, base: Roster | None = None, free: Collection[int] | None = None,
        until: float = 0.0,
    ) -> None:  # fmt: skip
        self._search, self._style, self._until = search, style, until
        self.is_late = False  # whether it was given up because it took too long
        problem = search.problem
        people = range(len(problem.people))
        self._free = sorted(people if free is None else free)
        self._masks: dict[int, Mask] = {}
        self._kept = {} if base is None else {place: base[place] for place in people if place not in set(self._free)}

    def run(self) -> Roster | None:
        """The roster, or None when it cannot be better than the best one or time ran out."""
        search = self._search
        if self._kept:
            search.take([(place, row.copy()) for place, row in self._kept.items()])
        try:
            return self._down()
        finally:
            search.master.allow(np.ones(search.master.columns))

    def _down(self) -> Roster | None:
        rounds = 12 if self._kept else self._style.rounds
        while not self._search.is_over():
            if self._search.meter.left < self._until:
                self.is_late = True
                return None
            solved = self._solve(rounds)
            if solved is None or self._is_hopeless(solved):
                return None
            open_people = self._open(solved)
            if not open_people:
                return self._roster(solved)
            self._settle(solved, open_people)
            rounds = self._style.rounds
        return None

    def _is_hopeless(self, solved: Solved) -> bool:
        value = solved.value + self._search.problem.constant
        return whole(value) >= self._search.objective

    def _solve(self, rounds: int) -> Solved | None:
        search = self._search
        for turn in range(rounds + 1):
            search.master.allow(self._uppers())
            solved = search.solve()
            if solved is None or turn == rounds or search.meter.is_over:
                return solved
            if not search.ask_some(solved, {place: self._masks.get(place) for place in self._free}):
                return solved
        return None

    def _uppers(self) -> Floats:
        """Which columns may still be used."""
        pool = self._search.pool
        upper = np.ones(len(pool))
        for place, row in self._kept.items():
            upper[pool.of[place]] = 0.0
            upper[pool.number(place, row)] = 1.0
        days = np.arange(self._search.problem.days)
        for place, mask in self._masks.items():
            table = pool.table(place)
            allowed = np.concatenate([mask.kinds, mask.off[:, None]], axis=1)  # OFF, -1, reads the last column
            upper[pool.of[place]] = allowed[days, table].all(axis=1)
        return upper

    def _open(self, solved: Solved) -> list[int]:
        """The people whose roster is still a mixture."""
        pool = self._search.pool
        return [place for place in self._free if solved.shares[pool.of[place]].max() < WHOLE]

    def _settle(self, solved: Solved, people: list[int]) -> None:
        """For some people settle one day each: the one that the mixture is surest of."""
        search, style = self._search, self._style
        wishes = []
        for place in people:
            shares = self._shares(solved, place)
            unsure = np.where(shares > 1 - SEEN, 0.0, shares)
            if style.noise:
                unsure = np.where(unsure > SEEN, unsure + search.rng.normal(0, style.noise, unsure.shape), 0.0)
            at = int(unsure.argmax())
            day, kind = divmod(at, unsure.shape[1])
            wishes.append((float(unsure[day, kind]), place, day, kind))
        wishes.sort(reverse=True)
        least = max(1, int(len(people) * style.share))
        for rank, (value, place, day, kind) in enumerate(wishes):
            if rank < least or value >= style.at_once:
                self._fix(place, day, kind)

    def _shares(self, solved: Solved, place: int) -> Floats:
        """Days x (kinds, and off last): how much of each is in a person's mixture."""
        problem, pool = self._search.problem, self._search.pool
        found = np.zeros((problem.days, len(problem.kinds) + 1))
        mine = solved.shares[pool.of[place]]
        days = np.arange(problem.days)
        for at in np.flatnonzero(mine > SEEN):
            found[days, pool.table(place)[at]] += mine[at]
        return found

    def _fix(self, place: int, day: int, kind: int) -> None:
        problem = self._search.problem
        mask = self._masks.setdefault(
            place, Mask(np.ones((problem.days, len(problem.kinds)), np.bool_), np.ones(problem.days, np.bool_))
        )
        mask.kinds[day] = False
        if kind == len(problem.kinds):
            return
        mask.kinds[day, kind] = True
        mask.off[day] = False

    def _roster(self, solved: Solved) -> Roster:
        problem, pool = self._search.problem, self._search.pool
        roster = problem.empty()
        for place in range(len(problem.people)):
            numbers = pool.of[place]
            roster[place] = pool.rows[numbers[int(solved.shares[numbers].argmax())]]
        return roster


