"""People go into a file and come back the same, whatever a spreadsheet made of it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.desk.people_files import planned, read_sheet, save_people
from console.documents.harmless import guarded, unguarded
from console.documents.people_sheet import COLUMNS
from console.domain.ids import ResponderId, ZoneId, new_uuid
from console.domain.qualifications import Held
from console.domain.rosters import Available, Contract, Person
from console.domain.units import Discipline
from console.errors import BadInput, StorageFault

ZONES = {ZoneId(new_uuid()): name for name in ("North", "-South", "Old Town; East")}
SIGNS = st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp", "Cn", "Co"])
TEXT = st.text(SIGNS, min_size=1, max_size=12)
NAMES = st.lists(st.text(SIGNS.filter(lambda one: one not in ";,"), min_size=1, max_size=12), min_size=1, max_size=5,
                 unique_by=str.casefold)  # fmt: skip
CODES = st.sampled_from(["CIT-40h", "language:spanish", "language:quechua", "youth", "=cmd", "@home", "First aid"])
CONTRACTS = st.builds(
    Contract, week_minutes=st.integers(0, 7 * 1440), least_minutes=st.integers(0, 4000),
    most_minutes=st.integers(4000, 9600), week_shifts=st.integers(0, 7), run=st.integers(4, 14),
    least_run=st.integers(1, 4), rest_days=st.integers(1, 7), weekends=st.integers(0, 9), nights=st.integers(0, 56),
    rest_minutes=st.integers(0, 2880),
    availability=st.lists(
        st.builds(lambda day, begins, length: Available(day, begins, min(begins + length, 36 * 60)),
                  st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440)), max_size=3,
    ).map(tuple),
)  # fmt: skip
PEOPLE = st.builds(
    Person, id=st.builds(lambda: ResponderId(new_uuid())), version=st.just(1), name=st.just(""),
    discipline=st.sampled_from(Discipline), licence=st.none() | TEXT,
    zone_id=st.none() | st.sampled_from(list(ZONES)), contract=st.none() | CONTRACTS,
    qualifications=st.lists(st.builds(Held, CODES, st.none() | st.dates(date(2020, 1, 1))), max_size=4, unique=True)
    .map(tuple),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(NAMES, st.data())
def test_whoever_is_exported_comes_back(names: list[str], data: st.DataObject) -> None:
    people = [replace(data.draw(PEOPLE), name=name) for name in names]
    if len(people) > 1:
        people[:2] = [replace(people[0], never_with=frozenset({people[1].id})),
                      replace(people[1], never_with=frozenset({people[0].id}))]  # fmt: skip
    with TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        save_people(file, people, ZONES)
        again, anew = planned(file, people, ZONES), planned(file, [], ZONES)
    assert (again.unchanged, again.people, again.pairs, again.faults) == (len(people), (), (), ())
    assert not anew.faults
    for was, now in zip(people, anew.people, strict=True):
        for part in ("name", "discipline", "licence", "zone_id"):
            assert getattr(now, part) == getattr(was, part)
        assert set(now.held or ()) == set(was.qualifications)
        assert now.contract == was.contract
    assert len(anew.pairs) == (len(people) > 1)


@settings(max_examples=50)
@given(st.text(max_size=8) | st.text("'=+-@\t\n＝＋－＠ a", max_size=4))
def test_a_cell_that_a_spreadsheet_would_run_is_marked_and_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple("=+-@\t\r\n＝＋－＠"))


def a_file(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "people.csv"
    file.write_bytes(text.encode(encoding))
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_spreadsheet_s_file_is_read(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = ("NAME| discipline |home_zone|Badge", "Inés Müller|Officer|North|17", "|||")
    sheet = read_sheet(a_file(tmp_path, "\r\n".join(lines).replace("|", delimiter), encoding))
    assert [dict(one.cells) for one in sheet.rows] == [
        {"Name": "Inés Müller", "Discipline": "Officer", "Home zone": "North"}
    ]
    assert (sheet.rows[0].line, sheet.unknown, sheet.faults) == (2, ("Badge",), ())


def test_a_broken_line_is_a_fault_and_stops_nothing(tmp_path: Path) -> None:
    text = 'Name,Discipline\nAna Reyes,officer,1\n"Max Boyd,officer\nIda\x01 Haddad,officer\nRae Vance,clinician\n'
    sheet = read_sheet(a_file(tmp_path, text))
    assert [one.cells["Name"] for one in sheet.rows] == ["Rae Vance"]
    assert [(one.line, one.column) for one in sheet.faults] == [(2, ""), (3, ""), (4, "Name")]
    assert planned(a_file(tmp_path, text), [], {}).rejected == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [("Name;Unit\nAna;C09\n", 'has no column "Discipline". Its columns are: Name, Unit'), ("", "is empty"),
     ("name,NAME,discipline\n", 'more than one column "Name"')],
)  # fmt: skip
def test_a_file_that_is_none_of_people_says_so(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_sheet(a_file(tmp_path, text))


def test_the_file_has_every_column_and_is_written_whole(tmp_path: Path) -> None:
    save_people(tmp_path / "x.csv", [], ZONES)
    assert (tmp_path / "x.csv").read_text("utf-8-sig").strip() == ",".join(COLUMNS)
    with pytest.raises(StorageFault, match="Choose another place"):
        save_people(tmp_path / "no" / "x.csv", [], ZONES)
