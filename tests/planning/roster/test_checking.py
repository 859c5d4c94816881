"""The checker against rosters that break one rule each."""

from dataclasses import replace

import numpy as np
import pytest
from rostering import EARLY, LATE, NIGHT, person, problem

from console.planning.roster.check import score
from console.planning.roster.problem import OFF, Cover, Limit, Person


def row(text: str) -> "np.ndarray[tuple[int, int], np.dtype[np.int16]]":
    return np.array([["ELN".find(letter) if letter != "-" else OFF for letter in text]], np.int16)


FREE = person()
NO_NIGHTS = replace(FREE, allowed=np.tile([True, True, False], (14, 1)))


@pytest.mark.parametrize(
    ("rule", "who", "roster", "day"),
    [
        ("allowed", NO_NIGHTS, "N-------------", 0),
        ("rest", FREE, "NE------------", 1),
        ("rest", replace(FREE, kind_before=NIGHT), "L-------------", 0),
        ("rest", replace(FREE, not_next=(frozenset({EARLY}), frozenset(), frozenset())), "EE------------", 1),
        ("max_minutes", replace(FREE, max_minutes=480), "EE------------", None),
        ("min_minutes", replace(FREE, min_minutes=481), "E-------------", None),
        ("max_run", replace(FREE, max_run=2), "-EEE----------", 1),
        ("max_run", replace(FREE, max_run=2, run_before=2), "E-------------", 0),
        ("min_run", replace(FREE, min_run=2), "-E------------", 1),
        ("min_rest", replace(FREE, min_rest=2), "-E-E----------", 2),
        ("max_weekends", replace(FREE, max_weekends=1), "-----E------E-", 12),
        ("max_week", replace(FREE, max_week=2), "E-E-E---------", 4),
        ("limit", replace(FREE, limits=(Limit(frozenset({LATE, NIGHT}), 1),)), "L----N--------", None),
        ("fixed", replace(FREE, fixed=((3, EARLY),)), "--------------", 3),
        ("fixed", replace(FREE, fixed=((0, OFF),)), "E-------------", 0),
    ],
)
def test_one_broken_rule_is_found(rule: str, who: Person, roster: str, day: int | None) -> None:
    found = score(problem(who), row(roster))
    assert [(one.rule, one.day) for one in found.breaches] == [(rule, day)]


@pytest.mark.parametrize("roster", ["E-----------EE", "EE-EE-----EE-E", "--------------", "----EE-EE---EE"])
def test_runs_at_the_edges_are_long_enough(roster: str) -> None:
    who = replace(FREE, min_run=2, min_rest=1, max_weekends=2)
    assert score(problem(who), row(roster)).is_legal


def test_cover_costs_what_is_short_and_what_is_over() -> None:
    own = Cover(2, (EARLY,), 1, 7, 0, frozenset({0}))
    cover = (Cover(0, (EARLY, LATE), 2, 10, 3), Cover(1, (NIGHT,), 0, 10, 3), own)
    found = score(problem(FREE, cover=cover), row("EN------------"))
    assert (found.objective, found.shortfall) == (10 + 3 + 7, 1)
