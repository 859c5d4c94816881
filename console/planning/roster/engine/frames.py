"""One person's rules as the arrays that the labelling reads; kinds that no rule tells apart are one group in it."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from console.planning.roster.engine.nodes import Nodes, nodes_of
from console.planning.roster.problem import OFF, Person, Problem

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(slots=True, eq=False)
class Frame:
    """What the labelling needs of one person. See `labels.py`."""

    group_of: Ints  # by kind: its group, -1 when this person never works it
    allowed: Flags  # days x kinds
    off_ok: Flags  # by day: whether it may be off
    nodes: Nodes
    works: int  # so many of them are of work, the first ones
    minutes: Ints  # by group, in units
    unit: int  # minutes of one unit
    calendar: Ints  # by day: 1 a Saturday, 2 a Sunday whose Saturday is in the period
    mondays: Flags
    limit_use: Flags  # limit x group
    most: Ints  # by limit
    caps: tuple[int, int, int, int]  # weekends, shifts a week (-1: not counted), least units, most units


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
    calendar = np.zeros(problem.days, np.int64)
    calendar[list(problem.saturdays)] = 1
    calendar[[day + 1 for day in problem.saturdays if day + 1 < days]] = 2
    mondays = np.array([day > 0 and problem.week_of(day) != problem.week_of(day - 1) for day in range(days)])
    nodes = nodes_of(
        tail, blocked, least_run=person.min_run, longest=max(0, min(person.max_run, days + person.run_before)),
        least_rest=max(1, min(person.min_rest, days)), run_before=person.run_before,
    )  # fmt: skip
    caps = (
        -1 if person.max_weekends >= len(problem.saturdays) else max(0, person.max_weekends),
        -1 if person.max_week >= 7 else max(0, person.max_week),
        -(-person.min_minutes // unit),
        max(0, min(person.max_minutes // unit, days * max(lengths, default=0) // unit)),
    )
    use = np.array([[one in kinds_of for one in first] for kinds_of, _most in limits], np.bool_)
    return Frame(
        group_of, allowed, off_ok, nodes, int((nodes.run > 0).sum()), np.array(lengths, np.int64) // unit, unit,
        calendar, mondays, use.reshape(len(limits), len(first)),
        np.array([most for _kinds, most in limits], np.int64), caps,
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
