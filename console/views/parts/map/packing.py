"""How positions and marks are written for the page: positions packed as bytes, marks as short rows of JSON."""

import sys
from array import array
from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from console.domain.geography import Point
from console.store.positions import Positions
from console.views.parts.map.marks import CallMark, ProviderMark, RouteMark, UnitMark, ZoneMark

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

# array is generic for type checkers only, until Python 3.12.
_Column: TypeAlias = "array[int] | array[float]"
_LITTLE = sys.byteorder == "little"
ALL, SOME = 0, 1


def pack_positions(positions: Positions, slots: Sequence[int]) -> bytes:
    """The fixes of these slots, little-endian: u32 count, u32 ALL or SOME, then the columns f64 fix, i32 latitude,
    i32 longitude, i32 slot (only with SOME), i16 heading. Micro-degrees as float32 would be a metre off.

    When most slots changed all are sent: copying whole columns is cheaper than picking values out of them.
    """
    if 2 * len(slots) >= len(positions):
        columns: list[_Column] = [positions.fixes, positions.lat_e6, positions.lon_e6, positions.headings]
        return _joined(array("I", [len(positions), ALL]), *columns)
    picked: list[_Column] = [
        array("d", map(positions.fixes.__getitem__, slots)),
        array("i", map(positions.lat_e6.__getitem__, slots)),
        array("i", map(positions.lon_e6.__getitem__, slots)),
        array("i", slots),
        array("h", map(positions.headings.__getitem__, slots)),
    ]
    return _joined(array("I", [len(slots), SOME]), *picked)


def as_text(packed: bytes) -> str:
    """The bytes as base64, the cheapest shape in which they cross to the page."""
    return b64encode(packed).decode("ascii")


def slot_rows(positions: Positions, slots: Iterable[int]) -> Json:
    """Who owns these slots now: [slot, unit id or null]."""
    rows: list[Json] = []
    for slot in slots:
        owner = positions.unit_at(slot)
        rows.append([slot, None if owner is None else str(owner)])
    return rows


def unit_row(mark: UnitMark) -> Json:
    """[id, call sign, kind, disciplines, status, degraded, emergency]."""
    disciplines: list[Json] = [discipline.value for discipline in mark.disciplines]
    head: list[Json] = [str(mark.unit_id), mark.call_sign, mark.kind.value, disciplines]
    return [*head, mark.status, mark.degraded, mark.emergency]


def call_row(mark: CallMark) -> Json:
    """[id, number, level, latitude, longitude, assigned, escalated]."""
    place: list[Json] = [mark.point.lat, mark.point.lon]
    return [str(mark.call_id), mark.label, int(mark.urgency), *place, mark.assigned, mark.escalated]


def provider_row(mark: ProviderMark) -> Json:
    """[id, name, latitude, longitude, free beds or null]."""
    return [str(mark.provider_id), mark.name, mark.point.lat, mark.point.lon, mark.beds]


def zone_row(mark: ZoneMark) -> Json:
    """[id, name, rings of [latitude, longitude]]."""
    return [str(mark.zone_id), mark.name, [_line(ring) for ring in mark.rings]]


def route_row(mark: RouteMark | None) -> Json:
    """[points, whether they follow roads]; null takes the route away."""
    return None if mark is None else [_line(mark.path or (mark.start, mark.end)), bool(mark.path)]


def _line(points: Iterable[Point]) -> Json:
    return [[point.lat, point.lon] for point in points]


def _joined(*columns: _Column) -> bytes:
    if not _LITTLE:
        columns = tuple(column[:] for column in columns)
        for column in columns:
            column.byteswap()
    return b"".join(columns)
