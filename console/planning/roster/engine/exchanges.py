"""Exchanges between two people: the same days of both rosters change hands, so that the cover stays as it is.

Compiled, because a sweep looks at every stretch of days of every two people. What comes out is asked by the checker
once more; see `sharing.py`.
"""

# mypy: disable-error-code="untyped-decorator"

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int16]

LEAST_MINUTES, MOST_MINUTES, MOST_RUN, LEAST_RUN, LEAST_REST, WEEKENDS, WEEK, RUN_BEFORE, KIND_BEFORE = range(9)
TINY = 1e-9


class Rules(NamedTuple):
    """Everybody's rules as arrays."""

    numbers: Ints  # person x the numbers above
    limit_begins: Ints  # by person, and one more: where their limits begin
    limit_kinds: Flags  # limit x kind
    limit_most: Ints
    tail_of: Ints  # by person: which table of `forbidden` is theirs
    forbidden: Flags  # table x kind x kind of the next day
    minutes: Ints  # by kind
    weeks: Ints  # by day
    saturdays: Flags  # by day


class Stakes(NamedTuple):
    """What an exchange may touch, what it costs, and what it counts."""

    allowed: Flags  # person x day x kind
    locked: Flags  # person x day
    cost: Ints  # person x day x kind
    uses: Floats  # measure x day x kind
    weight: Floats  # by measure
    most: Floats  # by measure: the sum of squares that it may have
    some_begins: Ints  # by day, and one more: where its requirements for some people only begin
    some_prices: Ints  # those: needed, under, over
    some_kinds: Flags
    some_people: Flags


@njit(cache=True)
def sweep(
    rows: Rows, pairs: Ints, above: Floats, there: Ints, slack: int, rules: Rules, stakes: Stakes, work: int
) -> tuple[int, int, int]:
    """Give every two people their best exchange, changing the first four; how many, what is left of the slack, work.

    `above` (measure x person) is what somebody has above their share, `there` how many meet each requirement for some
    people only, `slack` by how much the cost may rise.
    """
    squares = (above * above).sum(axis=1)
    moved = np.zeros(above.shape[0])
    taken, done = 0, 0
    for at in range(pairs.shape[0]):
        if done > work:
            break
        one, other = pairs[at, 0], pairs[at, 1]
        first, last, dear, more = _best(rows, one, other, above, squares, there, slack, rules, stakes)
        done += more
        if first < 0:
            continue
        moved[:] = 0.0
        for day in range(first, last + 1):
            mine, theirs = rows[one, day], rows[other, day]
            _move(day, mine, theirs, stakes.uses, moved)
            for some in range(stakes.some_begins[day], stakes.some_begins[day + 1]):
                there[some] += _more_there(some, one, other, mine, theirs, stakes)
            rows[one, day], rows[other, day] = theirs, mine
        for measure in range(moved.shape[0]):
            squares[measure] += _change(moved[measure], above[measure, one], above[measure, other])
            above[measure, one] -= moved[measure]
            above[measure, other] += moved[measure]
        slack -= dear
        taken += 1
    return taken, slack, done


@njit(cache=True)
def _best(
    rows: Rows, one: int, other: int, above: Floats, squares: Floats, there: Ints, slack: int, rules: Rules,
    stakes: Stakes,
) -> tuple[int, int, int, int]:  # fmt: skip
    """The stretch of days whose exchange evens out most: first and last day (-1: none), its cost, the work done."""
    days, moved = rows.shape[1], np.zeros(above.shape[0])
    best, best_first, best_last, best_dear, done = -TINY, -1, -1, 0, 0
    for first in range(days):
        if rows[one, first] == rows[other, first]:
            continue
        moved[:] = 0.0
        dear = 0
        for day in range(first, days):
            mine, theirs = rows[one, day], rows[other, day]
            if mine == theirs:
                continue
            done += 1
            if not _may_change(day, one, other, mine, theirs, stakes):
                break
            dear += _dearer(day, one, other, mine, theirs, stakes, there)
            _move(day, mine, theirs, stakes.uses, moved)
            gain = _gain(moved, one, other, above, squares, stakes)
            if gain >= best or dear > slack:
                continue
            if _keeps(rows, one, other, first, day, rules) and _keeps(rows, other, one, first, day, rules):
                best, best_first, best_last, best_dear = gain, first, day, dear
    return best_first, best_last, best_dear, done


@njit(cache=True)
def _may_change(day: int, one: int, other: int, mine: int, theirs: int, stakes: Stakes) -> bool:
    if stakes.locked[one, day] or stakes.locked[other, day]:
        return False
    if theirs >= 0 and not stakes.allowed[one, day, theirs]:
        return False
    return mine < 0 or bool(stakes.allowed[other, day, mine])


@njit(cache=True)
def _move(day: int, mine: int, theirs: int, uses: Floats, moved: Floats) -> None:
    """Count what goes from one to the other on a day."""
    for measure in range(moved.shape[0]):
        if mine >= 0:
            moved[measure] += uses[measure, day, mine]
        if theirs >= 0:
            moved[measure] -= uses[measure, day, theirs]


@njit(cache=True)
def _change(moved: float, one: float, other: float) -> float:
    """By how much the sum of squares rises when so much goes from one to the other."""
    return 2 * moved * (moved - one + other)


@njit(cache=True)
def _gain(moved: Floats, one: int, other: int, above: Floats, squares: Floats, stakes: Stakes) -> float:
    """The weighted change of all sums of squares; 0 when one of them becomes more than it may be."""
    gain = 0.0
    for measure in range(moved.shape[0]):
        change = _change(moved[measure], above[measure, one], above[measure, other])
        if change > 0 and squares[measure] + change > stakes.most[measure]:
            return 0.0
        gain += stakes.weight[measure] * change
    return gain


@njit(cache=True)
def _dearer(day: int, one: int, other: int, mine: int, theirs: int, stakes: Stakes, there: Ints) -> int:
    """What the exchange of a day costs."""
    dear = 0
    if mine >= 0:
        dear += stakes.cost[other, day, mine] - stakes.cost[one, day, mine]
    if theirs >= 0:
        dear += stakes.cost[one, day, theirs] - stakes.cost[other, day, theirs]
    for some in range(stakes.some_begins[day], stakes.some_begins[day + 1]):
        more = _more_there(some, one, other, mine, theirs, stakes)
        if more:
            needed, now = stakes.some_prices[some, 0], there[some]
            dear += stakes.some_prices[some, 1] * (max(0, needed - now - more) - max(0, needed - now))
            dear += stakes.some_prices[some, 2] * (max(0, now + more - needed) - max(0, now - needed))
    return dear


@njit(cache=True)
def _more_there(some: int, one: int, other: int, mine: int, theirs: int, stakes: Stakes) -> int:
    """By how many more people a requirement is met when two exchange a day."""
    gives = int(mine >= 0 and stakes.some_kinds[some, mine])
    takes = int(theirs >= 0 and stakes.some_kinds[some, theirs])
    return (takes - gives) * (int(stakes.some_people[some, one]) - int(stakes.some_people[some, other]))


@njit(cache=True)
def _keeps(rows: Rows, who: int, source: int, first: int, last: int, rules: Rules) -> bool:
    """Whether somebody keeps every rule with some days from somebody else's roster."""
    mine, days = rules.numbers[who], rows.shape[1]
    begin, end = rules.limit_begins[who], rules.limit_begins[who + 1]
    full = np.zeros(end - begin, np.int64)
    before, since = mine[KIND_BEFORE], 0  # since when they work, or are off, without a break
    worked, week, in_week, weekends = 0, -1, 0, 0
    for day in range(days):
        kind = rows[source, day] if first <= day <= last else rows[who, day]
        if day > 0 and (kind >= 0) != (before >= 0):
            if since > 0 and day - since < (mine[LEAST_REST] if kind >= 0 else mine[LEAST_RUN]):
                return False
            since = day
        if kind >= 0:
            if before >= 0 and rules.forbidden[rules.tail_of[who], before, kind]:
                return False
            if day - since + 1 + (mine[RUN_BEFORE] if since == 0 else 0) > mine[MOST_RUN]:
                return False
            in_week = in_week + 1 if rules.weeks[day] == week else 1
            week = rules.weeks[day]
            after_saturday = day > 0 and rules.saturdays[day - 1]
            weekends += int(rules.saturdays[day] or (after_saturday and before < 0))
            worked += rules.minutes[kind]
            if in_week > mine[WEEK] or weekends > mine[WEEKENDS]:
                return False
            for at in range(begin, end):
                full[at - begin] += int(rules.limit_kinds[at, kind])
                if full[at - begin] > rules.limit_most[at]:
                    return False
        before = kind
    return bool(mine[LEAST_MINUTES] <= worked <= mine[MOST_MINUTES])
