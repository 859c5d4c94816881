"""Travel times without a server: great circle, a factor for the roads, and a speed by the hour of the local day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, isfinite, radians, sin, sqrt
from zoneinfo import ZoneInfo

from console.domain.geography import EARTH_RADIUS_M, Point
from console.errors import BadInput
from console.travel.base import TravelMatrix

METRES_PER_DEGREE = EARTH_RADIUS_M * radians(1.0)
SOURCE = "built-in estimate"

# Door to door, urban, without lights and siren. Not measured: a program sets its own table from its own runs.
DEFAULT_SPEEDS_KPH = (
    50.0, 50.0, 50.0, 50.0, 50.0, 48.0, 42.0, 34.0, 31.0, 36.0, 38.0, 37.0,
    36.0, 36.0, 35.0, 32.0, 29.0, 29.0, 34.0, 38.0, 41.0, 44.0, 47.0, 49.0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EstimateSettings:
    """What turns a straight line into a drive.

    `road_factor` is road distance over straight distance; `speeds_kph` the speed in each hour of the local day.
    """

    road_factor: float = 1.35
    speeds_kph: tuple[float, ...] = DEFAULT_SPEEDS_KPH

    def __post_init__(self) -> None:
        if not isfinite(self.road_factor) or self.road_factor < 1:
            raise BadInput(
                f"The road factor is {self.road_factor}; no road is shorter than a straight line (1 or more)."
            )
        if len(self.speeds_kph) != 24:
            raise BadInput(f"The table of speeds has {len(self.speeds_kph)} entries; it needs one for each hour, 24.")
        for hour, speed in enumerate(self.speeds_kph):
            if not isfinite(speed) or not 1 <= speed <= 200:
                raise BadInput(f"The speed for {hour:02d}:00 is {speed} km/h; it must be between 1 and 200.")

    def seconds_per_metre(self, local_hour: int) -> float:
        """How long a metre of road takes in an hour of the local day, 0 to 23."""
        return 3.6 / self.speeds_kph[local_hour]


def estimate(origin: Point, destination: Point, local_hour: int, settings: EstimateSettings) -> tuple[float, float]:
    """Seconds and road metres for one drive."""
    seconds, metres = estimate_many([origin.lat], [origin.lon], destination, local_hour, settings)
    return seconds[0], metres[0]


def estimate_many(
    lats: Sequence[float], lons: Sequence[float], destination: Point, hour: int, settings: EstimateSettings
) -> tuple[list[float], list[float]]:
    """Seconds and road metres of many drives to one place; latitudes and longitudes in degrees, `hour` local.

    On a flat sheet as wide as the middle latitude of each pair (to first order): within 0.1 % of the great circle up to
    100 km below 75 degrees of latitude, at a fraction of the cost of a haversine.
    """
    lat0, lon0 = destination.lat, destination.lon
    if abs(lon0) > 175:  # the short way round leads over the antimeridian
        lons = [lon0 + (lon - lon0 + 540) % 360 - 180 for lon in lons]
    narrow, narrowing = cos(radians(lat0)), sin(radians(lat0)) * radians(0.5)
    scale = METRES_PER_DEGREE * settings.road_factor
    metres = [
        scale * sqrt((up := lat - lat0) * up + (across := (lon - lon0) * (narrow - narrowing * up)) * across)
        for lat, lon in zip(lats, lons, strict=True)
    ]
    pace = settings.seconds_per_metre(hour)
    return [way * pace for way in metres], metres


class BuiltInTravelTimes:
    """The estimate behind the common interface; it never fails and asks nobody."""

    def __init__(self, settings: EstimateSettings, zone: ZoneInfo) -> None:
        self._settings = settings
        self._zone = zone

    async def matrix(self, origins: Sequence[Point], destinations: Sequence[Point], at: datetime) -> TravelMatrix:
        """Times from each origin to each destination at a moment (aware)."""
        return self.matrix_now(origins, destinations, at)

    def matrix_now(self, origins: Sequence[Point], destinations: Sequence[Point], at: datetime) -> TravelMatrix:
        """The same without an event loop."""
        hour = at.astimezone(self._zone).hour
        lats, lons = [p.lat for p in origins], [p.lon for p in origins]
        columns = [estimate_many(lats, lons, place, hour, self._settings) for place in destinations]
        seconds = tuple(zip(*(column[0] for column in columns), strict=True)) if columns else tuple(() for _ in origins)
        metres = tuple(zip(*(column[1] for column in columns), strict=True)) if columns else tuple(() for _ in origins)
        return TravelMatrix(seconds, metres, SOURCE, estimate=True)
