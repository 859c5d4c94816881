"""The labelling: the cheapest whole rosters of one person, day by day over every resource that a rule counts.

Compiled, because it runs some hundred thousand times in a build. A label's state is its node, weekends, shifts this
week, limit counts and units worked. A pass from the last day back, over nodes and weekends alone, says what a state
costs at least and how much can still be worked; the pass forward drops every label that can no longer be wanted.
Arrays go into few functions and never into the innermost ones: handing one over costs more there than the work.
"""

# mypy: disable-error-code="untyped-decorator"

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
Deeds = npt.NDArray[np.int16]

FAR = 1e15
OFF_CHOICE = -1


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
def look_back(
    best: Floats, off_ok: Flags, to_work: Ints, to_off: Ints, run: Ints, works: int, calendar: Ints, units: Ints,
    weekends: int,
) -> tuple[Floats, Places]:  # fmt: skip
    """By days done, node and weekends: what the rest costs at least, and the units it can hold (-1: no way on)."""
    days, groups = best.shape
    nodes, wide = to_off.shape[0], max(weekends, 0) + 1
    cost = np.full((days + 1, nodes, wide), FAR)
    hold = np.full((days + 1, nodes, wide), -1, np.int32)
    cost[days] = 0.0
    hold[days] = 0
    for day in range(days - 1, 0, -1):
        for node in range(nodes):
            off = works if to_off[node] < 0 and run[node] >= day else to_off[node]
            if off_ok[day] and off >= 0:
                for w in range(wide):
                    cost[day, node, w] = cost[day + 1, off, w]
                    hold[day, node, w] = hold[day + 1, off, w]
            counts = weekends >= 0 and (calendar[day] == 1 or (calendar[day] == 2 and node >= works))
            more = 1 if counts else 0
            for group in range(groups):
                to = to_work[node, group]
                if to < 0 or best[day, group] >= FAR:
                    continue
                for w in range(wide - more):
                    if hold[day + 1, to, w + more] >= 0:
                        value = best[day, group] + cost[day + 1, to, w + more]
                        cost[day, node, w] = min(cost[day, node, w], value)
                        hold[day, node, w] = max(hold[day, node, w], units[group] + hold[day + 1, to, w + more])
    return cost, hold


@njit(cache=True)
def _next_counts(counts: int, group: int, use: Flags, most: Ints) -> int:
    """The limit counts after one more of a group; -1 when a limit is full."""
    stride, after = 1, counts
    for one in range(most.shape[0]):
        if use[one, group]:
            if (counts // stride) % (most[one] + 1) >= most[one]:
                return -1
            after += stride
        stride *= most[one] + 1
    return after


@njit(cache=True)
def _count_table(use: Flags, most: Ints, groups: int) -> Places:
    """Limit counts x group: the counts after one more, -1 when a limit is full."""
    many = 1
    for one in range(most.shape[0]):
        many *= most[one] + 1
    table = np.empty((many, groups), np.int32)
    for counts in range(many):
        for group in range(groups):
            table[counts, group] = _next_counts(counts, group, use, most)
    return table


@njit(cache=True)
def _wider(keys: Ints, worth: Floats, came: Places, did: Deeds) -> tuple[Ints, Floats, Places, Deeds]:
    more = keys.shape[0]
    return (
        np.concatenate((keys, np.empty(more, np.int64))), np.concatenate((worth, np.empty(more, np.float64))),
        np.concatenate((came, np.empty(more, np.int32))), np.concatenate((did, np.empty(more, np.int16))),
    )  # fmt: skip


@njit(cache=True)
def _day(
    day: int, best: Floats, off_ok: bool, steps: tuple[Ints, Ints, Ints, int], run: Ints, works: int, today: int,
    monday: bool, units: Ints, table: Places, caps: tuple[int, int, int, int], cost_back: Floats, hold: Places,
    slot: Places, threshold: float, first: int, last: int, keys: Ints, worth: Floats, came: Places, did: Deeds,
) -> tuple[int, Ints, Floats, Places, Deeds]:  # fmt: skip
    """Make the labels of a day from those of the day before, [first, last): where they end, and the store."""
    to_work, to_off, first_work, first_off = steps
    weekends, week, floor, cap = caps
    s_count = cap + 1
    s_week = s_count * table.shape[0]
    s_wide = s_week * (max(week, 0) + 1)
    s_node = s_wide * (max(weekends, 0) + 1)
    ends = last if day > 0 else 0
    for at in range(first, last):
        node, w, v, c, t, value, source = -1, 0, 0, 0, 0, 0.0, -1
        if day > 0:
            node, left = divmod(keys[at], s_node)
            w, left = divmod(left, s_wide)
            v, left = divmod(left, s_week)
            c, t = divmod(left, s_count)
            value, source = worth[at], at
        v = 0 if monday else v
        more = 1 if weekends >= 0 and (today == 1 or (today == 2 and (node < 0 or node >= works))) else 0
        for choice in range(OFF_CHOICE, best.shape[0]):
            to, w2, v2, c2, t2, now = -1, w, v, c, t, value
            if choice == OFF_CHOICE:
                if off_ok:
                    to = to_off[node] if day > 0 else first_off
                    to = works if day > 0 and to < 0 and run[node] >= day else to
            elif best[choice] < FAR:
                to = to_work[node, choice] if day > 0 else first_work[choice]
                w2, v2, c2, t2 = w + more, v + (1 if week >= 0 else 0), table[c, choice], t + units[choice]
                now = value + best[choice]
            if to < 0 or c2 < 0 or t2 > cap or (weekends >= 0 and w2 > weekends) or (week >= 0 and v2 > week):
                continue
            room = hold[to, w2]
            if room < 0 or t2 + room < floor or now + cost_back[to, w2] >= threshold:
                continue
            key = to * s_node + w2 * s_wide + v2 * s_week + c2 * s_count + t2
            there = slot[key]
            if there < 0:
                if ends == keys.shape[0]:
                    keys, worth, came, did = _wider(keys, worth, came, did)
                there = slot[key] = ends
                ends += 1
            elif now >= worth[there]:
                continue
            keys[there], worth[there], came[there], did[there] = key, now, source, choice
    return ends, keys, worth, came, did


@njit(cache=True)
def label(
    best: Floats, off_ok: Flags, steps: tuple[Ints, Ints, Ints, int], run: Ints, works: int, calendar: Ints,
    mondays: Flags, units: Ints, use: Flags, most: Ints, caps: tuple[int, int, int, int], slot: Places,
    threshold: float, count: int, beam: int,
) -> tuple[Floats, Ints, int, float]:  # fmt: skip
    """Up to `count` rosters (groups by day, -1 off) below the threshold, cheapest first; how many labels it took; FAR,
    or what no roster can cost less than when labels had to be thrown away for their number.

    They differ in units or weekends. `steps` are from `Nodes`; `caps` are weekends, shifts a week (-1: not counted),
    least units, most units. `slot` has one place per state, all -1, and is left so.
    """
    days, groups = best.shape
    cost_back, hold = look_back(best, off_ok, steps[0], steps[1], run, works, calendar, units, caps[0])
    table = _count_table(use, most, groups)
    keys, worth = np.empty(4096, np.int64), np.empty(4096, np.float64)
    came, did = np.empty(4096, np.int32), np.empty(4096, np.int16)
    first, last, root, is_cut = 0, 1, threshold, False
    s_wide = (caps[3] + 1) * table.shape[0] * (max(caps[1], 0) + 1)
    for day in range(days):
        ends, keys, worth, came, did = _day(
            day, best[day], off_ok[day], steps, run, works, calendar[day], mondays[day], units, table, caps,
            cost_back[day + 1], hold[day + 1], slot, threshold, first, last, keys, worth, came, did,
        )  # fmt: skip
        first, last = last if day > 0 else 0, ends
        for at in range(first, last):
            slot[keys[at]] = -1
        if day == 0 or last - first > beam:
            least = _least(keys, worth, first, last, cost_back[day + 1], s_wide)
            root = min(root, least.min()) if day == 0 and last > first else root
            if last - first > beam:
                last, is_cut = _cut(least, first, beam, keys, worth, came, did), True
    values, rows = _gather(days, caps, s_wide, keys, worth, came, did, first, last, count)
    return values, rows, last, root if is_cut else FAR


@njit(cache=True)
def _least(keys: Ints, worth: Floats, first: int, last: int, cost_back: Floats, s_wide: int) -> Floats:
    """What a whole roster from each of these labels costs at least."""
    wide = cost_back.shape[1]
    least = np.empty(last - first, np.float64)
    for at in range(first, last):
        state = keys[at] // s_wide
        least[at - first] = worth[at] + cost_back[state // wide, state % wide]
    return least


@njit(cache=True)
def _cut(least: Floats, first: int, beam: int, keys: Ints, worth: Floats, came: Places, did: Deeds) -> int:
    """Keep the labels that promise most; where they end now."""
    kept = np.sort(np.argsort(least)[:beam])
    for rank in range(kept.shape[0]):
        to, at = first + rank, first + kept[rank]
        keys[to], worth[to], came[to], did[to] = keys[at], worth[at], came[at], did[at]
    return first + int(kept.shape[0])


@njit(cache=True)
def _gather(
    days: int, caps: tuple[int, int, int, int], s_wide: int, keys: Ints, worth: Floats, came: Places, did: Deeds,
    first: int, last: int, count: int,
) -> tuple[Floats, Ints]:  # fmt: skip
    """Read the best labels of the last day back, one for each number of units and weekends."""
    wide = max(caps[0], 0) + 1
    cheapest = np.full((caps[3] + 1) * wide, -1, np.int64)
    for at in range(first, last):
        units = keys[at] % (caps[3] + 1)
        place = units * wide + (keys[at] // s_wide) % wide
        if units >= caps[2] and (cheapest[place] < 0 or worth[at] < worth[cheapest[place]]):
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
