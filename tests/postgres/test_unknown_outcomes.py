"""Nobody learns that something is saved before it is: not when an answer, a server or a standby is lost meanwhile."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from make import a_draft
from shared import PASSWORD, SharedProgram, founded_on

from console.bench.server import Server
from console.commands.programs import found_program
from console.commands.take_calls import take_call
from console.db import unit_of_work
from console.db.engine import open_shared
from console.db.postgres import connecting
from console.db.postgres.install import add_user, create_shared
from console.db.postgres.session import who_am_i
from console.db.unit_of_work import perform, read
from console.domain.ids import CommandId, DeskId, new_uuid
from console.domain.roles import Role
from console.errors import LinkDown, RuleBroken, StorageFault
from console.snapshots.program import Mode

Arun = Callable[..., Any]
NAME, LOGIN = "unconfirmed", "okafor"
WAITS_FOR_STANDBY = "FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


@pytest.fixture
def alone() -> Iterator[Server]:
    """A primary with a founded program, and a setting that asks for a standby which does not exist."""
    made = Server(durable=False)
    try:
        made.create()

        async def prepare() -> None:
            await create_shared(made.administrator(NAME))
            await add_user(made.administrator(NAME), LOGIN, "M. Okafor", list(Role), PASSWORD)
            await founded_on(made.login(NAME, LOGIN, PASSWORD), found_program, "Riverton", Mode.TRAINING, "UTC")

        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(prepare())).result(60)
        made.sql("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (nobody)'")
        made.sql("SELECT pg_reload_conf()")
        yield made
    finally:
        made.remove()


@pytest.mark.parametrize("ending", ["pg_terminate_backend", "pg_cancel_backend"])
def test_a_retry_waits_for_the_standby_too(
    alone: Server, arun: Arun, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    """The first answer is lost while the standby is away: that the row is here already does not make it safe."""
    monkeypatch.setattr(unit_of_work, "SETTLE_SECONDS", 3.0)
    monkeypatch.setattr(connecting, "COMMAND_SECONDS", 2.0)
    ended: list[str] = []

    async def press_once() -> None:
        database = open_shared(alone.login(NAME, LOGIN, PASSWORD))
        try:
            actor = await read(database, who_am_i, DeskId(new_uuid()))
            saving = asyncio.ensure_future(perform(database, actor, CommandId(new_uuid()), take_call, a_draft()))
            while not saving.done():
                # As when that process of the server dies, or stops waiting: the row is there, and no standby has it.
                kill = f"SELECT {ending}(pid) {WAITS_FOR_STANDBY}"
                ended.append(await asyncio.to_thread(alone.sql, kill))
                await asyncio.sleep(0.2)
            await saving
        finally:
            await database.close()

    with pytest.raises(LinkDown):
        arun(press_once(), 40)
    assert ended.count("t") >= 2, "the retry waited as the first one did"
    assert alone.sql("SELECT count(*) FROM tandem.call", NAME) == "1"


@pytest.mark.parametrize("second", [StorageFault("out of connections"), LinkDown("no host answers")])
def test_after_an_unknown_outcome_no_fault_of_the_database_ends_the_settling(
    program: SharedProgram, monkeypatch: pytest.MonkeyPatch, second: Exception
) -> None:
    tried: list[str] = []

    async def faulty(work: Any, command: Any, *_: Any, **__: Any) -> str:
        tried.append(work.unit.name)
        if len(tried) == 1:
            work.is_committing = True
            raise LinkDown("cut in mid-commit")
        if len(tried) == 2:
            raise second
        return "settled"

    monkeypatch.setattr(unit_of_work, "_once", faulty)
    assert program.run(take_call, a_draft()) == "settled"
    assert len(tried) == 3


def test_a_refusal_ends_the_settling_with_its_own_words(
    program: SharedProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    async def refusing(work: Any, command: Any, *_: Any, **__: Any) -> str:
        tried.append(1)
        if len(tried) == 1:
            work.is_committing = True
            raise LinkDown("cut in mid-commit")
        raise RuleBroken("The call is closed.")

    monkeypatch.setattr(unit_of_work, "_once", refusing)
    with pytest.raises(RuleBroken, match="closed"):
        program.run(take_call, a_draft())
