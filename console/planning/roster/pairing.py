"""Who rides with whom: officers and clinicians of one shift are matched at the least cost, shift by shift."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

NEVER = 100_000
OTHER_ZONE, NO_ZONE = 8, 10_000  # one of two moves to the other's zone; neither may
USUAL, FAMILIAR, MOST_FAMILIAR = 4, 1, 3
SAME_LANGUAGE = 3  # two who speak it in one team are one too few elsewhere

Seat = tuple[int, int]  # person, zone


@dataclass(frozen=True, slots=True)
class Bonds:
    """What is known about pairs: officers and clinicians by number."""

    never: frozenset[tuple[int, int]]
    usual: Mapping[int, int]  # officer: clinician
    languages: tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]  # officers', clinicians'
    zones: tuple[tuple[frozenset[int], ...], tuple[frozenset[int], ...]]


@dataclass(frozen=True, slots=True)
class Pair:
    """One team of two, and the zone that it takes."""

    officer: int
    clinician: int
    zone: int


class Pairing:
    """Matches shift after shift; who rode together before is a little nearer."""

    def __init__(self, bonds: Bonds) -> None:
        self._bonds = bonds
        self._together: dict[tuple[int, int], int] = {}

    def match(self, officers: list[Seat], clinicians: list[Seat]) -> list[Pair]:
        """The pairs of one shift. Somebody for whom nobody is left, or only who must not be, stays alone.

        Either the clinicians move to the officers' zones or the officers to theirs, so that no zone has two teams.
        """
        if not officers or not clinicians:
            return []
        (_cost, pairs), *_other = sorted(
            (self._matched(officers, clinicians, officers_move=move) for move in (False, True)),
            key=lambda one: (-len({pair.zone for pair in one[1]}), one[0]),
        )
        for one in pairs:
            self._together[one.officer, one.clinician] = self._together.get((one.officer, one.clinician), 0) + 1
        return pairs

    def _matched(
        self, officers: list[Seat], clinicians: list[Seat], *, officers_move: bool
    ) -> tuple[float, list[Pair]]:  # fmt: skip
        """The cheapest pairs when one side moves: what they cost, and who they are."""
        costs = np.array(
            [[self._cost(one, other, officers_move=officers_move) for other in clinicians] for one in officers],
            np.float64,
        )
        whole, pairs = 0.0, []
        for row, column in zip(*linear_sum_assignment(costs), strict=True):
            if costs[row, column] < NO_ZONE / 2:
                (officer, home), (clinician, other) = officers[row], clinicians[column]
                pairs.append(Pair(officer, clinician, other if officers_move else home))
                whole += costs[row, column]
        return whole, pairs

    def _cost(self, one: Seat, other: Seat, *, officers_move: bool) -> int:
        (officer, home), (clinician, zone), bonds = one, other, self._bonds
        if (officer, clinician) in bonds.never:
            return NEVER
        cost = 0
        if home != zone:
            moves = zone in bonds.zones[0][officer] if officers_move else home in bonds.zones[1][clinician]
            cost += OTHER_ZONE if moves else NO_ZONE
        cost -= USUAL if bonds.usual.get(officer) == clinician else 0
        cost -= FAMILIAR * min(MOST_FAMILIAR, self._together.get((officer, clinician), 0))
        if bonds.languages[0][officer] & bonds.languages[1][clinician]:
            cost += SAME_LANGUAGE
        return cost
