"""The simulator: the same events for a seed at any speed, crews that obey, and no play with production."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from console.commands.dispatch import dispatch_units
from console.commands.programs import found_program, set_pace, the_program
from console.db.engine import Database, open_database
from console.db.lane import hold_lease
from console.db.unit_of_work import UnitOfWork, perform, read
from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallStatus
from console.domain.clock import ProgramClock
from console.domain.geography import Point, distance_m
from console.domain.ids import CommandId, new_uuid
from console.domain.roles import Actor, Role
from console.feeds.city import riverton
from console.feeds.simulator.arrivals import DrawnArrivals
from console.feeds.simulator.course import Course
from console.feeds.simulator.feed import LEASE, Feed, WrongStage
from console.feeds.simulator.riverton_stage import riverton_feed
from console.feeds.simulator.sight import look
from console.feeds.simulator.streets import Streets
from console.queries.changes import positions_since
from console.snapshots.program import Mode

START = datetime(2026, 10, 17, 2, 40, tzinfo=UTC)


def radio() -> Actor:
    return Actor(new_uuid(), "Riverton radio", frozenset({Role.DISPATCHER, Role.ADMIN}), new_uuid())  # type: ignore[arg-type]


async def set_clock(database: Database, boss: Actor, seconds: float) -> None:
    """Let the stopped clock of the demo stand so many seconds after its start."""

    async def command(uow: UnitOfWork) -> None:
        program = await the_program(uow)
        program.real_epoch, program.program_epoch = datetime.now(UTC), START + timedelta(seconds=seconds)

    await perform(database, boss, CommandId(new_uuid()), command)


async def played(path: Path, boss: Actor, steps: list[float], *, dispatcher: bool) -> list[tuple[Any, ...]]:
    """The calls of a demo whose clock was seen only at these seconds."""
    database = open_database(path)
    feed = riverton_feed(database, radio(), seed=7, dispatcher=dispatcher)
    try:
        for seconds in steps:
            await set_clock(database, boss, seconds)
            await feed.step()
        sight = await read(database, look, None)
        return sorted(
            (c.number, c.received_at, c.nature, c.level, c.place, c.caller_name, c.flags) for c in sight.calls.values()
        )
    finally:
        await database.close()


def test_the_same_calls_come_at_the_same_program_times_however_fast_the_clock_runs(
    demo: Path, riverton_file: Path, tmp_path: Path, boss: Actor
) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(riverton_file.read_bytes())
    slow = asyncio.run(played(demo, boss, [0, *(15.0 * n for n in range(1, 121))], dispatcher=False))
    fast = asyncio.run(played(other, boss, [0, 900, 1800], dispatcher=False))
    assert len(slow) >= 7
    assert [one for one in slow if one[0] >= "26-10494"] == [one for one in fast if one[0] >= "26-10494"]


def test_arrivals_are_a_function_of_the_seed_and_follow_the_week() -> None:
    city = riverton()
    week = DrawnArrivals(city, 1).between(START, START + timedelta(days=28))
    pieces = DrawnArrivals(city, 1)
    days = [START + timedelta(days=day) for day in range(29)]
    again = [one for begun, ended in itertools.pairwise(days) for one in pieces.between(begun, ended)]
    assert again == week
    assert week != DrawnArrivals(city, 2).between(START, START + timedelta(days=28))
    assert len(week) / 28 == pytest.approx(68, rel=0.08)
    local = [one.at.astimezone(city.zone).hour for one in week]
    assert sum(hour in (3, 4, 5, 6) for hour in local) * 3 < sum(hour in (15, 16, 17, 18) for hour in local)


def test_units_drive_along_streets_at_the_speed_of_the_street() -> None:
    streets = Streets(riverton().streets)
    origin, destination = Point(40.90404, -100.17856), Point(40.9407, -100.10604)
    course = Course(origin, streets.way(origin, destination), START)
    metres = distance_m(origin, destination)
    assert 20 < metres / course.seconds * 3.6 < 70
    assert course.at(START)[0] == origin
    assert course.at(START + timedelta(hours=1))[0] == destination
    halfway, heading, speed = course.at(START + timedelta(seconds=course.seconds / 2))
    assert 0 <= heading < 360
    assert 15 <= speed <= 90
    assert distance_m(origin, halfway) < metres


async def until(
    feed: Feed, database: Database, boss: Actor, start: float, done: Callable[[Any], bool], step: float = 5
) -> tuple[float, Any]:
    seconds = start
    while seconds < start + 7_200:
        seconds += step
        await set_clock(database, boss, seconds)
        await feed.step()
        sight = await read(database, look, None)
        if done(sight):
            return seconds, sight
    raise AssertionError("it never happened")


def with_demo(path: Path, play: Callable[[Database], Awaitable[None]]) -> None:
    async def run() -> None:
        database = open_database(path)
        try:
            await play(database)
        finally:
            await database.close()

    asyncio.run(run())


def test_a_unit_obeys_a_dispatch_to_the_end(demo: Path, boss: Actor) -> None:
    async def play(database: Database) -> None:
        feed = riverton_feed(database, radio(), seed=7, dispatcher=False)
        await feed.step()
        sight = await read(database, look, None)
        call = next(one for one in sight.calls.values() if one.number == "26-10493")
        unit = next(one for one in sight.units if one.call_sign == "C09")
        await perform(database, boss, CommandId(new_uuid()), dispatch_units, call.id, [unit.id])

        def status(sight: Any) -> AssignmentStatus | None:
            current = next(one for one in sight.units if one.id == unit.id).current
            return current.status if current else None

        at, _ = await until(feed, database, boss, 0, lambda s: status(s) is AssignmentStatus.ACKNOWLEDGED)
        assert 5 <= at <= 35
        at, _ = await until(feed, database, boss, at, lambda s: status(s) is AssignmentStatus.EN_ROUTE)
        arrived = AssignmentStatus.ON_SCENE
        at, _ = await until(feed, database, boss, at, lambda s: status(s) is arrived, 15)
        await asyncio.sleep(1.05)  # fixes are written once a second of real time
        await set_clock(database, boss, at + 1)
        await feed.step()
        rows = await read(database, positions_since, -1)
        place = rows.unit_ids.index(unit.id)
        assert distance_m(Point(rows.lat_e6[place] / 1e6, rows.lon_e6[place] / 1e6), call.point) < 5
        _, sight = await until(feed, database, boss, at, lambda s: call.id not in s.calls, 90)
        assert status(sight) is None

    with_demo(demo, play)


def test_what_nobody_dispatches_is_left_to_the_operator_and_a_stopped_clock_moves_nothing(
    demo: Path, boss: Actor
) -> None:
    async def play(database: Database) -> None:
        feed = riverton_feed(database, radio(), seed=7, dispatcher=False)
        for seconds in range(0, 1_200, 60):
            await set_clock(database, boss, seconds)
            await feed.step()
        sight = await read(database, look, None)
        harbor = next(one for one in sight.calls.values() if one.number == "26-10493")
        assert harbor.status is CallStatus.PENDING
        before = await read(database, positions_since, -1)
        for _ in range(3):
            await feed.step()
        assert await read(database, positions_since, -1) == before

    with_demo(demo, play)


def test_with_the_dispatcher_calls_are_sent_to_and_closed(demo: Path, boss: Actor) -> None:
    async def play(database: Database) -> None:
        feed = riverton_feed(database, radio(), seed=7, dispatcher=True)
        for seconds in range(0, 2_700, 30):
            await set_clock(database, boss, seconds)
            await feed.step()
        sight = await read(database, look, None)
        harbor = next(one for one in sight.calls.values() if one.number == "26-10493")
        assert any(run.on_scene_at for run in harbor.assignments)
        assert "26-10477" not in {call.number for call in sight.calls.values()}

    with_demo(demo, play)


def test_shift_change_brings_the_night_on_and_the_evening_home(demo: Path, boss: Actor) -> None:
    async def play(database: Database) -> None:
        feed = riverton_feed(database, radio(), seed=7, dispatcher=False)
        for hours in (0, 4.3, 4.34, 4.4, 4.5):
            await set_clock(database, boss, hours * 3600)
            await feed.step()
        units = {unit.call_sign: unit for unit in (await read(database, look, None)).units}
        assert [one.short for one in units["C18"].members] == ["Ofc. Coleman", "Grace Nakai LMFT"]
        assert not units["C09"].on_duty
        assert units["B22"].on_duty

    with_demo(demo, play)


def test_a_production_program_is_refused(empty: Path, boss: Actor) -> None:
    async def play(database: Database) -> None:
        await perform(database, boss, CommandId(new_uuid()), found_program, "Real", Mode.PRODUCTION, "America/Chicago")
        with pytest.raises(WrongStage, match="production program"):
            await riverton_feed(database, radio(), seed=1, dispatcher=True).run()

    with_demo(empty, play)


def test_only_the_holder_of_the_lease_plays(demo: Path, boss: Actor) -> None:
    async def play(database: Database) -> None:
        assert await hold_lease(database, LEASE, new_uuid(), 30)
        await perform(database, boss, CommandId(new_uuid()), set_pace, 60.0)
        task = asyncio.create_task(riverton_feed(database, radio(), seed=1, dispatcher=True).run())
        before = await read(database, positions_since, -1)
        await asyncio.sleep(1.2)
        assert await read(database, positions_since, -1) == before
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with_demo(demo, play)


def test_it_runs_on_the_real_clock_and_stays_quiet(demo: Path, boss: Actor, caplog: pytest.LogCaptureFixture) -> None:
    async def play(database: Database) -> None:
        await perform(database, boss, CommandId(new_uuid()), set_pace, 60.0)
        task = asyncio.create_task(riverton_feed(database, radio(), seed=1, dispatcher=True).run())
        begun = time.process_time()
        await asyncio.sleep(3)
        assert time.process_time() - begun < 1.5
        first = await read(database, positions_since, -1)
        clock: ProgramClock = (await read(database, look, None)).program.clock
        assert abs(max(first.fixed_at) - clock.now().timestamp()) < 150
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with_demo(demo, play)
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []
