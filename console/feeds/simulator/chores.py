"""What else goes on in the demo city: somebody dispatches when asked to, and beds are taken and given free."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from console.commands.dispatch import Taking, dispatch_units
from console.commands.places import set_beds
from console.domain.geography import Point
from console.domain.ids import CallId, UnitId
from console.domain.urgency import Urgency
from console.feeds.simulator.draws import chance
from console.feeds.simulator.radio import Radio
from console.feeds.simulator.sight import Sight
from console.planning.gates import Gates
from console.planning.recommend import recommend
from console.planning.verdicts import Recommendation, Travel, Verdict
from console.snapshots.calls import CallSnapshot
from console.travel.builtin import EstimateSettings, estimate

Places = Mapping[UnitId, Point]

_SECONDS_TO_DISPATCH = {4: (20, 50), 3: (40, 200), 2: (90, 600), 1: (240, 1500)}
_NO_TEAM_PATIENCE = timedelta(seconds=60)
_SLOT_SECONDS = 600
_BEDS_CHANGE = 0.3


class Chore(Protocol):
    """Something that is looked after at each step."""

    async def look_after(self, sight: Sight, places: Places, now: datetime) -> None:
        """Do what is due."""
        ...


class AutomaticDispatcher:
    """Sends the recommended team when a call has waited long enough: for a demo that nobody operates."""

    def __init__(self, radio: Radio, seed: int) -> None:
        self._radio = radio
        self._seed = seed
        self._settings = EstimateSettings()
        self._not_before: dict[CallId, datetime] = {}

    async def look_after(self, sight: Sight, places: Places, now: datetime) -> None:
        """Dispatch each call that is due."""
        self._not_before = {key: at for key, at in self._not_before.items() if key in sight.calls}
        for call in sorted(sight.calls.values(), key=lambda one: (-one.level, one.received_at)):
            if call.is_unassigned and self._is_due(call, now):
                self._not_before[call.id] = now + _NO_TEAM_PATIENCE
                if await self._send(sight, call, places, now):
                    return  # what is left is judged by the next look

    def _is_due(self, call: CallSnapshot, now: datetime) -> bool:
        low, high = _SECONDS_TO_DISPATCH[call.level]
        wait = timedelta(seconds=chance(self._seed, call.number, "dispatch").uniform(low, high))
        start = max(call.waiting_since, call.level_since)
        due = call.due_at - timedelta(minutes=15) if call.due_at else start + wait
        return now >= max(due, self._not_before.get(call.id, due))

    async def _send(self, sight: Sight, call: CallSnapshot, places: Places, now: datetime) -> bool:
        advice = self._advise(sight, call, places, now)
        best = advice.best
        if best is None or (best.verdict is Verdict.DIVERT and call.level < Urgency.EMERGENT):
            return False
        units = [best.unit.id]
        if call.level is Urgency.EMERGENT and advice.medic is not None:
            units.append(advice.medic.unit.id)
        taking = Taking.DIVERT if best.verdict is Verdict.DIVERT else Taking.ASK
        return await self._radio.tell(dispatch_units, call.id, units, taking)

    def _advise(self, sight: Sight, call: CallSnapshot, places: Places, now: datetime) -> Recommendation:
        """The same recommendation that an operator sees, by the built-in estimate."""
        hour = now.astimezone(sight.program.zone).hour
        drives = [
            estimate(places[unit.id], call.point, hour, self._settings) if unit.id in places and call.point else None
            for unit in sight.units
        ]
        travel = Travel(
            [drive[0] if drive else None for drive in drives],
            [drive[1] if drive else None for drive in drives],
            [0.0 if drive else None for drive in drives],
        )
        gates = Gates(zone=sight.program.zone)
        return recommend(call, sight.units, travel, now, zone_names=sight.zone_names, gates=gates, limit=3)


class Beds:
    """Other people come and go too: beds change by one now and then."""

    def __init__(self, radio: Radio, seed: int) -> None:
        self._radio = radio
        self._seed = seed
        self._slot: int | None = None

    async def look_after(self, sight: Sight, places: Places, now: datetime) -> None:
        """Once in ten minutes of program time, a few providers have one bed more or less."""
        slot = int(now.timestamp()) // _SLOT_SECONDS
        if self._slot in (None, slot):
            self._slot = slot
            return
        self._slot = slot
        for one in sight.providers:
            dice = chance(self._seed, "beds", one.name, slot)
            if one.beds is None or one.beds_free is None or dice.random() > _BEDS_CHANGE:
                continue
            free = one.beds_free + (1 if dice.random() > one.beds_free / one.beds else -1)
            if 0 <= free <= one.beds and free != one.beds_free:
                await self._radio.tell(set_beds, one.id, one.version, free)
