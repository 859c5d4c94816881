"""The order of the searches: a first roster, single people, the linear bound, then dives, groups and the pool."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from console.planning.roster.engine.columns import Columns
from console.planning.roster.engine.dive import Dive, Style
from console.planning.roster.engine.integer import from_pool
from console.planning.roster.engine.master import Solved
from console.planning.roster.engine.single import first_roster, improve

DIVES = 3  # over everybody, before groups are tried


@dataclass(slots=True)
class _Way:
    """One way to a better roster, and how often it was of use."""

    run: Callable[[], None]
    weight: float = 1.0


def search_on(search: Columns) -> None:
    """Search until the best roster is proven or the meter is over."""
    search.offer(first_roster(search))
    if search.best is None:
        return
    search.offer(improve(search, search.best, 4 * len(search.problem.people)))
    solved = search.generate()
    for turn in range(DIVES):
        if search.is_over():
            return
        _dive(search, Style(noise=0.0 if turn == 0 else 0.15))
    _keep_on(search, solved)


def _keep_on(search: Columns, solved: Solved | None) -> None:
    """Go on with whatever helped: each success doubles a way's turns, each failure lets it fade to a floor."""
    ways = [
        _Way(lambda: _dive(search, Style(noise=float(search.rng.uniform(0.05, 0.3)), share=0.1))),
        _Way(lambda: _group(search, 0.35)),
        _Way(lambda: _group(search, 0.6)),
        _Way(lambda: _singles(search)),
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


def _dive(search: Columns, style: Style) -> None:
    found = Dive(search, style).run()
    if found is not None:
        search.offer(found)


def _group(search: Columns, share: float) -> None:
    """Dive with some people only; the others keep what they have in the best roster."""
    people = len(search.problem.people)
    many = max(2, min(people, 60, round(people * share * float(search.rng.uniform(0.5, 1.0)))))
    free = neighbours(search, many)
    found = Dive(search, Style(noise=0.1, share=0.1), search.best, free).run()
    if found is not None:
        search.offer(found)


def neighbours(search: Columns, many: int) -> list[int]:
    """People who can stand in for one another: one of them by chance, and those who may work most of the same."""
    frames, rng = search.pricer.frames, search.rng
    first = int(rng.integers(len(frames)))
    own = frames[first].allowed
    shared = np.array([float((own & one.allowed).sum()) for one in frames]) / max(1, own.sum())
    shared += rng.uniform(0, 0.8, len(frames))
    shared[first] = 9.0
    return [int(one) for one in np.argsort(-shared)[:many]]


def _singles(search: Columns) -> None:
    if search.best is not None:
        search.offer(improve(search, search.best, 20 + 2 * len(search.problem.people)))


def _pool(search: Columns, solved: Solved) -> None:
    found = from_pool(search, solved, 5.0)
    if found is not None:
        search.offer(found)
