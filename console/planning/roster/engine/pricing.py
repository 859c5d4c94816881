"""Asks the labelling for the cheapest rosters of one person under given costs, limits entering only when they bind."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from console.planning.roster.engine.frames import Flags, Frame, frame_of
from console.planning.roster.engine.labels import FAR, cheapest_kinds, label
from console.planning.roster.problem import OFF, Person, Problem

BEAM, LEAST_BEAM = 8_000, 300  # labels that are kept of one day; a period of four weeks has some hundred
STEPS = 3_000_000
MOST_STATES = 20_000_000  # a place for each state of a day: 80 MB at most
MOST_COUNTS = 20_000  # of limits together
ATTEMPTS = 12  # at a roster that keeps limits which are too many to count

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
        self.width = 1  # more: fewer labels are thrown away; 0: as many as may be
        self._slot = np.full(1, -1, np.int32)
        self._days = np.arange(problem.days)

    def cheapest(
        self, place: int, costs: npt.NDArray[np.float64], *, below: float = FAR, count: int = 1,
        mask: Mask | None = None,
    ) -> Priced:  # fmt: skip
        """Up to `count` legal rosters that cost less than `below` under these costs (days x kinds)."""
        frame = self.frames[place]
        allowed = frame.allowed if mask is None else frame.allowed & mask.kinds
        off_ok = frame.off_ok if mask is None else frame.off_ok & mask.off
        rows: list[Row] = []
        kept: list[float] = []
        least, dear = FAR, costs
        for attempt in range(ATTEMPTS):
            best, which = cheapest_kinds(dear, allowed, frame.group_of, len(frame.minutes))
            if not which.shape[1]:  # somebody who may work nothing: every day is off
                which = np.zeros((self.problem.days, 1), which.dtype)
            values, groups, bound = self._counted(place, best, off_ok, below if attempt == 0 else FAR, count)
            if attempt == 0:
                least = min(bound, float(values[0]) if len(values) else FAR)
            for chosen in groups:
                if not self._broken(frame, chosen):
                    row = np.where(chosen >= 0, which[self._days, np.maximum(chosen, 0)], OFF).astype(np.int16)
                    rows.append(row)
                    kept.append(float(costs[self._days, row][row != OFF].sum()))
            if rows or not len(groups) or below < FAR:
                break
            dear = self._dearer(frame, groups[0], dear, attempt)
        return Priced(kept, rows, least)

    def _counted(
        self, place: int, best: npt.NDArray[np.float64], off_ok: Flags, below: float, count: int
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], float]:
        """Label, again with every limit counted that the cheapest roster breaks."""
        while True:
            values, groups, bound = self._label(place, best, off_ok, below, count)
            broken = self._broken(self.frames[place], groups[0]) if len(values) else []
            if not broken or not self._activate(place, broken):
                return values, groups, bound

    def _dearer(
        self, frame: Frame, chosen: npt.NDArray[np.int64], costs: npt.NDArray[np.float64], attempt: int
    ) -> npt.NDArray[np.float64]:
        """Costs that lead away from the limits that there is no room to count."""
        dear = costs.copy()
        for one in self._broken(frame, chosen):
            kinds = [kind for kind, group in enumerate(frame.group_of) if group >= 0 and frame.limit_use[one][group]]
            dear[:, kinds] += (1.0 + abs(costs).mean()) * 2.0**attempt
        return dear

    def most_minutes(self, place: int) -> int:
        """The most minutes that a person can work under the rules; -1 when these contradict each other."""
        costs = -np.array([kind.minutes for kind in self.problem.kinds], np.float64)
        found = self.cheapest(place, np.tile(costs, (self.problem.days, 1)), count=1)
        return round(-found.values[0]) if found.values else -1

    def _label(
        self, place: int, best: npt.NDArray[np.float64], off_ok: Flags, below: float, count: int
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], float]:
        frame, active = self.frames[place], self.active[place]
        states = self._states(place, active)
        if states > len(self._slot):
            self._slot = np.full(states, -1, np.int32)
        # A limit that is not among the active ones is checked on what comes out.
        nodes = frame.nodes
        values, groups, labels, bound = label(
            best, off_ok, (nodes.to_work, nodes.to_off, nodes.first_work, nodes.first_off), nodes.run, frame.works,
            frame.calendar, frame.mondays, frame.minutes, frame.limit_use[active], frame.most[active], frame.caps,
            self._slot, below, count, self._beam(frame),
        )  # fmt: skip
        self.labels += labels + self.problem.days
        return values, groups, bound

    def _beam(self, frame: Frame) -> int:
        """How many labels of a day are kept, so that one answer takes about a tenth of a second at most."""
        steps = self.problem.days * (len(frame.minutes) + 1)
        return LEAST_BEAM if self.width == 0 else self.width * max(LEAST_BEAM, min(BEAM, STEPS // steps))

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
        if np.prod(self.frames[place].most[grown] + 1, dtype=np.int64) > MOST_COUNTS:
            return False
        self.active[place] = grown
        return True

    @staticmethod
    def _broken(frame: Frame, groups: npt.NDArray[np.int64]) -> list[int]:
        worked = groups[groups >= 0]
        return [one for one in range(len(frame.most)) if frame.limit_use[one][worked].sum() > frame.most[one]]
