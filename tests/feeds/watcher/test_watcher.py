"""The watcher fires once however many watch, hands over when it dies, and lets imported history rest."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from make import NOON, Program, an_actor
from sqlalchemy import delete

from console.commands.dispatch import report_status
from console.commands.duty import check_in
from console.commands.ground import found
from console.db.lane import drop_lease, hold_lease
from console.db.unit_of_work import UnitOfWork, read
from console.domain.assignments import AssignmentStatus
from console.domain.escalations import ESCALATION_RULES
from console.domain.ids import CallId, new_uuid
from console.domain.roles import Role
from console.domain.urgency import Urgency
from console.feeds import watcher as watching
from console.feeds.watcher import LEASE, Watcher
from console.models.calls import Call
from console.models.program import Program as ProgramRow
from console.queries.changes import lease_holders
from console.queries.program import escalations_in_window, the_program

AT_ONCE = tuple(replace(rule, after=timedelta(0)) for rule in ESCALATION_RULES)


def a_watcher(program: Program, rules: Any = AT_ONCE) -> Watcher:
    return Watcher(program.another_connection(), an_actor(Role.ADMIN, name="Watcher"), rules)


def recorded(program: Program) -> list[str]:
    return sorted(one.rule for one in program.ask(escalations_in_window, NOON))


def test_two_watchers_record_once(program: Program) -> None:
    program.call(level=Urgency.EMERGENT)
    first, second = a_watcher(program), a_watcher(program)

    async def both() -> list[int]:
        return list(await asyncio.gather(first.tick(), second.tick(), first.tick()))

    assert sum(program.arun(both())) == 1
    assert program.arun(second.tick()) == 0
    assert recorded(program) == ["unassigned.4"]


def test_a_fired_escalation_stands_in_the_calls_timeline(program: Program) -> None:
    call_id = program.call(level=Urgency.EMERGENT)
    program.arun(a_watcher(program).tick())
    assert "Escalation: No team for 0 s" in program.said(call_id)


def test_each_stage_of_a_run_fires_its_own_rule(program: Program) -> None:
    call_id, unit_id, watcher = program.call(level=Urgency.EMERGENT), program.unit(), a_watcher(program)
    program.send(call_id, unit_id)
    program.arun(watcher.tick())
    for status in (AssignmentStatus.ACKNOWLEDGED, AssignmentStatus.EN_ROUTE, AssignmentStatus.STAGING):
        program.run(report_status, unit_id, status)
        program.arun(watcher.tick())
    program.run(_ago, 60, report_status, unit_id, AssignmentStatus.ON_SCENE)
    program.arun(watcher.tick())
    stages = ("not_acknowledged", "not_en_route", "en_route_long", "staging_long", "no_safety_check")
    assert recorded(program) == sorted(f"{stage}.4" for stage in stages)
    program.run(_ago, 30, check_in, unit_id)
    assert program.arun(watcher.tick()) == 1, "silence after the check-in is another occurrence"


async def _ago(uow: UnitOfWork, minutes: float, command: Callable[..., Awaitable[Any]], *args: Any) -> None:
    uow.now -= timedelta(minutes=minutes)
    await command(uow, *args)


def test_nothing_fires_before_its_time_or_for_imported_calls(program: Program) -> None:
    program.call(level=Urgency.EMERGENT)
    assert program.arun(a_watcher(program, ESCALATION_RULES).tick()) == 0
    old = program.call(level=Urgency.EMERGENT, received_at=NOON - timedelta(days=30))
    program.run(_imported, old)
    assert program.arun(a_watcher(program, ESCALATION_RULES).tick()) == 0


async def _imported(uow: UnitOfWork, call_id: CallId) -> None:
    (await found(uow, Call, call_id, "call")).imported = True


def test_the_lease_has_one_holder_and_ends_by_itself(program: Program) -> None:
    one, two = new_uuid(), new_uuid()
    assert program.arun(hold_lease(program.database, LEASE, one, 0.3))
    assert not program.arun(hold_lease(program.database, LEASE, two, 0.3))
    assert program.arun(hold_lease(program.database, LEASE, one, 0.3)), "the holder renews"
    program.wait(0.35)
    assert program.arun(hold_lease(program.database, LEASE, two, 0.3))
    program.arun(drop_lease(program.database, LEASE, one))
    assert program.ask(lease_holders)[LEASE][0] == two, "only its holder gives it back"
    program.arun(drop_lease(program.database, LEASE, two))
    assert program.arun(hold_lease(program.database, LEASE, one, 0.3))


def test_another_watcher_takes_over_when_the_first_one_dies(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "TICK_SECONDS", 0.05)
    program.call(level=Urgency.EMERGENT)
    dead, heir = new_uuid(), a_watcher(program)

    async def lives() -> None:
        assert await hold_lease(program.database, LEASE, dead, 0.6)  # and is never heard of again
        task = asyncio.create_task(heir.run())
        await asyncio.sleep(0.3)
        assert await _holder(program) == dead
        await _until(program, lambda holder: holder == heir._holder)
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await _holder(program) is None, "an orderly end gives the lease back"

    program.arun(lives())
    assert recorded(program) == ["unassigned.4"]


def test_a_watcher_that_cannot_look_gives_way(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "TICK_SECONDS", 0.05)
    monkeypatch.setattr(watching, "LEASE_SECONDS", 60.0)  # only a lease that is given back comes free in time
    program.call(level=Urgency.EMERGENT)
    blind, heir = a_watcher(program), a_watcher(program)

    async def fails() -> int:
        raise OSError("this desk reads nothing")

    monkeypatch.setattr(blind, "tick", fails)

    async def lives() -> None:
        first = asyncio.create_task(blind.run())
        await _until(program, lambda holder: holder == blind._holder)
        await _until(program, lambda holder: holder is None)
        await asyncio.sleep(0.3)
        assert await _holder(program) is None, "nobody watches, and every screen can say so"
        second = asyncio.create_task(heir.run())
        await _until(program, lambda holder: holder == heir._holder)
        await asyncio.sleep(0.2)
        assert await _holder(program) == heir._holder
        for task in (first, second):
            task.cancel()
        await asyncio.gather(first, second, return_exceptions=True)

    program.arun(lives())
    assert recorded(program) == ["unassigned.4"]


async def _holder(program: Program) -> Any:
    holder, expires = (await read(program.database, lease_holders)).get(LEASE, (None, 0.0))
    return holder if expires > time.time() else None


async def _until(program: Program, fact: Callable[[Any], bool]) -> None:
    for _ in range(250):
        if fact(await _holder(program)):
            return
        await asyncio.sleep(0.02)
    pytest.fail("it did not come about")


def test_a_watcher_outlives_a_fault_of_the_database(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "TICK_SECONDS", 0.05)
    program.call(level=Urgency.EMERGENT)
    watcher, holding, faults = a_watcher(program), watching.hold_lease, []

    async def failing_first(*args: Any) -> bool:
        if len(faults) < 2:
            faults.append(1)
            raise OSError("the disk went away")
        return await holding(*args)

    monkeypatch.setattr(watching, "hold_lease", failing_first)

    async def lives() -> None:
        task = asyncio.create_task(watcher.run())
        for _ in range(250):
            if await read(program.database, escalations_in_window, NOON):
                break
            await asyncio.sleep(0.02)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    program.arun(lives())
    assert len(faults) == 2


def test_a_database_without_a_program_has_nothing_to_watch(program: Program) -> None:
    assert program.ask(the_program) is not None
    program.run(_emptied)
    assert program.arun(a_watcher(program).tick()) == 0


async def _emptied(uow: UnitOfWork) -> None:
    await uow.session.execute(delete(ProgramRow))
