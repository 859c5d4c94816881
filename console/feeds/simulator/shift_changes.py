"""The demo city's shift changes: teams go home and others ride, by the plan of the day, when their calls are done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from console.commands.crews import crew_unit
from console.commands.duty import log_off, log_on
from console.db.engine import Database
from console.db.unit_of_work import read
from console.domain.geography import Point
from console.domain.ids import UnitId
from console.feeds.city import City
from console.feeds.riverton import began_before
from console.feeds.simulator.radio import Radio
from console.feeds.simulator.sight import Sight, responder_ids, shift_at
from console.snapshots.units import UnitSnapshot

_Plan = dict[str, tuple[dict[str, Any], datetime] | None]


class ShiftChanges:
    """Looks only at the moments when the plan changes; what a supervisor crews in between stays as it is."""

    def __init__(self, database: Database, radio: Radio, city: City) -> None:
        self._database = database
        self._radio = radio
        self._city = city
        self._plan: _Plan | None = None
        self._due: set[str] = set()

    async def look_after(self, sight: Sight, places: Mapping[UnitId, Point], now: datetime) -> None:
        """Change the crews that are due and on no call."""
        planned = self._planned(now)
        if self._plan is not None:
            self._due |= {sign for sign, running in planned.items() if running != self._plan[sign]}
        self._plan = planned
        for unit in sight.units:
            if unit.call_sign in self._due and not unit.assignments:
                self._due.discard(unit.call_sign)
                await self._change(unit, planned[unit.call_sign], now)

    def _planned(self, now: datetime) -> _Plan:
        plan: _Plan = {one["call_sign"]: None for one in self._city.program["units"]}
        for pairing in self._city.program["pairings"]:
            began = began_before(self._city, pairing, now)
            if began is not None:
                plan[pairing["unit"]] = (pairing, began)
        return plan

    async def _change(
        self, unit: UnitSnapshot, running: tuple[dict[str, Any], datetime] | None, now: datetime
    ) -> None:
        if unit.on_duty:
            await self._radio.tell(log_off, unit.id)
        if running is None:
            return
        people = await read(self._database, responder_ids)
        riding = [people[name] for name in running[0]["members"] if name in people]
        shift_id = await read(self._database, shift_at, running[0]["shift"], unit.zone_id, now)
        if riding and await self._radio.tell(crew_unit, unit.id, unit.pairing_id, riding, shift_id):
            await self._radio.tell(log_on, unit.id)
