"""The importer over whole files: rejects, corrections, crashes, cancelling, and both public files."""

import asyncio
import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from console.db.engine import open_database
from console.documents.import_mapping import ImportMapping, load_mapping, parse_mapping
from console.domain.roles import Actor
from console.errors import BadInput, NotPermitted
from console.feeds.call_import import ImportResult, Progress, import_calls

ROOT = Path(__file__).parents[2]
MAPPINGS = ROOT / "resources" / "mappings"
PLAIN = parse_mapping(
    """
    name = "Plain"
    time_zone = "America/Chicago"
    dedupe = "number"
    [columns]
    number = "id"
    received_at = "time"
    nature = "kind"
    place = "where"
    lat = "lat"
    lon = "lon"
    [extent]
    south = 40
    west = -101
    north = 41
    east = -100
    """,
    "plain.toml",
)


@pytest.fixture
def data() -> Path:
    folder = os.environ.get("TANDEM_TEST_DATA")
    if not folder:
        pytest.skip("TANDEM_TEST_DATA names no folder with the public call files.")
    return Path(folder) / "calls"


def write(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(["id,time,kind,where,lat,lon", *rows]), encoding="utf-8")
    return path


def row(number: int, lat: str = "40.93") -> str:
    day, minute = 1 + number // 1_440 % 28, number % 1_440
    at = f"2016-03-{day:02d}T{minute // 60:02d}:{minute % 60:02d}:00"
    return f"{number},{at},disturbance,{number} Main St,{lat},-100.15"


def imported(path: Path, file: Path, mapping: ImportMapping, actor: Actor, **options: object) -> ImportResult:
    async def run() -> ImportResult:
        database = open_database(path)
        try:
            return await import_calls(database, actor, file, mapping, **options)  # type: ignore[arg-type]
        finally:
            await database.close()

    return asyncio.run(run())


def count(path: Path) -> tuple[int, int]:
    connection = sqlite3.connect(path)
    try:
        found = connection.execute("SELECT count(*), count(DISTINCT number) FROM call WHERE imported").fetchone()
        return int(found[0]), int(found[1])
    finally:
        connection.close()


def test_two_agencies_may_count_alike_and_a_file_comes_in_once(demo: Path, boss: Actor, tmp_path: Path) -> None:
    file = write(tmp_path / "calls.csv", [row(1), row(2)])
    other = PLAIN.model_copy(update={"name": "Harbor County"})
    assert [imported(demo, file, mapping, boss).imported for mapping in (PLAIN, other, PLAIN, other)] == [2, 2, 0, 0]


def test_good_rows_come_in_bad_ones_go_to_the_rejects_and_come_back_corrected(
    demo: Path, boss: Actor, tmp_path: Path
) -> None:
    file = write(tmp_path / "calls.csv", [row(1), row(2, "80.0"), row(3), row(3), row(4)])
    result = imported(demo, file, PLAIN, boss)
    assert (result.rows, result.imported, result.duplicates, result.rejected) == (5, 3, 1, 1)
    rejects = tmp_path / "calls.rejects.csv"
    assert result.rejects == rejects
    rejects.write_text(rejects.read_text("utf-8-sig").replace("80.0", "40.9"), "utf-8")
    again = imported(demo, rejects, PLAIN, boss)
    assert (again.rows, again.imported, again.rejected) == (1, 1, 0)
    assert again.rejects is None
    assert count(demo) == (4, 4)


def test_twice_adds_nothing_and_leaves_no_rejects_where_there_are_none(demo: Path, boss: Actor, tmp_path: Path) -> None:
    file = write(tmp_path / "calls.csv", [row(number) for number in range(2_000)])
    seen: list[Progress] = []
    first = imported(demo, file, PLAIN, boss, progress=seen.append)
    second = imported(demo, file, PLAIN, boss)
    assert (first.imported, second.imported, second.duplicates) == (2_000, 0, 2_000)
    assert not (tmp_path / "calls.rejects.csv").exists()
    assert [one.rows for one in seen] == sorted(one.rows for one in seen)
    assert (seen[-1].rows, seen[-1].total) == (2_000, 2_000)
    assert count(demo) == (2_000, 2_000)


def test_a_cut_last_line_is_rejected_and_the_rest_comes_in(demo: Path, boss: Actor, tmp_path: Path) -> None:
    file = write(tmp_path / "calls.csv", [row(1), row(2), row(3)[:20]])
    result = imported(demo, file, PLAIN, boss)
    assert (result.imported, result.rejected) == (2, 1)
    assert "ends in the middle" in (tmp_path / "calls.rejects.csv").read_text("utf-8")


def test_cancelling_leaves_whole_batches(demo: Path, boss: Actor, tmp_path: Path) -> None:
    file = write(tmp_path / "calls.csv", [row(number) for number in range(3_000)])
    result = imported(demo, file, PLAIN, boss, cancelled=lambda: True)
    assert result.cancelled
    assert 0 < result.imported < 3_000
    assert count(demo) == (result.imported, result.imported)
    assert imported(demo, file, PLAIN, boss).imported == 3_000 - result.imported


def test_a_file_that_does_not_fit_and_a_role_that_may_not_are_refused(demo: Path, boss: Actor, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(BadInput, match="no column"):
        imported(demo, other, PLAIN, boss)
    with pytest.raises(BadInput, match="another file"):
        imported(demo, other, PLAIN, boss, rejects=other)
    with pytest.raises(NotPermitted):
        imported(demo, other, PLAIN, Actor(boss.account_id, "x", frozenset(), boss.desk_id))
    assert count(demo) == (0, 0)


@pytest.mark.parametrize(("name", "file", "good", "bad"), [
    ("seattle", "seattle_spd_911_2016-03_sample.csv", 673, 0),
    ("montgomery", "montgomery_pa_911_2015-12_2016-01.csv", 8_983, 4),
])  # fmt: skip
def test_the_public_files(
    data: Path, demo: Path, boss: Actor, tmp_path: Path, name: str, file: str, good: int, bad: int
) -> None:
    copy = Path(shutil.copy(data / file, tmp_path / file))
    mapping = load_mapping(MAPPINGS / f"{name}.toml")
    result = imported(demo, copy, mapping, boss)
    assert (result.imported, result.rejected) == (good, bad)
    assert result.rows == good + bad + result.duplicates
    assert count(demo) == (good, good)


def test_killed_in_the_middle_and_run_again_gives_the_full_set_once(demo: Path, boss: Actor, tmp_path: Path) -> None:
    total = 12_000
    file = write(tmp_path / "calls.csv", [row(number) for number in range(total)])
    mapping = tmp_path / "plain.toml"
    mapping.write_text(
        'name="Plain"\ntime_zone="America/Chicago"\ndedupe="number"\n[columns]\nnumber="id"\nreceived_at="time"\n'
        'nature="kind"\nplace="where"\nlat="lat"\nlon="lon"\n', "utf-8",
    )  # fmt: skip
    arguments = [str(file), "--mapping", str(mapping), "--database", str(demo), "--json"]
    command = [sys.executable, "-c", "from console.cli.calls import app; app()", "import", *arguments]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 20
    while count(demo)[0] < 500 and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    before = count(demo)[0]
    assert 0 < before < total
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["imported"] == total - before
    assert told["duplicates"] == before
    assert count(demo) == (total, total)


def test_the_call_card_knows_the_past_of_an_imported_place(demo: Path, boss: Actor, tmp_path: Path) -> None:
    file = tmp_path / "calls.csv"
    with file.open("w", newline="", encoding="utf-8") as text:
        csv.writer(text).writerows([
            ["id", "time", "kind", "where", "lat", "lon"],
            ["1", "2026-10-01T12:00:00", "crisis", "Harbor Bridge, NORTH span", "40.9407", "-100.10604"],
        ])  # fmt: skip
    imported(demo, file, PLAIN, boss)
    connection = sqlite3.connect(demo)
    try:
        same = "SELECT count(*) FROM call WHERE place_key = 'harbor bridge north span' AND zone_id IS NOT NULL"
        assert connection.execute(same).fetchone()[0] == 3
    finally:
        connection.close()


def test_an_empty_database_says_what_to_do(empty: Path, boss: Actor, tmp_path: Path) -> None:
    file = write(tmp_path / "calls.csv", [row(1)])
    with pytest.raises(Exception, match="no program yet"):
        imported(empty, file, PLAIN, boss)
