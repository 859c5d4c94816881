"""Invented calls: a nature, a place and a caller, drawn from the city's mix."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from console.domain.calls import CallDraft, CallSource, RiskFlag
from console.domain.geography import Point
from console.domain.ids import CallId
from console.domain.natures import nature_of
from console.domain.urgency import Urgency
from console.feeds.city import City
from console.feeds.simulator.draws import chance, one_of, picked
from console.snapshots.places import PlaceSnapshot

_GIVEN = (
    "Alma", "Bruno", "Carla", "Desmond", "Edith", "Felix", "Greta", "Hugo", "Irma", "Jorge", "Kira", "Leon", "Mona",
    "Nils", "Olga", "Pablo", "Quinn", "Rita", "Samir", "Tilda", "Umar", "Vera", "Wanda", "Yusuf",
)  # fmt: skip
_FAMILY = (
    "Abbot", "Birch", "Castel", "Denver", "Ellery", "Frost", "Garland", "Hollis", "Ingram", "Jessup", "Kemper",
    "Lowell", "Marsh", "Norwood", "Ogden", "Prentice", "Quill", "Ramsey", "Sutter", "Thorne",
)  # fmt: skip
_BY_RADIO = frozenset({CallSource.OFFICER_ON_SCENE, CallSource.SELF_INITIATED})
_REGULARS = 18  # addresses that call again and again: what repeat contacts are about
_BY_REGULARS = 0.2


class InventedCalls:
    """Draws calls for a city; the same generator gives the same call."""

    def __init__(self, city: City) -> None:
        self._mix: dict[str, Any] = city.mix
        places = city.places
        self._blocks = [place for place in places if place.first_number is not None]
        self._corners = [place for place in places if place.kind == "crossing"]
        self._landmarks = [place for place in places if place.first_number is None and place.kind != "crossing"]
        rng = chance("regulars", city.program["name"])
        self.regulars = [(self._address(rng), _caller(rng)) for _ in range(_REGULARS)]

    def draw(self, rng: Random, key: UUID, at: datetime) -> CallDraft:
        """One call that comes in at a moment of program time."""
        nature = nature_of(picked(rng, self._mix["natures"]["weights"]))
        level = self._level(rng, nature.code, nature.default_level)
        source = CallSource(picked(rng, self._mix["sources"]["chances"]))
        flags = tuple(
            RiskFlag(flag) for flag, share in self._mix["flags"]["chances"].items() if rng.random() < share
        )
        spoken = picked(rng, self._mix["languages"]["chances"])
        (place, point), (name, phone) = self._who_and_where(rng)
        by_radio = source in _BY_RADIO
        return CallDraft(
            id=CallId(key), place=place, point=point, nature=nature.code, source=source, level=level, flags=flags,
            language=None if spoken == "english" else spoken.capitalize(),
            caller_name=None if by_radio else name, caller_phone=None if by_radio else phone, received_at=at,
            due_at=at + timedelta(minutes=rng.randrange(30, 180)) if nature.code == "follow_up" else None,
        )  # fmt: skip

    def _level(self, rng: Random, nature: str, usual: Urgency) -> Urgency:
        chances: Sequence[float] | None = self._mix["levels"]["chances"].get(nature)
        return usual if chances is None else Urgency(rng.choices((1, 2, 3, 4), chances)[0])

    def _who_and_where(self, rng: Random) -> tuple[tuple[str, Point], tuple[str, str]]:
        if rng.random() < _BY_REGULARS:
            return one_of(rng, self.regulars)
        kind = rng.random()
        if kind < 0.55:
            return self._address(rng), _caller(rng)
        named = one_of(rng, self._landmarks if kind < 0.8 else self._corners)
        return (named.name, named.point), _caller(rng)

    def _address(self, rng: Random) -> tuple[str, Point]:
        block: PlaceSnapshot = one_of(rng, self._blocks)
        first, last, end = block.first_number or 2, block.last_number or 2, block.end or block.point
        along = rng.random()
        number = first + 2 * round((last - first) * along / 2)
        lat = block.point.lat + (end.lat - block.point.lat) * along
        lon = block.point.lon + (end.lon - block.point.lon) * along
        return f"{number} {block.name}", Point(round(lat, 6), round(lon, 6))


def _caller(rng: Random) -> tuple[str, str]:
    return f"{one_of(rng, _GIVEN)} {one_of(rng, _FAMILY)}", f"{rng.randrange(201, 990)}-555-01{rng.randrange(100):02d}"
