import struct

from hypothesis import given
from hypothesis import strategies as st

from console.domain.geography import Point
from console.domain.ids import UnitId, new_uuid
from console.domain.units import Discipline, UnitKind
from console.store.positions import PositionBatch, Positions
from console.views.parts.map.marks import RouteMark, UnitMark
from console.views.parts.map.packing import ALL, SOME, pack_positions, route_row, slot_rows, unit_row

FIXES = st.tuples(
    st.integers(-90_000_000, 90_000_000),
    st.integers(-180_000_000, 180_000_000),
    st.integers(-1, 359),
    st.floats(0, 4e9),
)


def unpack(packed: bytes) -> dict[int, tuple[int, int, int, float]]:
    """Read the message as the page does."""
    count, some = struct.unpack_from("<II", packed)
    fixes = struct.unpack_from(f"<{count}d", packed, 8)
    lats = struct.unpack_from(f"<{count}i", packed, 8 + 8 * count)
    lons = struct.unpack_from(f"<{count}i", packed, 8 + 12 * count)
    slots = struct.unpack_from(f"<{count}i", packed, 8 + 16 * count) if some == SOME else range(count)
    headings = struct.unpack_from(f"<{count}h", packed, 8 + (20 if some == SOME else 16) * count)
    return {slot: row for slot, *row in zip(slots, lats, lons, headings, fixes, strict=True)}  # type: ignore[misc]


def holding(fixes: list[tuple[int, int, int, float]]) -> Positions:
    units = [UnitId(new_uuid()) for _ in fixes]
    lats, lons, headings, times = zip(*fixes, strict=True)
    positions = Positions()
    positions.apply(PositionBatch(units, lats, lons, headings, [0.0] * len(units), times))
    return positions


@given(st.lists(FIXES, min_size=1, max_size=30), st.data())
def test_what_is_packed_is_read_back_exactly(fixes: list[tuple[int, int, int, float]], data: st.DataObject) -> None:
    slots = sorted(data.draw(st.sets(st.integers(0, len(fixes) - 1), min_size=1)))
    read = unpack(pack_positions(holding(fixes), slots))
    for slot in slots:
        assert tuple(read[slot]) == fixes[slot]


def test_few_slots_travel_alone_and_many_as_whole_columns() -> None:
    positions = holding([(1, 2, 3, 4.0)] * 10)
    assert struct.unpack_from("<II", pack_positions(positions, [3])) == (1, SOME)
    assert struct.unpack_from("<II", pack_positions(positions, range(6))) == (10, ALL)


def test_a_freed_slot_has_no_owner() -> None:
    positions = holding([(1, 2, 3, 4.0)] * 2)
    kept = UnitId(new_uuid())
    positions.reset(PositionBatch([kept], [1], [2], [3], [0.0], [4.0]))
    assert {owner for _slot, owner in slot_rows(positions, [0, 1])} == {None, str(kept)}


def test_a_unit_is_a_short_row() -> None:
    unit_id = UnitId(new_uuid())
    riders = (Discipline.OFFICER, Discipline.CLINICIAN)
    mark = UnitMark(unit_id, "C09", UnitKind.CO_RESPONSE, riders, "on_scene", degraded=True)
    assert unit_row(mark) == [
        str(unit_id),
        "C09",
        "co_response",
        ["officer", "clinician"],
        "on_scene",
        True,
        False,
    ]


def test_a_route_without_geometry_is_an_estimate() -> None:
    start, end, bend = Point(1, 2), Point(3, 4), Point(3, 2)
    assert route_row(RouteMark(start, end)) == [[[1, 2], [3, 4]], False]
    assert route_row(RouteMark(start, end, (start, bend, end))) == [[[1, 2], [3, 2], [3, 4]], True]
    assert route_row(None) is None
