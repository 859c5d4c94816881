"""The labelling: the cheapest whole rosters of one person, day by day over every resource that a rule counts.

Compiled, because it runs some hundred thousand times in a build. A label's state is its node, weekends, shifts this
week, limit counts and units worked. A pass from the last day back, over nodes and weekends alone, says what a state
costs at least and how much can still be worked; the pass forward drops every label that can no longer be wanted.
"""

# mypy: disable-error-code="untyped-decorator"

import numpy as np
import numpy.typing as npt
from numba import njit

from console.planning.roster.engine.nodes import (
    OFF_CHOICE,
    Floats,
    Ints,
    Places,
    Rules,
    begins_weekend,
    look_back,
    off_next,
    work_next,
)  # fmt: skip

Deeds = npt.NDArray[np.int16]
State = tuple[int, int, int, int, int]  # node, weekends, shifts this week, limit counts, units


@njit(cache=True)
def _counted(rules: Rules, counts: int, group: int) -> int:
    """The limit counts after one more of a group; -1 when a limit is full."""
    stride, after = 1, counts
    for one in range(rules.most.shape[0]):
        if rules.use[one, group]:
            if (counts // stride) % (rules.most[one] + 1) >= rules.most[one]:
                return -1
            after += stride
        stride *= rules.most[one] + 1
    return after


@njit(cache=True)
def _step(rules: Rules, day: int, choice: int, state: State) -> State:
    """The state after this day; its node is -1 when a rule refuses."""
    node, weekends, week, counts, units = state
    if rules.calendar[day, 2] == 1:
        week = 0
    if choice == OFF_CHOICE:
        return off_next(rules, day, node), weekends, week, counts, units
    to = work_next(rules, day, node, choice)
    if to < 0:
        return -1, 0, 0, 0, 0
    if begins_weekend(rules, day, node):
        weekends += 1
    if rules.week >= 0:
        week += 1
    units += rules.units[choice]
    counts = _counted(rules, counts, choice)
    full = counts < 0 or units > rules.cap
    full = full or (rules.weekends >= 0 and weekends > rules.weekends) or (rules.week >= 0 and week > rules.week)
    return -1 if full else to, weekends, week, counts, units


@njit(cache=True)
def _strides(rules: Rules) -> tuple[int, int, int, int]:
    """How far apart in a key are limit counts, shifts this week, weekends and nodes."""
    counts = rules.cap + 1
    week = counts
    for one in range(rules.most.shape[0]):
        week *= rules.most[one] + 1
    wide = week * (max(rules.week, 0) + 1)
    return counts, week, wide, wide * (max(rules.weekends, 0) + 1)


@njit(cache=True)
def _state(key: int, strides: tuple[int, int, int, int]) -> State:
    counts, week, wide, node = strides
    in_node = key % node
    in_wide = in_node % wide
    in_week = in_wide % week
    return key // node, in_node // wide, in_wide // week, in_week // counts, in_week % counts


@njit(cache=True)
def _wider(keys: Ints, worth: Floats, came: Places, did: Deeds) -> tuple[Ints, Floats, Places, Deeds]:
    more = keys.shape[0]
    return (
        np.concatenate((keys, np.empty(more, np.int64))), np.concatenate((worth, np.empty(more, np.float64))),
        np.concatenate((came, np.empty(more, np.int32))), np.concatenate((did, np.empty(more, np.int16))),
    )  # fmt: skip


@njit(cache=True)
def label(rules: Rules, slot: Places, threshold: float, count: int) -> tuple[Floats, Ints, int]:
    """Up to `count` rosters (groups by day, -1 off) below the threshold, cheapest first, and how many labels it took.

    They differ in units or weekends. `slot` has one place per state, all -1, and is left so.
    """
    days, groups = rules.best.shape
    cost_back, hold = look_back(rules)
    strides = _strides(rules)
    keys, worth = np.empty(4096, np.int64), np.empty(4096, np.float64)
    came, did = np.empty(4096, np.int32), np.empty(4096, np.int16)
    first, last, ends = 0, 1, 0
    for day in range(days):
        begin = ends
        for at in range(first, last):
            source = at if day > 0 else -1
            state = _state(keys[at], strides) if day > 0 else (-1, 0, 0, 0, 0)
            value = worth[at] if day > 0 else 0.0
            for choice in range(OFF_CHOICE, groups):
                node, w, v, c, t = _step(rules, day, choice, state)
                if node < 0:
                    continue
                now = value if choice == OFF_CHOICE else value + rules.best[day, choice]
                room = hold[day + 1, node, w]
                if room < 0 or t + room < rules.floor or now + cost_back[day + 1, node, w] >= threshold:
                    continue
                key = node * strides[3] + w * strides[2] + v * strides[1] + c * strides[0] + t
                there = slot[key]
                if there < 0:
                    if ends == keys.shape[0]:
                        keys, worth, came, did = _wider(keys, worth, came, did)
                    there = slot[key] = ends
                    ends += 1
                elif now >= worth[there]:
                    continue
                keys[there], worth[there], came[there], did[there] = key, now, source, choice
        for at in range(begin, ends):
            slot[keys[at]] = -1
        first, last = begin, ends
    values, rows = _gather(rules, keys, worth, came, did, first, last, count)
    return values, rows, ends


@njit(cache=True)
def _gather(
    rules: Rules, keys: Ints, worth: Floats, came: Places, did: Deeds, first: int, last: int, count: int
) -> tuple[Floats, Ints]:
    """Read the best labels of the last day back, one for each number of units and weekends."""
    days = rules.best.shape[0]
    strides = _strides(rules)
    wide = max(rules.weekends, 0) + 1
    cheapest = np.full((rules.cap + 1) * wide, -1, np.int64)
    for at in range(first, last):
        _node, w, _week, _counts, units = _state(keys[at], strides)
        place = units * wide + w
        if units >= rules.floor and (cheapest[place] < 0 or worth[at] < worth[cheapest[place]]):
            cheapest[place] = at
    found = cheapest[cheapest >= 0]
    order = np.argsort(worth[found])[:count]
    values, rows = np.empty(order.shape[0], np.float64), np.full((order.shape[0], days), -1, np.int64)
    for rank in range(order.shape[0]):
        at = found[order[rank]]
        values[rank] = worth[at]
        for day in range(days - 1, -1, -1):
            rows[rank, day] = did[at]
            at = came[at]
    return values, rows
