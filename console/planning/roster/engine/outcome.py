"""What a build tells while it runs and at its end."""

import math
from dataclasses import dataclass

from console.planning.roster.check import Score
from console.planning.roster.fairness import Spread
from console.planning.roster.problem import Problem, Roster


def whole(bound: float) -> float:
    """The lowest objective that a bound leaves possible: costs are whole numbers."""
    return bound if math.isinf(bound) else math.ceil(bound - 1e-6)


@dataclass(frozen=True, slots=True)
class Eased:
    """A rule of a person that could not be kept: what it asked for, and what is asked for instead."""

    person: int
    rule: str  # min_minutes, min_run, min_rest, fixed
    asked: int
    instead: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: the best roster's cost and empty seats, and the cost that no roster can be below."""

    seconds: float
    objective: int | None
    shortfall: int | None
    bound: int | None

    @property
    def gap(self) -> float | None:
        """How far the best roster may be from the best possible one, as a share of its cost."""
        if self.objective is None or self.bound is None:
            return None
        return max(0, self.objective - self.bound) / max(1, abs(self.objective))


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The end of a build. `problem` is the one that was solved, with what had to be eased."""

    problem: Problem
    roster: Roster | None
    score: Score | None
    bound: int | None
    proven: bool
    seconds: float
    history: tuple[Progress, ...]
    eased: tuple[Eased, ...]
    faults: tuple[str, ...]  # sentences
    shared: tuple[tuple[Spread, Spread], ...] = ()  # each measure before and after it was shared more evenly
