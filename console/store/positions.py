"""The latest position of every unit, packed in arrays: thousands of them change each second."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan, nan

from PySide6.QtCore import QObject, Signal

from console.domain.geography import MICRO, Point
from console.domain.ids import UnitId

NO_HEADING = -1


@dataclass(frozen=True, slots=True)
class PositionBatch:
    """Fixes as parallel columns, one place in each per unit.

    Degrees are whole micro-degrees, headings whole degrees (NO_HEADING when unknown), speeds metres per second,
    times epoch seconds of program time.
    """

    unit_ids: Sequence[UnitId]
    lat_e6: Sequence[int]
    lon_e6: Sequence[int]
    headings: Sequence[int]
    speeds: Sequence[float]
    fixed_at: Sequence[float]


class Positions(QObject):
    """Columns of latest fixes; a unit keeps its slot for as long as it has a position.

    `moved` carries the slots (array of int) whose fix changed. `reassigned` carries the slots that from now on belong
    to another unit or to none; it always comes before the `moved` of their new owner, so that who copies the columns
    can clear them first and never shows one unit at another's place.
    """

    moved = Signal(object)
    reassigned = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Hold nothing yet."""
        super().__init__(parent)
        self._slots: dict[UnitId, int] = {}
        self._owners: list[UnitId | None] = []
        self._free: list[int] = []
        self.lat_e6 = array("i")
        self.lon_e6 = array("i")
        self.headings = array("h")
        self.speeds = array("f")
        self.fixes = array("d")  # NaN marks a slot without an owner

    def __len__(self) -> int:
        """How many slots there are, free ones included."""
        return len(self._owners)

    def slot_of(self, unit_id: UnitId) -> int | None:
        """The unit's place in the columns; None while it has no position."""
        return self._slots.get(unit_id)

    def unit_at(self, slot: int) -> UnitId | None:
        """Who owns the slot."""
        return self._owners[slot]

    def point(self, unit_id: UnitId) -> Point | None:
        """Where the unit was at its last fix."""
        slot = self._slots.get(unit_id)
        return None if slot is None else Point(self.lat_e6[slot] / MICRO, self.lon_e6[slot] / MICRO)

    def fixed_at(self, unit_id: UnitId) -> float | None:
        """When the last fix was taken, epoch seconds of program time."""
        slot = self._slots.get(unit_id)
        return None if slot is None else self.fixes[slot]

    def held(self) -> "array[int]":
        """The slots that hold a fix."""
        return array("i", [slot for slot, fix in enumerate(self.fixes) if not isnan(fix)])

    def apply(self, batch: PositionBatch) -> None:
        """Take the batch's fixes; one that is older than the fix held is passed over."""
        fresh = [unit_id for unit_id in batch.unit_ids if unit_id not in self._slots]
        if fresh:
            self.reassigned.emit(array("i", [self._give_slot(unit_id) for unit_id in dict.fromkeys(fresh)]))
        changed = self._store(batch)
        if changed:
            self.moved.emit(changed)

    def reset(self, batch: PositionBatch) -> None:
        """Hold exactly the batch's fixes, whatever was held before (after a reload, times may also go back)."""
        for unit_id in list(self._slots):
            self._take_slot(unit_id)
        for unit_id in dict.fromkeys(batch.unit_ids):
            self._give_slot(unit_id)
        self.reassigned.emit(array("i", range(len(self._owners))))
        changed = self._store(batch)
        if changed:
            self.moved.emit(changed)

    def _store(self, batch: PositionBatch) -> "array[int]":
        changed = array("i")
        lats, lons, headings, speeds, fixes = self.lat_e6, self.lon_e6, self.headings, self.speeds, self.fixes
        slots = map(self._slots.__getitem__, batch.unit_ids)
        rows = zip(slots, batch.lat_e6, batch.lon_e6, batch.headings, batch.speeds, batch.fixed_at, strict=True)
        for slot, lat, lon, heading, speed, fixed_at in rows:
            if fixed_at < fixes[slot]:  # false for the NaN of a fresh slot
                continue
            lats[slot] = lat
            lons[slot] = lon
            headings[slot] = heading
            speeds[slot] = speed
            fixes[slot] = fixed_at
            changed.append(slot)
        return changed

    def _give_slot(self, unit_id: UnitId) -> int:
        if self._free:
            slot = self._free.pop()
            self._owners[slot] = unit_id
        else:
            slot = len(self._owners)
            self._owners.append(unit_id)
            self.lat_e6.append(0)
            self.lon_e6.append(0)
            self.headings.append(NO_HEADING)
            self.speeds.append(0.0)
            self.fixes.append(nan)
        self._slots[unit_id] = slot
        return slot

    def _take_slot(self, unit_id: UnitId) -> None:
        slot = self._slots.pop(unit_id)
        self._owners[slot] = None
        self.fixes[slot] = nan
        self._free.append(slot)
