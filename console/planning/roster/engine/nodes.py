"""What one person may do from one day to the next, compiled: the nodes of the labelling and the pass back over them.

A node is "worked, with this tail, so many in a row" or "off, so many in a row". Compiled code is kept on disk beside
the source; a change in here does not renew what `labels.py` compiled from it, so delete `__pycache__` then.
"""

# mypy: disable-error-code="untyped-decorator"

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

FAR = 1e15
OFF_CHOICE = -1


class Rules(NamedTuple):
    """One person's rules and what their shifts cost, as the compiled code takes them."""

    best: Floats  # day x group: what its cheapest kind costs; FAR: none may be worked
    off_ok: Flags  # by day
    tail: Ints  # by group: what it forbids on the day after, as a number
    blocked: Flags  # tail x group; the last row for the day before the period
    units: Ints  # by group: its length
    calendar: Ints  # day x 3: Saturday, Sunday after a Saturday of the period, first day of a week
    use: Flags  # limit x group
    most: Ints  # by limit
    least_run: int
    longest: int
    rest: int
    weekends: int  # -1: not counted
    week: int  # shifts a week, -1: not counted
    floor: int  # units
    cap: int
    run_before: int


@njit(cache=True)
def cheapest_kinds(costs: Floats, allowed: Flags, group_of: Ints, groups: int) -> tuple[Floats, Ints]:
    """By day and group: what its cheapest allowed kind costs, and which it is."""
    days, kinds = costs.shape
    best = np.full((days, groups), FAR)
    which = np.full((days, groups), -1, np.int64)
    for day in range(days):
        for kind in range(kinds):
            group = group_of[kind]
            if group >= 0 and allowed[day, kind] and costs[day, kind] < best[day, group]:
                best[day, group] = costs[day, kind]
                which[day, group] = kind
    return best, which


@njit(cache=True)
def work_nodes(rules: Rules) -> int:
    """How many nodes are of work; those of rest come after them."""
    return int((rules.blocked.shape[0] - 1) * rules.longest)


@njit(cache=True)
def off_next(rules: Rules, day: int, node: int) -> int:
    """The node after a day off; -1 when it may not be off. Node -1 is the day before the period."""
    works = work_nodes(rules)
    if not rules.off_ok[day]:
        return -1
    if node < 0:
        return works + rules.rest - 1  # a rest that touches the edge is long enough
    if node >= works:
        return works + min(node - works + 1, rules.rest - 1)
    run = node % rules.longest + 1
    # A run that began on the first day is as long as the days that were (or longer, carried in).
    return works if run >= rules.least_run or run >= day else -1


@njit(cache=True)
def work_next(rules: Rules, day: int, node: int, group: int) -> int:
    """The node after a shift of this group; -1 when it may not be worked."""
    works = work_nodes(rules)
    if rules.best[day, group] >= FAR or rules.longest == 0:
        return -1
    if node < 0:
        refused = rules.blocked[rules.blocked.shape[0] - 1, group] or rules.run_before >= rules.longest
        return -1 if refused else rules.tail[group] * rules.longest + rules.run_before
    if node >= works:
        return rules.tail[group] * rules.longest if node - works + 1 >= rules.rest else -1
    run = node % rules.longest + 1
    if run >= rules.longest or rules.blocked[node // rules.longest, group]:
        return -1
    return rules.tail[group] * rules.longest + run


@njit(cache=True)
def begins_weekend(rules: Rules, day: int, node: int) -> bool:
    """Whether a shift on this day makes one more weekend worked."""
    if rules.weekends < 0:
        return False
    rested = node < 0 or node >= work_nodes(rules)
    return bool(rules.calendar[day, 0] == 1 or (rules.calendar[day, 1] == 1 and rested))


@njit(cache=True)
def look_back(rules: Rules) -> tuple[Floats, Places]:
    """By days done, node and weekends: what the rest costs at least, and the units it can hold (-1: no way on)."""
    days, groups = rules.best.shape
    wide, nodes = max(rules.weekends, 0) + 1, work_nodes(rules) + rules.rest
    cost = np.full((days + 1, nodes, wide), FAR)
    hold = np.full((days + 1, nodes, wide), -1, np.int32)
    cost[days] = 0.0
    hold[days] = 0
    for day in range(days - 1, 0, -1):
        for node in range(nodes):
            off = off_next(rules, day, node)
            if off >= 0:
                cost[day, node] = cost[day + 1, off]
                hold[day, node] = hold[day + 1, off]
            more = 1 if begins_weekend(rules, day, node) else 0
            for group in range(groups):
                to = work_next(rules, day, node, group)
                if to < 0:
                    continue
                for w in range(wide - more):
                    w2 = w + more
                    if hold[day + 1, to, w2] >= 0:
                        cost[day, node, w] = min(cost[day, node, w], rules.best[day, group] + cost[day + 1, to, w2])
                        hold[day, node, w] = max(hold[day, node, w], rules.units[group] + hold[day + 1, to, w2])
    return cost, hold
