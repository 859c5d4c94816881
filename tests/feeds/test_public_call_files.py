"""The two public call files through their ready mappings, and the speed of reading them."""

import csv
import os
import tracemalloc
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from console.documents.import_mapping import ImportMapping, load_mapping
from console.feeds.call_file import read_calls
from console.feeds.call_rows import CallRow, RejectedRow

MAPPINGS = Path(__file__).parents[2] / "resources" / "mappings"


@pytest.fixture(scope="module")
def calls() -> Path:
    folder = os.environ.get("TANDEM_TEST_DATA")
    if not folder:
        pytest.skip("TANDEM_TEST_DATA names no folder with the public call files.")
    return Path(folder) / "calls"


@pytest.fixture(scope="module")
def montgomery(calls: Path) -> Path:
    return calls / "montgomery_pa_911_2015-12_2016-01.csv"


def mapping(name: str) -> ImportMapping:
    return load_mapping(MAPPINGS / f"{name}.toml")


def test_seattle_is_read_whole(calls: Path) -> None:
    rows = list(read_calls(calls / "seattle_spd_911_2016-03_sample.csv", mapping("seattle")))
    read = [row for row in rows if isinstance(row, CallRow)]
    assert len(rows) == len(read) == 673
    assert all(row.received_is_approximate and row.closed_at and row.zone and row.number for row in read)
    # 27 were cleared as a crisis complaint; three more came in as one and turned out to be something else.
    assert Counter(row.nature_code for row in read)["emotional_crisis"] == 30


def test_montgomery_is_read_but_for_what_is_wrong_with_it(montgomery: Path) -> None:
    rows = list(read_calls(montgomery, mapping("montgomery")))
    rejected = [row for row in rows if isinstance(row, RejectedRow)]
    bad = [row for row in rejected if row.duplicate_of is None]
    assert len(rows) == 9_227
    assert [row.row for row in bad][-1] == 9_228
    assert bad[-1].reason == "It has 6 fields, the header has 9: the file ends in the middle of this line."
    assert all("outside the program's extent" in row.reason for row in bad[:-1])
    assert (len(bad), len(rejected) - len(bad)) == (4, 240)


def test_memory_does_not_grow_with_the_rows_kept_by_nobody(montgomery: Path, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    repeat(montgomery, path, 20_000)
    tracemalloc.start()
    try:
        for _ in read_calls(path, mapping("montgomery")):
            pass
        assert tracemalloc.get_traced_memory()[1] < 8_000_000  # the hashes of the keys, a chunk of the file, the caches
    finally:
        tracemalloc.stop()


def repeat(source: Path, target: Path, count: int) -> None:
    """The rows again and again, forty days later each time."""
    with source.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    with target.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file).writerow
        write(header)
        for number in range(count):
            again, index = divmod(number, len(rows) - 1)
            row = list(rows[index])
            row[5] = str(datetime.fromisoformat(row[5]) + timedelta(days=40 * again))
            write(row)
