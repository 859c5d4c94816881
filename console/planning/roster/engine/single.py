"""Rosters by one person at a time: the best one given everybody else's is exact, and found in milliseconds."""

import numpy as np

from console.planning.roster.engine.columns import Columns
from console.planning.roster.engine.demand import row_cost
from console.planning.roster.problem import Roster


def first_roster(search: Columns) -> Roster:
    """A legal roster made person by person, each filling what the others left."""
    problem = search.problem
    roster = problem.empty()
    there = np.zeros(search.demand.count, np.int64)
    for place in search.rng.permutation(len(problem.people)).tolist():
        costs = problem.people[place].cost + search.demand.spread(place, search.demand.marginal(there))
        found = search.pricer.cheapest(place, costs).rows or search.pricer.cheapest(place, 0 * costs).rows
        if not found:
            continue  # the checker will say which rule is broken
        row = found[0]
        roster[place] = row
        np.add.at(there, search.demand.entries(place, row), 1)
    return roster


def improve(search: Columns, roster: Roster, turns: int) -> Roster:
    """Take a few people out and let them in again one by one, with noise; what is not worse stays."""
    problem, demand, rng = search.problem, search.demand, search.rng
    best = roster.copy()
    there = demand.counts(best)
    own = np.array([row_cost(problem, place, row) for place, row in enumerate(best)])
    value = int(own.sum()) + demand.cost(there)
    people = len(problem.people)
    for _turn in range(turns):
        if search.is_over():
            break
        group = rng.permutation(people)[: min(people, int(rng.integers(1, 5)))].tolist()
        tried, count, costs_own = best.copy(), there.copy(), own.copy()
        for place in group:
            np.subtract.at(count, demand.entries(place, tried[place]), 1)
        for place in group:
            costs = problem.people[place].cost + demand.spread(place, demand.marginal(count))
            if len(group) > 1:
                costs = costs + rng.normal(0.0, 1.0 + abs(costs).mean() * 0.05, costs.shape)
            found = search.pricer.cheapest(place, costs).rows
            row = found[0] if found else best[place]
            tried[place], costs_own[place] = row, row_cost(problem, place, row)
            np.add.at(count, demand.entries(place, row), 1)
        now = int(costs_own.sum()) + demand.cost(count)
        if now <= value:
            best, there, own, value = tried, count, costs_own, now
    return best
