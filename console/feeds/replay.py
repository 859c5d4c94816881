"""Plays somebody's call file as live calls: a training program of its own, its clock at the file's first call."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from console.commands.duty import log_off, log_on
from console.commands.programs import set_pace
from console.commands.set_up import set_up_program
from console.db.engine import Database, open_database
from console.db.lane import Fix, write_fixes
from console.db.schema import bring_up_to_date
from console.db.unit_of_work import perform, read
from console.documents.import_mapping import ImportMapping
from console.domain.calls import CallDraft, CallSource
from console.domain.geography import MICRO, Point
from console.domain.ids import AccountId, CallId, CommandId, DeskId, UnitId, new_uuid
from console.domain.roles import Actor, Role
from console.errors import BadInput
from console.feeds.call_file import read_calls
from console.feeds.call_rows import CallRow
from console.feeds.city import riverton
from console.feeds.replay_city import city_of, posts_of
from console.feeds.simulator.arrivals import Arrival
from console.feeds.simulator.chores import AutomaticDispatcher, Chore
from console.feeds.simulator.course import StraightWays
from console.feeds.simulator.crew import Habits
from console.feeds.simulator.feed import Feed, Stage, WrongStage, check_stage
from console.feeds.simulator.radio import Radio
from console.feeds.simulator.sight import Sight
from console.queries.program import the_program

LEAD_IN = timedelta(seconds=90)  # program time between the start and the first call
LAST_LOOK_SECONDS = 1.0  # the last calls are taken after they were handed out
LONGEST_TOUR = timedelta(hours=10)
_NAMESPACE = UUID("5b7d9b8c-0a55-4a3b-9f57-7a4d2a7d5c90")
_ROLES = frozenset({Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN})

Say = Callable[[str], object]


class RowArrivals:
    """A file's rows, sorted by time, each the same call however often it is played."""

    def __init__(self, rows: Sequence[CallRow]) -> None:
        self._rows = rows
        self.are_over = asyncio.Event()

    def between(self, after: datetime, until: datetime) -> list[Arrival]:
        """The rows that come in after a moment and up to another."""
        if not self._rows or until >= self._rows[-1].received_at:
            self.are_over.set()
        return [_arrival(row) for row in self._rows if after < row.received_at <= until]


class Relief:
    """Long files outlast a tour: a free unit that is on duty for ten hours goes home, and its relief comes on."""

    def __init__(self, radio: Radio) -> None:
        self._radio = radio

    async def look_after(self, sight: Sight, places: Mapping[UnitId, Point], now: datetime) -> None:
        """One unit at a time."""
        for unit in sight.units:
            if unit.is_free and unit.on_duty_since is not None and now - unit.on_duty_since > LONGEST_TOUR:
                await self._radio.tell(log_off, unit.id)
                await self._radio.tell(log_on, unit.id)
                return


async def replay_file(
    database_path: Path,
    path: Path,
    mapping: ImportMapping,
    *,
    speed: float,
    limit: int | None,
    dispatcher: bool,
    say: Say,
) -> None:
    """Make the program for a file, or go on with it, and play until the last call is taken; then stop the clock.

    Raises:
        BadInput: the file does not fit the mapping, or no row of it can be placed on a map.
        WrongStage: the database holds a production program, or one that plays something else.
    """
    rows = await asyncio.to_thread(_read, path, mapping, limit)
    await asyncio.to_thread(bring_up_to_date, database_path)
    database = open_database(database_path)
    actor = Actor(AccountId(uuid5(_NAMESPACE, "replay")), "Replay", _ROLES, DeskId(new_uuid()))
    try:
        await _prepare(database, actor, rows, path, mapping, speed)
        try:
            await _play(database, actor, rows, path, dispatcher=dispatcher, say=say)
        finally:
            # Stopped, not left running: whoever goes on tomorrow goes on where this ended.
            await asyncio.shield(perform(database, actor, CommandId(new_uuid()), set_pace, 0.0))
    finally:
        await asyncio.shield(database.close())


def _read(path: Path, mapping: ImportMapping, limit: int | None) -> list[CallRow]:
    rows = [row for row in read_calls(path, mapping) if isinstance(row, CallRow) and row.point is not None]
    if not rows:
        raise BadInput(f"{path.name} has no call with coordinates: there is nothing to play on a map.")
    rows.sort(key=lambda row: (row.received_at, row.row))
    return rows[:limit]


async def _prepare(
    database: Database, actor: Actor, rows: Sequence[CallRow], path: Path, mapping: ImportMapping, speed: float
) -> None:
    program = await read(database, the_program)
    if program is not None:
        check_stage(program, _mark(path))
        await perform(database, actor, CommandId(new_uuid()), set_pace, speed)
        return
    start = rows[0].received_at - LEAD_IN
    plan = city_of(rows, path.stem, mapping.time_zone, start, speed, demo=_mark(path))
    await perform(database, actor, CommandId(new_uuid()), set_up_program, plan)
    posts = posts_of(plan)
    await write_fixes(
        database,
        [
            Fix(unit.id, round(posts[unit.call_sign].lat * MICRO), round(posts[unit.call_sign].lon * MICRO), 0, 0,
                start.timestamp() - 1)
            for unit in plan.units
        ],
    )  # fmt: skip


async def _play(
    database: Database, actor: Actor, rows: Sequence[CallRow], path: Path, *, dispatcher: bool, say: Say
) -> None:
    program = await read(database, the_program)
    if program is None:
        raise WrongStage("The program is gone.")
    now = program.clock.now()
    left = [row for row in rows if row.received_at > now]
    last = f"{rows[-1].received_at:%Y-%m-%d %H:%M} UTC"
    say(f"{len(left)} calls to come, at {program.clock.rate:g}x; the last at {last}.")
    radio = Radio(database, replace(actor, name="Replay radio"))
    arrivals = RowArrivals(left)
    chores: list[Chore] = [Relief(radio), *([AutomaticDispatcher(radio, 0)] if dispatcher else [])]
    scene = riverton().mix["intervals_minutes"]["quantiles"]["on_scene"]
    stage = Stage(_mark(path), arrivals, Habits(0, StraightWays(), scene), chores=chores)
    feed = asyncio.create_task(Feed(database, radio, stage).run())
    over = asyncio.create_task(arrivals.are_over.wait())
    try:
        await asyncio.wait({feed, over}, return_when=asyncio.FIRST_COMPLETED)
        if feed.done():
            feed.result()
        await asyncio.sleep(LAST_LOOK_SECONDS)
        say("The last call has come in.")
    finally:
        over.cancel()
        feed.cancel()
        await asyncio.gather(feed, over, return_exceptions=True)


def _mark(path: Path) -> str:
    return f"replay {path.stem}"[:40]


def _arrival(row: CallRow) -> Arrival:
    key = uuid5(_NAMESPACE, row.key)
    point: Point | None = row.point
    note = row.nature_text if row.remark is None else f"{row.nature_text} ({row.remark})"
    draft = CallDraft(
        id=CallId(key), place=row.place, point=point, nature=row.nature_code, source=CallSource.EMERGENCY_911,
        level=row.level, received_at=row.received_at, note=note,
    )  # fmt: skip
    return Arrival(row.received_at, key, draft)
