"""A rostering problem in numbers: who may work what on which day, the rules of each, and what is to be covered.

Days, kinds of shift and people are counted from 0. Everything here is what a solver needs; names, dates and sentences
are with whoever made the problem.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

OFF = -1  # a day without a shift

# One row for each person, one column for each day: the kind of shift, or OFF.
Roster = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of shift: how long it is (minutes), which may not follow it on the next day, whether it is a night."""

    name: str
    minutes: int
    not_next: frozenset[int] = frozenset()
    is_night: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many shifts of these kinds in the whole period."""

    kinds: frozenset[int]
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One person's rules, all of them binding, and what their shifts cost.

    `allowed` is days x kinds. `cost` (days x kinds) is what it costs that they work this then; a wish to work is
    a negative cost whose weight stands in the problem's `constant`, so that an unmet wish costs its weight.
    A run of shifts, or of days off, that touches either end of the period counts as long enough. A weekend is worked
    when its Saturday or its Sunday is.
    """

    name: str
    allowed: npt.NDArray[np.bool_]
    cost: npt.NDArray[np.int64]
    min_minutes: int
    max_minutes: int
    max_run: int
    min_run: int = 1
    min_rest: int = 1  # days off in a row
    max_weekends: int = 99
    max_week: int = 7  # shifts in a calendar week
    limits: tuple[Limit, ...] = ()
    fixed: tuple[tuple[int, int], ...] = ()  # (day, kind or OFF) that must stay as they are
    run_before: int = 0  # shifts worked in a row up to the day before the period
    kind_before: int = OFF  # the kind worked on the day before the period
    not_next: tuple[frozenset[int], ...] | None = None  # by kind, where this person's rest differs from the kinds' own


@dataclass(frozen=True, slots=True)
class Cover:
    """So many of these people (None: all) should work one of these kinds on a day; what one less or more costs."""

    day: int
    kinds: tuple[int, ...]
    needed: int
    under: int
    over: int = 0
    people: frozenset[int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """All of it. Day 0 is a `first_weekday` (0 is Monday)."""

    name: str
    days: int
    kinds: tuple[Kind, ...]
    people: tuple[Person, ...]
    cover: tuple[Cover, ...]
    constant: int = 0
    first_weekday: int = 0
    _weekends: tuple[int, ...] = field(init=False, repr=False, default=())

    def __post_init__(self) -> None:
        saturdays = range((5 - self.first_weekday) % 7, self.days, 7)
        object.__setattr__(self, "_weekends", tuple(saturdays))

    def not_next(self, person: Person, kind: int) -> frozenset[int]:
        """The kinds that a person may not work on the day after one."""
        return self.kinds[kind].not_next if person.not_next is None else person.not_next[kind]

    @property
    def saturdays(self) -> tuple[int, ...]:
        """The day of each weekend's Saturday."""
        return self._weekends

    def week_of(self, day: int) -> int:
        """The calendar week of a day, Monday to Sunday, counted from the one that day 0 is in."""
        return (day + self.first_weekday) // 7

    def empty(self) -> Roster:
        """A roster in which nobody works."""
        return np.full((len(self.people), self.days), OFF, dtype=np.int16)
