"""The demo program: founded whole, quickly, the same each time, with a picture that looks alive."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from console.db.engine import open_database
from console.db.unit_of_work import read
from console.domain.calls import CallStatus
from console.domain.roles import Actor
from console.domain.units import Staffing
from console.errors import RuleBroken
from console.feeds.riverton import found_riverton
from console.models.logs import AuditEntry
from console.queries.calls import calls_in_window, search_calls
from console.queries.changes import positions_since
from console.queries.history import history_of_call
from console.queries.program import places, providers, the_program, zones
from console.queries.rosters import roster_book, rosters
from console.queries.units import all_units
from console.snapshots.rosters import Book


async def picture(path: Path) -> dict[str, Any]:
    database = open_database(path)

    async def of(session: AsyncSession) -> dict[str, Any]:
        program = await the_program(session)
        assert program is not None
        calls = await calls_in_window(session, program.clock.now())
        return {
            "program": program, "calls": calls, "units": await all_units(session), "zones": await zones(session),
            "providers": await providers(session), "places": await places(session),
            "fixes": await positions_since(session, -1), "all": await search_calls(session, "26-"),
            "history": {one.number: await history_of_call(session, one.id) for one in calls},
            "audit": (await session.execute(select(func.count()).select_from(AuditEntry))).scalar(),
        }  # fmt: skip

    try:
        return await read(database, of)
    finally:
        await database.close()


def test_the_first_picture_looks_alive(demo: Path) -> None:
    seen = asyncio.run(picture(demo))
    opened = {call.number: call for call in seen["calls"] if call.is_open}
    assert {number: call.status for number, call in opened.items()} == {
        "26-10470": CallStatus.PENDING, "26-10477": CallStatus.TRANSPORTING, "26-10480": CallStatus.ON_SCENE,
        "26-10488": CallStatus.ON_SCENE, "26-10491": CallStatus.EN_ROUTE, "26-10493": CallStatus.PENDING,
    }  # fmt: skip
    assert all(call.point and call.zone_id for call in opened.values())
    assert opened["26-10493"].level == 4
    assert opened["26-10493"].is_unassigned
    assert seen["program"].clock.now() == datetime(2026, 10, 17, 2, 40, tzinfo=UTC)
    assert seen["program"].is_training


def test_people_ride_in_dated_pairings_and_every_unit_is_somewhere(demo: Path) -> None:
    seen = asyncio.run(picture(demo))
    units = {unit.call_sign: unit for unit in seen["units"]}
    assert len(units) == 14
    assert all(unit.pairing_id and unit.on_duty for unit in units.values())
    assert [sign for sign, unit in units.items() if unit.staffing is not Staffing.FULL] == ["C24"]
    assert len(units["C22"].members) == 3
    assert set(seen["fixes"].unit_ids) == {unit.id for unit in units.values()}
    assert (len(seen["zones"]), len(seen["providers"]), len(seen["places"])) == (4, 7, 5_359)


def test_the_past_holds_repeat_contacts_and_its_own_numbers(demo: Path) -> None:
    seen = asyncio.run(picture(demo))
    assert seen["history"]["26-10491"].in_30_days == 4
    assert seen["history"]["26-10470"].in_90_days == 3
    numbers = [call.number for call in seen["all"]]
    assert len(numbers) == len(set(numbers)) == 50
    assert sorted(seen["all"], key=lambda call: call.number) == sorted(seen["all"], key=lambda call: call.received_at)
    assert seen["audit"] < 800  # the gazetteer and the past are one entry each; contracts and teams are rows


def test_it_takes_two_seconds_at_most_and_only_one_program_fits(empty: Path, boss: Actor) -> None:
    async def run() -> float:
        database = open_database(empty)
        begun = time.process_time()
        await found_riverton(database, boss)
        took = time.process_time() - begun
        with pytest.raises(RuleBroken, match="holds a program already"):
            await found_riverton(database, boss)
        await database.close()
        return took

    assert asyncio.run(run()) <= 2.0


def test_tonights_teams_of_the_roster_ride_as_on_the_map(demo: Path) -> None:
    """Whom the roster names for the running shift rides in the team's unit; the day is the agency's own."""
    crews = {unit.id: {one.responder_id for one in unit.members} for unit in asyncio.run(picture(demo))["units"]}
    riding = [team for team in asyncio.run(roster(demo)).teams if team.unit_id is not None]
    assert len(riding) == 4
    assert {(team.name, team.day.isoformat()) for team in riding} == {("Evening", "2026-10-16")}
    assert all(set(team.members) == crews[team.unit_id] for team in riding if team.unit_id is not None)


async def roster(path: Path) -> Book:
    database = open_database(path)

    async def ask(session: AsyncSession) -> Book:
        (one,) = await rosters(session)
        return await roster_book(session, one.id)

    try:
        return await read(database, ask)
    finally:
        await database.close()
