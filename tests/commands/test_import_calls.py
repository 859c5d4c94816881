"""Imported history: numbered, closed, once, and never heard of by a watcher or a desk."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from console.commands.import_calls import import_calls
from console.commands.programs import found_program
from console.db.engine import Database, open_database
from console.db.schema import bring_up_to_date
from console.db.unit_of_work import perform, read
from console.domain.calls import place_key
from console.domain.escalations import ESCALATION_RULES
from console.domain.geography import Point
from console.domain.ids import AccountId, CommandId, DeskId, new_uuid
from console.domain.imported_call import ImportedCall
from console.domain.roles import Actor, Role
from console.domain.urgency import Urgency
from console.errors import NotPermitted
from console.feeds.watcher import due_firings
from console.models.calls import Call
from console.models.logs import AuditEntry, Change
from console.queries.calls import call_by_number, calls_in_window, search_calls
from console.queries.history import timeline_of_call
from console.snapshots.program import Mode

THEN = datetime(2016, 3, 1, 9, tzinfo=UTC)
ZONE = ZoneInfo("America/Chicago")


def somebody(*roles: Role) -> Actor:
    return Actor(AccountId(new_uuid()), "Import", frozenset(roles), DeskId(new_uuid()))


def a_row(number: int, *, received: datetime | None = None, key: str | None = None) -> ImportedCall:
    at = received or THEN + timedelta(minutes=number)
    place = f"{number} Main St"
    return ImportedCall(
        key or f"key {number}", f"E{number}", at, False, "suicide_attempt", Urgency.EMERGENT, place, place_key(place),
        Point(40.0, -100.0), None, at, "information", f"Imported from a.csv, row {number}",
    )  # fmt: skip


@pytest.fixture
def with_program(tmp_path: Path) -> Callable[[Callable[[Database], Awaitable[None]]], None]:
    def run(play: Callable[[Database], Awaitable[None]]) -> None:
        async def inside() -> None:
            path = tmp_path / "tandem.db"
            bring_up_to_date(path)
            database = open_database(path)
            try:
                founder = somebody(Role.ADMIN)
                await perform(
                    database, founder, CommandId(new_uuid()), found_program, "P", Mode.PRODUCTION, "America/Chicago"
                )
                await play(database)
            finally:
                await database.close()

        asyncio.run(inside())

    return run


async def put(database: Database, rows: list[ImportedCall], actor: Actor | None = None) -> int | None:
    actor = actor or somebody(Role.COORDINATOR)
    return await perform(database, actor, CommandId(new_uuid()), import_calls, rows, "a.csv", ZONE)


def test_numbers_come_in_a_block_of_the_calls_own_year(with_program: Callable[..., None]) -> None:
    async def play(database: Database) -> None:
        new_year = datetime(2017, 1, 1, 5, 30, tzinfo=UTC)  # 23:30 of the year before, where the agency is
        assert await put(database, [a_row(1), a_row(2), a_row(3, received=new_year)]) == 3
        assert await put(database, [a_row(4), a_row(5, received=new_year + timedelta(hours=1))]) == 2
        found = await read(database, search_calls, "main")
        assert sorted(call.number for call in found) == ["16-00001", "16-00002", "16-00003", "16-00004", "17-00001"]
        assert await read(database, call_by_number, "17-00001")

    with_program(play)


def test_a_second_time_adds_nothing_and_takes_no_number(with_program: Callable[..., None]) -> None:
    async def play(database: Database) -> None:
        rows = [a_row(number) for number in range(1, 1_201)]
        assert await put(database, rows) == 1_200
        assert await put(database, rows) == 0
        assert await put(database, [*rows[:600], a_row(9_999), a_row(9_999)]) == 1
        assert (await read(database, search_calls, "9999"))[0].number == "16-01201"

    with_program(play)


def test_it_never_sounds_escalates_or_fills_the_screen(with_program: Callable[..., None]) -> None:
    async def play(database: Database) -> None:
        now = datetime.now(UTC)
        await put(database, [a_row(1, received=now - timedelta(hours=1)), a_row(2)])
        assert await read(database, due_firings, ESCALATION_RULES) == []
        assert await read(database, calls_in_window, now) == []
        call = (await read(database, search_calls, "E2"))[0]
        assert (call.imported, call.is_open) == (True, False)
        assert (call.disposition, call.external_number) == ("information", "E2")
        assert [line.text for line in await read(database, timeline_of_call, call.id)] == ["Imported from a.csv, row 2"]

    with_program(play)


def test_one_audit_entry_and_one_change_for_a_batch(with_program: Callable[..., None]) -> None:
    async def counted(session: AsyncSession) -> tuple[list[tuple[str, str]], list[str]]:
        audit = await session.execute(select(AuditEntry.action, AuditEntry.row).where(AuditEntry.table == "call"))
        changes = await session.execute(select(Change.aggregate).where(Change.aggregate.in_(("call", "history"))))
        assert (await session.execute(select(func.count()).select_from(Call))).scalar() == 700
        return [(row.action, row.row) for row in audit], list(changes.scalars())

    async def play(database: Database) -> None:
        await put(database, [a_row(number) for number in range(700)])
        audit, changes = await read(database, counted)
        assert audit == [("import", "16-00001 to 16-00700")]
        assert changes == ["history"]

    with_program(play)


def test_only_a_coordinator_imports(with_program: Callable[..., None]) -> None:
    async def play(database: Database) -> None:
        with pytest.raises(NotPermitted, match="coordinator"):
            await put(database, [a_row(1)], somebody(Role.DISPATCHER))

    with_program(play)


def test_a_key_of_any_length_is_kept_apart(with_program: Callable[..., None]) -> None:
    async def play(database: Database) -> None:
        long = "x" * 500
        assert await put(database, [a_row(1, key=long + "a"), a_row(2, key=long + "b")]) == 2
        assert await put(database, [a_row(1, key=long + "a")]) == 0

    with_program(play)
