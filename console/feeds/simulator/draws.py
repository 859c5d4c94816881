"""Chance that can be told again: every draw has its own generator, named by the seed and by what is drawn."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

_MARKS = (("p10", 0.10), ("p25", 0.25), ("p50", 0.50), ("p75", 0.75), ("p90", 0.90), ("p95", 0.95))


def chance(*parts: object) -> Random:
    """A generator that gives the same numbers for the same name, in every process."""
    return Random("|".join(str(part) for part in parts))


def picked(rng: Random, chances: Mapping[str, float]) -> str:
    """One key, by its weight."""
    return rng.choices(list(chances), list(chances.values()))[0]


def one_of(rng: Random, choices: Sequence[T]) -> T:
    """One of them, each alike."""
    return choices[rng.randrange(len(choices))]


def by_quantiles(rng: Random, quantiles: Mapping[str, float]) -> float:
    """A value from a distribution known by its quantiles, straight between them, without the tails."""
    u = rng.uniform(0.05, 0.95)
    below, low = 0.0, 0.0
    for name, mark in _MARKS:
        value = quantiles[name]
        if u <= mark:
            return low + (value - low) * (u - below) / (mark - below)
        below, low = mark, value
    return low
