"""Travel times from an OSRM server (HTTP API v1, project-osrm.org)."""

from collections.abc import Sequence
from datetime import datetime

import httpx

from console.domain.geography import Point
from console.travel.address import under
from console.travel.asking import answer
from console.travel.base import TravelMatrix, TravelServerError, read_rows


class Osrm:
    """One OSRM server; it knows no traffic, so the moment of leaving changes nothing."""

    name = "OSRM"

    def __init__(self, base: httpx.URL, client: httpx.AsyncClient) -> None:
        self._base = base
        self._client = client

    async def matrix(self, origins: Sequence[Point], destinations: Sequence[Point], at: datetime) -> TravelMatrix:
        """One table request; see TravelTimes."""
        count = len(origins)
        query = {
            "sources": ";".join(map(str, range(count))),
            "destinations": ";".join(map(str, range(count, count + len(destinations)))),
            "annotations": "duration,distance",
        }
        url = under(self._base, f"/table/v1/driving/{_coordinates([*origins, *destinations])}")
        body = await answer(self._client, self.name, self._client.build_request("GET", url, params=query))
        if body.get("code") != "Ok":
            raise TravelServerError(f"{self.name} answered {str(body.get('code'))[:30]!r}, not Ok")
        seconds = read_rows(body.get("durations"), count, len(destinations), "OSRM durations")
        metres = read_rows(body.get("distances"), count, len(destinations), "OSRM distances")
        return TravelMatrix(seconds, metres, self.name, estimate=False)

    async def route(self, origin: Point, destination: Point) -> list[Point] | None:
        """The fastest way; see TravelServer."""
        url = under(self._base, f"/route/v1/driving/{_coordinates([origin, destination])}")
        request = self._client.build_request("GET", url, params={"overview": "full", "geometries": "geojson"})
        body = await answer(self._client, self.name, request)
        try:
            return [Point(float(lat), float(lon)) for lon, lat in body["routes"][0]["geometry"]["coordinates"]] or None
        except (KeyError, IndexError, TypeError, ValueError) as fault:
            raise TravelServerError(f"{self.name} answered a way that cannot be read") from fault


def _coordinates(points: Sequence[Point]) -> str:
    return ";".join(f"{point.lon:.6f},{point.lat:.6f}" for point in points)
