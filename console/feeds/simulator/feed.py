"""The simulator's loop: look, move, decide, radio; while it holds the lease, on plain asyncio, never busy."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from console.commands.take_calls import take_call
from console.db.engine import Database
from console.db.lane import Fix, drop_lease, hold_lease
from console.db.unit_of_work import read
from console.domain.geography import MICRO, Point
from console.domain.ids import UnitId, new_uuid
from console.errors import RuleBroken, TandemError
from console.feeds.fixes import take_fixes
from console.feeds.simulator.arrivals import Arrivals
from console.feeds.simulator.chores import Chore
from console.feeds.simulator.crew import Crew, Habits, Moment
from console.feeds.simulator.driver import Driver
from console.feeds.simulator.radio import Radio
from console.feeds.simulator.sight import Sight, last_places, look
from console.snapshots.program import ProgramSnapshot
from console.snapshots.units import UnitSnapshot

LEASE = "simulator"
LEASE_SECONDS = 4.0
TICK_SECONDS = 0.25
FIX_SECONDS = 1.0
LONGEST_STEP = timedelta(minutes=15)  # after a pause of the machine, what lies further back is not made up for

log = logging.getLogger(__name__)


class WrongStage(RuleBroken):  # a rule of the house, told as a sentence
    """The database's program is none that may be simulated."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What is played: where calls come from, how crews behave, and what else is looked after."""

    demo: str  # the program's mark; another program is refused
    arrivals: Arrivals
    habits: Habits
    homes: Mapping[str, Point] = field(default_factory=dict)  # by call sign
    chores: Sequence[Chore] = ()


def check_stage(program: ProgramSnapshot, demo: str) -> None:
    """Refuse a program that must not be played with.

    Raises:
        WrongStage: it is a production program, or another demo.
    """
    if not program.is_training:
        raise WrongStage(
            f"{program.name} is a production program: simulator and replay never touch one. Nothing was changed."
        )
    if program.demo != demo:
        raise WrongStage(f"{program.name} does not play {demo.capitalize()}. Choose its database with --database.")


class Feed:
    """Plays a stage in a database until it is cancelled."""

    def __init__(self, database: Database, radio: Radio, stage: Stage) -> None:
        self._database = database
        self._radio = radio
        self._stage = stage
        self._holder: UUID = new_uuid()
        self._sight: Sight | None = None
        self._crews: dict[UnitId, Crew] = {}
        self._before: datetime | None = None
        self._leased_until = 0.0
        self._fixed_at = 0.0

    async def run(self) -> None:
        """Play for ever; a fault of the database is logged and tried again.

        Raises:
            WrongStage: the program must not be played with.
        """
        try:
            while True:
                try:
                    if await self._holds_lease():
                        await self.step()
                except WrongStage:
                    raise
                except TandemError as fault:
                    log.warning("the simulator could not go on: %s", type(fault).__name__)
                except Exception:
                    log.exception("the simulator could not go on")
                await asyncio.sleep(TICK_SECONDS)
        finally:
            await drop_lease(self._database, LEASE, self._holder)

    async def step(self) -> None:
        """Look once and do what is due now."""
        self._sight = await read(self._database, look, self._sight)
        check_stage(self._sight.program, self._stage.demo)
        now = self._sight.program.clock.now()
        before, self._before = self._before, now
        if before is None or now <= before:  # the first look, or the clock stands
            await self._meet_crews(self._sight, now)
            return
        await self._take_calls(max(before, now - LONGEST_STEP), now)
        await self._meet_crews(self._sight, now)
        await self._let_crews_act(self._sight, now)
        places = {key: crew.driver.where(now)[0] for key, crew in self._crews.items()}
        for chore in self._stage.chores:
            await chore.look_after(self._sight, places, now)
        await self._write_fixes(now)

    async def _holds_lease(self) -> bool:
        moment = asyncio.get_running_loop().time()
        if moment > self._leased_until - LEASE_SECONDS / 2:
            if not await hold_lease(self._database, LEASE, self._holder, LEASE_SECONDS):
                return False
            self._leased_until = moment + LEASE_SECONDS
        return True

    async def _take_calls(self, after: datetime, until: datetime) -> None:
        for arrival in self._stage.arrivals.between(after, until):
            await self._radio.once(arrival.key, take_call, arrival.draft)

    async def _meet_crews(self, sight: Sight, now: datetime) -> None:
        if any(unit.id not in self._crews for unit in sight.units):
            known = await read(self._database, last_places)
            for unit in sight.units:
                if unit.id not in self._crews:
                    self._crews[unit.id] = self._crew_of(unit, sight, known)
        for unit in sight.units:
            self._crews[unit.id].unit = unit

    def _crew_of(self, unit: UnitSnapshot, sight: Sight, known: Mapping[UUID, tuple[Point, int]]) -> Crew:
        middle = sight.program.extent.centre if sight.program.extent else Point(0.0, 0.0)
        place, heading = known.get(unit.id, (self._stage.homes.get(unit.call_sign, middle), 0))
        home = self._stage.homes.get(unit.call_sign, place)
        return Crew(unit, Driver(place, heading, self._stage.habits.ways), home, self._stage.habits)

    async def _let_crews_act(self, sight: Sight, now: datetime) -> None:
        moment = Moment(now, sight.calls, sight.providers)
        for crew in self._crews.values():
            if not crew.unit.on_duty:
                continue
            crew.steer(moment)
            for act in crew.wishes(moment):
                if not await self._radio.act(act):
                    crew.refused(now)
                    break

    async def _write_fixes(self, now: datetime) -> None:
        moment = asyncio.get_running_loop().time()
        if moment - self._fixed_at < FIX_SECONDS:
            return
        self._fixed_at = moment
        fixes = []
        for key, crew in self._crews.items():
            if crew.unit.on_duty:
                place, heading, speed = crew.driver.where(now)
                lat, lon = round(place.lat * MICRO), round(place.lon * MICRO)
                fixes.append(Fix(key, lat, lon, heading, speed, now.timestamp()))
        await take_fixes(self._database, fixes, now.timestamp())
