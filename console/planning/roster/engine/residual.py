"""What is left of a problem when some people's rosters stand: a smaller problem of the same kind, exactly."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from console.planning.roster.engine.demand import Demand, row_cost
from console.planning.roster.problem import Cover, Problem, Roster


def residual(problem: Problem, demand: Demand, roster: Roster, free: Sequence[int]) -> Problem:
    """The problem of the free people alone. A roster for it costs as much as the whole one that it makes."""
    place_of = {place: at for at, place in enumerate(free)}
    standing = [place for place in range(len(problem.people)) if place not in place_of]
    there = np.zeros(demand.count, np.int64)
    constant = problem.constant
    for place in standing:
        there[demand.entries(place, roster[place])] += 1
        constant += row_cost(problem, place, roster[place])
    reachable = np.zeros((problem.days, len(problem.kinds)), np.bool_)
    for place in free:
        reachable |= problem.people[place].allowed
    cover: list[Cover] = []
    for at, one in enumerate(problem.cover):
        missing = one.needed - int(there[at])
        constant += one.over * max(0, -missing)
        people = None if one.people is None else frozenset(place_of[two] for two in one.people if two in place_of)
        if reachable[one.day, list(one.kinds)].any() and (people is None or people):
            cover.append(replace(one, needed=max(0, missing), people=people))
        else:
            constant += one.under * max(0, missing)
    return replace(
        problem, people=tuple(problem.people[place] for place in free), cover=tuple(cover), constant=constant
    )  # fmt: skip
