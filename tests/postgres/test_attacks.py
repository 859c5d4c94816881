"""Whoever holds a login and sends statements of their own is refused by the database itself."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from attacks import ANYBODY, BY_EVERYBODY, IN_COMMAND, SEEN, UNSEEN
from make import a_draft, an_actor
from PySide6.QtCore import QEventLoop
from rosters import MONDAY, Planned
from shared import PASSWORD, SharedProgram, a_shared_program
from sqlalchemy.exc import DBAPIError

from console.commands.clinical_notes import ConsentDraft, record_consent, write_clinical_note
from console.commands.duty import raise_emergency
from console.commands.rosters import publish_roster
from console.commands.staffing import add_absence, add_wish, set_partner
from console.commands.swaps import SwapWish, ask_swap
from console.commands.take_calls import take_call
from console.db.postgres.connecting import connect
from console.db.postgres.install import add_user
from console.db.postgres.names import placed
from console.db.postgres.protection import PROTECTIONS
from console.db.postgres.session import who_am_i
from console.db.schema import HEAD
from console.db.unit_of_work import read
from console.domain.ids import DeskId, new_uuid
from console.domain.roles import Role
from console.domain.rosters import Absence, AbsenceKind, PartnerKind, Wish
from console.errors import BadInput, RuleBroken

Names = dict[str, Any]
REFUSALS = {"42501", "TD001", "TD002", "TD003"}  # no privilege or no policy; and our own functions


@pytest.fixture(scope="module")
def attacked(shared_server: Any, loop: Any) -> Iterator[tuple[SharedProgram, Names]]:
    """A program with something worth attacking, which no attack may leave changed."""
    def arun(coroutine: Any, timeout: float = 10) -> Any:
        task = loop.create_task(asyncio.wait_for(coroutine, timeout))
        inner = QEventLoop()
        task.add_done_callback(lambda _: inner.quit())
        inner.exec()
        return task.result()

    program = a_shared_program(shared_server, arun)
    call_id, note, consent = program.call(caller_name="Jane Roe"), new_uuid(), new_uuid()
    now = datetime.now(UTC)
    draft = ConsentDraft("Jane Roe", "the clinic", "assessment", "police", "care", now, now + timedelta(days=1))
    program.run(record_consent, consent, call_id, draft, by=an_actor(Role.LEAD))
    program.run(write_clinical_note, note, call_id, "SECRET BODY", part2=True)
    unit = program.unit()
    program.run(raise_emergency, unit)
    planned = Planned(program)
    roster, ana = planned.draft(), planned.person()
    planned.seat(roster, [ana, None])
    away = Absence(AbsenceKind.SICK, now + timedelta(days=99), now + timedelta(days=100))
    program.run(add_absence, new_uuid(), ana, away)
    program.run(add_wish, new_uuid(), ana, Wish(now.date(), works=False))
    program.run(set_partner, ana, planned.clinician(), PartnerKind.NEVER)
    in_force = planned.draft(first_day=MONDAY + timedelta(days=7))
    program.run(publish_roster, in_force, 1)
    program.run(ask_swap, new_uuid(), in_force, SwapWish("open", planned.book(in_force).teams[0].id, ana))
    yield program, {"call": call_id, "unit": unit, "note": note, "consent": consent}
    program.close()


async def _sent(program: SharedProgram, role: str, names: Names, statement: str, command: str | None) -> str:
    connection = await connect(program.server.server.login(program.name, role, PASSWORD))
    try:
        account = await connection.fetchval("SELECT tandem.my_account()")
        whole = statement.format(**{"account": account, **names}) if "{" in statement else statement
        transaction = connection.transaction()
        await transaction.start()
        try:
            if command is not None:
                await connection.fetchrow(
                    "SELECT * FROM tandem.begin_command($1, $2, $3, $4)", new_uuid(), command, new_uuid(), HEAD
                )
            rows = await connection.fetch(whole)
            await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            return "nothing" if whole.lstrip().upper().startswith("SELECT") and not rows else "allowed"
        finally:
            await transaction.rollback()
    except asyncpg.PostgresError as error:
        assert "SECRET BODY" not in str(error)
        # A statement that fails for another reason proves nothing.
        return "refused" if error.sqlstate in REFUSALS else f"error {error.sqlstate}: {error}"
    finally:
        connection.terminate()


@pytest.mark.parametrize(("statement", "expected"), BY_EVERYBODY, ids=[one[:60] for one, _ in BY_EVERYBODY])
def test_every_role_is_refused(attacked: tuple[SharedProgram, Names], statement: str, expected: str) -> None:
    program, names = attacked
    for role in ANYBODY:
        got = program.arun(_sent(program, role, names, statement, None))
        if expected == "refused" and got == "nothing":
            continue  # a policy that hides every row refuses just as well
        assert got == expected, f"{role}: {statement}"


@pytest.mark.parametrize(("role", "command", "statement", "expected"), IN_COMMAND)
def test_a_command_reaches_no_further_than_its_scope(
    attacked: tuple[SharedProgram, Names], role: str, command: str, statement: str, expected: str
) -> None:
    program, names = attacked
    assert program.arun(_sent(program, role, names, statement, command)) == expected


@pytest.mark.parametrize(("role", "question"), UNSEEN)
def test_what_a_role_may_not_see_it_does_not_see(
    attacked: tuple[SharedProgram, Names], role: str, question: str
) -> None:
    program, names = attacked
    assert program.arun(_sent(program, role, names, question, None)) in ("nothing", "refused")


@pytest.mark.parametrize(("role", "question"), SEEN)
def test_what_a_role_may_see_it_sees(attacked: tuple[SharedProgram, Names], role: str, question: str) -> None:
    program, names = attacked
    assert program.arun(_sent(program, role, names, question, None)) == "allowed"


def test_nobody_takes_another_commands_transaction(attacked: tuple[SharedProgram, Names]) -> None:
    """A command that was begun and committed opens nothing for the next transaction of the same connection."""
    program, names = attacked

    async def attempt() -> None:
        connection = await connect(program.server.server.login(program.name, "dispatcher", PASSWORD))
        try:
            await connection.fetchrow(
                "SELECT * FROM tandem.begin_command($1, 'raise_level', $2, $3)", new_uuid(), new_uuid(), HEAD
            )
            await connection.execute(f"UPDATE tandem.call SET level = 4 WHERE id = '{names['call']}'")
        finally:
            connection.terminate()

    with pytest.raises(asyncpg.PostgresError, match="from commands only"):
        program.arun(attempt())


def test_a_login_of_another_program_reads_nothing(attacked: tuple[SharedProgram, Names], shared_server: Any) -> None:
    """Roles are the whole server's: who is a supervisor of one program is nobody in the other."""
    program, names = attacked
    server = shared_server.server
    server.sql("DROP ROLE IF EXISTS neighbour; CREATE ROLE neighbour LOGIN PASSWORD 'as long as it is private'")
    server.sql("".join(f"GRANT tandem_{role} TO neighbour;" for role in ANYBODY))
    for table in PROTECTIONS:
        question = f"SELECT count(*) FROM {placed(table)} HAVING count(*) > 0"
        assert program.arun(_sent(program, "neighbour", names, question, None)) in ("nothing", "refused"), table
    for statement, command in (("SELECT * FROM tandem.who_am_i()", None), ("SELECT 1", "take_call")):
        assert program.arun(_sent(program, "neighbour", names, statement, command)) == "refused"


def test_rights_of_another_program_are_none_here(program: SharedProgram, shared_server: Any) -> None:
    """An administrator of a training program, with the same login a viewer in this one."""
    other = a_shared_program(shared_server, program.arun)
    try:
        owner = shared_server.server.administrator
        program.arun(add_user(owner(other.name), "twice", "T. Wice", [Role.ADMIN, Role.SUPERVISOR], PASSWORD))
        program.arun(add_user(owner(program.name), "twice", "T. Wice", [Role.VIEWER], None))
        actor = program.arun(read(program.opened_as("twice"), who_am_i, DeskId(new_uuid())))
        assert actor.roles == {Role.VIEWER}
        for command in ("take_call", "set_lock_rule", "add_account"):
            assert program.arun(_sent(program, "twice", {}, "SELECT 1", command)) == "refused"
        for question in ("SELECT seq FROM tandem_audit.audit", "SELECT name FROM tandem.caller"):
            program.call(caller_name="Jane Roe")
            assert program.arun(_sent(program, "twice", {}, question, None)) == "nothing"
    finally:
        other.close()


def test_a_login_that_is_there_keeps_its_password(program: SharedProgram) -> None:
    owner = program.server.server.administrator(program.name)
    program.server.server.sql("CREATE ROLE settled LOGIN PASSWORD 'its own password'")
    program.server.server.sql("CREATE ROLE keeper LOGIN CREATEROLE")
    with pytest.raises(RuleBroken, match="--existing"):
        program.arun(add_user(owner, "settled", "S. Ettled", [Role.VIEWER], PASSWORD))
    with pytest.raises(RuleBroken, match="keeps the server"):
        program.arun(add_user(owner, "keeper", "K. Eeper", [Role.VIEWER], None))
    with pytest.raises(RuleBroken, match="no login"):
        program.arun(add_user(owner, "nobody_here", "N.", [Role.VIEWER], None))
    for name in ("tandem_owner", "pg_mine", "1st", "Ünal", "x"):
        with pytest.raises(BadInput):
            program.arun(add_user(owner, name, "N.", [Role.VIEWER], PASSWORD))
    program.arun(add_user(owner, "settled", "S. Ettled", [Role.VIEWER], None))
    login = replace(program.server.login(program.name, "settled"), password="its own password")
    program.arun(connect(login)).terminate()


def test_past_calls_are_no_way_into_a_production_program(program: SharedProgram) -> None:
    assert program.arun(_sent(program, "admin", {}, "SELECT 1", "add_past_calls")) == "allowed"
    program.rows("UPDATE program SET mode = 'production'")
    assert program.arun(_sent(program, "admin", {}, "SELECT 1", "add_past_calls")) == "refused"


def test_a_role_that_stays_with_a_login_is_said(program: SharedProgram) -> None:
    """PostgreSQL 16 keeps what another login granted, with a warning: nobody may be told that it is gone."""
    with pytest.raises(DBAPIError, match="must take it back"):
        program.rows("SELECT tandem.taken_back('supervisor', 'supervisor')")
    program.rows("SELECT tandem.taken_back('supervisor', 'admin')")


def test_after_all_attacks_nothing_has_changed(attacked: tuple[SharedProgram, Names]) -> None:
    program, _names = attacked
    assert program.rows("SELECT level, place FROM call") == [(2, "214 Water St")]
    assert program.rows("SELECT count(*) FROM command_done WHERE name = 'raise_level'") in ([(0,)], [(1,)])
    assert program.run(take_call, a_draft()) is not None
