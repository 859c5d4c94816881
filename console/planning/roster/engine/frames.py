"""One person's rules as the arrays that the labelling reads; kinds that no rule tells apart are one group in it."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from console.planning.roster.problem import OFF, Person, Problem

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(slots=True, eq=False)
class Frame:
    """What the labelling needs of one person. `rules` and `start` are read by place, see `nodes.Rules`."""

    group_of: Ints  # by kind: its group, -1 when this person never works it
    allowed: Flags  # days x kinds
    off_ok: Flags  # by day: whether it may be off
    tail: Ints  # by group: what it forbids on the day after, as a number
    blocked: Flags  # tail x group, the last row for the day before the period
    minutes: Ints  # by group, in units
    unit: int  # minutes of one unit
    calendar: Ints  # days x 3: Saturday, Sunday after a Saturday of the period, first day of a week
    limits: tuple[tuple[frozenset[int], int], ...]
    limit_use: Flags  # limit x group
    most: Ints  # by limit
    rules: Ints  # least run, longest run, least rest, weekends, shifts a week, least units, most units, run before


def frame_of(problem: Problem, person: Person) -> Frame:
    """A person's rules as arrays."""
    days, kinds = problem.days, len(problem.kinds)
    allowed = person.allowed.copy()
    off_ok = np.ones(days, np.bool_)
    for day, kind in person.fixed:
        keep = bool(allowed[day, kind]) if kind != OFF else False
        allowed[day, :] = False
        if kind != OFF:
            allowed[day, kind] = keep
            off_ok[day] = False
    follows = [problem.not_next(person, kind) for kind in range(kinds)]
    limits = tuple((one.kinds, one.most) for one in person.limits)
    group_of, members = _groups(problem, allowed, follows, limits)
    first = [one[0] for one in members]
    tails = sorted({tuple(sorted(follows[one])) for one in first})
    tail = np.array([tails.index(tuple(sorted(follows[one]))) for one in first], np.int64)
    blocked = np.zeros((len(tails) + 1, len(first)), np.bool_)
    for place, forbidden in enumerate(tails):
        blocked[place] = [one in forbidden for one in first]
    if person.kind_before != OFF:
        blocked[len(tails)] = [one in follows[person.kind_before] for one in first]
    lengths = [problem.kinds[one].minutes for one in first]
    unit = math.gcd(*lengths) or 1 if lengths else 1
    saturdays = set(problem.saturdays)
    calendar = np.zeros((days, 3), np.int64)
    for day in range(days):
        starts = day > 0 and problem.week_of(day) != problem.week_of(day - 1)
        calendar[day] = day in saturdays, day - 1 in saturdays, starts
    most_units = max(0, min(person.max_minutes // unit, days * max(lengths, default=0) // unit))
    weekends = -1 if person.max_weekends >= len(saturdays) else max(0, person.max_weekends)
    rules = np.array([
        person.min_run, max(0, min(person.max_run, days + person.run_before)), max(1, min(person.min_rest, days)),
        weekends, -1 if person.max_week >= 7 else max(0, person.max_week),
        -(-person.min_minutes // unit), most_units, person.run_before,
    ], np.int64)  # fmt: skip
    return Frame(
        group_of, allowed, off_ok, tail, blocked, np.array(lengths, np.int64) // unit, unit, calendar, limits,
        np.array([[one in kinds_of for one in first] for kinds_of, _most in limits], np.bool_).reshape(
            len(limits), len(first)
        ),
        np.array([most for _kinds, most in limits], np.int64), rules,
    )  # fmt: skip


def _groups(
    problem: Problem, allowed: Flags, follows: list[frozenset[int]], limits: tuple[tuple[frozenset[int], int], ...]
) -> tuple[Ints, list[list[int]]]:
    """Kinds of the same length that follow and are followed alike and are in the same limits: the group of each."""
    group_of = np.full(len(problem.kinds), -1, np.int64)
    known: dict[tuple[object, ...], int] = {}
    members: list[list[int]] = []
    for kind in range(len(problem.kinds)):
        if not allowed[:, kind].any():
            continue
        before = tuple(kind in forbidden for forbidden in follows)
        inside = tuple(kind in kinds for kinds, _most in limits)
        sign = (problem.kinds[kind].minutes, follows[kind], before, inside)
        place = known.setdefault(sign, len(known))
        if place == len(members):
            members.append([])
        members[place].append(kind)
        group_of[kind] = place
    return group_of, members
