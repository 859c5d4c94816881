"""Each fault of a shared database is a sentence that says what to do; no password and no private word is in a log."""

import asyncio
import logging
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from make import a_draft
from shared import PASSWORD, SharedProgram, SharedServer

from console.bench.server import Server
from console.commands.take_calls import raise_level, take_call
from console.db.address import shared_address
from console.db.engine import open_shared
from console.db.postgres import connecting, install
from console.db.postgres.checking import check_shared
from console.db.postgres.connecting import Login, connect
from console.db.postgres.faults import ServerFault, SignInRefused
from console.db.postgres.install import add_user, create_shared
from console.db.unit_of_work import perform
from console.domain.ids import CommandId, new_uuid
from console.domain.roles import Role
from console.domain.urgency import Urgency
from console.errors import BadInput, LinkDown, StorageFault, TandemError
from console.queries.changes import Changes, Cursor
from console.store.store import Link, LinkState, Store
from console.sync.follower import Follower

Arun = Callable[..., Any]


@pytest.fixture(scope="module")
def tls_server() -> Iterator[Server]:
    """A server that admits only encrypted connections, with a certificate for the name localhost."""
    made = Server(durable=False, tls=True)
    try:
        made.create()

        async def prepare() -> None:
            await create_shared(made.administrator("tandem"))
            await add_user(made.administrator("tandem"), "okafor", "M. Okafor", [Role.SUPERVISOR], PASSWORD)

        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(prepare())).result(60)
        yield made
    finally:
        made.remove()


def fault_of(arun: Arun, login: Login) -> TandemError:
    with pytest.raises(TandemError) as refusal:
        arun(connect(login))
    assert PASSWORD not in str(refusal.value)
    return refusal.value


def test_tls_is_verified_and_nothing_else_is_accepted(tls_server: Server, arun: Arun, tmp_path: Path) -> None:
    good = tls_server.login("tandem", "okafor", PASSWORD)
    findings = arun(check_shared(good))
    assert next(one for one in findings if one.name == "Encryption").said.startswith("TLSv1.")
    assert "supervisor" in next(one for one in findings if one.name == "Account").said
    plain = Login(replace(good.address, encrypted=False, root_certificate=None), PASSWORD)
    assert "without encryption" in str(fault_of(arun, plain))
    system = Login(replace(good.address, root_certificate=None), PASSWORD)
    assert "not from an authority that this workstation trusts" in str(fault_of(arun, system))
    host = replace(good.address.hosts[0], name="127.0.0.1")
    assert "is for another name" in str(fault_of(arun, Login(replace(good.address, hosts=(host,)), PASSWORD)))
    gone = Login(replace(good.address, root_certificate=tmp_path / "gone.crt"), PASSWORD)
    assert "gone.crt" in str(fault_of(arun, gone))


def test_an_expired_certificate_is_named(tls_server: Server, arun: Arun) -> None:
    folder = tls_server.folder
    kept = (folder / "server.crt").read_bytes()
    subprocess.run(
        ["openssl", "x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
         "-days", "-1", "-extfile", "names", "-out", "server.crt"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    tls_server._own(folder / "server.crt")
    try:
        tls_server.sql("SELECT pg_reload_conf()")
        said = ""
        for _ in range(20):  # the server takes the new certificate for the next connections
            try:
                arun(connect(tls_server.login("tandem", "okafor", PASSWORD))).terminate()
            except TandemError as fault:
                said = str(fault)
                break
            arun(asyncio.sleep(0.1))
        assert "certificate has expired" in said
    finally:
        (folder / "server.crt").write_bytes(kept)
        tls_server.sql("SELECT pg_reload_conf()")


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


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql://me:secret@db1/tandem", "Leave the password out"),
        ("postgresql://me@db1/tandem?sslmode=require", "does not prove which server answers"),
        ("postgresql://me@db1/tandem?sslmode=disable", "on this very workstation"),
        ("postgresql://me@db1:99999/tandem", "no host with a port"),
        ("postgresql://me@/tandem", "names no server"),
        ("postgresql://me@db1/tandem?application_name=x", "does not know"),
    ],
)
def test_an_address_that_is_none_says_what_is_wrong(address: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as refusal:
        shared_address(address)
    assert "secret" not in str(refusal.value)


def test_an_address_is_written_as_it_is_read() -> None:
    text = "postgresql://me@db1:5432,db2:5433/tandem?sslrootcert=/etc/ca.crt"
    address = shared_address(text)
    assert [str(host) for host in address.hosts] == ["db1:5432", "db2:5433"]
    assert shared_address(address.text) == replace(address, login=None)
