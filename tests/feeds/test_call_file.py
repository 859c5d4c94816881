"""Call files row by row: what is read, what is rejected and why, and what stops a file at once."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from console.documents.import_mapping import ImportMapping, checked_mapping
from console.domain.geography import Point
from console.domain.urgency import Urgency
from console.errors import BadInput
from console.feeds.call_file import open_call_file, read_calls
from console.feeds.call_rows import CallRow, RejectedRow

HEADER = "No,Received,Closed,Type,Prio,Street,City,Lat,Lon,Beat,End\n"
COLUMNS = {
    "number": "No", "received_at": "Received", "closed_at": "Closed", "nature": ["Type"],
    "place": ["Street", "City"],
    "lat": "Lat",
    "lon": "Lon",
    "zone": "Beat",
    "disposition": "End",
}  # fmt: skip


def mapping(**changes: Any) -> ImportMapping:
    content: dict[str, Any] = {
        "name": "Test",
        "time_zone": "America/Chicago",
        "time_formats": ["%Y-%m-%d %H:%M:%S"],
        "columns": COLUMNS,
        "extent": {"south": 40, "west": -101, "north": 42, "east": -99},
        "dedupe": "number",
        "nature_rules": [
            {"pattern": "suicid", "nature": "suicidal_ideation"},
            {"pattern": "overdose", "nature": "overdose", "level": 3},
        ],
        "disposition_rules": [{"pattern": "arrest", "disposition": "arrest"}],
    }
    return checked_mapping({**content, **changes}, "test")


def line(**changes: str) -> str:
    fields = {
        "No": "17", "Received": "2026-03-02 21:00:00", "Closed": "2026-03-02 22:00:00", "Type": "SUICIDAL PERSON",
        "Prio": "P2", "Street": "1 Main St", "City": "Riverton", "Lat": "41", "Lon": "-100", "Beat": "N2",
        "End": "Arrest made",
    } | changes  # fmt: skip
    return ",".join(fields.values()) + "\n"


def read(tmp_path: Path, text: str | bytes, **changes: Any) -> list[CallRow | RejectedRow]:
    path = tmp_path / "calls.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_calls(path, mapping(**changes), not_after=datetime(2026, 6, 1, tzinfo=UTC)))


def one(tmp_path: Path, text: str, **changes: Any) -> CallRow | RejectedRow:
    (found,) = read(tmp_path, HEADER + text, **changes)
    return found


def test_a_good_row_is_a_call(tmp_path: Path) -> None:
    assert one(tmp_path, line()) == CallRow(
        row=2,
        key="Test 17",
        number="17",
        received_at=datetime(2026, 3, 3, 3, tzinfo=UTC),
        received_is_approximate=False,
        nature_code="suicidal_ideation",
        nature_text="SUICIDAL PERSON",
        level=Urgency.MODERATE,
        place="1 Main St, Riverton",
        point=Point(41, -100),
        zone="N2",
        closed_at=datetime(2026, 3, 3, 4, tzinfo=UTC),
        disposition_code="arrest",
        disposition_text="Arrest made",
        remark=None,
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"No": " "}, 'The column "No" is empty.'),
        ({"Received": ""}, 'The column "Received" is empty.'),
        ({"Received": "2.3.26"}, 'The column "Received": "2.3.26" is no time such as 2026-01-31 21:05:09.'),
        ({"Received": "1969-03-02 21:00:00"}, "The call was received in 1969: before 1970."),
        ({"Received": "2026-08-02 21:00:00"}, "The call was received in the future (2026-08-03 02:00 UTC)."),
        ({"Closed": "later"}, 'The column "Closed": "later" is no time such as 2026-01-31 21:05:09.'),
        ({"Closed": "2026-03-02 20:59:59"}, "The call was closed before it was received (2026-03-03 02:59 UTC)."),
        ({"Lat": "0", "Lon": "0.0"}, "Latitude and longitude are 0, 0: the place was never found."),
        ({"Lat": "-100", "Lon": "41"}, "-100, 41 is not on earth: latitude and longitude seem to be exchanged."),
        ({"Lat": "95"}, "95, -100 is not on earth."),
        ({"Lat": "44"}, "44, -100 is outside the program's extent."),
        ({"Lat": "nan"}, 'The latitude "nan" is no number.'),
        ({"Lon": "west"}, 'The longitude "west" is no number.'),
        ({"Lon": ""}, "There is a latitude and no longitude."),
        ({"Lat": ""}, "There is a longitude and no latitude."),
        ({"Lat": "", "Lon": "", "Street": "", "City": " "}, "There is neither a place nor coordinates."),
    ],
)
def test_a_bad_row_is_rejected_with_its_reason(tmp_path: Path, changes: dict[str, str], reason: str) -> None:
    found = one(tmp_path, line(**changes))
    assert isinstance(found, RejectedRow)
    assert (found.row, found.reason, found.duplicate_of) == (2, reason, None)
    assert found.fields[3] == "SUICIDAL PERSON"


def test_exchanged_coordinates_on_earth_are_told(tmp_path: Path) -> None:
    near = {"south": 40, "west": 50, "north": 42, "east": 52}
    found = one(tmp_path, line(Lat="51", Lon="41"), extent=near)
    assert isinstance(found, RejectedRow)
    assert found.reason == "51, 41 is outside the program's extent: latitude and longitude seem to be exchanged."


def test_missing_coordinates_are_kept_unless_required(tmp_path: Path) -> None:
    kept = one(tmp_path, line(Lat="", Lon=""))
    assert isinstance(kept, CallRow)
    assert kept.point is None
    refused = one(tmp_path, line(Lat="", Lon=""), coordinates_required=True)
    assert isinstance(refused, RejectedRow)
    assert refused.reason == "The coordinates are missing."


def test_a_row_without_a_street_is_named_by_its_coordinates(tmp_path: Path) -> None:
    found = one(tmp_path, line(Street="", City=""))
    assert isinstance(found, CallRow)
    assert found.place == "41.00000, -100.00000"


def test_decimal_commas_are_read(tmp_path: Path) -> None:
    found = one(tmp_path, line(Lat='"41,5"', Lon='"-99,5"'))
    assert isinstance(found, CallRow)
    assert found.point == Point(41.5, -99.5)


def test_control_characters_and_double_spaces_go(tmp_path: Path) -> None:
    found = one(tmp_path, line(Street='"1  Main\n\x00 St\t"'))
    assert isinstance(found, CallRow)
    assert found.place == "1 Main St, Riverton"


def test_the_level_comes_from_rule_column_or_nature(tmp_path: Path) -> None:
    rules = {"level_rules": [{"pattern": "^P1", "level": 4}, {"pattern": "SUICID", "level": 3}]}
    columns = {"columns": {**COLUMNS, "level": "Prio"}}
    levels = [
        one(tmp_path, line()),
        one(tmp_path, line(), **rules),
        one(tmp_path, line(Prio="P1"), **rules, **columns),
        one(tmp_path, line(), **rules, **columns),
        one(tmp_path, line(Type="OVERDOSE")),
        one(tmp_path, line(Type="NOISE")),
    ]
    assert [row.level for row in levels if isinstance(row, CallRow)] == [2, 3, 4, 2, 3, 1]


def test_a_skipped_hour_is_read_marked_and_told(tmp_path: Path) -> None:
    found = one(tmp_path, line(Received="2026-03-08 02:30:00", Closed=""))
    assert isinstance(found, CallRow)
    assert found.received_is_approximate
    assert found.remark == "02:30 was skipped by the clocks that day: read as 03:30."


def test_a_second_call_with_the_number_is_a_duplicate(tmp_path: Path) -> None:
    _, other, again = read(tmp_path, HEADER + line() + line(No="18") + line(Type="x"))
    assert isinstance(other, CallRow)
    assert again == RejectedRow(4, "It repeats row 2.", tuple(line(Type="x").strip().split(",")), duplicate_of=2)


def test_duplicates_by_time_and_place(tmp_path: Path) -> None:
    rows = line() + line(No="18", Street="1 MAIN  ST") + line(Street="2 Main St") + line(Received="2026-03-02 21:00:01")
    found = read(tmp_path, HEADER + rows, dedupe="time_and_place")
    assert [isinstance(row, CallRow) for row in found] == [True, False, True, True]


def test_duplicates_by_the_whole_row(tmp_path: Path) -> None:
    found = read(tmp_path, HEADER + line() + line(Beat="S") + line(), dedupe="whole_row")
    assert [isinstance(row, CallRow) for row in found] == [True, True, False]


def test_the_key_of_a_call_is_the_same_in_every_file(tmp_path: Path) -> None:
    for dedupe in ("number", "time_and_place", "whole_row"):
        first = one(tmp_path, line(), dedupe=dedupe)
        _, second = read(tmp_path, HEADER + line(No="5", Street="x") + line(), dedupe=dedupe)
        assert isinstance(first, CallRow)
        assert isinstance(second, CallRow)
        assert first.key == second.key


def test_one_bad_row_stops_nothing(tmp_path: Path) -> None:
    rows = [line(No=str(n), Lat="0" if n == 3 else "41", Lon="0" if n == 3 else "-100") for n in range(6)]
    found = read(tmp_path, HEADER + "".join(rows) + '6,"open\n' + line(No="7") + "8,cut")
    assert [row.row for row in found if isinstance(row, RejectedRow)] == [5, 8, 10]
    assert [row.number for row in found if isinstance(row, CallRow)] == ["0", "1", "2", "4", "5", "7"]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    found = read(tmp_path, HEADER + line(Street='"two\r\nlines"') + "\n" + line(No="18"))
    assert [row.row for row in found] == [2, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    (found,) = read(tmp_path, (HEADER + line(Street="Café")).encode(encoding))
    assert isinstance(found, CallRow)
    assert found.place == "Café, Riverton"


def test_header_names_need_not_agree_in_case_or_spaces(tmp_path: Path) -> None:
    (found,) = read(tmp_path, HEADER.replace("Received", " RECEIVED ") + line())
    assert isinstance(found, CallRow)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "calls.csv is empty"),
        (
            HEADER.replace("Lat", "Y"),
            'no column "Lat". Its columns are: No, Received, Closed, Type, Prio, Street, City, Y, Lon',
        ),
        (HEADER.replace(",", ";"), 'The mapping says that columns are divided by ",", the file uses ";"'),
        (HEADER.replace(",", "\t"), "the file uses a tab"),
        (HEADER.replace("Prio", "No"), 'has more than one column "No"'),
        ('"unclosed', "has no column"),
        ('"unclosed\nand on\n', "has no header"),
    ],
)
def test_a_file_that_does_not_fit_is_told_before_a_row_is_asked_for(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(text, newline="")
    with pytest.raises(BadInput) as caught:
        read_calls(path, mapping())
    assert sentence in str(caught.value)


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER) == []


def test_a_checked_file_knows_its_size_for_the_progress_bar(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(HEADER + line())
    facts = open_call_file(path, mapping()).facts
    assert (facts.lines, facts.size) == (2, path.stat().st_size)
