"""The order of the searches: a first roster, single people, the linear bound, then dives, groups and the pool."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from console.planning.roster.engine.columns import Columns
from console.planning.roster.engine.dive import Dive, Style
from console.planning.roster.engine.holes import fill
from console.planning.roster.engine.integer import from_pool
from console.planning.roster.engine.master import Solved
from console.planning.roster.engine.residual import residual
from console.planning.roster.engine.single import first_roster, improve

DIVES = 3  # over everybody, before groups are tried
LARGE = 900  # rows of a master that is solved in well under a second
LARGE_DAYS = 4_000  # people x days that a dive over everybody gets through in time
REGION = 45  # people whose problem is solved apart
# The most of the time: singles at first, filling, the bound's end, a dive over everybody, a part's bound or dive, empty
# seats that wander.
SINGLES, FILLING, RELAXATION, ONE_DIVE, ONE_PART, ONE_WALK = 0.1, 0.3, 0.55, 0.12, 0.06, 0.1
WANDERING = 40  # steps of empty seats for each person


@dataclass(slots=True)
class _Way:
    """One way to a better roster, and how often it was of use."""

    run: Callable[[], None]
    weight: float = 1.0


def search_on(search: Columns) -> None:
    """Search until the best roster is proven or the meter is over."""
    total = search.meter.left
    search.raise_bound(_plain_bound(search))
    if search.best is None:
        search.offer(first_roster(search))
    if search.best is None:
        return
    while not search.is_over() and search.meter.left > total * (1 - SINGLES):
        before = search.objective
        _singles(search)
        if search.objective > before - abs(before) * 0.01:
            break
    _fill(search, total)
    solved = None
    if not _is_large(search):
        solved = search.generate(until=total * (1 - RELAXATION))
    dives = solved is not None
    for turn in range(DIVES):
        if search.is_over():
            return
        if dives:
            dives = _dive(search, Style(noise=0.0 if turn == 0 else 0.15), total * ONE_DIVE)
    _keep_on(search, solved, total, dives)


def _plain_bound(search: Columns) -> float:
    """What no roster is below, known at once: everybody's wishes to work are met, and no seat costs anything."""
    wishes = [
        np.where(one.allowed, np.minimum(one.cost, 0), 0).min(axis=1, initial=0).sum() for one in search.problem.people
    ]
    return float(search.problem.constant + sum(wishes))


def _fill(search: Columns, total: float) -> None:
    """Where a few seats are left that singles do not fill, they wander, or parts around them are solved apart."""
    failures = 0
    many = len(search.problem.people) * search.problem.days
    while failures < 6 and not search.is_over() and search.meter.left > total * (1 - SINGLES - FILLING):
        if not 0 < _empty_seats(search) <= many // 100:
            return
        before = search.objective
        if failures < 2:
            _wander(search, total)
        if search.objective == before:
            _region(search, total * ONE_PART)
        failures = 0 if search.objective < before else failures + 1


def _wander(search: Columns, total: float) -> None:
    fill(search, WANDERING * len(search.problem.people), until=search.meter.left - total * ONE_WALK)


def _empty_seats(search: Columns) -> int:
    if search.best is None:
        return 0
    missing = np.maximum(0, search.demand.needed - search.demand.counts(search.best))
    return int(missing.sum())


def _is_large(search: Columns) -> bool:
    people = len(search.problem.people)
    return search.demand.count + people > LARGE or people * search.problem.days > LARGE_DAYS


def _keep_on(search: Columns, solved: Solved | None, total: float, dives: bool) -> None:
    """Go on with whatever helped: each success doubles a way's turns, each failure lets it fade to a floor."""
    ways = [_Way(lambda: _singles(search)), _Way(lambda: _region(search, total * ONE_PART))]
    if solved is None:
        ways += [_Way(lambda: _more_columns(search), 0.5), _Way(lambda: _wander(search, total), 0.5)]
    elif dives:
        ways += [
            _Way(lambda: _again(search, total * ONE_DIVE)),
            _Way(lambda: _group(search, 0.35)),
            _Way(lambda: _group(search, 0.6)),
        ]
    if solved is not None:
        relaxed: Solved = solved
        ways.append(_Way(lambda: _pool(search, relaxed)))
    while not search.is_over():
        weights = np.array([one.weight for one in ways])
        way = ways[int(search.rng.choice(len(ways), p=weights / weights.sum()))]
        before = search.objective
        way.run()
        way.weight = min(8.0, way.weight * 2) if search.objective < before else max(0.3, way.weight * 0.9)


def _more_columns(search: Columns) -> None:
    search.generate(rounds=3)


def _again(search: Columns, within: float) -> None:
    _dive(search, Style(noise=float(search.rng.uniform(0.05, 0.3)), share=0.1), within)


def _dive(search: Columns, style: Style, within: float) -> bool:
    """Dive over everybody; whether it came to its end in time."""
    dive = Dive(search, style, until=search.meter.left - within)
    found = dive.run()
    if found is not None:
        search.offer(found)
    return not dive.is_late


def _group(search: Columns, share: float) -> None:
    """Dive with some people only; the others keep what they have in the best roster."""
    people = len(search.problem.people)
    many = max(2, min(people, 60, round(people * share * float(search.rng.uniform(0.5, 1.0)))))
    free = neighbours(search, many)
    found = Dive(search, Style(noise=0.1, share=0.1), search.best, free).run()
    if found is not None:
        search.offer(found)


def _region(search: Columns, within: float) -> None:
    """Solve the problem of some people apart, with a master of its own, while the others stand.

    A part that was not solved within its time makes the next ones smaller.
    """
    people, days = len(search.problem.people), search.problem.days
    if search.best is None or people < 4:
        return
    most = min(people - 1, REGION, LARGE_DAYS // (2 * days), people * 0.7) * search.part_size
    many = max(3, int(most * search.rng.uniform(0.5, 1.0)))
    free = neighbours(search, many)
    best = search.best
    part = Columns(
        residual(search.problem, search.demand, best, free), search.meter, int(search.rng.integers(2**31)),
        lambda _objective, _roster: None, lambda _bound: None,
    )  # fmt: skip
    part.outside = search.is_over
    part.offer(best[free])
    solved = part.generate(until=part.meter.left - within)
    in_time = part.is_proven or solved is not None
    if in_time and not part.is_over():
        in_time = _dive(part, Style(noise=0.05), within)
    search.part_size = min(1.0, search.part_size * (1.1 if in_time else 0.7))
    if part.best is not None and part.objective < search.objective:
        whole = best.copy()
        whole[free] = part.best
        search.offer(whole)


def neighbours(search: Columns, many: int) -> list[int]:
    """People who can stand in for one another: one of them by chance, and those who may work most of the same."""
    frames, rng = search.pricer.frames, search.rng
    first = int(rng.integers(len(frames)))
    if rng.random() < 0.5 and len(short := _who_could_fill(search)):
        first = int(rng.choice(short))
    own = frames[first].allowed
    shared = np.array([float((own & one.allowed).sum()) for one in frames]) / max(1, own.sum())
    shared += rng.uniform(0, 0.8, len(frames))
    shared[first] = 9.0
    return sorted(int(one) for one in np.argsort(-shared)[:many])


def _who_could_fill(search: Columns) -> list[int]:
    """The people who may work one of the empty seats, chosen by chance."""
    if search.best is None:
        return []
    there = search.demand.counts(search.best)
    empty = np.flatnonzero((there < search.demand.needed) & (search.demand.under > 0))
    if not len(empty):
        return []
    cover = search.problem.cover[int(search.rng.choice(empty))]
    chosen = range(len(search.problem.people)) if cover.people is None else sorted(cover.people)
    return [place for place in chosen if search.pricer.frames[place].allowed[cover.day, list(cover.kinds)].any()]


def _singles(search: Columns) -> None:
    if search.best is not None:
        search.offer(improve(search, search.best, 20 + 3 * len(search.problem.people)))


def _pool(search: Columns, solved: Solved) -> None:
    found = from_pool(search, solved, 5.0)
    if found is not None:
        search.offer(found)
