"""Back-ups are made while desks write, checked before they are kept, and put back only when they are whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from make import Program

from console.db import backup, schema
from console.db.backup import KEPT_DAILY, back_up, back_up_daily, folder_of, restore
from console.db.schema import HEAD, bring_up_to_date, revision_of
from console.errors import StorageFault


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM call").fetchone()[0])


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A file whose schema this version knows, and that is not the newest."""
    path = tmp_path / "older.db"
    schema._migrate(path, "0001")
    return path


def test_a_back_up_holds_what_was_committed_and_not_what_came_after(program: Program) -> None:
    program.call()
    kept = back_up(program.path)
    program.call()
    assert count(kept) == 1
    assert kept.parent == folder_of(program.path)
    assert not list(kept.parent.glob("*.part"))


def test_a_restore_puts_the_past_back_and_saves_the_present(program: Program) -> None:
    program.call()
    kept = back_up(program.path)
    program.call()
    saved = restore(program.path, kept)
    assert saved is not None
    assert (count(program.path), count(saved)) == (1, 2)
    program.call()  # the desk that ran on goes on
    assert count(program.path) == 2


def test_a_damaged_back_up_touches_nothing(program: Program, tmp_path: Path) -> None:
    program.call()
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\0" + b"\xff" * 8192)
    with pytest.raises(StorageFault, match="The database was not touched"):
        restore(program.path, broken)
    with pytest.raises(StorageFault, match="There is no back-up at"):
        restore(program.path, tmp_path / "nowhere.db")
    assert count(program.path) == 1


def test_one_back_up_a_day_and_two_weeks_of_them(program: Program) -> None:
    folder = folder_of(program.path)
    folder.mkdir()
    for day in range(1, 21):
        (folder / f"tandem-202601{day:02d}-030000-daily.db").touch()
    made = back_up_daily(program.path)
    assert made is not None and made.exists()
    assert back_up_daily(program.path) is None
    left = sorted(folder.glob("*-daily.db"))
    assert len(left) == KEPT_DAILY
    assert left[-1] == made


def test_a_back_up_that_cannot_be_written_leaves_no_half(program: Program, tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    with pytest.raises(StorageFault, match="Check space and permissions there"):
        back_up(program.path, blocked / "kept.db")


def test_a_migration_begins_with_a_back_up(older: Path) -> None:
    bring_up_to_date(older)
    [kept] = folder_of(older).glob(f"older-*-before-{HEAD}.db")
    assert revision_of(kept) == "0001"


def test_no_migration_without_its_back_up(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_source: Path, _target: Path) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(backup, "_copy", full)
    monkeypatch.setattr("console.db.schema._migrate", lambda path: pytest.fail("it migrated"))
    with pytest.raises(StorageFault, match="No back-up was made"):
        bring_up_to_date(older)
