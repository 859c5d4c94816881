"""Asks the labelling for the cheapest rosters of one person under given costs, limits entering only when they bind."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from console.planning.roster.engine.frames import Flags, Frame, frame_of
from console.planning.roster.engine.labels import FAR, cheapest_kinds, label
from console.planning.roster.problem import OFF, Person, Problem

MOST_STATES = 60_000_000  # a place for each state of a day: 240 MB at most

Row = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """The cheapest rosters of one person: what they cost, the rows, and below which value there is none."""

    values: list[float]
    rows: list[Row]
    least: float  # no legal roster costs less; FAR when there is none below the threshold that was given


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """What a dive still leaves to a person: kinds by day, and whether a day may be off."""

    kinds: Flags
    off: Flags


class Pricer:
    """Prices all people of a problem; `labels` counts the work done, the same in every run."""

    def __init__(self, problem: Problem, people: tuple[Person, ...] | None = None) -> None:
        self.problem = problem
        self.people = problem.people if people is None else people
        self.frames = [frame_of(problem, person) for person in self.people]
        self.active: list[list[int]] = [[] for _ in self.people]
        self.labels = 0
        self._slot = np.full(1, -1, np.int32)

    def cheapest(
        self, place: int, costs: npt.NDArray[np.float64], *, below: float = FAR, count: int = 1,
        mask: Mask | None = None,
    ) -> Priced:  # fmt: skip
        """Up to `count` legal rosters that cost less than `below` under these costs (days x kinds)."""
        frame = self.frames[place]
        allowed = frame.allowed if mask is None else frame.allowed & mask.kinds
        off_ok = frame.off_ok if mask is None else frame.off_ok & mask.off
        best, which = cheapest_kinds(costs, allowed, frame.group_of, len(frame.minutes))
        while True:
            values, groups = self._label(place, best, off_ok, below, count)
            if not len(values):
                return Priced([], [], FAR)
            broken = self._broken(frame, groups[0])
            if not broken or not self._activate(place, broken):
                break
        rows, kept = [], []
        days = np.arange(self.problem.days)
        for value, chosen in zip(values, groups, strict=True):
            if not self._broken(frame, chosen):
                rows.append(np.where(chosen >= 0, which[days, np.maximum(chosen, 0)], OFF).astype(np.int16))
                kept.append(float(value))
        return Priced(kept, rows, float(values[0]))

    def most_minutes(self, place: int) -> int:
        """The most minutes that a person can work under the rules; -1 when these contradict each other."""
        costs = -np.array([kind.minutes for kind in self.problem.kinds], np.float64)
        found = self.cheapest(place, np.tile(costs, (self.problem.days, 1)), count=1)
        return round(-found.values[0]) if found.values else -1

    def _label(
        self, place: int, best: npt.NDArray[np.float64], off_ok: Flags, below: float, count: int
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
        frame, active = self.frames[place], self.active[place]
        states = self._states(place, active)
        if states > len(self._slot):
            self._slot = np.full(states, -1, np.int32)
        # A limit that is not among the active ones is checked on what comes out.
        nodes = frame.nodes
        values, groups, labels = label(
            best, off_ok, (nodes.to_work, nodes.to_off, nodes.first_work, nodes.first_off), nodes.run, frame.works,
            frame.calendar, frame.mondays, frame.minutes, frame.limit_use[active], frame.most[active], frame.caps,
            self._slot, below, count,
        )  # fmt: skip
        self.labels += labels + self.problem.days
        return values, groups

    def _states(self, place: int, active: list[int]) -> int:
        frame = self.frames[place]
        weekends, week, _least, most = frame.caps
        counts = int(np.prod(frame.most[active] + 1, dtype=np.int64))
        return len(frame.nodes.run) * (max(0, weekends) + 1) * (max(0, week) + 1) * counts * (most + 1)

    def _activate(self, place: int, broken: list[int]) -> bool:
        """Count these limits, too, from now on; no, when that would be more states than there is room for."""
        grown = self.active[place] + [one for one in broken if one not in self.active[place]]
        if len(grown) == len(self.active[place]) or self._states(place, grown) > MOST_STATES:
            return False
        self.active[place] = grown
        return True

    @staticmethod
    def _broken(frame: Frame, groups: npt.NDArray[np.int64]) -> list[int]:
        worked = groups[groups >= 0]
        return [one for one in range(len(frame.most)) if frame.limit_use[one][worked].sum() > frame.most[one]]
