"""The command line without a window: one JSON object, sentences on standard error, exit codes, clean ends."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
import typer
from typer.testing import CliRunner

from console.cli import backup, calls, feeds, watch
from console.db.schema import bring_up_to_date
from console.domain.ids import new_uuid

ROOT = Path(__file__).parents[2]

app = typer.Typer()
app.add_typer(calls.app, name="calls")
app.add_typer(feeds.app, name="feeds")
app.command()(watch.watch)
app.command()(backup.backup)
app.command()(backup.restore)

FOUND = """
import asyncio, sys
from pathlib import Path
from console.db.engine import open_database
from console.domain.ids import new_uuid
from console.domain.roles import Actor, Role
from console.feeds.riverton import found_riverton
async def main():
    database = open_database(Path(sys.argv[1]))
    actor = Actor(new_uuid(), "M. Okafor", frozenset(Role), new_uuid())
    await found_riverton(database, actor, rate=30.0)
    await database.close()
asyncio.run(main())
"""


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "riverton.db"
    bring_up_to_date(path)
    subprocess.run([sys.executable, "-c", FOUND, str(path)], cwd=ROOT, check=True)
    return path


@pytest.fixture
def demo(founded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(founded, tmp_path / "riverton.db"))


def call_file(path: Path) -> Path:
    path.write_text(
        "timeStamp,title,addr,twp,lat,lng\n2015-12-10 17:40:00,EMS: BACK PAINS,A ST,NORTH,40.2,-75.5\n"
        "2015-12-10 17:41:00,EMS: BACK PAINS,B ST,NORTH,20.2,-75.5\n", "utf-8",
    )  # fmt: skip
    return path


def test_import_ends_with_exactly_one_json_object(demo: Path, tmp_path: Path) -> None:
    file = call_file(tmp_path / "calls.csv")
    arguments = ["calls", "import", str(file), "--mapping", "montgomery", "--database", str(demo), "--json"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told.keys() == {"rows", "imported", "duplicates", "rejected", "seconds"}
    assert (told["rows"], told["imported"], told["duplicates"], told["rejected"]) == (2, 1, 0, 1)
    assert (tmp_path / "calls.rejects.csv").exists()


def test_import_says_in_words_what_became_of_the_rows(demo: Path, tmp_path: Path) -> None:
    file, rejects = call_file(tmp_path / "calls.csv"), tmp_path / "bad.csv"
    arguments = ["calls", "import", str(file), "--mapping", "montgomery", "--database", str(demo)]
    result = CliRunner().invoke(app, [*arguments, "--rejects", str(rejects)])
    assert result.exit_code == 0
    assert "2 rows: 1 imported, 0 duplicates, 1 rejected" in result.stdout
    assert str(rejects) in result.stdout
    assert rejects.exists()


def test_an_import_stands_in_the_audit_under_the_account_that_made_it(demo: Path, tmp_path: Path) -> None:
    file = call_file(tmp_path / "calls.csv")
    arguments = ["calls", "import", str(file), "--mapping", "montgomery", "--database", str(demo), "--account"]
    with closing(sqlite3.connect(demo)) as connection:
        [(account, name)] = connection.execute("SELECT id, name FROM account").fetchall()
    result = CliRunner().invoke(app, [*arguments, str(UUID(account))])
    assert result.exit_code == 0, result.output
    with closing(sqlite3.connect(demo)) as connection:
        found = connection.execute("SELECT account_id, account_name FROM audit WHERE action = 'import'").fetchall()
        connection.execute("UPDATE account SET roles = '[\"viewer\"]'")
        connection.commit()
    assert found == [(account, name)]
    refused = CliRunner().invoke(app, [*arguments, str(UUID(account))])
    assert (refused.exit_code, "It needs a coordinator" in refused.stderr) == (1, True)
    nobody = CliRunner().invoke(app, [*arguments, str(new_uuid())])
    assert (nobody.exit_code, "has no account" in nobody.stderr) == (1, True)


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["calls", "import", "none.csv", "--mapping", "montgomery"], "cannot be read"),
    (["calls", "import", "none.csv", "--mapping", "nobody"], 'There is no mapping "nobody". Ready ones: montgomery'),
    (["calls", "replay", "none.csv", "--mapping", "seattle"], "cannot be read"),
])  # fmt: skip
def test_a_fault_is_a_sentence_on_standard_error(demo: Path, arguments: list[str], sentence: str) -> None:
    result = CliRunner().invoke(app, [*arguments, "--database", str(demo)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert sentence in result.stderr


@pytest.mark.parametrize("arguments", [["feeds", "run"], ["watch"]])
def test_without_a_database_or_a_program_it_says_what_to_do(tmp_path: Path, arguments: list[str]) -> None:
    missing = CliRunner().invoke(app, [*arguments, "--database", str(tmp_path / "none.db")])
    assert (missing.exit_code, "There is no database" in missing.stderr) == (1, True)
    bring_up_to_date(tmp_path / "empty.db")
    empty = CliRunner().invoke(app, [*arguments, "--database", str(tmp_path / "empty.db")])
    assert (empty.exit_code, "holds no program yet" in empty.stderr) == (1, True)


def test_the_simulator_refuses_production(demo: Path) -> None:
    connection = sqlite3.connect(demo)
    connection.execute("UPDATE program SET rate = 1, mode = 'production'")
    connection.commit()
    connection.close()
    result = CliRunner().invoke(app, ["feeds", "run", "--database", str(demo)])
    assert result.exit_code == 1
    assert "production program" in result.stderr


def test_feed_and_watcher_run_beside_one_another_and_end_cleanly(demo: Path) -> None:
    code = "import tests.cli.test_cli_headless as t; t.app()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, *arguments, "--database", str(demo)], cwd=ROOT, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for arguments in (["feeds", "run", "--dispatcher"], ["watch"])
    ]  # fmt: skip
    try:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and not moved(demo):
            time.sleep(0.1)
        assert moved(demo)
    finally:
        running[0].send_signal(signal.SIGTERM)
        running[1].send_signal(signal.SIGINT)
        told = [one.communicate(timeout=15)[1] for one in running]
    assert [one.returncode for one in running] == [0, 0], told
    assert all("Traceback" not in text and "WARNING" not in text for text in told), told
    connection = sqlite3.connect(demo)
    assert connection.execute("SELECT name FROM lease").fetchall() == []
    connection.close()


def moved(demo: Path) -> bool:
    connection = sqlite3.connect(demo)
    try:
        leases = {name for (name,) in connection.execute("SELECT name FROM lease")}
        batches = connection.execute("SELECT max(batch) FROM position").fetchone()[0]
        return {"simulator", "watcher"} <= leases and batches > 2
    finally:
        connection.close()


def test_backup_and_restore(demo: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    made = CliRunner().invoke(app, ["backup", str(kept), "--database", str(demo)])
    assert (made.exit_code, kept.exists()) == (0, True), made.output
    back = CliRunner().invoke(app, ["restore", str(kept), "--database", str(demo)])
    assert back.exit_code == 0
    assert "What it held before is in" in back.stdout
    wrong = CliRunner().invoke(app, ["restore", str(tmp_path / f"{new_uuid()}.db"), "--database", str(demo)])
    assert (wrong.exit_code, "There is no back-up" in wrong.stderr) == (1, True)
