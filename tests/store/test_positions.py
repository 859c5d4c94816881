from time import perf_counter

import pytest
from PySide6.QtCore import QObject

from console.domain.geography import Point
from console.domain.ids import UnitId, new_uuid
from console.store.positions import PositionBatch, Positions


def some_units(count: int) -> list[UnitId]:
    return [UnitId(new_uuid()) for _ in range(count)]


def batch(units: list[UnitId], fixed_at: float = 100.0, lat: int = 40_000_000) -> PositionBatch:
    count = len(units)
    lats = range(lat, lat + count)
    return PositionBatch(units, lats, [-75_000_000] * count, [90] * count, [3.5] * count, [fixed_at] * count)


class Heard(QObject):
    """Writes down what the positions announce, in order."""

    def __init__(self, positions: Positions) -> None:
        super().__init__(positions)
        self.facts: list[tuple[str, list[int]]] = []
        positions.moved.connect(lambda slots: self.facts.append(("moved", list(slots))))
        positions.reassigned.connect(lambda slots: self.facts.append(("reassigned", list(slots))))


@pytest.fixture
def positions() -> Positions:
    return Positions()


def test_a_fix_is_held_to_the_micro_degree(positions: Positions) -> None:
    [unit] = some_units(1)
    positions.apply(PositionBatch([unit], [40_123_457], [-75_654_321], [359], [12.0], [1e9 + 0.5]))
    assert positions.point(unit) == Point(40.123457, -75.654321)
    assert positions.fixed_at(unit) == 1e9 + 0.5


def test_an_unknown_unit_has_no_place(positions: Positions) -> None:
    [unit] = some_units(1)
    assert (positions.slot_of(unit), positions.point(unit), positions.fixed_at(unit)) == (None, None, None)


def test_slots_are_announced_before_they_move_and_then_stay(positions: Positions) -> None:
    units, heard = some_units(3), Heard(positions)
    positions.apply(batch(units))
    positions.apply(batch(units[1:], fixed_at=101))
    assert heard.facts == [("reassigned", [0, 1, 2]), ("moved", [0, 1, 2]), ("moved", [1, 2])]


def test_a_fix_older_than_the_one_held_is_passed_over(positions: Positions) -> None:
    units, heard = some_units(2), Heard(positions)
    positions.apply(batch(units, fixed_at=100))
    heard.facts.clear()
    positions.apply(batch(units, fixed_at=99, lat=50_000_000))
    assert heard.facts == []
    assert positions.point(units[0]) == Point(40.0, -75.0)


def test_a_freed_slot_is_announced_again_before_another_unit_is_seen_there(positions: Positions) -> None:
    first, second = some_units(2)
    heard = Heard(positions)
    positions.apply(batch([first]))
    positions.reset(batch([second], fixed_at=50))  # older than what the slot's former owner had: another unit's time
    assert positions.slot_of(first) is None
    assert positions.unit_at(0) == second
    assert [fact for fact, _ in heard.facts] == ["reassigned", "moved", "reassigned", "moved"]


def test_a_reset_holds_exactly_the_batch(positions: Positions) -> None:
    units = some_units(3)
    positions.apply(batch(units, fixed_at=100))
    heard = Heard(positions)
    positions.reset(batch(units[:1], fixed_at=10))
    assert positions.fixed_at(units[0]) == 10
    assert positions.point(units[2]) is None
    assert len(positions.held()) == 1
    assert heard.facts[0] == ("reassigned", [0, 1, 2])


def test_a_unit_named_twice_in_a_batch_has_one_slot(positions: Positions) -> None:
    [unit] = some_units(1)
    positions.apply(PositionBatch([unit, unit], [1, 2], [1, 2], [0, 0], [0, 0], [5.0, 6.0]))
    assert len(positions) == 1
    assert positions.fixed_at(unit) == 6.0


def test_five_thousand_fixes_are_taken_at_once(positions: Positions) -> None:
    units = some_units(5000)
    positions.apply(batch(units))
    started = perf_counter()
    positions.apply(batch(units, fixed_at=101))
    assert perf_counter() - started < 0.1  # 2-3 ms on a desk; the bound only catches a change of order
