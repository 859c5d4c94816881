"""What a plan of Riverton is made of, and the ground that streets cannot cross."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import atan2, hypot, sin

from scripts.riverton.plane import XY, Line, east_bank, west_bank

OLD_TOWN: XY = (2_450.0, 0.0)
OLD_TOWN_RADIUS = 880.0
BRIDGES = {"Harbor St": "Harbor Bridge", "Mercer St": "Mercer Bridge", "Ring Motorway": "Northern Bridge"}
SPEED_KPH = {"motorway": 90, "major": 55, "minor": 40, "lane": 25}
QUAY = 60.0  # metres between the water and the road along it


@dataclass
class Street:
    """One named street; `kind` is its class on the map, or lane for the old town's."""

    name: str
    kind: str
    lines: list[Line] = field(default_factory=list)

    @property
    def map_class(self) -> str:
        """The class that the outline carries."""
        return "minor" if self.kind == "lane" else self.kind


@dataclass(frozen=True)
class Park:
    """A green rectangle of the plan between streets."""

    name: str
    west: float
    south: float
    east: float
    north: float

    def holds(self, point: XY) -> bool:
        """Whether the plan point lies in the park."""
        return self.west < point[0] < self.east and self.south < point[1] < self.north


@dataclass
class City:
    """All of the plan."""

    streets: list[Street]
    parks: list[Park]
    water: dict[str, Line]


def pieces(line: Line, is_open: Callable[[XY], bool]) -> list[Line]:
    """The parts of a line that run over open ground, each reaching one step into what stops it."""
    found: list[Line] = []
    current: Line = []
    previous: XY | None = None
    for point in line:
        if is_open(point):
            if not current and previous is not None:
                current = [previous]
            current.append(point)
        elif current:
            found.append([*current, point])
            current = []
        previous = point
    return [*found, current] if len(current) > 1 else found


def uneven(radius: float, turn: float) -> float:
    """The radius of an old town ring in a direction: walls were never quite round."""
    return radius * (1 + 0.04 * sin(3 * turn + radius / 500) + 0.03 * sin(5 * turn + 1.0) + 0.03 * sin(2 * turn + 0.4))


def on_open_ground(point: XY, parks: list[Park]) -> bool:
    """Whether a street of the grid can run here: not in the water, the old town or a park."""
    u, v = point
    across, up = u - OLD_TOWN[0], v - OLD_TOWN[1]
    in_old_town = hypot(across, up) < uneven(OLD_TOWN_RADIUS, atan2(up, across))
    on_land = u < west_bank(v) - QUAY or u > east_bank(v) + QUAY
    return on_land and not in_old_town and not any(park.holds(point) for park in parks)
