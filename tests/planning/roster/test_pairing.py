"""Officers and clinicians of a shift: no two teams in one zone, nobody with whom they must not be."""

import numpy as np
import pytest

from console.planning.roster.pairing import Bonds, Pairing, Seat

ZONES = 4


def bonds(rng: np.random.Generator, people: int) -> Bonds:
    """Everybody may take their own zone and the ones beside it."""
    near = tuple(frozenset({(one - 1) % ZONES, one % ZONES, (one + 1) % ZONES}) for one in range(people))
    never = frozenset((one, other) for one in range(people) for other in range(people) if rng.random() < 0.1)
    silent = tuple(frozenset[str]() for _one in range(people))
    return Bonds(never, {0: 1}, (silent, silent), (near, near))


@pytest.mark.parametrize("seed", range(30))
def test_every_team_has_a_zone_of_its_own_that_both_may_take(seed: int) -> None:
    rng = np.random.default_rng(seed)
    known = bonds(rng, ZONES)
    seats: list[list[Seat]] = [[(int(one), int(one)) for one in rng.permutation(ZONES)] for _side in range(2)]
    pairs = Pairing(known).match(seats[0], seats[1])
    assert len({one.zone for one in pairs}) == len(pairs)
    for one in pairs:
        assert (one.officer, one.clinician) not in known.never
        assert one.zone in known.zones[0][one.officer] and one.zone in known.zones[1][one.clinician]


def test_who_must_not_ride_together_is_given_another_zone() -> None:
    both, silent = (frozenset({0, 1}),) * 2, (frozenset[str](),) * 2
    known = Bonds(frozenset({(0, 0)}), {}, (silent, silent), (both, both))
    pairs = Pairing(known).match([(0, 0), (1, 1)], [(0, 0), (1, 1)])
    assert {(one.officer, one.clinician) for one in pairs} == {(0, 1), (1, 0)}
    assert {one.zone for one in pairs} == {0, 1}
