"""Travel times from a Valhalla server (sources_to_targets and route, valhalla.github.io)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import httpx

from console.domain.geography import Point
from console.travel.address import under
from console.travel.asking import answer
from console.travel.base import TravelMatrix, TravelServerError, read_rows


class Valhalla:
    """One Valhalla server, asked for a car at free flow."""

    name = "Valhalla"

    def __init__(self, base: httpx.URL, client: httpx.AsyncClient) -> None:
        self._base = base
        self._client = client

    async def matrix(self, origins: Sequence[Point], destinations: Sequence[Point], at: datetime) -> TravelMatrix:
        """One sources_to_targets request; see TravelTimes."""
        question = {
            "sources": _locations(origins),
            "targets": _locations(destinations),
            "costing": "auto",
            "units": "kilometers",
        }
        table = (await self._ask("/sources_to_targets", question)).get("sources_to_targets")
        size = len(origins), len(destinations)
        seconds = read_rows(_cells(table, "time"), *size, "Valhalla times")
        metres = read_rows(_cells(table, "distance"), *size, "Valhalla distances", factor=1_000.0)
        return TravelMatrix(seconds, metres, self.name, estimate=False)

    async def route(self, origin: Point, destination: Point) -> list[Point] | None:
        """The fastest way; see TravelServer."""
        body = await self._ask("/route", {"locations": _locations([origin, destination]), "costing": "auto"})
        try:
            shapes = [str(leg["shape"]) for leg in body["trip"]["legs"]]
            return [point for shape in shapes for point in decoded(shape)] or None
        except (KeyError, IndexError, TypeError) as fault:
            raise TravelServerError(f"{self.name} answered a way that cannot be read") from fault

    async def _ask(self, path: str, question: dict[str, Any]) -> dict[str, Any]:
        request = self._client.build_request("POST", under(self._base, path), json=question)
        return await answer(self._client, self.name, request)


def _locations(points: Sequence[Point]) -> list[dict[str, float]]:
    return [{"lat": round(point.lat, 6), "lon": round(point.lon, 6)} for point in points]


def _cells(table: object, key: str) -> object:
    """One figure of each cell, as a plain table; what is no table is left for the reader to refuse."""
    if isinstance(table, dict):  # the terse form: {"durations": [[...]], "distances": [[...]]}
        return table.get({"time": "durations", "distance": "distances"}[key])
    if not isinstance(table, list):
        return table
    return [[_cell(cell, key) for cell in row] if isinstance(row, list) else row for row in table]


def _cell(cell: object, key: str) -> object:
    if isinstance(cell, dict):
        return cell.get(key)
    return None if cell is None else "a cell without figures"


def decoded(shape: str) -> list[Point]:
    """An encoded polyline of six decimals (Google's algorithm, as Valhalla sends it).

    Raises:
        IndexError: it ends in the middle of a number.
    """
    found, at, lat, lon = [], 0, 0, 0
    while at < len(shape):
        step, at = _number(shape, at)
        lat += step
        step, at = _number(shape, at)
        lon += step
        found.append(Point(lat / 1e6, lon / 1e6))
    return found


def _number(shape: str, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        piece = ord(shape[at]) - 63
        at += 1
        result |= (piece & 0x1F) << shift
        shift += 5
        if piece < 0x20:
            return ~(result >> 1) if result & 1 else result >> 1, at
