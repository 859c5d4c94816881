"""A file of each release comes up to date with what is in it, and without it being touched when it cannot."""

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

from console.db import schema
from console.db.engine import open_database
from console.db.schema import HEAD, bring_up_to_date, revision_of
from console.db.unit_of_work import read
from console.queries.audit import verify_audit
from console.queries.calls import calls_by_ids

CALL = """INSERT INTO call (id, version, number, received_at, nature, source, place, place_key, level, level_since,
    waiting_since, flags, needs, caller_name, caller_phone, phone_key, lifecycle, imported, approximate)
VALUES (:id, 1, '26-00001', :at, 'welfare_check', '911', 'x', 'x', 2, :at, :at, '[]', '[]', 'Jane Roe', '610', '610',
    'open', 0, 0)"""
ENTRY = """INSERT INTO audit (command_id, command, at, real_at, account_id, account_name, roles, desk_id, action,
    table_name, row_id, before, after)
VALUES (:id, 'take_call', :at, :at, :id, 'R', '["viewer"]', :id, 'insert', 'call', :row, NULL, '{"level": 2}')"""
MOMENT = "2026-03-14 12:00:00.000000"


def first_release(path: Path) -> str:
    """A file as the first release left it, with a caller and two audited changes; the call's id."""
    schema._migrate(path, "0001")
    call_id = uuid4().hex
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(CALL, {"id": call_id, "at": MOMENT})
        for row in range(2):
            connection.execute(ENTRY, {"id": uuid4().hex, "at": MOMENT, "row": str(row)})
    return call_id


def test_the_first_release_comes_up_to_date_with_its_data(tmp_path: Path, arun: object) -> None:
    path = tmp_path / "tandem.db"
    call_id = first_release(path)
    bring_up_to_date(path)
    assert revision_of(path) == HEAD
    with closing(sqlite3.connect(path)) as connection:
        [caller] = connection.execute("SELECT call_id, name, phone FROM caller").fetchall()
        assert caller == (call_id, "Jane Roe", "610")
        columns = {row[1] for row in connection.execute("PRAGMA table_info(call)")}
        assert "caller_name" not in columns
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    database = open_database(path)
    try:
        verdict = arun(read(database, verify_audit))  # type: ignore[operator]
        assert verdict.broken is None and verdict.entries == 2
        [call] = arun(read(database, calls_by_ids, [UUID(call_id)]))  # type: ignore[operator]
        assert (call.caller_name, call.caller_phone) == ("Jane Roe", "610")
    finally:
        arun(database.close())  # type: ignore[operator]
