"""Places on the earth: points in degrees, distances in metres, boxes and polygons."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, radians, sin, sqrt

from console.errors import BadInput

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG 1980
MICRO = 1_000_000  # positions travel as whole micro-degrees: 0.11 m of latitude


@dataclass(frozen=True, slots=True)
class Point:
    """A WGS 84 position, latitude and longitude in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Box:
    """A latitude/longitude rectangle in degrees that does not cross the antimeridian."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        """Whether the point lies in the box, its border included."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east

    @property
    def centre(self) -> Point:
        """The middle of the box."""
        return Point((self.south + self.north) / 2, (self.west + self.east) / 2)

    def grown(self, factor: float) -> "Box":
        """The box with each side `factor` times as long, around the same centre."""
        high, wide = (self.north - self.south) * (factor - 1) / 2, (self.east - self.west) * (factor - 1) / 2
        return Box(self.south - high, self.west - wide, self.north + high, self.east + wide)


def box_around(points: Iterable[Point]) -> Box:
    """The smallest box that holds every point.

    Raises:
        ValueError: there is no point.
    """
    kept = list(points)
    if not kept:
        raise ValueError("a box needs at least one point")
    lats, lons = [p.lat for p in kept], [p.lon for p in kept]
    return Box(min(lats), min(lons), max(lats), max(lons))


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres (haversine: stable for short distances)."""
    lat_a, lat_b = radians(a.lat), radians(b.lat)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def bearing_deg(a: Point, b: Point) -> float:
    """Initial bearing from a to b in degrees, 0 north, 90 east."""
    lat_a, lat_b, turn = radians(a.lat), radians(b.lat), radians(b.lon - a.lon)
    return degrees(atan2(sin(turn) * cos(lat_b), cos(lat_a) * sin(lat_b) - sin(lat_a) * cos(lat_b) * cos(turn))) % 360


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether the point lies in the polygon (even-odd rule; the ring may be open or closed)."""
    found = False
    previous = ring[-1]
    for corner in ring:
        if (corner.lat > point.lat) != (previous.lat > point.lat):
            crossing = previous.lon + (point.lat - previous.lat) / (corner.lat - previous.lat) * (
                corner.lon - previous.lon
            )
            if point.lon < crossing:
                found = not found
        previous = corner
    return found


_PAIR = re.compile(r"^\s*([+-]?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*$")


def parse_point(text: str) -> Point | None:
    """Read "40.12, -75.34" (latitude first, decimal degrees); None when the text is no pair of numbers.

    Raises:
        BadInput: it is a pair of numbers that is nowhere on earth.
    """
    match = _PAIR.match(text)
    if match is None:
        return None
    point = Point(float(match[1]), float(match[2]))
    if abs(point.lat) > 90 or abs(point.lon) > 180:
        raise BadInput(f"{text.strip()} is not on earth: latitude is -90 to 90, longitude -180 to 180.")
    return point
