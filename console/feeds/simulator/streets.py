"""The street graph: the fastest way between two places, along streets at their own speeds."""

from collections import defaultdict
from heapq import heappop, heappush
from random import Random
from typing import Any

from console.domain.geography import Point, distance_m
from console.feeds.simulator.course import Leg

PATROL_REACH_M = 1_200.0
_OFF_ROAD_KPH = 15.0  # from the door to the nearest corner


class Streets:
    """Nodes and edges of a city; both directions of every street may be driven."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._points = [Point(lat, lon) for lat, lon in raw["nodes"]]
        self._around: list[list[tuple[float, int, float, float]]] = [[] for _ in self._points]
        for a, b, metres, speed, _street in raw["edges"]:
            seconds = metres / (speed / 3.6)
            self._around[a].append((seconds, b, metres, speed))
            self._around[b].append((seconds, a, metres, speed))
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index, point in enumerate(self._points):
            self._cells[_cell(point)].append(index)

    def way(self, origin: Point, destination: Point) -> list[Leg]:
        """The fastest way, from and to the nearest corners."""
        start, end = self._nearest(origin), self._nearest(destination)
        legs = [_off_road(origin, self._points[start]), *self._fastest(start, end)]
        legs.append(_off_road(self._points[end], destination))
        return [leg for leg in legs if leg.metres > 0.5] or [_off_road(origin, destination)]

    def somewhere(self, near: Point, rng: Random) -> Point:
        """A corner within a patrol's reach."""
        close = [index for index in self._within(near, 2) if distance_m(self._points[index], near) <= PATROL_REACH_M]
        return self._points[close[rng.randrange(len(close))]] if close else self._points[self._nearest(near)]

    def _fastest(self, start: int, end: int) -> list[Leg]:
        best = {start: 0.0}
        before: dict[int, tuple[int, float, float]] = {}
        queue = [(0.0, start)]
        while queue:
            spent, node = heappop(queue)
            if node == end:
                break
            if spent > best[node]:
                continue
            for seconds, other, metres, speed in self._around[node]:
                total = spent + seconds
                if total < best.get(other, 1e18):
                    best[other], before[other] = total, (node, metres, speed)
                    heappush(queue, (total, other))
        legs: list[Leg] = []
        while end != start and end in before:
            node, metres, speed = before[end]
            legs.append(Leg(self._points[end], metres, speed))
            end = node
        return legs[::-1]

    def _nearest(self, point: Point) -> int:
        for rings in (1, 3, 12):
            close = self._within(point, rings)
            if close:
                return min(close, key=lambda index: distance_m(self._points[index], point))
        return min(range(len(self._points)), key=lambda index: distance_m(self._points[index], point))

    def _within(self, point: Point, rings: int) -> list[int]:
        row, column = _cell(point)
        return [
            index
            for up in range(row - rings, row + rings + 1)
            for across in range(column - rings, column + rings + 1)
            for index in self._cells.get((up, across), ())
        ]


def _cell(point: Point) -> tuple[int, int]:
    """Cells of about 670 m north to south."""
    return int(point.lat * 166), int(point.lon * 125)


def _off_road(origin: Point, destination: Point) -> Leg:
    return Leg(destination, distance_m(origin, destination), _OFF_ROAD_KPH)
