"""Which zone a point lies in, for many points: boxes first, rings only where a box holds the point."""

from collections.abc import Iterable

from console.domain.geography import Point, box_around, inside
from console.domain.ids import ZoneId
from console.snapshots.places import ZoneSnapshot


class ZoneFinder:
    """The zones of a program, prepared once."""

    def __init__(self, zones: Iterable[ZoneSnapshot]) -> None:
        self._zones = [(zone.id, box_around(zone.ring), zone.ring) for zone in zones if len(zone.ring) > 2]

    def zone_of(self, point: Point | None) -> ZoneId | None:
        """The zone that holds the point; None when none does."""
        if point is None:
            return None
        return next((key for key, box, ring in self._zones if box.holds(point) and inside(point, ring)), None)
