"""Programs of any size with one full legal roster inside, so that every gap in a roster for them is avoidable."""

from dataclasses import dataclass

import numpy as np

from console.planning.roster.pairing import Bonds
from console.planning.roster.problem import OFF, Cover, Kind, Limit, Person, Problem, Roster

SHIFTS = ("Early", "Late", "Night")
MINUTES = 480
UNDER, OVER = 1_000, 20
AWAY = 3  # what a shift outside of the home zone costs
LONGEST_RUN = 5


@dataclass(frozen=True, slots=True)
class Size:
    """How large a program is; each zone needs one team in each shift."""

    name: str
    officers: int
    clinicians: int
    zones: int
    days: int = 28


COUNTY = Size("county", 60, 30, 4)
STATE = Size("state", 600, 250, 20)


@dataclass(frozen=True, slots=True, eq=False)
class Planted:
    """A program, one problem for each discipline, and the roster that was hidden in each."""

    size: Size
    officers: Problem
    clinicians: Problem
    officers_roster: Roster
    clinicians_roster: Roster
    bonds: Bonds

    @property
    def teams(self) -> int:
        """How many teams are needed in all."""
        return len(self.officers.cover)


def plant(size: Size, load: float, seed: int) -> Planted:
    """A program whose seats are `load` (0 to 1) of the shifts that its people owe."""
    rng = np.random.default_rng(seed)
    officers, officers_roster = _discipline(size, "officers", size.officers, load, rng)
    clinicians, clinicians_roster = _discipline(size, "clinicians", size.clinicians, load, rng)
    bonds = _bonds(size, officers_roster, clinicians_roster, officers, clinicians, rng)
    return Planted(size, officers, clinicians, officers_roster, clinicians_roster, bonds)


def _discipline(
    size: Size, name: str, people: int, load: float, rng: np.random.Generator
) -> tuple[Problem, Roster]:  # fmt: skip
    homes = np.arange(people) % size.zones
    roster = _stints(size, homes, rng)
    for _attempt in range(200):
        if roster is not None:
            break
        roster = _stints(size, homes, rng)
    if roster is None:
        raise ValueError(f"{people} people are too few for {size.zones} zones")
    shifts = (roster != OFF).sum(axis=1)
    spare = np.bincount(
        rng.integers(people, size=max(0, round(int(shifts.sum()) / load) - int(shifts.sum()))), minlength=people
    )
    zones = size.zones
    kinds = tuple(
        # An earlier shift is too early tomorrow.
        Kind(f"{shift} {zone}", MINUTES, frozenset(range(place * zones)), shift == "Night")
        for place, shift in enumerate(SHIFTS)
        for zone in range(zones)
    )
    team = tuple(
        _person(f"{name}-{place}", size, roster[place], int(homes[place]), int(shifts[place] + spare[place]), rng)
        for place in range(people)
    )
    cover = tuple(Cover(day, (kind,), 1, UNDER, OVER) for day in range(size.days) for kind in range(len(kinds)))
    return Problem(f"{size.name} {name} {load:.0%}", size.days, kinds, team, cover), roster


def _stints(size: Size, homes: "np.ndarray[tuple[int], np.dtype[np.int64]]", rng: np.random.Generator) -> Roster | None:
    """Every line of seats (zone x shift) cut into runs of two to four days, each given to somebody rested; or None."""
    roster = np.full((len(homes), size.days), OFF, np.int16)
    stints = []
    for kind in range(len(SHIFTS) * size.zones):
        day = -int(rng.integers(3))  # the first one may have begun before the period
        while day < size.days:
            length = int(rng.integers(2, 5))
            stints.append((max(0, day), min(size.days, day + length), kind))
            day += length
    worked, last = np.zeros(len(homes)), np.full(len(homes), -9)
    for begin, end, kind in sorted(stints):
        if end <= begin:
            continue
        apart = np.abs(homes - kind % size.zones)
        near = np.minimum(apart, size.zones - apart) <= 1
        free = np.flatnonzero(near & (begin - last > 2))
        if not len(free):
            return None
        chosen = free[np.argmin(worked[free] + rng.uniform(0, 2, len(free)))]
        roster[chosen, begin:end] = kind
        worked[chosen] += end - begin
        last[chosen] = end - 1
    return roster


def _person(
    name: str, size: Size, row: "np.ndarray[tuple[int], np.dtype[np.int16]]", home: int, most: int,
    rng: np.random.Generator,
) -> Person:  # fmt: skip
    zones, days = size.zones, size.days
    kinds = len(SHIFTS) * zones
    zone_of = np.arange(kinds) % zones
    apart = np.abs(zone_of - home)
    near = np.minimum(apart, zones - apart) <= 1
    works = row != OFF
    away = ~works & (rng.random(days) < 0.2)  # approved leave
    allowed = np.tile(near, (days, 1)) & ~away[:, None]
    cost = np.tile(np.where(zone_of == home, 0, AWAY), (days, 1)).astype(np.int64)
    wishes = rng.random(days) < 0.1
    cost[wishes] += int(rng.integers(2, 9))
    weekends = sum(bool(works[day : day + 2].any()) for day in range(5, days, 7))
    week = max(int(works[day : day + 7].sum()) for day in range(0, days, 7))
    nights = frozenset(range(2 * zones, 3 * zones))
    night = int(sum(kind in nights for kind in row.tolist()))
    return Person(
        name, allowed, cost, max(0, int(works.sum()) - 2) * MINUTES, most * MINUTES, LONGEST_RUN, 2, 2,
        max(2, weekends), max(4, week), (Limit(nights, max(4, night)),),
    )  # fmt: skip


def _bonds(
    size: Size, officers_roster: Roster, clinicians_roster: Roster, officers: Problem, clinicians: Problem,
    rng: np.random.Generator,
) -> Bonds:  # fmt: skip
    """Some who must not ride together (the hidden roster never pairs them), usual partners, languages, zones."""
    hidden = set()
    for day in range(size.days):
        seats = {int(kind): place for place, kind in enumerate(clinicians_roster[:, day]) if kind != OFF}
        hidden |= {(place, seats[int(kind)]) for place, kind in enumerate(officers_roster[:, day]) if kind != OFF}
    wanted = {
        (int(rng.integers(size.officers)), int(rng.integers(size.clinicians))) for _each in range(size.officers // 10)
    }
    usual = {place: int(rng.integers(size.clinicians)) for place in range(size.officers)}
    zones = tuple(
        tuple(frozenset((np.flatnonzero(one.allowed.any(axis=0)) % size.zones).tolist()) for one in problem.people)
        for problem in (officers, clinicians)
    )
    spoken = tuple(
        tuple(frozenset({"es"}) if rng.random() < 0.3 else frozenset() for _person in problem.people)
        for problem in (officers, clinicians)
    )
    return Bonds(frozenset(wanted - hidden), usual, (spoken[0], spoken[1]), (zones[0], zones[1]))
