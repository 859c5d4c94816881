"""Small rostering problems for the tests."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from console.planning.roster.problem import OFF, Cover, Kind, Limit, Person, Problem

EARLY, LATE, NIGHT = range(3)
KINDS = (
    Kind("E", 480), Kind("L", 480, frozenset({EARLY})), Kind("N", 600, frozenset({EARLY, LATE})),
)  # fmt: skip


def person(days: int = 14, **rules: object) -> Person:
    """Somebody who may work anything at any time and owes nothing."""
    plain = Person("P", np.ones((days, 3), np.bool_), np.zeros((days, 3), np.int64), 0, 60 * 8 * days, days)
    return replace(plain, **rules)  # type: ignore[arg-type]


def problem(*people: Person, days: int = 14, cover: tuple[Cover, ...] = ()) -> Problem:
    """A problem of three kinds, from a Monday on."""
    return Problem("small", days, KINDS, people, cover)


def any_person(rng: np.random.Generator, days: int) -> Person:
    """Somebody with rules by chance; some of them contradict each other."""
    run = int(rng.integers(1, 6))
    least = int(rng.integers(0, days)) * 300
    fixed = tuple((int(day), int(rng.integers(OFF, 3))) for day in np.flatnonzero(rng.random(days) < 0.05))
    return person(
        days, allowed=rng.random((days, 3)) < 0.8, cost=rng.integers(-3, 6, (days, 3)),
        min_minutes=least, max_minutes=least + int(rng.integers(0, 5)) * 480, max_run=run,
        min_run=int(rng.integers(1, 4)), min_rest=int(rng.integers(1, 4)), max_weekends=int(rng.integers(0, 3)),
        max_week=int(rng.integers(3, 8)), limits=(Limit(frozenset({NIGHT}), int(rng.integers(0, 3))),),
        fixed=fixed, run_before=int(rng.integers(0, 3)), kind_before=int(rng.integers(OFF, 3)),
    )  # fmt: skip


def any_problem(rng: np.random.Generator, people: int, days: int) -> Problem:
    """A problem by chance, with a requirement for some of the people on some days."""
    cover = [
        Cover(day, (kind,), int(rng.integers(0, people // 2 + 1)), int(rng.integers(1, 50)), int(rng.integers(3)))
        for day in range(days)
        for kind in range(3)
    ]
    cover += [
        Cover(day, (EARLY, LATE), 1, 30, 0, frozenset({0, people - 1})) for day in range(days) if rng.random() < 0.3
    ]
    return problem(*(any_person(rng, days) for _each in range(people)), days=days, cover=tuple(cover))


def instance(number: int) -> Path:
    """A public instance, or a skip that says what is missing."""
    folder = os.environ.get("TANDEM_TEST_DATA")
    if not folder:
        pytest.skip("TANDEM_TEST_DATA does not name the folder of the public instances")
    file = Path(folder) / "roster" / f"Instance{number}.txt"
    if not file.exists():
        pytest.skip(f"{file} is not there")
    return file
