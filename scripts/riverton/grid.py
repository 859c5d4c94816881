"""The ruled part of Riverton: main roads, minor streets between them, parks, and which cells are suburbs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import hypot
from random import Random

from scripts.riverton.layout import BRIDGES, QUAY, City, Park, Street, on_open_ground, pieces
from scripts.riverton.names import (
    AVENUE_MAJORS,
    EAST_AVENUES,
    QUAY_AVENUES,
    STREET_MAJORS,
    STREETS,
    WEST_AVENUES,
    ordinal,
)
from scripts.riverton.plane import XY, Line, densified, east_bank, west_bank
from scripts.riverton.quarters import Cell, old_town, suburbs
from scripts.riverton.roads import creek, motorway, pond, river, winding


def _between(majors: list[float], rng: Random, spacing: Callable[[float], float]) -> list[float]:
    """Unevenly spaced minor lines between the major ones."""
    found = []
    for low, high in pairwise(majors):
        count = max(1, round((high - low) / spacing((low + high) / 2)) - 1)
        pitch = (high - low) / (count + 1)
        found += [low + pitch * (i + 1) + rng.uniform(-0.14, 0.14) * pitch for i in range(count)]
    return found


class Planner:
    """Draws the city; one seed, one city."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._avenues, self._rows = sorted(map(float, AVENUE_MAJORS)), sorted(map(float, STREET_MAJORS))
        west = [u for u in self._avenues if u < 3_000]
        east = [u for u in self._avenues if u > 4_500]
        self._minor_avenues = _between([*west, 3_630.0], rng, lambda u: 262 if u > -1_700 else 370)
        self._minor_avenues += _between([4_480.0, *east, 6_900.0], rng, lambda _: 310)
        self._minor_rows = _between([-4_900.0, *self._rows, 4_900.0], rng, lambda v: 275 if abs(v) < 2_600 else 340)
        self._suburbs = self._choose_suburbs()
        self._parks = [
            self._park("Larkspur Park", 480, 1_350, 1_230, 2_240),
            self._park("Quarry Park", -2_850, -2_600, -1_950, -1_680),
        ]

    def city(self) -> City:
        """The whole plan."""
        streets = [motorway(), *self._grid(), *winding(self._parks), *old_town(self._rng)]
        streets += suburbs(self._rng, [self._cell(*corner) for corner in sorted(self._suburbs)])
        water = {"Tallgrass River": river(), "Mill Creek": creek(), "Quarry Pond": pond(self._parks[1])}
        return City(streets, self._parks, water)

    def _cell(self, west: float, south: float) -> Cell:
        east = min(u for u in [*self._avenues, 6_900.0] if u > west)
        return west, south, east, min(v for v in self._rows if v > south)

    def _park(self, name: str, west: float, south: float, east: float, north: float) -> Park:
        """A park whose sides lie just inside the nearest streets."""

        def nearest(lines: list[float], at: float) -> float:
            return min(lines, key=lambda line: abs(line - at))

        avenues, rows = self._avenues + self._minor_avenues, self._rows + self._minor_rows
        return Park(
            name,
            nearest(avenues, west) + 20,
            nearest(rows, south) + 20,
            nearest(avenues, east) - 20,
            nearest(rows, north) - 20,
        )

    def _choose_suburbs(self) -> set[tuple[float, float]]:
        """The cells between main roads, far from the middle, that have loops and courts instead of a grid."""
        west = [u for u in self._avenues if u < -1_000]
        cells = [(u, v) for u in west[:-1] for v in self._rows[:-1] if hypot(u + 600 - 900, v + 600) > 3_600]
        return {*self._rng.sample(cells, 9), (5_300.0, -2_600.0)}

    def _in_suburb(self, point: XY) -> bool:
        cell = [
            max((line for line in lines if line <= at), default=None)
            for lines, at in ((self._avenues, point[0]), (self._rows, point[1]))
        ]
        return (cell[0], cell[1]) in self._suburbs

    def _open(self, point: XY, main: bool) -> bool:
        if not on_open_ground(point, self._parks):
            return False
        return main or (-6_800 < point[0] < 6_900 and -4_800 < point[1] < 4_800 and not self._in_suburb(point))

    def _built_up(self, at: XY) -> bool:
        """Whether a minor street is built in this stretch: always in the middle, more and more rarely outwards."""
        return self._rng.random() < 1.45 - hypot((at[0] - 1_200) / 6_600, at[1] / 4_800) * 0.95

    def _stretches(self, line: Line, along: list[float], axis: int) -> list[Line]:
        """The stretches of a minor street between main roads that were built, joined where they meet."""
        built: list[Line] = []
        for low, high in pairwise(along):
            part = [p for p in line if low <= p[axis] <= high]
            if len(part) < 2 or not self._built_up(part[len(part) // 2]):
                continue
            if built and built[-1][-1] == part[0]:
                built[-1] += part[1:]
            else:
                built.append(part)
        return [
            piece for part in built for piece in pieces(part, lambda p: self._open(p, main=False)) if len(piece) > 5
        ]

    def _grid(self) -> list[Street]:
        found = []
        bounds_u, bounds_v = [-6_800.0, *self._avenues, 3_620.0, 4_500.0, 6_900.0], [-4_800.0, *self._rows, 4_800.0]
        for u in self._avenues:
            line = densified([(u, -9_500.0), *((u, v) for v in self._rows), (u, 9_500.0)])
            found.append(Street(AVENUE_MAJORS[int(u)], "major", pieces(line, lambda p: self._open(p, main=True))))
        for v in self._rows:
            name = STREET_MAJORS[int(v)]
            line = densified([(-12_500.0, v), *((u, v) for u in self._avenues), (12_500.0, v)])
            found.append(Street(name, "major", pieces(line, lambda p: self._open(p, main=True))))
            if name in BRIDGES:
                span = [p for p in line if west_bank(v) - QUAY - 25 <= p[0] <= east_bank(v) + QUAY + 25]
                found.append(Street(BRIDGES[name], "major", [span]))
        for u, name in self._avenue_names():
            marks = sorted({*bounds_v})
            line = densified([(u, v) for v in marks])
            found.append(Street(name, "minor", self._stretches(line, marks, 1)))
        for v, name in zip(sorted(self._minor_rows), STREETS, strict=False):
            marks = sorted({*bounds_u})
            line = densified([(u, v) for u in marks])
            found.append(Street(f"{name} St", "minor", self._stretches(line, marks, 0)))
        return [street for street in found if street.lines]

    def _avenue_names(self) -> list[tuple[float, str]]:
        """Numbers count westward from Union Ave; further out, by the quays and over the river they have names."""
        named, number = [], 0
        west, quay, east = iter(WEST_AVENUES), iter(QUAY_AVENUES), iter(EAST_AVENUES)
        for u in sorted(self._minor_avenues, reverse=True):
            if u > 4_000:
                named.append((u, f"{next(east)} Ave"))
            elif u > 1_480:
                named.append((u, f"{next(quay)} Ave"))
            elif u > -2_850:
                number += 1
                named.append((u, f"{ordinal(number)} Ave"))
            else:
                named.append((u, f"{next(west)} Ave"))
        return named
