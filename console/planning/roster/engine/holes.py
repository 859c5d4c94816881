"""Fills the last empty seats: somebody takes one and leaves another empty, until it meets a person with hours left.

Each step is one exact answer of the labelling: the best roster of one person that has the empty seat in it. What that
leaves open is the next seat to fill. Wishes may suffer on the way; the searches that follow mend them.
"""

from collections import deque

import numpy as np

from console.planning.roster.engine.columns import Columns
from console.planning.roster.engine.demand import row_cost
from console.planning.roster.problem import Roster

RESTING = 12  # steps for which somebody who moved is left alone, so that the seat does not come straight back
WORSE = 1.3  # of an empty seat's price: one seat more may be empty on the way, and some wishes unmet


class Wandering:
    """A roster on the way, and how many are there in each requirement."""

    def __init__(self, search: Columns, roster: Roster) -> None:
        self._search, self._demand = search, search.demand
        self.roster, self.there = roster.copy(), search.demand.counts(roster)
        self._own = [row_cost(search.problem, place, row) for place, row in enumerate(roster)]
        self._rests: deque[int] = deque(maxlen=min(RESTING, len(roster) // 3))

    @property
    def cost(self) -> int:
        """What it costs, without the problem's constant."""
        return sum(self._own) + self._demand.cost(self.there)

    def step(self, most: float) -> bool:
        """Somebody takes an empty seat, if that costs no more than `most` in all; whether there was a seat to take."""
        search, rng = self._search, self._search.rng
        empty = np.flatnonzero((self.there < self._demand.needed) & (self._demand.under > 0))
        if not len(empty):
            return False
        hole = int(rng.choice(empty))
        cover = search.problem.cover[hole]
        able = [place for place in self._able(hole) if place not in self._rests]
        if able:
            self._take(able[int(rng.integers(len(able)))], cover.day, list(cover.kinds), most)
        return True

    def _able(self, hole: int) -> list[int]:
        """Who could sit there and does not."""
        cover = self._search.problem.cover[hole]
        kinds = list(cover.kinds)
        people = range(len(self.roster)) if cover.people is None else sorted(cover.people)
        frames = self._search.pricer.frames
        return [
            place
            for place in people
            if self.roster[place, cover.day] not in kinds and frames[place].allowed[cover.day, kinds].any()
        ]

    def _take(self, place: int, day: int, kinds: list[int], most: float) -> None:
        search, demand = self._search, self._demand
        count = self.there.copy()
        np.subtract.at(count, demand.entries(place, self.roster[place]), 1)
        costs = search.problem.people[place].cost + demand.spread(place, demand.marginal(count))
        costs[day, kinds] -= abs(costs).sum(axis=1).max()  # worth more than anything that is given up for it
        found = search.pricer.cheapest(place, costs).rows
        if not found or found[0][day] not in kinds:
            return
        np.add.at(count, demand.entries(place, found[0]), 1)
        own = row_cost(search.problem, place, found[0])
        if sum(self._own) - self._own[place] + own + demand.cost(count) > most:
            return
        self.roster[place], self.there, self._own[place] = found[0], count, own
        self._rests.append(place)


def fill(search: Columns, steps: int, until: float = 0.0) -> None:
    """Let the empty seats of the best roster wander for so many steps; the search gets every better roster."""
    if search.best is None:
        return
    at = Wandering(search, search.best)
    price = int(search.demand.under.max(initial=0))
    best = at.cost
    for _step in range(steps):
        if search.is_over() or search.meter.left < until or not at.step(best + price * WORSE):
            return
        if (now := at.cost) < best:
            best = now
            search.offer(at.roster)
