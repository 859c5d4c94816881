"""What is older or larger than Riverton's grid: winding roads, riverside, motorway, creek and pond."""

from __future__ import annotations

from math import cos, pi, sin

from scripts.riverton.layout import QUAY, Park, Street, on_open_ground, pieces
from scripts.riverton.plane import Line, densified, east_bank, smooth, west_bank

QUARRY = "-6750,-3300 -5200,-2900 -4000,-1900 -3100,-1250 -2350,-1350 -1650,-1100"
OLD_POST = "-3600,4700 -2700,3500 -1900,2700 -700,1700 400,1050 1700,470"
STATION = "-1650,-4700 -900,-3300 200,-2100 1150,-1100 1800,-600"
FERRY_HILL = "4800,300 5500,900 6200,2100 6750,3000"
MOTORWAY = (
    "12500,3600 8000,3350 6200,3250 4000,3120 1500,3180 -1500,3280 -3900,3220 -4800,2300 -4930,0 -4800,-2200 "
    "-3900,-3300 -1500,-3380 700,-3320 2000,-3700 2650,-5200 2800,-9500"
)
CREEK = "-12000,700 -6500,900 -5000,480 -3600,640 -2300,260 -1000,330 300,-520 1300,-1080 2400,-1180 3800,-1000"


def _curve(corners: str, rounds: int = 3) -> Line:
    points = [corner.split(",") for corner in corners.split()]
    return smooth([(float(u), float(v)) for u, v in points], rounds)


def winding(parks: list[Park]) -> list[Street]:
    """The roads that are older than the grid, and those along the water."""
    found = [
        Street("Quarry Rd", "minor"),
        Street("Old Post Rd", "major"),
        Street("Station Rd", "major"),
        Street("Ferry Hill Rd", "minor"),
    ]
    for street, corners in zip(found, (QUARRY, OLD_POST, STATION, FERRY_HILL), strict=True):
        street.lines = pieces(densified(_curve(corners)), lambda p: on_open_ground(p, parks))
    reach = [float(v) for v in range(-4_700, 4_701, 40)]
    found.append(Street("Riverside Dr", "major", [[(west_bank(v) - QUAY, v) for v in reach]]))
    found.append(Street("East Bank Rd", "minor", [[(east_bank(v) + QUAY, v) for v in reach if abs(v) < 4_100]]))
    return found


def motorway() -> Street:
    """The ring: in from the east over the river, round the north and west, out to the south."""
    return Street("Ring Motorway", "motorway", [densified(_curve(MOTORWAY, 4), 60)])


def river() -> Line:
    """The river as a polygon that reaches well beyond the city."""
    reach = [float(v) for v in range(-12_000, 12_001, 150)]
    return [*((west_bank(v), v) for v in reach), *((east_bank(v), v) for v in reversed(reach))]


def creek() -> Line:
    """A narrow stream from the west down to the river, as a thin polygon."""
    course = _curve(CREEK)
    return [*((u, v + 9) for u, v in course), *((u, v - 9) for u, v in reversed(course))]


def pond(park: Park) -> Line:
    """The flooded quarry in the park of that name."""
    middle, up = park.west * 0.55 + park.east * 0.45, park.south * 0.4 + park.north * 0.6
    wide, high = (park.east - park.west) * 0.26, (park.north - park.south) * 0.2
    turns = [2 * pi * i / 36 for i in range(36)]
    return [
        (middle + wide * (1 + 0.2 * sin(2 * t + 1)) * cos(t), up + high * (1 + 0.25 * sin(3 * t)) * sin(t))
        for t in turns
    ]
