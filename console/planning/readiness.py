"""What can be said of each unit before any call is known, kept as columns: thousands are ranked at a key press."""

from collections.abc import Iterable
from enum import IntEnum

from console.domain.qualifications import Held
from console.domain.units import Availability, Discipline, Staffing, UnitKind
from console.snapshots.units import UnitSnapshot

RESPONSE_KINDS = frozenset({UnitKind.CO_RESPONSE, UnitKind.MOBILE_CRISIS, UnitKind.CIT_PATROL})


class Stand(IntEnum):
    """How a unit stands to any call at all."""

    OUT = 0  # off duty: not even named among those passed over
    NO = 1  # something speaks against it whatever the call is
    BUSY = 2  # passes, and is on a call
    FREE = 3  # passes, and is on none
    MEDIC_FREE = 4
    MEDIC_BUSY = 5  # or not fully crewed


class Readiness:
    """Columns over the units in their order; one unit's change rewrites one line of them."""

    def __init__(self, units: Iterable[UnitSnapshot] = ()) -> None:
        self.units: list[UnitSnapshot] = list(units)
        self.stands = [stand_of(unit) for unit in self.units]
        self.with_police = [Discipline.OFFICER in unit.disciplines for unit in self.units]
        self.duty_since = [_epoch(unit) for unit in self.units]
        self._places = {unit.id: place for place, unit in enumerate(self.units)}

    def update(self, changed: Iterable[UnitSnapshot]) -> bool:
        """Take in newer snapshots; False when one of them is not here yet and the columns must be laid anew."""
        for unit in changed:
            place = self._places.get(unit.id)
            if place is None:
                return False
            self.units[place] = unit
            self.stands[place] = stand_of(unit)
            self.with_police[place] = Discipline.OFFICER in unit.disciplines
            self.duty_since[place] = _epoch(unit)
        return True


def stand_of(unit: UnitSnapshot) -> Stand:
    """How a unit stands to any call."""
    if unit.availability is Availability.OFF_DUTY:
        return Stand.OUT
    if unit.kind is UnitKind.MEDIC:
        return Stand.MEDIC_FREE if unit.is_free and unit.staffing is Staffing.FULL else Stand.MEDIC_BUSY
    ready = (
        unit.kind in RESPONSE_KINDS
        and unit.availability is Availability.AVAILABLE
        and unit.emergency_id is None
        and unit.staffing is Staffing.FULL
    )
    if not ready:
        return Stand.NO
    return Stand.BUSY if unit.assignments else Stand.FREE


def held_aboard(unit: UnitSnapshot) -> list[Held]:
    """All qualifications of those aboard, licences among them."""
    held = [one for member in unit.members for one in member.qualifications]
    held += [Held(member.licence) for member in unit.members if member.licence]
    return held


def _epoch(unit: UnitSnapshot) -> float:
    return unit.on_duty_since.timestamp() if unit.on_duty_since is not None else float("inf")
