"""Several processes on one file: numbers are given once, and what was acknowledged survives a kill."""

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from make import Program

WRITER = Path(__file__).with_name("writer.py")


def start_writer(path: Path, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, str(WRITER), str(path), str(count)], stdout=subprocess.PIPE, text=True)


def test_two_processes_never_give_a_number_twice(program: Program) -> None:
    writers = [start_writer(program.path, 40) for _ in range(2)]
    told = [writer.communicate(timeout=60)[0].split() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    numbers = sorted(number for words in told for number in words[1::2])
    assert len(set(numbers)) == 80
    assert [int(number.partition("-")[2]) for number in numbers] == list(range(1, 81))


@pytest.mark.parametrize("after", [1, 7, 30])
def test_what_was_acknowledged_survives_a_kill(program: Program, after: int) -> None:
    writer = start_writer(program.path, 100_000)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().split()[0] for _ in range(after)]
    time.sleep(0.003 * after)  # somewhere in the middle of a write
    writer.kill()
    acknowledged += [line.split()[0] for line in writer.stdout.read().splitlines() if len(line.split()) == 2]
    writer.stdout.close()
    writer.wait()
    with closing(sqlite3.connect(program.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        held = {key for (key,) in connection.execute("SELECT id FROM call")}
        lines = connection.execute("SELECT count(DISTINCT call_id) FROM timeline").fetchone()[0]
        audited = connection.execute("SELECT count(*) FROM audit WHERE table_name = 'call'").fetchone()[0]
    assert set(acknowledged) <= held
    assert len(held) == lines == audited, "a command is there whole or not at all"
    assert program.seen(program.call()).is_open


def test_writes_are_on_disk_before_they_are_acknowledged(program: Program) -> None:
    assert program.rows("PRAGMA synchronous") == [(2,)]  # FULL
    assert program.rows("PRAGMA journal_mode") == [("wal",)]
    assert program.rows("PRAGMA foreign_keys") == [(1,)]
