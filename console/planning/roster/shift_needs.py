"""The teams that each recurring shift needs for the expected calls, weekday by weekday, and what it has."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from console.domain.ids import ZoneId
from console.domain.rosters import WEEK_DAYS, Template
from console.planning.forecast import WEEK_HOURS

_NEARLY = 1e-9  # three thirds are one
SLOT = 15  # minutes: shifts that relieve one another within an hour are not taken for shifts beside one another
WEEK_SLOTS = WEEK_HOURS * 60 // SLOT


@dataclass(frozen=True, slots=True)
class ShiftNeed:
    """A shift and the teams that its busiest hour needs, by weekday."""

    template: Template
    by_day: Mapping[int, int]

    @property
    def teams(self) -> int:
        """What all its weekdays need: as many as the busiest of them."""
        return max(self.by_day.values())

    @property
    def is_met(self) -> bool:
        """Whether the shift has on each day what it needs, and no more."""
        return set(self.by_day.values()) == {self.template.teams}

    @property
    def split(self) -> tuple[frozenset[int], int] | None:
        """The weekdays that need more, and what the others need; None where all need the same.

        Where there are more than two needs, the cut is where the fewest teams are planned for nothing.
        """
        needs = sorted(set(self.by_day.values()))
        if len(needs) == 1:
            return None

        def planned(rest: int) -> int:
            return sum(rest if need <= rest else self.teams for need in self.by_day.values())

        rest = min(needs[:-1], key=planned)
        return frozenset(day for day, need in self.by_day.items() if need > rest), rest

    def planned(self, *, split: bool) -> int:
        """How many teams go out in a week when the shift gets what it needs."""
        if not split or self.split is None:
            return self.teams * len(self.by_day)
        days, rest = self.split
        return self.teams * len(days) + rest * (len(self.by_day) - len(days))

    @property
    def words(self) -> str:
        """What it needs: "Fri, Sat: 3; else 2"."""
        days: dict[int, list[int]] = defaultdict(list)
        for day, need in sorted(self.by_day.items()):
            days[need].append(day)
        usual = max(days, key=lambda need: (len(days[need]), need))
        others = [f"{day_words(held)}: {need}" for need, held in sorted(days.items()) if need != usual]
        return "; ".join([*others, f"else {usual}"]) if others else str(usual)


def day_words(days: Sequence[int] | frozenset[int]) -> str:
    """Weekdays as they are read: "Fri, Sat"."""
    return ", ".join(WEEK_DAYS[day] for day in sorted(days))


def shares_of(calls: Mapping[ZoneId, int]) -> dict[ZoneId, float]:
    """Each zone's part of the calls; empty when no call has a zone."""
    whole = sum(calls.values())
    return {zone: count / whole for zone, count in calls.items()} if whole else {}


def shift_needs(
    templates: Sequence[Template], by_hour: Sequence[int], shares: Mapping[ZoneId, float]
) -> list[ShiftNeed]:  # fmt: skip
    """What each shift needs of the area's need in its hours.

    A zone gets its part of the calls, rounded up; shifts that run at the same time in the same place carry it by the
    teams that they have now. Without `shares` all of them carry the area's need together. A shift has a team at least.
    """
    present = _present(templates, shares)
    whole = Counter[int]()
    for (_zone, slot), count in present.items():
        whole[slot] += count

    def part(template: Template, slot: int) -> float:
        zone = template.zone_id if shares else None
        if zone is None:
            return template.teams / whole[slot]
        share = shares.get(zone, 0.0)
        return share * template.teams / (present[zone, slot] + share * present[None, slot])

    def need(template: Template, weekday: int) -> int:
        slots = slots_of(template, weekday)
        return max(1, *(ceil(by_hour[slot * SLOT // 60] * part(template, slot) - _NEARLY) for slot in slots))

    return [ShiftNeed(one, {day: need(one, day) for day in sorted(one.weekdays)}) for one in templates]


def slots_of(template: Template, weekday: int) -> Iterator[int]:
    """The quarters of an hour of the week at whose beginning a weekday's shift runs."""
    begins = weekday * 24 * 60 + template.begins
    first, end = ceil(begins / SLOT), ceil((begins + template.minutes) / SLOT)
    return (slot % WEEK_SLOTS for slot in range(first, end))


def _present(templates: Sequence[Template], shares: Mapping[ZoneId, float]) -> Counter[tuple[ZoneId | None, int]]:
    """Teams by zone and quarter of an hour, as they are now."""
    found: Counter[tuple[ZoneId | None, int]] = Counter()
    for one in templates:
        for day in one.weekdays:
            for slot in slots_of(one, day):
                found[one.zone_id if shares else None, slot] += one.teams
    return found
