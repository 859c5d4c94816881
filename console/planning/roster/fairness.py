"""How evenly a roster shares hours, nights and weekend shifts: everybody's fair share, and how far from it people are.

A fair share goes with the hours of the contract and with the days on which somebody may be asked for it: half a
contract has half the nights, and who is away for two of four weeks half the weekends.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from console.planning.roster.problem import Problem, Roster

MEASURES = ("hours", "nights", "weekend shifts")
HOURS, NIGHTS, WEEKENDS = range(3)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """One measure over the people of a roster: what somebody has on average, and how far people are from fair."""

    name: str
    mean: float
    away: float  # root of the mean square of what people have above or below their fair share


def uses(problem: Problem) -> Floats:
    """What one shift counts: measure x day x kind; in hours, nights, shifts of a weekend."""
    shape = (problem.days, len(problem.kinds))
    found = np.zeros((len(MEASURES), *shape))
    found[HOURS] = np.array([one.minutes for one in problem.kinds]) / 60
    found[NIGHTS] = np.array([one.is_night for one in problem.kinds])
    for day in problem.saturdays:
        found[WEEKENDS, day : day + 2] = 1
    if problem.first_weekday == 6:
        found[WEEKENDS, 0] = 1  # a Sunday whose Saturday is before the first day
    return found


def loads(problem: Problem, roster: Roster) -> Floats:
    """What everybody has: measure x person."""
    padded = np.concatenate([uses(problem), np.zeros((len(MEASURES), problem.days, 1))], axis=2)  # OFF reads the last
    return np.asarray(padded[:, np.arange(problem.days), roster].sum(axis=2), np.float64)


def shares(problem: Problem, roster: Roster) -> Floats:
    """Everybody's fair share of what a roster asks of all together: measure x person."""
    asked = loads(problem, roster).sum(axis=1)
    counts = uses(problem) > 0
    days = np.maximum(1, counts.any(axis=2).sum(axis=1))
    found = np.zeros((len(MEASURES), len(problem.people)))
    for place, person in enumerate(problem.people):
        may = person.allowed.copy()
        for limit in person.limits:
            may[:, list(limit.kinds)] &= limit.most > 0
        found[:, place] = person.max_minutes * (counts & may).any(axis=2).sum(axis=1) / days
        found[WEEKENDS, place] *= person.max_weekends > 0
    whole = found.sum(axis=1)
    found *= (asked / np.where(whole > 0, whole, 1.0))[:, None]
    return found


def spreads(problem: Problem, roster: Roster) -> tuple[Spread, ...]:
    """Each measure's mean, and how far from fair it is shared; nobody is counted who may not be asked for it."""
    have, fair = loads(problem, roster), shares(problem, roster)
    found = []
    for measure, name in enumerate(MEASURES):
        asked = (fair[measure] > 0) | (have[measure] > 0)
        away = have[measure][asked] - fair[measure][asked]
        mean = float(have[measure][asked].mean()) if asked.any() else 0.0
        found.append(Spread(name, mean, float(np.sqrt((away**2).mean())) if asked.any() else 0.0))
    return tuple(found)

