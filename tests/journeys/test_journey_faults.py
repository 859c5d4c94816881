"""A locked database, a full disk, a read-only file: said in the form, nothing typed is lost, the program goes on."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from make import a_draft
from sqlalchemy import event
from station import Station, press, until, write

from console.commands.take_calls import take_call


def with_pragma(station: Station, pragma: str) -> None:
    """The console's own writers get a pragma with their next connection."""
    engine = station.session.database.writers

    def prepare(connection: Any, _record: Any) -> None:
        connection.cursor().execute(f"PRAGMA {pragma}")

    event.listen(engine.sync_engine, "connect", prepare)
    station.drive(engine.dispose())
    station._undo = lambda: event.remove(engine.sync_engine, "connect", prepare)  # type: ignore[attr-defined]


@pytest.fixture
def faulty(station: Station) -> Iterator[Callable[[str], None]]:
    yield lambda pragma: with_pragma(station, pragma)
    station._undo()  # type: ignore[attr-defined]
    station.drive(station.session.database.writers.dispose())


def save_a_call(station: Station) -> str:
    press("F2")
    write("Central Library")
    press("Tab")
    write("welfare check")
    press("Ctrl+Return")
    until(lambda: station.at.form._fault.text(), 10, "the form says why")
    assert station.at.form.place.text() == "Central Library", "what was typed stays"
    return str(station.at.form._fault.text())


def goes_on(station: Station) -> None:
    press("Ctrl+Return")
    until(lambda: station.at.detail.call is not None and station.at.detail.call.place == "Central Library")
    draft = a_draft()
    station.elsewhere(take_call, draft)
    station.call(draft.id)


def holds(holder: sqlite3.Connection) -> bool:
    """Take the file between two writes of the console; waiting for one would keep it from ending."""
    try:
        holder.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    return True


def test_a_locked_database(station: Station, faulty: Callable[[str], None]) -> None:
    faulty("busy_timeout=50")
    with closing(sqlite3.connect(station.path, isolation_level=None, timeout=0)) as holder:
        until(lambda: holds(holder), what="the other program holds the file")
        assert "Another program holds" in save_a_call(station)
    goes_on(station)


def test_a_full_disk(station: Station, faulty: Callable[[str], None]) -> None:
    faulty(f"max_page_count={station.rows('PRAGMA page_count')[0][0]}")
    press("F2")
    station.at.form.note.setText("x" * 20_000)
    said = save_a_call(station)
    assert "is full. Nothing was saved. Free some space" in said
    station._undo()  # type: ignore[attr-defined]
    station.drive(station.session.database.writers.dispose())
    goes_on(station)
    station._undo = lambda: None  # type: ignore[attr-defined]


def test_a_read_only_database(station: Station, faulty: Callable[[str], None]) -> None:
    faulty("query_only=ON")
    assert "is read-only. Nothing was saved. Give your account write permission" in save_a_call(station)
