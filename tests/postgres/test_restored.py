"""A dump restored into another cluster: people sign in, the audit is whole, old transactions mean nothing."""

import asyncio
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import asyncpg
import pytest
from make import a_draft
from shared import EVERYTHING, PASSWORD, SharedProgram

from console.bench.server import ADMINISTRATOR, Server, binaries
from console.commands.take_calls import raise_level, take_call
from console.db.engine import open_shared
from console.db.postgres.connecting import connect
from console.db.postgres.install import create_shared
from console.db.postgres.session import who_am_i
from console.db.schema import HEAD
from console.db.unit_of_work import perform, read
from console.domain.ids import CommandId, DeskId, new_uuid
from console.domain.urgency import Urgency
from console.queries.audit import verify_audit
from console.store.store import Store
from console.sync.follower import Follower

Arun = Callable[..., Any]
FAR_AHEAD = 5_000_000  # transactions: more than a new cluster has had


def tool(server: Server, name: str, *arguments: str, given: bytes = b"", login: str = ADMINISTRATOR) -> bytes:
    """What one of PostgreSQL's own tools answers this login."""
    way = ("-h", str(server.folder), "-p", str(server.port), "-U", login)
    return subprocess.run([binaries() / name, *way, *arguments], input=given, capture_output=True, check=True).stdout


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    made = Server(durable=False)
    try:
        yield made.create()
    finally:
        made.remove()


def test_a_restored_program_works_on(program: SharedProgram, elsewhere: Server, arun: Arun) -> None:
    call_id = program.call()
    program.run(raise_level, call_id, Urgency.EMERGENT)
    # A cluster that is years old: its numbers of transactions are far ahead of a new one's.
    ahead = f"xid = (xid::text::bigint + {FAR_AHEAD})::text::xid8"
    program.rows(f"UPDATE command_done SET {ahead}")
    program.rows(f"UPDATE change_log SET {ahead}")
    here = program.server.server
    here.sql("DROP ROLE IF EXISTS backup; CREATE ROLE backup LOGIN BYPASSRLS; GRANT pg_read_all_data TO backup")
    here.sql(f"GRANT CONNECT ON DATABASE {program.name} TO backup")
    roles = tool(here, "pg_dumpall", "--roles-only").decode()
    elsewhere.sql("".join(f"{line}\n" for line in roles.splitlines() if f"ROLE {ADMINISTRATOR}" not in line))
    elsewhere.sql("CREATE DATABASE restored")
    tool(elsewhere, "pg_restore", "--dbname=restored", "--exit-on-error",
         given=tool(here, "pg_dump", "--format=custom", program.name, login="backup"))  # fmt: skip
    assert arun(create_shared(elsewhere.administrator("restored")), 30) == HEAD
    database = open_shared(elsewhere.login("restored", EVERYTHING, PASSWORD))
    store = Store()
    follower = Follower(database, store)
    try:
        assert arun(read(database, verify_audit)).broken is None
        arun(follower.start())
        assert (call := store.calls.get(call_id)) and call.level is Urgency.EMERGENT
        actor = arun(read(database, who_am_i, DeskId(new_uuid())))
        draft = a_draft()
        assert arun(perform(database, actor, CommandId(new_uuid()), take_call, draft)) == "26-00002"
        for _ in range(60):
            if draft.id in store.calls:
                break
            arun(asyncio.sleep(0.05))
        assert draft.id in store.calls, "what is written after the restore is followed"
        assert arun(read(database, verify_audit)).broken is None
    finally:
        arun(follower.stop())
        arun(database.close())


def test_a_number_of_an_older_transaction_lets_nobody_write(program: SharedProgram, arun: Arun) -> None:
    """A command of the old cluster that bears the number of a transaction of today is not the running one."""
    call_id = program.call()

    async def attempt() -> None:
        connection = await connect(program.server.server.administrator(program.name))
        try:
            async with connection.transaction():
                await connection.execute(
                    "UPDATE tandem.command_done SET xid = pg_current_xact_id(), at = now() - interval '1 day'"
                )
                assert await connection.fetchval("SELECT (tandem.running()).id") is None
                # A superuser stands above policies: the guard of the level asks by itself.
                await connection.execute("SET LOCAL SESSION AUTHORIZATION dispatcher")
                await connection.execute(f"UPDATE tandem.call SET place = 'elsewhere' WHERE id = '{call_id}'")
        finally:
            connection.terminate()

    with pytest.raises(asyncpg.PostgresError, match="from commands only"):
        arun(attempt())
