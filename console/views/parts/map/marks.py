"""What the map is told to draw: plain data, without names of people, addresses or clinical words."""

from dataclasses import dataclass

from console.domain.geography import Point
from console.domain.ids import CallId, ProviderId, UnitId, ZoneId
from console.domain.units import Discipline, UnitKind
from console.domain.urgency import Urgency


@dataclass(frozen=True, slots=True)
class UnitMark:
    """A unit; where it is comes packed, apart from this. `status` names the colour token, as in "on_scene"."""

    unit_id: UnitId
    call_sign: str
    kind: UnitKind
    disciplines: tuple[Discipline, ...]
    status: str
    degraded: bool = False
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class CallMark:
    """An open call; `label` is its number, for assistive technology only."""

    call_id: CallId
    label: str
    urgency: Urgency
    point: Point
    assigned: bool = False
    escalated: bool = False


@dataclass(frozen=True, slots=True)
class ProviderMark:
    """A place that takes people; `beds` are those free, None when it has none to count."""

    provider_id: ProviderId
    name: str
    point: Point
    beds: int | None = None


@dataclass(frozen=True, slots=True)
class ZoneMark:
    """A zone's border (one or more rings, open or closed) and name."""

    zone_id: ZoneId
    name: str
    rings: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class RouteMark:
    """A way from a unit to a call: a dashed straight line (an estimate) unless a road geometry is given."""

    start: Point
    end: Point
    path: tuple[Point, ...] = ()
