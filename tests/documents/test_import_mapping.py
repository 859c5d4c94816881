"""Mappings: the ready ones are sound, and a wrong one says where it is wrong."""

from pathlib import Path

import pytest

from console.documents.import_mapping import Dedupe, ImportMapping, load_mapping, parse_mapping
from console.domain.geography import Point
from console.errors import BadInput

READY = Path(__file__).parents[2] / "resources" / "mappings"
LEAST = """
name = "Ours"
time_zone = "America/Chicago"
[columns]
received_at = "Received"
nature = "Type"
place = ["Address", "City"]
"""


def wrong(text: str) -> str:
    with pytest.raises(BadInput) as caught:
        parse_mapping(text, "ours.toml")
    return str(caught.value)


@pytest.mark.parametrize("name", ["seattle", "montgomery"])
def test_the_ready_mappings_are_sound(name: str) -> None:
    mapping = load_mapping(READY / f"{name}.toml")
    assert mapping.extent is not None
    assert mapping.nature_rules


def test_seattle_is_approximate_and_in_seattle() -> None:
    mapping = load_mapping(READY / "seattle.toml")
    assert mapping.received_is_approximate
    assert mapping.dedupe is Dedupe.NUMBER
    assert mapping.extent
    assert mapping.extent.box.holds(Point(47.6, -122.33))


def test_little_is_enough() -> None:
    mapping = parse_mapping(LEAST, "ours.toml")
    assert mapping.columns.nature == ("Type",)
    assert mapping.columns.place == ("Address", "City")
    assert (mapping.delimiter, mapping.encodings, mapping.time_formats) == (",", ("utf-8", "cp1252"), ("iso",))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('received_at = "Received"\n', ""), "columns.received_at: is missing"),
        (("[columns]", "[columns]\nreceived = 'x'"), "columns.received: is not known here"),
        (("America/Chicago", "Mars/Olympus"), 'time_zone: "Mars/Olympus" is no time zone, such as America/Chicago'),
        (("America/Chicago", "../etc/passwd"), 'time_zone: "../etc/passwd" is no time zone'),
        (("[columns]", 'encodings = ["klingon"]\n[columns]'), 'encodings[1]: "klingon" is no encoding'),
        (("[columns]", 'time_formats = ["iso", "%Q"]\n[columns]'), "time_formats[2]: the time format"),
        (("[columns]", 'delimiter = ",,"\n[columns]'), "delimiter: "),
        (
            ("[columns]", 'dedupe = "number"\n[columns]'),
            "the whole: dedupe is by number, and columns.number is not given",
        ),
        (("[columns]", 'default_nature = "party"\n[columns]'), 'default_nature: "party" is no nature'),
        (("[columns]", 'default_disposition = "fine"\n[columns]'), 'default_disposition: "fine" is no disposition'),
        (("[columns]", '[columns]\nlat = "Lat"'), "columns: lat and lon must be given together"),
        (("[columns]", "[extent]\nsouth=1\nnorth=0\nwest=0\neast=1\n[columns]"), "extent: south must be below north"),
        (("[columns]", "[extent]\nsouth=-91\nnorth=0\nwest=0\neast=1\n[columns]"), "extent.south: "),
        (
            ("[columns]", '[[nature_rules]]\npattern="("\nnature="overdose"\n[columns]'),
            'nature_rules[1].pattern: "(" is no regular',
        ),
        (("[columns]", '[[level_rules]]\npattern="x"\nlevel=5\n[columns]'), "level_rules[1].level: "),
        (("name =", "name"), "ours.toml is no TOML: "),
    ],
)
def test_a_fault_is_told_with_its_place(change: tuple[str, str], sentence: str) -> None:
    assert sentence in wrong(LEAST.replace(*change, 1))


def test_all_faults_are_told_at_once() -> None:
    told = wrong(LEAST.replace("America/Chicago", "Nowhere").replace('nature = "Type"', ""))
    assert "time_zone: " in told
    assert "columns.nature: is missing" in told


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file"):
        load_mapping(tmp_path / "none.toml")


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(BadInput, match=r"odd\.toml is not UTF-8 text \(byte 8\)"):
        load_mapping(tmp_path / "odd.toml")


def test_others_can_have_the_schema() -> None:
    assert "columns" in ImportMapping.model_json_schema()["required"]
