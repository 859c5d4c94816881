"""What the database cannot do is said in a sentence with what to do about it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from make import NOON, Program, a_draft
from sqlalchemy import event

from console.commands.take_calls import take_call
from console.db.engine import open_database
from console.db.faults import translated
from console.db.schema import HEAD, bring_up_to_date, revision_of
from console.db.unit_of_work import perform, read
from console.domain.calls import CallDraft
from console.domain.ids import CommandId, new_uuid
from console.errors import StorageFault
from console.queries.calls import calls_in_window
from console.queries.program import the_program

NOBODY = 65534


@contextmanager
def an_ordinary_account(*folders: Path) -> Iterator[None]:
    """Tests in a container run as root, whom no permission holds back."""
    if os.geteuid() != 0:
        yield
        return
    for folder in folders:
        for parent in (folder, *folder.parents):
            if parent.is_dir() and parent != Path("/") and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o055)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def locked_up(program: Program) -> Iterator[Path]:
    """The program's folder, closed for writing."""
    program.close()
    folder = program.path.parent
    program.path.chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    program.path.chmod(0o644)


def with_pragma(program: Program, pragma: str) -> Any:
    """`take(draft)` over a connection of its own on which the pragma holds."""
    database = program.another_connection()

    def prepare(connection: Any, _record: Any) -> None:
        connection.cursor().execute(f"PRAGMA {pragma}")

    event.listen(database.writers.sync_engine, "connect", prepare)

    def take(draft: CallDraft) -> Any:
        return program.arun(perform(database, program.actor, CommandId(new_uuid()), take_call, draft))

    return take


def test_a_folder_closed_for_writing(program: Program, locked_up: Path, arun: Any) -> None:
    database = open_database(program.path)
    with an_ordinary_account(locked_up), pytest.raises(StorageFault) as fault:
        arun(perform(database, program.actor, CommandId(new_uuid()), take_call, a_draft()))
    arun(database.close())
    assert "permission" in str(fault.value) or "may write" in str(fault.value)
    assert str(locked_up) in str(fault.value)


def test_a_new_file_in_a_folder_closed_for_writing(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    for path in (folder / "new.db", folder / "deeper" / "new.db"):
        with an_ordinary_account(folder), pytest.raises(StorageFault) as fault:
            bring_up_to_date(path)
        assert str(path.parent) in str(fault.value)
        assert "permission" in str(fault.value) or "may write" in str(fault.value)


def test_a_file_that_another_program_holds(program: Program) -> None:
    take = with_pragma(program, "busy_timeout=50")
    with closing(sqlite3.connect(program.path)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageFault, match=r"^Another program holds .* Close what uses the file"):
            take(a_draft())
    take(a_draft())


def test_a_full_disk(program: Program) -> None:
    take = with_pragma(program, f"max_page_count={program.rows('PRAGMA page_count')[0][0] + 10}")
    taken = 0
    with pytest.raises(StorageFault, match=r"is full\. Nothing was saved\. Free some space"):
        while taken < 500:
            take(a_draft(note="x" * 2000))
            taken += 1
    assert taken > 0
    assert program.rows("SELECT count(*) FROM call") == [(taken,)]


def test_a_read_only_connection(program: Program) -> None:
    take = with_pragma(program, "query_only=ON")
    with pytest.raises(StorageFault, match=r"is read-only\. Nothing was saved\. Give your account write permission"):
        take(a_draft())


def test_a_file_that_is_something_else(tmp_path: Path, arun: Any) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(StorageFault, match=r"is no Tandem database, or it is damaged .* tandem restore"):
        bring_up_to_date(path)
    database = open_database(path)
    with pytest.raises(StorageFault, match="is no Tandem database"):
        arun(read(database, the_program))
    arun(database.close())


def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE photo (id INTEGER)")
    with pytest.raises(StorageFault, match="is a database of another program"):
        bring_up_to_date(path)


def test_a_schema_of_a_newer_version_is_left_alone(founded: Path, tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    shutil.copy(founded, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = path.read_bytes()
    with pytest.raises(StorageFault, match=rf"newer version of Tandem \(schema 9999, this one knows {HEAD}\)"):
        bring_up_to_date(path)
    assert path.read_bytes() == before
    assert not (tmp_path / "backups").exists()


def test_a_damaged_file(program: Program, tmp_path: Path, arun: Any) -> None:
    for _ in range(20):
        program.call(note="x" * 3000)
    program.close()
    path = tmp_path / "damaged.db"
    whole = bytearray(program.path.read_bytes())
    whole[4096 * 3 :] = b"\xff" * (len(whole) - 4096 * 3)
    path.write_bytes(whole)
    database = open_database(path)
    with pytest.raises(StorageFault, match=r"tandem restore"):
        arun(read(database, calls_in_window, NOON))
    arun(database.close())


def test_a_path_relative_to_the_folder_is_as_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    bring_up_to_date(Path("new.db"))
    assert revision_of(Path("new.db")) == HEAD
    bring_up_to_date(Path("new.db"))


def test_what_is_no_fault_of_the_database_is_not_dressed_up_as_one(tmp_path: Path) -> None:
    assert translated(ValueError("times are stored aware"), tmp_path) is None
    assert translated(sqlite3.IntegrityError("UNIQUE constraint failed"), tmp_path) is None
