"""An embedded program is moved into a shared database: every value, its history, its audit, as often as one likes."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from make import Program, a_draft, founded, program
from shared import EVERYTHING, PASSWORD, SharedServer, founded_on

from console.commands.clinical_notes import write_clinical_note
from console.commands.settle_calls import add_note
from console.commands.take_calls import raise_level, take_call
from console.db.engine import open_shared
from console.db.lane import hold_lease
from console.db.postgres.copying import copy_program
from console.db.postgres.install import add_user, create_shared
from console.db.postgres.session import who_am_i
from console.db.unit_of_work import perform, read
from console.domain.ids import CommandId, DeskId, new_uuid
from console.domain.roles import Role
from console.domain.urgency import Urgency
from console.errors import RuleBroken
from console.queries.audit import verify_audit
from console.queries.calls import calls_by_ids

__all__ = ["founded"]
embedded = program
FIRST_ROWS = """SET search_path = tandem;
INSERT INTO call (id, version, number, received_at, nature, source, place, place_key, level, level_since, waiting_since,
                  flags, needs, caller_name, caller_phone, phone_key, lifecycle, imported, approximate)
VALUES ('01890000-0000-7000-8000-000000000001', 1, '26-00001', now(), 'welfare', '911', 'x', 'x', 2, now(), now(),
        '[]', '[]', 'Jane Roe', '610', '610', 'open', false, false);
INSERT INTO audit (command_id, command, at, real_at, account_id, account_name, roles, desk_id, action, table_name,
                   row_id, before, after)
SELECT gen_random_uuid(), 'take_call', now(), now(), gen_random_uuid(), 'R', '["viewer"]', gen_random_uuid(), 'insert',
       'call', n::text, NULL, '{"level": 2}' FROM generate_series(1, 3) AS n
"""
Arun = Callable[..., Any]


def filled(source: Program) -> Any:
    call_id = source.call(caller_name="Jane Roe", caller_phone="610-555-0142")
    source.send(call_id, source.unit())
    source.run(raise_level, call_id, Urgency.EMERGENT)
    source.run(write_clinical_note, new_uuid(), call_id, "calm after ten minutes", part2=True)
    return call_id


def test_a_program_moves_and_can_be_moved_again(
    embedded: Program, shared_server: SharedServer, arun: Arun
) -> None:
    call_id = filled(embedded)
    target = shared_server.server.administrator("moved")
    arun(create_shared(target), 30)
    arun(add_user(target, EVERYTHING, "R. Okafor", list(Role), None))
    copied = arun(copy_program(embedded.path, target), 60)
    assert all(one.same for one in copied)
    assert {one.table: one.rows for one in copied}["timeline"] == embedded.rows("SELECT count(*) FROM timeline")[0][0]
    there = open_shared(shared_server.server.login("moved", EVERYTHING, PASSWORD))
    try:
        [mine], [theirs] = embedded.ask(calls_by_ids, [call_id]), arun(read(there, calls_by_ids, [call_id]))
        assert mine == theirs
        assert arun(read(there, verify_audit)).broken is None
        embedded.call()
        assert all(one.same for one in arun(copy_program(embedded.path, target), 60))
        actor = arun(read(there, who_am_i, DeskId(new_uuid())))
        number = arun(perform(there, actor, CommandId(new_uuid()), take_call, a_draft()))
        assert number == "26-00003", "numbers go on where the program left off"
        assert arun(read(there, verify_audit)).broken is None, "the chain goes on behind what was copied"
        with pytest.raises(RuleBroken, match="Somebody worked in the shared database"):
            arun(copy_program(embedded.path, target), 60)
    finally:
        arun(there.close())


def test_what_is_written_meanwhile_comes_whole_or_not_at_all(
    embedded: Program, shared_server: SharedServer, arun: Arun
) -> None:
    """The file is one picture: no call may come over whose number the counter does not know."""
    filled(embedded)
    name = shared_server.copy()
    writing = sqlite3.connect(embedded.path, isolation_level=None)

    def write_between(table: str) -> None:
        if table in ("call", "counter", "timeline"):
            writing.execute("UPDATE counter SET last = last + 1")
            writing.execute("DELETE FROM timeline")

    try:
        copied = arun(copy_program(embedded.path, shared_server.server.administrator(name), write_between), 60)
        rows = {one.table: one.rows for one in copied}
        assert rows["timeline"] > 0 and all(one.same for one in copied)
        assert shared_server.server.sql("SELECT last FROM tandem.counter WHERE series LIKE 'call%'", name) == "1"
    finally:
        writing.close()
        shared_server.drop(name)


def test_a_program_that_somebody_has_open_stays_where_it_is(
    embedded: Program, shared_server: SharedServer, arun: Arun
) -> None:
    name = shared_server.copy()
    target = shared_server.server.administrator(name)
    try:
        assert arun(hold_lease(embedded.database, "watcher", new_uuid(), 1.5))
        with pytest.raises(RuleBroken, match="Close every desk"):
            arun(copy_program(embedded.path, target), 60)
        embedded.wait(1.6)
        assert all(one.same for one in arun(copy_program(embedded.path, target), 60))
    finally:
        shared_server.drop(name)


def test_a_note_is_work_that_no_second_copy_wipes_out(
    embedded: Program, shared_server: SharedServer, arun: Arun
) -> None:
    call_id = filled(embedded)
    name = shared_server.copy()
    target = shared_server.server.administrator(name)
    try:
        arun(copy_program(embedded.path, target), 60)
        arun(founded_on(shared_server.login(name, EVERYTHING), add_note, call_id, "the door is open"))
        with pytest.raises(RuleBroken, match="Somebody worked"):
            arun(copy_program(embedded.path, target), 60)
    finally:
        shared_server.drop(name)


def test_another_program_is_not_overwritten(
    embedded: Program, shared_server: SharedServer, arun: Arun, tmp_path: Path
) -> None:
    from shared import a_shared_program  # noqa: PLC0415

    other = a_shared_program(shared_server, arun)
    try:
        with pytest.raises(RuleBroken, match="holds another program already"):
            arun(copy_program(embedded.path, shared_server.server.administrator(other.name)), 60)
        assert other.rows("SELECT count(*) FROM program") == [(1,)]
    finally:
        other.close()


def test_three_commands_of_an_administrator(shared_server: SharedServer) -> None:
    server = shared_server.server
    owner = f"postgresql://postgres@/by_command?host={server.folder}:{server.port}&sslmode=disable"
    person = f"postgresql://okafor@127.0.0.1:{server.port}/by_command?sslmode=disable"

    def tandem(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "console", *arguments], capture_output=True, text=True, check=False,
            env={**os.environ, "TANDEM_PASSWORD": PASSWORD, **more},
        )  # fmt: skip

    created = tandem("db", "create", owner)
    assert created.returncode == 0 and "is ready" in created.stdout, created.stderr
    added = tandem("db", "add-user", owner, "okafor", "--called", "M. Okafor", "--role", "supervisor",
                   TANDEM_NEW_PASSWORD=PASSWORD)  # fmt: skip
    assert "okafor may sign in as dispatch supervisor" in added.stdout, added.stderr
    assert PASSWORD not in added.stdout
    again = tandem("db", "add-user", owner, "okafor", "--role", "admin", TANDEM_NEW_PASSWORD=PASSWORD)
    assert again.returncode == 1 and "already" in again.stderr
    checked = tandem("db", "check", person, "--json")
    findings = {one["name"]: one for one in map(json.loads, checked.stdout.splitlines())}
    assert {"Encryption", "Account", "Schema", "Standby", "Server's clock", "Connections"} <= set(findings)
    assert findings["Account"]["said"] == "M. Okafor: supervisor"
    assert not findings["Standby"]["well"] and checked.returncode == 1, "a missing standby is said"
    refused = tandem("db", "check", person, TANDEM_PASSWORD="not it")
    assert refused.returncode == 1 and "name or the password" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_schema_of_each_release_comes_up_to_date_with_its_data(
    shared_server: SharedServer, arun: Arun, embedded: Program
) -> None:
    """From the first release's schema, with rows in it, on the server."""
    name = shared_server.copy()
    server = shared_server.server
    server.sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.sql(f"CREATE DATABASE {name}")

    async def first_release() -> None:
        from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415
        from sqlalchemy.pool import NullPool  # noqa: PLC0415

        from console.db import migrations_runner  # noqa: PLC0415
        from console.db.postgres.connecting import connect  # noqa: PLC0415

        async def opened() -> Any:
            made = await connect(server.administrator(name), path=False)
            await made.execute("CREATE SCHEMA IF NOT EXISTS tandem; SET search_path = tandem, pg_catalog")
            return made

        engine = create_async_engine("postgresql+asyncpg://", async_creator=opened, poolclass=NullPool)
        async with engine.connect() as connection:
            await connection.run_sync(migrations_runner.upgrade, "0001")
            await connection.commit()
        await engine.dispose()

    arun(asyncio.wait_for(first_release(), 20), 25)
    server.sql(FIRST_ROWS, name)
    assert arun(create_shared(server.administrator(name)), 30) == "0001"
    assert server.sql("SELECT name || ' ' || phone FROM tandem.caller", name) == "Jane Roe 610"
    assert server.sql("SELECT count(*) FROM tandem_audit.audit WHERE hash IS NOT NULL", name) == "3"
    opened = open_shared(server.administrator(name))
    try:
        assert arun(read(opened, verify_audit)).broken is None
    finally:
        arun(opened.close())
    shared_server.drop(name)
