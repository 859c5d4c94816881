"""Compiles what the builder needs, once after an installation: the first build would wait for it otherwise."""

import numpy as np

from console.planning.roster.engine.pricing import Pricer
from console.planning.roster.engine.sharing import share
from console.planning.roster.problem import Kind, Limit, Person, Problem

DAYS = 14


def warm() -> int:
    """Price one small person's rosters, exchange nothing; how many were found. What was compiled stays on the disk."""
    kinds = (Kind("D", 480), Kind("N", 480, frozenset({0})))
    person = Person(
        "warm", np.ones((DAYS, 2), np.bool_), np.zeros((DAYS, 2), np.int64), 0, 4800, 5, 2, 2, 2, max_week=4,
        limits=(Limit(frozenset({1}), 3),),
    )  # fmt: skip
    pricer = Pricer(Problem("warm", DAYS, kinds, (person,), ()))
    two = Problem("warm", DAYS, kinds, (person, person), ())
    share(two, two.empty(), 1)
    costs = -np.arange(2 * DAYS, dtype=np.float64).reshape(DAYS, 2)
    return len(pricer.cheapest(0, costs, count=3).values)


if __name__ == "__main__":
    warm()
