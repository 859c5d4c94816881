"""The rejects file: it holds what was rejected, and corrected it goes in again by the same mapping."""

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.documents.import_mapping import checked_mapping
from console.errors import BadInput, StorageFault
from console.feeds.call_file import open_call_file, read_calls
from console.feeds.call_rows import CallRow, RejectedRow
from console.feeds.rejects import RejectsFile, fitted, read_rejects

MAPPING = checked_mapping(
    {
        "name": "Test",
        "time_zone": "America/Chicago",
        "dedupe": "whole_row",
        "delimiter": ";",
        "columns": {"received_at": "when", "nature": "what", "place": "where"},
    },
    "test",
)
TEXT = (
    "when;what;where\n2026-03-02T21:00;crisis;1 Main St\nsoon;crisis;“2” Main St\n"
    "2026-03-02T22:00;crisis;3; Main St\n2026-03-02T2"
)


def imported(path: Path, rejects: Path) -> list[CallRow]:
    file = open_call_file(path, MAPPING)
    calls = []
    with RejectsFile(rejects, file.columns, MAPPING.delimiter) as kept:
        for row in read_calls(path, MAPPING):
            if isinstance(row, CallRow):
                calls.append(row)
            else:
                kept.add(row)
    return calls


def test_corrected_rejects_go_in_by_the_same_mapping(tmp_path: Path) -> None:
    source, first, second = tmp_path / "calls.csv", tmp_path / "first.csv", tmp_path / "second.csv"
    source.write_text(TEXT, encoding="utf-8")
    assert len(imported(source, first)) == 1
    assert [row.row for row in read_rejects(first, ";")] == [3, 4, 5]

    corrected = first.read_text(encoding="utf-8-sig").replace("soon", "2026-03-02T23:00")
    first.write_text(corrected, encoding="utf-8-sig")
    calls = imported(first, second)
    assert [(call.place, call.row) for call in calls] == [("“2” Main St", 2), ("3; Main St", 3)]
    (left,) = read_rejects(second, ";")
    assert (left.row, left.fields) == (4, ("2026-03-02T2", "", ""))
    assert "is no time such as" in left.reason
    with second.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file, delimiter=";")) == ["when", "what", "where", "row", "reason"]


def test_a_corrected_row_has_the_key_it_would_have_had(tmp_path: Path) -> None:
    right, wrong, rejects = tmp_path / "right.csv", tmp_path / "wrong.csv", tmp_path / "rejects.csv"
    right.write_text("when;what;where\n2026-03-02T21:00;crisis;1 Main St\n")
    wrong.write_text("when;what;where\nsoon;crisis;1 Main St\n")
    imported(wrong, rejects)
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace("soon", "2026-03-02T21:00"))
    assert imported(rejects, tmp_path / "none.csv")[0].key == imported(right, tmp_path / "none.csv")[0].key


def test_no_reject_no_file(tmp_path: Path) -> None:
    with RejectsFile(tmp_path / "rejects.csv", ["a"], ",") as kept:
        pass
    assert kept.count == 0
    assert list(tmp_path.iterdir()) == []


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=2),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_was_in_a_row_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("rejects") / "rejects.csv"
    rejected = [RejectedRow(7 + i, "It is odd, very.", tuple(row)) for i, row in enumerate(rows)]
    with RejectsFile(path, ["a", "b"], ",") as kept:
        for row in rejected:
            kept.add(row)
    assert list(read_rejects(path, ",")) == rejected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [(["1"], ["1", "", ""]), (["1", "2", "3"], ["1", "2", "3"]), (["1", "2", "3", "4"], ["1", "2", "3,4"])],
)
def test_fields_are_made_to_fit(fields: list[str], expected: list[str]) -> None:
    assert fitted(fields, 3, ",") == expected


def test_another_file_is_no_rejects_file(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("a,b,row,reason\n1,2,x,y\n")
    with pytest.raises(BadInput, match="line 2: the column row is no number"):
        list(read_rejects(path, ","))
    path.write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match="is no file of rejects"):
        read_rejects(path, ",")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(StorageFault, match="cannot be written"),
        RejectsFile(tmp_path / "no" / "r.csv", ["a"], ",") as kept,
    ):
        kept.add(RejectedRow(2, "Odd.", ("1",)))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told() -> None:
    with pytest.raises(StorageFault, match=os.strerror(28)), RejectsFile(Path("/dev/full"), ["a"], ",") as kept:
        for _ in range(10_000):
            kept.add(RejectedRow(2, "Odd.", ("1",)))
