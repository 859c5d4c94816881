"""Shares hours, nights and weekend shifts more evenly: people exchange stretches of days, and nothing becomes worse.

The cover stays, every rule of everybody is kept, the roster costs no more, and no measure is shared less evenly than
before. No clock is asked: the same roster and seed give the same roster.
"""

from collections.abc import Callable

import numpy as np

from console.planning.roster.check import score
from console.planning.roster.engine.demand import Demand
from console.planning.roster.engine.exchanges import Flags, Ints, Rules, Stakes, sweep
from console.planning.roster.fairness import HOURS, loads, shares, uses
from console.planning.roster.problem import OFF, Person, Problem, Roster

WORK = 400_000_000  # stretches that are looked at in all: some seconds
SWEEPS = 40


def share(
    problem: Problem, roster: Roster, seed: int, tell: Callable[[int, Roster], None] = lambda objective, roster: None,
    locked: Flags | None = None,
) -> Roster:  # fmt: skip
    """A roster as good, shared as evenly as exchanges of two people get it; `tell` hears each sweep's.

    `locked` (people x days) are days that nobody may exchange beside those that are fixed.
    """
    before = score(problem, roster)
    if not before.is_legal or len(problem.people) < 2:
        return roster
    rng = np.random.default_rng(seed)
    best, rules = roster.copy(), _rules(problem)
    units = _units(problem)
    above = (loads(problem, best) - shares(problem, best)) / units[:, None]
    stakes, there = _stakes(problem, best, locked, above, units)
    slack, left = 0, WORK
    pairs = np.array([(one, other) for other in range(len(best)) for one in range(other)], np.int64)
    for _turn in range(SWEEPS):
        rows = best.copy()
        rng.shuffle(pairs)
        taken, slack, done = sweep(rows, pairs, above, there, slack, rules, stakes, left)
        after = score(problem, rows)
        if not after.is_legal or after.objective > before.objective or after.shortfall != before.shortfall:
            break  # the checker has the last word
        best, left = rows, left - done
        tell(after.objective, best)
        if not taken or left <= 0:
            break
    return best


def _units(problem: Problem) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """What counts as one: a shift's hours, a night, a shift of a weekend."""
    lengths = [kind.minutes for kind in problem.kinds]
    units = np.ones(len(uses(problem)))
    units[HOURS] = sum(lengths) / len(lengths) / 60 if lengths else 1.0
    return units


def _stakes(
    problem: Problem, roster: Roster, locked: Flags | None, above: "np.ndarray[tuple[int, int], np.dtype[np.float64]]",
    units: "np.ndarray[tuple[int], np.dtype[np.float64]]",
) -> tuple[Stakes, Ints]:  # fmt: skip
    people, kinds = problem.people, len(problem.kinds)
    stay = np.zeros(roster.shape, np.bool_) if locked is None else locked.copy()
    for place, person in enumerate(people):
        stay[place, [day for day, _kind in person.fixed]] = True
    counts = Demand(problem).counts(roster)
    some = sorted((one.day, at) for at, one in enumerate(problem.cover) if one.people is not None)
    begins = np.searchsorted(np.array([day for day, _at in some], np.int64), np.arange(problem.days + 1))
    covers = [problem.cover[at] for _day, at in some]
    some_kinds, some_people = np.zeros((len(some), kinds), np.bool_), np.zeros((len(some), len(people)), np.bool_)
    for at, one in enumerate(covers):
        some_kinds[at, list(one.kinds)] = True
        some_people[at, sorted(one.people or ())] = True
    prices = np.array([(one.needed, one.under, one.over) for one in covers], np.int64).reshape(-1, 3)
    stakes = Stakes(
        np.array([one.allowed for one in people]), stay, np.array([one.cost for one in people], np.int64),
        uses(problem) / units[:, None, None], np.ones(len(units)), (above**2).sum(axis=1) + 1e-6,
        begins.astype(np.int64), prices, some_kinds, some_people,
    )  # fmt: skip
    return stakes, counts[[at for _day, at in some]]


def _rules(problem: Problem) -> Rules:
    people, kinds = problem.people, len(problem.kinds)
    tables: dict[bytes, int] = {}
    forbidden: list[Flags] = []
    tail_of = np.zeros(len(people), np.int64)
    for place, person in enumerate(people):
        table = np.zeros((kinds, kinds), np.bool_)
        for kind in range(kinds):
            table[kind, sorted(problem.not_next(person, kind))] = True
        tail_of[place] = tables.setdefault(table.tobytes(), len(tables))
        if len(forbidden) < len(tables):
            forbidden.append(table)
    limits = [limit for person in people for limit in person.limits]
    limit_kinds = np.zeros((len(limits), kinds), np.bool_)
    for at, limit in enumerate(limits):
        limit_kinds[at, sorted(limit.kinds)] = True
    saturdays = np.zeros(problem.days, np.bool_)
    saturdays[list(problem.saturdays)] = True
    return Rules(
        np.array([_numbers(one) for one in people], np.int64),
        np.cumsum([0, *(len(one.limits) for one in people)]).astype(np.int64), limit_kinds,
        np.array([one.most for one in limits], np.int64), tail_of, np.array(forbidden),
        np.array([one.minutes for one in problem.kinds], np.int64),
        np.array([problem.week_of(day) for day in range(problem.days)], np.int64), saturdays,
    )  # fmt: skip


def _numbers(one: Person) -> tuple[int, ...]:
    return (
        one.min_minutes, one.max_minutes, one.max_run, one.min_run, one.min_rest, one.max_weekends, one.max_week,
        one.run_before, OFF if one.kind_before == OFF else one.kind_before,
    )  # fmt: skip
