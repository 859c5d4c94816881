"""Zones, providers and the gazetteer as screens see them."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.geography import Point
from console.domain.ids import PlaceId, ProviderId, ZoneId


@dataclass(frozen=True, slots=True)
class ZoneSnapshot:
    """A zone with its border as a ring of points."""

    id: ZoneId
    version: int
    name: str
    ring: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ProviderSnapshot:
    """Where people can be taken; `beds_free` None when nobody said."""

    id: ProviderId
    version: int
    name: str
    kind: str
    point: Point
    beds: int | None
    beds_free: int | None
    beds_at: datetime | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class PlaceSnapshot:
    """One entry of the gazetteer: a landmark, a crossing, or one side of a street block with its house numbers."""

    id: PlaceId
    name: str
    kind: str
    point: Point
    end: Point | None = None
    first_number: int | None = None
    last_number: int | None = None
