"""The demo city's files: what they hold as plain values, read once for founding and for the simulator."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from console.domain.gazetteer import Entry, Gazetteer
from console.domain.geography import Box, Point
from console.domain.ids import PlaceId, new_uuid
from console.snapshots.places import PlaceSnapshot

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
RIVERTON = "riverton"


@dataclass(frozen=True)
class City:
    """A folder with program.json, places.json, mix.json and streets.json."""

    folder: Path

    @cached_property
    def program(self) -> dict[str, Any]:
        """Name, extent, zones, providers, people, units, shifts and pairings."""
        return self._read("program")

    @cached_property
    def mix(self) -> dict[str, Any]:
        """How calls arrive, each figure with its source."""
        return self._read("mix")

    @cached_property
    def streets(self) -> dict[str, Any]:
        """The street graph."""
        return self._read("streets")

    @cached_property
    def zone(self) -> ZoneInfo:
        """The city's time zone."""
        return ZoneInfo(self.program["time_zone"])

    @cached_property
    def extent(self) -> Box:
        """The city's box."""
        return Box(**self.program["extent"])

    @cached_property
    def places(self) -> tuple[PlaceSnapshot, ...]:
        """The gazetteer: landmarks, crossings, and street blocks with their house numbers."""
        raw = self._read("places")
        named = [(one["name"], one["kind"], Point(*one["point"])) for one in raw["landmarks"]]
        named += [(name, "crossing", Point(lat, lon)) for name, lat, lon in raw["intersections"]]
        return (
            *(PlaceSnapshot(PlaceId(new_uuid()), name, kind, point) for name, kind, point in named),
            *(
                PlaceSnapshot(
                    PlaceId(new_uuid()), street, "street", Point(lat, lon), Point(end_lat, end_lon), first, last
                )
                for street, first, last, lat, lon, end_lat, end_lon in raw["segments"]
            ),
        )

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The places as they are found by name."""
        return Gazetteer(
            Entry(one.name, one.kind, one.point, one.end, one.first_number, one.last_number) for one in self.places
        )

    def _read(self, name: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
        return content


def riverton() -> City:
    """The city that comes with the program."""
    return City(RESOURCES / "demo" / RIVERTON)
