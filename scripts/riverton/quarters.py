"""The parts of Riverton that are no grid: the old town's rings and gates, the suburbs' loops and courts."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin
from random import Random

from scripts.riverton.layout import OLD_TOWN, OLD_TOWN_RADIUS, Street, uneven
from scripts.riverton.names import COURTS, LOOPS, OLD_TOWN_RINGS, OLD_TOWN_ROWS, OLD_TOWN_SPOKES
from scripts.riverton.plane import XY, Line, densified, smooth

Cell = tuple[float, float, float, float]  # west, south, east, north


def _at(radius: float, turn: float) -> XY:
    reach = uneven(radius, turn)
    return OLD_TOWN[0] + reach * cos(turn), OLD_TOWN[1] + reach * sin(turn)


def old_town(rng: Random) -> list[Street]:
    """Rings round the market, streets from it to the wall's gates, rows between them."""
    found = []
    for radius, name in OLD_TOWN_RINGS.items():
        ring = [_at(radius, 2 * pi * i / 48) for i in range(48)]
        found.append(Street(name, "major" if radius == OLD_TOWN_RADIUS else "lane", [[*ring, ring[0]]]))
    for index, name in enumerate(OLD_TOWN_SPOKES):
        turn = 2 * pi * index / len(OLD_TOWN_SPOKES) + rng.uniform(-0.12, 0.12)
        found.append(Street(f"{name} {'Gate' if index % 2 else 'St'}", "lane", [_spoke(turn, index, 104, 890)]))
    for index, name in enumerate(OLD_TOWN_ROWS):
        turn = 2 * pi * (index + 0.5) / len(OLD_TOWN_ROWS) + rng.uniform(-0.06, 0.06)
        found.append(Street(f"{name} Row", "lane", [_spoke(turn, index, 340, 890 if index % 3 else 640)]))
    return found


def _spoke(turn: float, index: int, inner: int, outer: int) -> Line:
    return [_at(radius, turn + 0.12 * sin(radius / 260 + index)) for radius in range(inner, outer, 28)]


def suburbs(rng: Random, cells: list[Cell]) -> list[Street]:
    """A loop road, four ways in, two courts and a lane in each suburban cell."""
    courts = iter(COURTS)
    return [
        street
        for name, cell in zip(LOOPS, cells, strict=True)
        for street in _suburb(rng, name, cell, (next(courts), next(courts)))
    ]


def _suburb(rng: Random, name: str, cell: Cell, courts: tuple[str, str]) -> list[Street]:
    west, south, east, north = cell
    at = _blob(rng, cell)
    loop = [at(2 * pi * i / 40, 1.0) for i in range(40)]
    gates = [turn + rng.uniform(-0.35, 0.35) for turn in (0.0, pi / 2, pi, 3 * pi / 2)]
    ends = [(east + 8, None), (None, north + 8), (west - 8, None), (None, south - 8)]
    ways = []
    for gate, (end_u, end_v) in zip(gates, ends, strict=True):
        start = at(gate, 0.97)
        ways.append(densified([start, (end_u or start[0] + 30, end_v or start[1] + 30)]))
    found = [Street(f"{name} Loop", "minor", [[*loop, loop[0]]]), Street(f"{name} Way", "minor", ways)]
    first = rng.uniform(0, 6)
    for court, turn in zip(courts, (first, first + 2.1), strict=True):
        inward = [at(turn, 1.03), at(turn + 0.15, 0.6), at(turn + 0.5, 0.38)]
        found.append(Street(f"{court} Ct", "minor", [densified(inward)]))
    bow = [at(first + 1.1, 1.03), at(first + 1.6, 0.35), at(first + 3.2, 0.3), at(first + 4.1, 1.03)]
    return [*found, Street(f"{name} Ln", "minor", [densified(smooth(bow))])]


def _blob(rng: Random, cell: Cell) -> Callable[[float, float], XY]:
    """A rounded shape of its own for each cell: a point by direction and by share of the way to its rim."""
    west, south, east, north = cell
    bulge, phase, share = rng.uniform(0.1, 0.2), rng.uniform(0, 6), rng.uniform(0.5, 0.66)

    def at(turn: float, part: float) -> XY:
        reach = part * share * (1 + bulge * sin(2 * turn + phase) + bulge * 0.6 * sin(3 * turn - phase))
        across, up = reach * cos(turn) * (east - west) / 2, reach * sin(turn) * (north - south) / 2
        return (west + east) / 2 + across, (south + north) / 2 + up

    return at
