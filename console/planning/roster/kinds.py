"""The kinds of shift that a problem in numbers tells apart: a book's templates, and some of a day when clocks change.

On such a day rest is an hour shorter or longer than on others. Where that decides whether one shift may follow
another, the shift of that day is a kind of its own, so that rest is right on every day and in every program.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from console.domain.ids import TemplateId
from console.domain.rosters import Contract, Template

DAY = timedelta(days=1)
DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds by place. `days` says on which day one is worked only; None: on every other day."""

    templates: tuple[Template, ...]
    days: tuple[date | None, ...]
    zone: ZoneInfo
    lost: int  # the most minutes that the clocks of a day go forward
    _places: dict[tuple[TemplateId, date | None], int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places = {(one.id, day): at for at, (one, day) in enumerate(zip(self.templates, self.days, strict=True))}
        object.__setattr__(self, "_places", places)

    def at(self, template: TemplateId, day: date) -> int | None:
        """The kind of a template's shift of a day; None when there is no such template here."""
        return self._places.get((template, day), self._places.get((template, None)))

    def of_day(self, day: date) -> list[int]:
        """Every kind that can be worked on a day."""
        found = (self.at(one.id, day) for one, only in zip(self.templates, self.days, strict=True) if only is None)
        return [one for one in found if one is not None]

    def too_soon(self, place: int, rest: int) -> frozenset[int]:
        """The kinds of the next day that begin before somebody has rested from this one: so long, or as it asks for."""
        least = max(rest, self.templates[place].rest_minutes)
        return frozenset(other for other in range(len(self.templates)) if self._rest(place, other) < least)

    def days_off(self, places: Collection[int], contract: Contract) -> int:
        """The fewest days off in a row: the contract's, or more where one day off is too short a rest.

        After a night that ends at noon, and asks for a day's rest, an early shift of the day after the next comes too
        soon. The problem knows days off and no hours, so that every break is as long as the worst pair of these kinds
        needs.
        """
        worked = [self.templates[one] for one in places]
        least = [
            -((max(contract.rest_minutes, one.rest_minutes) + self.lost - by_clock(one, then)) // -DAY_MINUTES)
            for one in worked
            for then in worked
        ]
        return max(contract.rest_days, *least, 1)

    def _rest(self, place: int, other: int) -> int:
        """The minutes between the end of a kind and the beginning of another on the day after it."""
        one, then, day, next_day = self.templates[place], self.templates[other], self.days[place], self.days[other]
        if day is None and next_day is not None:
            day = next_day - DAY
        return by_clock(one, then) if day is None else real(one, then, day, self.zone)


def kinds_of(templates: Sequence[Template], dates: Sequence[date], zone: ZoneInfo, rests: Collection[int]) -> Kinds:
    """The kinds of these templates on these days, when people rest so many minutes between shifts."""
    apart = [
        (one, day)
        for day in (dates[0] - DAY, *dates)
        if clocks_change(day, zone)
        for one in templates
        if _is_decided(one, templates, day, zone, rests)
    ]
    every = [*((one, None) for one in templates), *apart]
    lost = max(round(clocks_change(day, zone).total_seconds() / 60) for day in dates)
    return Kinds(tuple(one for one, _day in every), tuple(day for _one, day in every), zone, max(0, lost))


def _is_decided(
    one: Template, templates: Sequence[Template], day: date, zone: ZoneInfo, rests: Collection[int]
) -> bool:
    """Whether the clocks of a day decide what may come before or after a shift of it."""
    for other in templates:
        for first, then, from_day in ((other, one, day - DAY), (one, other, day)):
            least = [max(rest, first.rest_minutes) for rest in rests]
            told, is_so = by_clock(first, then), real(first, then, from_day, zone)
            if any((told < rest) != (is_so < rest) for rest in least):
                return True
    return False


def by_clock(one: Template, then: Template) -> int:
    """The minutes from the end of a shift to another on the day after, by the clock on the wall."""
    return DAY_MINUTES + then.begins - one.begins - one.minutes


def real(one: Template, then: Template, day: date, zone: ZoneInfo) -> int:
    """The minutes from the end of a day's shift to another on the day after, as they are rested."""
    gap = then.window(day + DAY, zone)[0] - one.window(day, zone)[1]
    return round(gap.total_seconds() / 60)


def clocks_change(day: date, zone: ZoneInfo) -> timedelta:
    """By how much the clocks go forward on a day; less than nothing: back."""
    begins, ends = (datetime.combine(one, time(), tzinfo=zone).utcoffset() for one in (day, day + DAY))
    return (ends or timedelta()) - (begins or timedelta())
