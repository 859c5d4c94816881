"""Each fault of a shared database is a sentence that says what to do; no password and no private word is in a log."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from make import a_draft
from shared import PASSWORD, SharedProgram, SharedServer

from console.bench.server import Server
from console.commands.take_calls import raise_level, take_call
from console.db.engine import open_shared
from console.db.postgres import connecting, install
from console.db.postgres.connecting import Login, connect
from console.db.postgres.faults import ServerFault, SignInRefused
from console.db.postgres.install import create_shared
from console.db.unit_of_work import perform
from console.domain.ids import CommandId, new_uuid
from console.domain.urgency import Urgency
from console.errors import LinkDown, StorageFault, TandemError
from console.queries.changes import Changes, Cursor
from console.store.store import Link, LinkState, Store
from console.sync.follower import Follower

Arun = Callable[..., Any]


def fault_of(arun: Arun, login: Login) -> TandemError:
    with pytest.raises(TandemError) as refusal:
        arun(connect(login))
    assert PASSWORD not in str(refusal.value)
    return refusal.value


def test_a_wrong_password_a_wrong_name_and_a_wrong_database(program: SharedProgram, arun: Arun) -> None:
    good = program.server.login(program.name, "viewer")
    wrong = fault_of(arun, Login(good.address, "not it"))
    assert isinstance(wrong, SignInRefused) and "name or the password of viewer" in str(wrong)
    assert isinstance(fault_of(arun, Login(good.address.of("nobody"), PASSWORD)), SignInRefused)
    elsewhere = fault_of(arun, Login(replace(good.address, database="nowhere"), PASSWORD))
    assert "There is no database nowhere" in str(elsewhere)
    silent = replace(good.address, hosts=(replace(good.address.hosts[0], port=1),))
    assert isinstance(fault_of(arun, Login(silent, PASSWORD)), LinkDown)


def test_a_login_without_an_account_is_told_so(program: SharedProgram, arun: Arun) -> None:
    program.server.server.sql("DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN PASSWORD 'stranger here'")
    login = Login(program.server.login(program.name, "stranger").address, "stranger here")
    assert "may not use the database" in str(fault_of(arun, login))


def test_a_server_that_takes_its_time_to_refuse_is_not_taken_for_a_dead_one(arun: Arun) -> None:
    """The guide asks for auth_delay: a wrong password must not read as a fault of the network."""
    slow = Server(durable=False)
    try:
        slow.create()
        slow.sql("ALTER SYSTEM SET shared_preload_libraries = 'auth_delay'")
        slow.stop()
        slow.start()
        slow.sql("ALTER SYSTEM SET auth_delay.milliseconds = 1800")
        slow.sql("SELECT pg_reload_conf()")
        slow.sql("CREATE ROLE okafor LOGIN PASSWORD 'as long as it is private'")
        assert isinstance(fault_of(arun, slow.login("postgres", "okafor", "not it")), SignInRefused)
    finally:
        slow.remove()


def test_a_server_that_is_too_old_is_named(
    program: SharedProgram, arun: Arun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "OLDEST_SERVER", 990_000)
    assert "Tandem needs 15 or newer" in str(fault_of(arun, program.server.login(program.name, "viewer")))


def test_a_read_only_standby_alone_is_no_place_to_write(arun: Arun) -> None:
    primary = Server(durable=False).create()
    standby = None
    try:
        standby = primary.standby()
        said = str(fault_of(arun, standby.administrator("postgres")))
        assert "every server is a read-only standby" in said
    finally:
        for one in (primary, standby):
            if one is not None:
                one.remove()


def test_another_products_schema_and_a_newer_one_are_left_alone(shared_server: SharedServer, arun: Arun) -> None:
    server = shared_server.server
    server.sql("CREATE DATABASE foreign_one")
    server.sql("CREATE SCHEMA tandem; CREATE TABLE tandem.other (i int)", "foreign_one")
    with pytest.raises(ServerFault, match="another product"):
        arun(create_shared(server.administrator("foreign_one")))
    assert server.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'tandem'", "foreign_one") == "1"
    name = shared_server.copy()
    server.sql("UPDATE tandem.alembic_version SET version_num = '9999'", name)
    with pytest.raises(ServerFault, match=r"newer Tandem \(schema 9999"):
        arun(create_shared(server.administrator(name)))
    shared_server.drop(name)


def test_two_migrations_at_once_do_not_meet(program: SharedProgram, arun: Arun) -> None:
    owner = program.server.server.administrator(program.name)

    async def both() -> None:
        other = await connect(owner)
        try:
            await other.fetchval("SELECT pg_advisory_lock($1)", install.MIGRATION_LOCK)
            with pytest.raises(ServerFault, match="Another administrator is creating or migrating"):
                await create_shared(owner)
        finally:
            other.terminate()
        assert await create_shared(owner) != ""

    arun(both(), 30)


def test_only_whoever_may_set_up_sets_up(program: SharedProgram, arun: Arun) -> None:
    with pytest.raises(ServerFault, match="may not set up"):
        arun(create_shared(program.server.login(program.name, "admin")))


@pytest.mark.parametrize(
    ("state", "says"), [("53100", "disk of the database server is full"), ("25006", "read-only now")]
)
def test_a_full_disk_and_a_server_gone_read_only_are_said(program: SharedProgram, state: str, says: str) -> None:
    program.rows(
        f"CREATE FUNCTION tandem.broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = "
        f"'{state}', MESSAGE = 'could not extend file'; END $$"
    )
    program.rows("CREATE TRIGGER broken BEFORE INSERT ON tandem.call FOR EACH ROW EXECUTE FUNCTION tandem.broken()")
    with pytest.raises(StorageFault, match=says):
        program.run(take_call, a_draft())
    assert program.rows("SELECT count(*) FROM call") == [(0,)]


def test_a_desk_of_another_schema_reads_on_and_writes_nothing(program: SharedProgram) -> None:
    call_id = program.call()
    store = Store()
    follower = Follower(program.another_connection(), store)
    program.arun(follower.start())
    try:
        program.rows("UPDATE alembic_version SET version_num = '0999'")
        with pytest.raises(StorageFault, match="Update Tandem on this workstation"):
            program.run(raise_level, call_id, Urgency.EMERGENT)
        for _ in range(40):
            if store.link.state is LinkState.OUTDATED:
                break
            program.wait(0.1)
        assert store.link.state is LinkState.OUTDATED and "0999" in store.link.fault
        assert call_id in store.calls
        program.rows("UPDATE alembic_version SET version_num = '0001'")
        with pytest.raises(StorageFault, match="tandem db create"):
            program.run(raise_level, call_id, Urgency.EMERGENT)
    finally:
        program.arun(follower.stop())


def test_a_clock_that_is_off_is_seen_and_timers_follow_the_database(program: SharedProgram) -> None:
    store = Store()
    store.set_link(Link(LinkState.LIVE, datetime.now(UTC)))
    follower = Follower(program.another_connection(), store)
    follower._look_at_server(Changes(Cursor(""), {}, server_now=datetime.now(UTC) + timedelta(minutes=7)))
    assert timedelta(minutes=6) < store.ahead < timedelta(minutes=8)
    assert store.now() - datetime.now(UTC) > timedelta(minutes=6)


def test_an_unknown_outcome_is_settled_by_the_commands_id(program: SharedProgram, arun: Arun) -> None:
    """The server commits, its answer is lost: the same command is sent again, and the call is there once."""
    database = program.another_connection()
    line = database.line
    assert line is not None
    command, draft = CommandId(new_uuid()), a_draft()
    began = line.begin_commit
    cut: list[bool] = []

    async def lose_the_answer() -> Any:
        def cutting() -> None:
            began()
            if not cut:
                cut.append(True)
                asyncio.get_event_loop().call_later(0.004, line.cut)

        line.begin_commit = cutting  # type: ignore[method-assign]
        return await perform(database, program.actor, command, take_call, draft)

    arun(lose_the_answer(), 20)
    assert cut
    assert program.rows("SELECT count(*) FROM call") == [(1,)]


def test_a_standby_that_does_not_confirm_is_no_success(program: SharedProgram, arun: Arun) -> None:
    database = program.another_connection()
    line = database.line
    assert line is not None
    line._heard("WARNING: canceling wait for synchronous replication due to user request")
    assert line.is_unsynced
    line.begin_commit()
    assert not line.is_unsynced


def test_no_password_and_no_private_word_reaches_a_log(
    program: SharedProgram, arun: Arun, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    login = Login(program.server.login(program.name, "dispatcher").address, PASSWORD)
    assert PASSWORD not in repr(login) and PASSWORD not in str(login.address) and PASSWORD not in login.address.text
    database = open_shared(login)
    program._opened.append(database)
    program.call(caller_name="Jane Roe", note="hears voices", place="9 Secret Close")
    with pytest.raises(TandemError):
        arun(perform(database, program.actor, CommandId(new_uuid()), raise_level, new_uuid(), Urgency.EMERGENT))
    fault_of(arun, Login(login.address, "a wrong password"))
    server_log = (program.server.server.folder / "server.log").read_text("utf-8", "replace")
    for secret in (PASSWORD, "a wrong password", "Jane Roe", "hears voices", "9 Secret Close"):
        assert secret not in caplog.text
        assert secret not in server_log
