"""The labelling against every roster that there is, on problems small enough to list them."""

from itertools import product

import numpy as np
import pytest
from rostering import any_person, any_problem, person, problem

from console.planning.roster.check import score
from console.planning.roster.engine.eased import ease
from console.planning.roster.engine.pricing import FAR, Pricer
from console.planning.roster.problem import OFF

DAYS = 7


def every_legal(one):  # type: ignore[no-untyped-def]
    rows = np.array(list(product(range(OFF, 3), repeat=DAYS)), np.int16)
    may = np.concatenate([one.people[0].allowed, np.ones((DAYS, 1), np.bool_)], axis=1)
    rows = rows[may[np.arange(DAYS), rows].all(axis=1)]
    return [row for row in rows if score(one, row[None, :]).is_legal]


@pytest.mark.parametrize("seed", range(8))
def test_the_cheapest_roster_is_the_cheapest_of_all(seed: int) -> None:
    rng = np.random.default_rng(seed)
    one = problem(any_person(rng, DAYS), days=DAYS)
    costs = rng.normal(0, 5, (DAYS, 3))
    found = Pricer(one).cheapest(0, costs, count=5)
    legal = every_legal(one)
    if not legal:
        assert not found.values
        return
    padded = np.concatenate([costs, np.zeros((DAYS, 1))], axis=1)
    best = min(float(padded[np.arange(DAYS), row].sum()) for row in legal)
    assert found.values[0] == pytest.approx(best)
    for value, row in zip(found.values, found.rows, strict=True):
        assert score(one, row[None, :]).is_legal
        assert padded[np.arange(DAYS), row].sum() == pytest.approx(value)


def test_nothing_is_told_from_the_threshold_on() -> None:
    one = problem(person(DAYS), days=DAYS)
    assert Pricer(one).cheapest(0, np.ones((DAYS, 3)), below=0.0).least == FAR


@pytest.mark.parametrize("seed", range(25))
def test_contradicting_rules_are_eased_until_a_roster_is_possible(seed: int) -> None:
    one = any_problem(np.random.default_rng(seed), 4, 14)
    eased, findings = ease(one)
    pricer = Pricer(eased)
    for place, who in enumerate(eased.people):
        assert pricer.cheapest(place, np.zeros((14, 3))).values
        before = one.people[place]
        caps = ("max_minutes", "max_run", "max_weekends", "max_week", "limits")
        assert all(getattr(who, rule) == getattr(before, rule) for rule in caps)
        assert (who is before) == (place not in {finding.person for finding in findings})
