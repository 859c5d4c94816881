"""`tandem roster benchmark` as anybody would run it."""

import json
import subprocess
import sys
from pathlib import Path

from console.planning.roster.check import score
from console.planning.roster.public_format import read_instance

INSTANCE = """SECTION_HORIZON
14
SECTION_SHIFTS
D,480,
SECTION_STAFF
A,D=14,4320,3360,5,2,2,1
B,D=14,4320,3360,5,2,2,1
SECTION_SHIFT_ON_REQUESTS
A,2,D,2
SECTION_COVER
0,D,1,100,1
1,D,1,100,1
9,D,2,100,1
"""


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "console", "roster", "benchmark", *arguments],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_json_and_solutions(tmp_path: Path) -> None:
    file = tmp_path / "Tiny.txt"
    file.write_text(INSTANCE, encoding="utf-8")
    done = run(str(file), "--seconds", "30", "--json", "--solutions", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == {"instance", "objective", "bound", "proven", "seconds"}
    assert told["instance"] == "Tiny" and told["proven"] and told["bound"] == told["objective"]
    problem = read_instance(file)
    roster = problem.empty()
    for line in (tmp_path / "out" / "Tiny.csv").read_text().splitlines():
        name, day, kind = line.split(",")
        assert kind == "D"
        roster["AB".index(name), int(day)] = 0
    found = score(problem, roster)
    assert found.is_legal and found.objective == told["objective"]


def test_a_table_for_a_reader_and_a_sentence_for_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "Tiny.txt"
    file.write_text(INSTANCE, encoding="utf-8")
    done = run(str(file), "--seconds", "30")
    assert "objective" in done.stdout and "proven" in done.stdout
    file.write_text(INSTANCE.replace("A,2,D,2", "A,2,X,2"), encoding="utf-8")
    done = run(str(file))
    assert done.returncode == 1 and "line 9" in done.stderr
