"""Empty seats wander from person to person until somebody has hours left; what is offered is never worse."""

import numpy as np
import pytest
from rostering import EARLY, LATE, NIGHT, any_problem, person, problem

from console.planning.roster.check import score
from console.planning.roster.engine.columns import Columns
from console.planning.roster.engine.eased import ease
from console.planning.roster.engine.holes import fill
from console.planning.roster.engine.meter import Meter
from console.planning.roster.engine.single import first_roster
from console.planning.roster.planted import Size, plant
from console.planning.roster.problem import OFF, Cover, Person, Problem, Roster


def searching(whole: Problem, roster: Roster | None = None, work: float = 3.0) -> Columns:
    """A search that stands at a roster, its first one unless another is given."""
    search = Columns(whole, Meter(1, work), 1, lambda _objective, _roster: None, lambda _bound: None)
    search.offer(first_roster(search) if roster is None else roster)
    return search


def only(*kinds: int) -> Person:
    """Somebody who may work these kinds, one shift in all."""
    allowed = np.zeros((1, 3), np.bool_)
    allowed[:, list(kinds)] = True
    return person(1, allowed=allowed, max_minutes=600)


def test_a_seat_wanders_until_somebody_is_free() -> None:
    people = (only(EARLY, LATE), only(LATE, NIGHT), only(NIGHT))
    whole = problem(*people, days=1, cover=tuple(Cover(0, (kind,), 1, 10) for kind in (EARLY, LATE, NIGHT)))
    search = searching(whole, np.array([[LATE], [NIGHT], [OFF]], np.int16))
    assert search.objective == 10
    fill(search, 60)
    assert search.best is not None and search.best.ravel().tolist() == [EARLY, LATE, NIGHT]


@pytest.mark.parametrize("seed", range(6))
def test_what_is_offered_is_legal_and_no_worse(seed: int) -> None:
    whole, _eased = ease(any_problem(np.random.default_rng(seed), 6, 14))
    search = searching(whole)
    before = search.objective
    fill(search, 80)
    assert search.best is not None
    found = score(whole, search.best)
    assert found.is_legal and found.objective == search.objective <= before


def test_the_last_seats_of_a_tight_program_are_filled_and_again_the_same() -> None:
    whole = plant(Size("town", 30, 15, 2, 14), 0.97, 2).clinicians
    first, again = searching(whole), searching(whole)
    assert first.best is not None and score(whole, first.best).shortfall > 0
    for one in (first, again):
        fill(one, 2_000)
    assert first.best is not None and score(whole, first.best).shortfall == 0
    assert again.best is not None and (first.best == again.best).all()
