"""The public format: each fault is said with its line."""

from pathlib import Path

import pytest

from console.errors import BadInput
from console.planning.roster.problem import Problem
from console.planning.roster.public_format import read_instance

GOOD = """SECTION_HORIZON
14
SECTION_SHIFTS
D,480,
N,600,D
SECTION_STAFF
A,D=14|N=2,4320,3360,5,2,2,1
SECTION_DAYS_OFF
A,3
SECTION_SHIFT_ON_REQUESTS
A,2,D,2
SECTION_SHIFT_OFF_REQUESTS
A,5,N,4
SECTION_COVER
0,D,1,100,1
"""


def read(folder: Path, text: str) -> Problem:
    file = folder / "one.txt"
    file.write_text(text, encoding="utf-8")
    return read_instance(file)


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert (found.days, len(found.kinds), found.constant) == (14, 2, 2)
    assert not found.people[0].allowed[3].any()
    assert found.people[0].cost[2, 0] == -2 and found.people[0].cost[5, 1] == 4


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("14\nSECTION_SHIFTS", "many\nSECTION_SHIFTS", 2), ("14\nSECTION_SHIFTS", "0\nSECTION_SHIFTS", 2),
        ("N,600,D", "N,long,D", 5), ("N,600,D", "N,600,X", 5), ("D=14|N=2", "D=14|N", 7), ("D=14|N=2", "X=1", 7),
        (",5,2,2,1", ",5,2,2", 7), ("A,3", "B,3", 9), ("A,3", "A,14", 9), ("A,2,D,2", "A,2,D", 11),
        ("A,5,N,4", "A,5,X,4", 13), ("0,D,1,100,1", "0,D,1,100", 15), ("SECTION_COVER", "SECTION_WRONG", 14),
    ],
)  # fmt: skip
def test_a_fault_names_its_line(tmp_path: Path, old: str, new: str, line: int) -> None:
    assert old in GOOD
    with pytest.raises(BadInput, match=f"line {line}"):
        read(tmp_path, GOOD.replace(old, new, 1))


def test_what_is_missing_or_unreadable_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no SECTION_STAFF"):
        read(tmp_path, "SECTION_HORIZON\n7\nSECTION_SHIFTS\nD,480,\n")
    with pytest.raises(BadInput, match="cannot be read"):
        read_instance(tmp_path / "nowhere.txt")
    with pytest.raises(BadInput, match="line 1"):
        read(tmp_path, "7\n")
