"""The best roster that can be put together from the columns at hand: an integer programme over the pool."""

import highspy
import numpy as np

from console.planning.roster.engine.columns import Columns
from console.planning.roster.engine.master import Solved
from console.planning.roster.problem import Roster

MOST_COLUMNS = 6_000
NODES = 300  # when work is counted instead of time


def from_pool(search: Columns, solved: Solved, seconds: float) -> Roster | None:
    """A roster from columns that could still be in a better one than the best; None when none is found in time."""
    chosen = _chosen(search, solved)
    demand, pool, people = search.demand, search.pool, len(search.problem.people)
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in _options(search, seconds).items():
        model.setOptionValue(name, value)
    n, empty = demand.count, np.zeros(0, np.int32)
    needed = np.concatenate([demand.needed.astype(np.float64), np.ones(people)])
    model.addRows(n + people, needed, needed, 0, empty, empty, np.zeros(0))
    places = np.arange(n, dtype=np.int32)
    most = demand.needed.astype(np.float64)
    model.addCols(n, demand.under.astype(np.float64), np.zeros(n), most, n, places, places, np.ones(n))
    model.addCols(
        n, demand.over.astype(float), np.zeros(n), np.full(n, highspy.kHighsInf), n, places, places, -np.ones(n)
    )  # fmt: skip
    for column in chosen:
        place, cost, entries = pool.entries[column]
        rows = np.append(entries, n + place).astype(np.int32)
        model.addCol(float(cost), 0.0, 1.0, len(rows), rows, np.ones(len(rows)))
    many = len(chosen)
    kinds = np.full(many, highspy.HighsVarType.kInteger)
    model.changeColsIntegrality(many, np.arange(2 * n, 2 * n + many, dtype=np.int32), kinds)
    model.run()
    search.meter.add(max(0, model.getInfo().simplex_iteration_count) / 6_000)
    if model.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    taken = np.array(model.getSolution().col_value)[2 * n :]
    roster = search.problem.empty()
    for at in np.flatnonzero(taken > 0.5):
        roster[pool.owner[chosen[at]]] = pool.rows[chosen[at]]
    return roster


def _chosen(search: Columns, solved: Solved) -> list[int]:
    """Columns whose reduced cost is within the gap; dearer ones are in no better roster."""
    gap = search.objective - search.problem.constant - solved.value
    pool = search.pool
    priced: list[tuple[float, int]] = []
    for place, person in enumerate(search.problem.people):
        costs = person.cost - search.demand.spread(place, solved.duals)
        reduced = pool.values(place, costs) - solved.people[place]
        priced += [(float(value), pool.of[place][at]) for at, value in enumerate(reduced) if value < gap]
    priced.sort()
    kept = [column for _value, column in priced[:MOST_COLUMNS]]
    known = set(kept)
    if search.best is not None:
        own = [pool.number(place, row) for place, row in enumerate(search.best)]
        kept += [one for one in own if one not in known]
    return kept


def _options(search: Columns, seconds: float) -> dict[str, str | int | float | bool]:
    options: dict[str, str | int | float | bool] = {
        "output_flag": False, "threads": 1, "mip_rel_gap": 0.0,
        "objective_bound": float(search.objective - search.problem.constant),
    }  # fmt: skip
    if search.meter.is_counted:
        options["mip_max_nodes"] = NODES
    else:
        options["time_limit"] = max(0.1, min(seconds, search.meter.left))
    return options
