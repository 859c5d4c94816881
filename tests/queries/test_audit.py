"""Whoever edits, removes, moves or cuts the audit is found; what may go goes, and the rest still verifies."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from make import Program, a_draft
from shared import SharedProgram
from sqlalchemy import text

from console.commands.audit import note_export, purge_audit
from console.commands.take_calls import take_call
from console.db.unit_of_work import perform
from console.domain.audit_chain import BEGINNING, Head, Linked, linked_hash
from console.domain.ids import CommandId, new_uuid
from console.errors import RuleBroken
from console.queries import audit as auditing
from console.queries.audit import AuditFilter, Verdict, _links, audit_entries, audit_head, oldest_entry, verify_audit

DAY = timedelta(days=1)


async def all_links(session: Any) -> list[Linked]:
    return [one async for some in _links(session) for one in some]


@pytest.fixture
def chained(program: Program) -> Program:
    """A program in which something was done, and whose audit is whole."""
    for _ in range(3):
        program.call()
    assert verified(program).broken is None
    return program


def verified(program: Program, seen: Sequence[Head] = ()) -> Verdict:
    verdict: Verdict = program.ask(verify_audit, seen)
    return verdict


def tampered(program: Program, *statements: str) -> None:
    """Change the audit as somebody would who holds the server or the file."""
    if isinstance(program, SharedProgram):
        program.alter(text("ALTER TABLE tandem_audit.audit DISABLE TRIGGER ALL"))
        for one in statements:
            program.alter(text(one))
        return
    with closing(sqlite3.connect(program.path)) as connection, connection:
        for one in statements:
            connection.execute(one)


def places(program: Program) -> list[int]:
    return [row[0] for row in program.rows("SELECT chain FROM audit ORDER BY chain")]


@pytest.mark.parametrize(
    "column", ["account_name = 'Nobody'", "command = 'take_a_call'", "action = 'delete'", "row_id = 'x'",
               "after = '{\"level\": 1}'", "roles = '[\"viewer\"]'"],
)  # fmt: skip
def test_an_edited_entry_is_found(chained: Program, column: str) -> None:
    place = places(chained)[3]
    tampered(chained, f"UPDATE audit SET {column} WHERE chain = {place}")
    broken = verified(chained).broken
    assert broken is not None and "was edited" in broken.sentence and f"place {place}" in broken.sentence


def test_a_removed_entry_is_found(chained: Program) -> None:
    place = places(chained)[3]
    tampered(chained, f"DELETE FROM audit WHERE chain = {place}")
    broken = verified(chained).broken
    assert broken is not None and "removed or moved" in broken.sentence


def test_entries_that_changed_places_are_found(chained: Program) -> None:
    one, other = places(chained)[3:5]
    tampered(
        chained, f"UPDATE audit SET chain = -1 WHERE chain = {one}",
        f"UPDATE audit SET chain = {one} WHERE chain = {other}", f"UPDATE audit SET chain = {other} WHERE chain = -1",
    )  # fmt: skip
    broken = verified(chained).broken
    assert broken is not None and "was edited" in broken.sentence


def test_an_entry_past_the_program_is_found(chained: Program) -> None:
    tampered(chained, f"UPDATE audit SET chain = NULL, hash = NULL WHERE chain = {places(chained)[-1]}")
    broken = verified(chained).broken
    assert broken is not None and "added past the program" in broken.sentence


def test_a_cut_tail_is_found_by_the_head_and_by_a_desk_that_saw_it(chained: Program) -> None:
    seen: Head = chained.ask(audit_head)
    last, before = places(chained)[-1], places(chained)[-2]
    tampered(chained, f"DELETE FROM audit WHERE chain = {last}")
    broken = verified(chained).broken
    assert broken is not None and "cut off" in broken.sentence
    (kept,) = chained.rows("SELECT hash FROM audit WHERE chain = :place", place=before)
    tampered(chained, f"UPDATE audit_head SET chain = {before}, hash = '{kept[0]}'")
    assert verified(chained).broken is None, "the server alone looks whole again"
    broken = verified(chained, [seen]).broken
    assert broken is not None and f"saw place {last}" in broken.sentence


def test_nothing_younger_than_a_year_goes(chained: Program) -> None:
    for days in (0, 1, 300, 364):
        with pytest.raises(RuleBroken, match="at least one year"):
            chained.run(purge_audit, datetime.now(UTC) - days * DAY)
    assert chained.run(purge_audit, datetime.now(UTC) - 367 * DAY) == 0


def test_what_is_old_goes_and_the_rest_verifies(chained: Program) -> None:
    aged(chained, places(chained)[:4], 800)
    head: Head = chained.ask(audit_head)
    left = len(places(chained)) - 4
    assert chained.run(purge_audit, datetime.now(UTC) - 367 * DAY) == 4
    assert len(places(chained)) == left + 1, "that they went is on the audit"
    verdict = verified(chained, [head])
    assert verdict.broken is None and verdict.entries == left + 1
    oldest: Any = chained.ask(oldest_entry)
    assert datetime.now(UTC) - oldest < DAY


def aged(program: Program, chosen: Sequence[int], days: int) -> None:
    """These entries were written earlier: the whole chain is made anew over them, as if they had been."""
    shared = isinstance(program, SharedProgram)
    span = f"now() - interval '{days} days'" if shared else f"datetime('now', '-{days} days')"
    named = ", ".join(map(str, chosen))
    tampered(program, f"UPDATE audit SET real_at = {span} WHERE chain IN ({named})")
    if isinstance(program, SharedProgram):
        tampered(program, """DO $$ DECLARE one tandem_audit.audit; held text := repeat('0', 64); BEGIN
            FOR one IN SELECT * FROM tandem_audit.audit ORDER BY chain LOOP
                held := tandem_audit.digest(held, one.chain, one);
                UPDATE tandem_audit.audit SET hash = held WHERE seq = one.seq;
            END LOOP; UPDATE tandem_audit.audit_head SET hash = held; END $$""",
            "ALTER TABLE tandem_audit.audit ENABLE TRIGGER ALL")  # fmt: skip
        return
    held = BEGINNING
    changed = []
    for one in program.ask(all_links):
        held = linked_hash(held, one.chain, one.entry)
        changed.append(f"UPDATE audit SET hash = '{held}' WHERE seq = {one.seq}")
    tampered(program, *changed, f"UPDATE audit_head SET hash = '{held}'")


def test_a_clock_that_was_set_back_takes_nothing_young_along(chained: Program) -> None:
    aged(chained, places(chained)[6:7], 800)
    before = len(places(chained))
    assert chained.run(purge_audit, datetime.now(UTC) - 367 * DAY) == 0
    assert len(places(chained)) == before
    assert verified(chained).broken is None


def test_the_screen_gets_the_newest_that_fit(chained: Program) -> None:
    chained.run(note_export, 3, "everything")
    newest = chained.ask(audit_entries, AuditFilter(), 2)
    assert len(newest) == 2 and newest[0].command == "note_export" and newest[0].seq > newest[1].seq
    calls = chained.ask(audit_entries, AuditFilter("call take"))
    assert {one.command for one in calls} == {"take_call"}
    assert chained.ask(audit_entries, AuditFilter(account="Nobody")) == []
    assert {one.action for one in chained.ask(audit_entries, AuditFilter(action="export"))} == {"export"}
    now = datetime.now(UTC)
    assert chained.ask(audit_entries, AuditFilter(since=now + DAY)) == []
    assert chained.ask(audit_entries, AuditFilter(until=now - DAY)) == []
    assert len(chained.ask(audit_entries, AuditFilter(since=now - DAY, until=now + DAY), 1000)) > len(calls)
    assert chained.ask(audit_entries, AuditFilter("100% _ \\ ' \0")) == []


def test_no_turn_of_the_loop_makes_more_than_a_page(chained: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred thousand entries at once held the screen for seconds."""
    whole = chained.ask(audit_entries, AuditFilter(), 1000)
    made: list[int] = []
    monkeypatch.setattr(auditing, "_PAGE", 2)

    async def counted(session: Any) -> list[Any]:
        loop = asyncio.get_running_loop()
        turns = [0]

        def turn() -> None:
            made.append(turns[0])
            turns[0] = 0
            waiting[0] = loop.call_soon(turn)

        def picture(row: Any, name: str) -> Any:
            turns[0] += 1
            return picturing(row, name)

        waiting = [loop.call_soon(turn)]
        picturing = auditing._picture
        with monkeypatch.context() as held:
            held.setattr(auditing, "_picture", picture)
            entries = await audit_entries(session, AuditFilter(), 1000)
        waiting[0].cancel()
        return entries

    assert chained.ask(counted) == whole and len(whole) > 5
    assert max(made) == 2
    for limit in (1, 2, 3, len(whole)):
        assert chained.ask(audit_entries, AuditFilter(), limit) == whole[:limit]


@pytest.mark.parametrize("program", ["shared"], indirect=True)
def test_an_audit_that_grows_meanwhile_is_whole(program: SharedProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "_AT_ONCE", 3)
    other = program.another_connection()

    async def write_on(session: Any) -> Verdict:
        writing = asyncio.create_task(write())
        verdict = await verify_audit(session)
        await writing
        return verdict

    async def write() -> None:
        for _ in range(5):
            await perform(other, program.actor, CommandId(new_uuid()), take_call, a_draft())

    program.call()
    for _ in range(5):
        assert program.ask(write_on).broken is None
    assert verified(program).entries > 25


def test_an_entry_is_found_by_what_its_row_is_called(program: Program) -> None:
    first, _second = program.call(), program.call()
    unit = program.unit("TANGO7")  # no part of an id
    program.send(first, unit)
    entries = program.ask(audit_entries, AuditFilter("26-00001"))
    assert {one.table for one in entries} >= {"call", "assignment"}
    assert {one.name for one in entries} == {"26-00001"}
    sign = program.seen_unit(unit).call_sign
    assert {one.name for one in program.ask(audit_entries, AuditFilter(sign))} == {sign}
    assert program.ask(audit_entries, AuditFilter("26-00099")) == []
