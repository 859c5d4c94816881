"""The ground that Riverton stands on: a plan in metres, bent into a plausible city and laid on the globe."""

from __future__ import annotations

from itertools import pairwise
from math import cos, exp, hypot, radians, sin

XY = tuple[float, float]
Line = list[XY]

CENTRE_LAT, CENTRE_LON = 40.93, -100.16
METRES_PER_DEGREE = 6_371_008.8 * radians(1.0)
HALF_WIDTH_M, HALF_HEIGHT_M = 7_000.0, 5_000.0


def bent(point: XY) -> XY:
    """A plan point in its final place.

    The plan is a ruled grid beside a straight river. Long waves make every street a little curved; the second term
    bends river and riverside together, so that the avenues near the water run along it as they do in grown cities.
    """
    u, v = point
    near_river = exp(-(((u - 4_050) / 2_400) ** 2))
    meander = 430 * sin(v / 1_850 + 0.5) + 110 * sin(v / 820 + 2.0)
    x = u + near_river * meander + 150 * sin(v / 1_700 + 0.6 + u / 5_000) + 60 * sin(u / 1_400 + v / 1_100) + 0.045 * v
    y = v + 150 * sin(u / 2_300 + 1.1) + 70 * sin(v / 1_500 - u / 1_300) + 40 * sin(u / 760 + v / 2_000) - 0.035 * u
    return x, y


def geographic(point: XY) -> tuple[float, float]:
    """(lat, lon) of a bent point, to 5 decimals: about a metre."""
    x, y = point
    lat = CENTRE_LAT + y / METRES_PER_DEGREE
    return round(lat, 5), round(CENTRE_LON + x / (METRES_PER_DEGREE * cos(radians(CENTRE_LAT))), 5)


def in_extent(point: XY, margin: float = 0.0) -> bool:
    """Whether a bent point lies in the city's extent."""
    return abs(point[0]) <= HALF_WIDTH_M - margin and abs(point[1]) <= HALF_HEIGHT_M - margin


def distance(a: XY, b: XY) -> float:
    """Metres between two points of the plan."""
    return hypot(a[0] - b[0], a[1] - b[1])


def west_bank(v: float) -> float:
    """Where the river begins, in plan metres east."""
    return 3_690 + 70 * sin(v / 700) + 50 * sin(v / 1_700 + 1.0)


def east_bank(v: float) -> float:
    """Where the river ends; it widens to the south."""
    return 4_400 + 90 * sin(v / 900 + 0.8) - 0.025 * v


def smooth(corners: Line, rounds: int = 3) -> Line:
    """Chaikin's corner cutting: a drawn line becomes a driven one."""
    line = corners
    for _ in range(rounds):
        cut = [line[0]]
        for a, b in pairwise(line):
            cut.append((a[0] * 0.75 + b[0] * 0.25, a[1] * 0.75 + b[1] * 0.25))
            cut.append((a[0] * 0.25 + b[0] * 0.75, a[1] * 0.25 + b[1] * 0.75))
        line = [*cut, line[-1]]
    return line


def densified(line: Line, step: float = 20.0) -> Line:
    """The line with a point at least every `step` metres."""
    points = [line[0]]
    for a, b in pairwise(line):
        parts = max(1, int(distance(a, b) / step))
        points += [(a[0] + (b[0] - a[0]) * i / parts, a[1] + (b[1] - a[1]) * i / parts) for i in range(1, parts + 1)]
    return points


def _off_chord(point: XY, a: XY, b: XY) -> float:
    length = distance(a, b)
    if length == 0:
        return distance(point, a)
    return abs((b[0] - a[0]) * (a[1] - point[1]) - (a[0] - point[0]) * (b[1] - a[1])) / length


def simplified(line: Line, tolerance: float) -> Line:
    """Douglas-Peucker: the fewest points that stay within `tolerance` metres of the line."""
    if len(line) < 3:
        return line
    worst = max(range(1, len(line) - 1), key=lambda i: _off_chord(line[i], line[0], line[-1]))
    if line[0] != line[-1] and _off_chord(line[worst], line[0], line[-1]) <= tolerance:
        return [line[0], line[-1]]
    return simplified(line[: worst + 1], tolerance)[:-1] + simplified(line[worst:], tolerance)
