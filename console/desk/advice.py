"""Recommendations for a call from what the desk holds: at once by the estimate, then by the routing server if any."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from console.domain.geography import MICRO, Point
from console.domain.ids import UnitId, ZoneId
from console.domain.units import Availability, UnitKind
from console.planning.gates import Crew, Gates, against_crew
from console.planning.readiness import Readiness, Stand
from console.planning.recommend import asked_by, rank, why_not
from console.planning.verdicts import Recommendation, Travel
from console.snapshots.calls import CallSnapshot
from console.snapshots.units import UnitSnapshot
from console.store.store import Store
from console.travel.base import TravelMatrix, TravelTimes
from console.travel.builtin import EstimateSettings, estimate_many

if TYPE_CHECKING:
    from console.travel.fallback import TravelTimesWithFallback

ASKED_AT_ONCE = 40  # the nearest by the estimate; a routing table of these answers in one request


class Advisor:
    """Knows the travel settings and, when there is one, the routing server."""

    def __init__(
        self, store: Store, settings: EstimateSettings | None = None, server: "TravelTimesWithFallback | None" = None
    ) -> None:
        self._store = store
        self._settings = settings or EstimateSettings()
        self._server = server
        self.gates = Gates()
        self._readiness: Readiness | None = None
        self._slots: list[int | None] | None = None
        store.units.upserted.connect(self._on_units)
        for lost in (store.units.removed, store.units.reset):
            lost.connect(lambda *_: self._lay_anew())
        store.positions.reassigned.connect(lambda _slots: self._forget_slots())

    async def way(self, unit_id: UnitId, call: CallSnapshot) -> tuple[Point, ...]:
        """The way by road from a unit to a call; empty when no server knows it."""
        start = self._store.positions.point(unit_id)
        if self._server is None or start is None or call.point is None:
            return ()
        return tuple(await self._server.route(start, call.point) or ())

    def use(self, server: "TravelTimesWithFallback | None") -> None:
        """Ask a routing server from now on, or none."""
        self._server = server

    @property
    def has_server(self) -> bool:
        """Whether a better answer than the estimate can be asked for."""
        return self._server is not None

    def advise(self, call: CallSnapshot) -> Recommendation:
        """The ranked teams by the built-in estimate."""
        ready, now = self._ready(), self._store.now()
        return self._ranked(call, ready, self._estimated(call, ready, now), now)

    async def refine(self, call: CallSnapshot) -> Recommendation:
        """The ranked teams with the server's times for the nearest; its failure is a note, not a fault."""
        ready, now = Readiness(self._ready().units), self._store.now()  # its own: the columns may change meanwhile
        travel = self._estimated(call, ready, now)
        if self._server is not None and call.point is not None:
            travel = await self._asked(self._server, call.point, ready.units, travel, now)
        return self._ranked(call, ready, travel, now)

    def against(
        self, call: CallSnapshot, units: Sequence[UnitSnapshot]
    ) -> list[tuple[UnitSnapshot, tuple[str, ...]]]:
        """The units that would not be recommended for the call, with the reasons; they meet its needs together.

        Being on another call is not among them, nor being away: each has its own question or refusal.
        """
        now, gates = self._store.now(), self._gates()
        travel = self._estimated(call, self._ready(), now)
        if self._is_blind(self._ready(), travel):
            gates = replace(gates, stale_after=None)
        on_it = [unit for run in call.active if (unit := self._store.units.get(run.unit_id)) is not None]
        asked = asked_by(call, [*on_it, *units], gates.day(now))
        said = []
        for unit in units:
            if unit.availability is not Availability.AVAILABLE or unit in on_it:
                continue
            if unit.kind is UnitKind.MEDIC:
                reasons = against_crew(asked, Crew(unit.kind, unit.disciplines, (), None), now, gates)
            else:
                fixed = self._store.positions.fixed_at(unit.id)
                age = None if fixed is None else now.timestamp() - fixed
                reasons = list(why_not(call, replace(unit, assignments=()), 0.0, age, now, gates, asked))
            if reasons:
                said.append((unit, tuple(reasons)))
        return said

    def _ranked(self, call: CallSnapshot, ready: Readiness, travel: Travel, now: datetime) -> Recommendation:
        gates = self._gates()
        if call.point is not None and self._is_blind(ready, travel):
            # The feed of positions is away, or there is none: that says nothing against any team.
            nothing: list[float | None] = [None] * len(ready.units)
            travel = Travel(nothing, nothing, nothing, note="No team's position is known: no drive times.")
            gates = replace(gates, stale_after=None)
        return rank(call, ready, travel, now, zone_names=self._zone_names(), gates=gates)

    def _gates(self) -> Gates:
        return replace(self.gates, zone=self._zone())

    def _is_blind(self, ready: Readiness, travel: Travel) -> bool:
        """Whether no team on duty has a fresh position."""
        stale = self.gates.stale_after
        if stale is None:
            return True
        limit = stale.total_seconds()
        teams = (Stand.NO, Stand.BUSY, Stand.FREE)
        return not any(
            age is not None and age <= limit and stand in teams
            for age, stand in zip(travel.fix_age, ready.stands, strict=True)
        )

    def _ready(self) -> Readiness:
        if self._readiness is None:
            self._readiness, self._slots = Readiness(self._store.units), None
        return self._readiness

    def _on_units(self, changed: list[UnitSnapshot]) -> None:
        if self._readiness is not None and not self._readiness.update(changed):
            self._lay_anew()

    def _lay_anew(self) -> None:
        self._readiness = self._slots = None

    def _forget_slots(self) -> None:
        self._slots = None

    def _slots_of(self, ready: Readiness) -> list[int | None]:
        """Each unit's place among the positions; a unit without a fix is looked up anew each time."""
        if ready is not self._readiness or self._slots is None or None in self._slots:
            slot_of = self._store.positions.slot_of
            slots = [slot_of(unit.id) for unit in ready.units]
            if ready is not self._readiness:
                return slots
            self._slots = slots
        return self._slots

    def _estimated(self, call: CallSnapshot, ready: Readiness, now: datetime) -> Travel:
        positions, units = self._store.positions, ready.units
        slots = self._slots_of(ready)
        if call.point is None:
            nothing: list[float | None] = [None] * len(units)
            return Travel(nothing, nothing, nothing, note="The call has no place on the map: no drive times.")
        lat_e6, lon_e6, fixes = positions.lat_e6, positions.lon_e6, positions.fixes
        known = [slot for slot in slots if slot is not None]
        hour = now.astimezone(self._zone()).hour
        seconds, metres = estimate_many(
            [lat_e6[slot] / MICRO for slot in known], [lon_e6[slot] / MICRO for slot in known], call.point, hour,
            self._settings,
        )  # fmt: skip
        if len(known) == len(units):
            moment = now.timestamp()
            return Travel(seconds, metres, [moment - fixes[slot] for slot in known])
        return _spread(slots, seconds, metres, [now.timestamp() - fixes[slot] for slot in known])

    async def _asked(
        self, server: TravelTimes, place: Point, units: Sequence[UnitSnapshot], travel: Travel, now: datetime
    ) -> Travel:
        nearest = sorted(
            (index for index in range(len(units)) if travel.seconds[index] is not None),
            key=lambda index: travel.seconds[index] or 0.0,
        )[:ASKED_AT_ONCE]
        points = [self._store.positions.point(units[index].id) or place for index in nearest]
        if not points:
            return travel
        table = await server.matrix(points, [place], now)
        return _with_table(travel, nearest, table)

    def _zone(self) -> ZoneInfo:
        return self._store.program.zone if self._store.program else ZoneInfo("UTC")

    def _zone_names(self) -> dict[ZoneId, str]:
        return {zone.id: zone.name for zone in self._store.zones}


def _spread(
    slots: Sequence[int | None], seconds: Sequence[float], metres: Sequence[float], ages: Sequence[float]
) -> Travel:
    every_second: list[float | None] = []
    every_metre: list[float | None] = []
    every_age: list[float | None] = []
    place = 0
    for slot in slots:
        if slot is None:
            every_second.append(None)
            every_metre.append(None)
            every_age.append(None)
        else:
            every_second.append(seconds[place])
            every_metre.append(metres[place])
            every_age.append(ages[place])
            place += 1
    return Travel(every_second, every_metre, every_age)


def _with_table(travel: Travel, asked: Sequence[int], table: TravelMatrix) -> Travel:
    seconds, metres = list(travel.seconds), list(travel.metres)
    for row, index in enumerate(asked):
        reachable = table.seconds[row][0] != float("inf")
        seconds[index] = table.seconds[row][0] if reachable else None
        metres[index] = table.metres[row][0] if reachable else None
    return Travel(seconds, metres, travel.fix_age, table.source, table.note)
