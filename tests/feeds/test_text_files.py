"""Encodings: by mark, by trial over the whole file, and what is said when none fits."""

from pathlib import Path

import pytest

from console.errors import BadInput
from console.feeds.text_files import examine, opened

TEXT = "name,place\n1,Café Zürich – “late”\n"


def read(path: Path, encodings: tuple[str, ...] = ("utf-8", "cp1252")) -> tuple[str, str]:
    facts = examine(path, encodings)
    with opened(path, facts) as file:
        return facts.encoding, file.read()


@pytest.mark.parametrize(
    ("written", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16"), ("utf-32", "utf-32")],
)
def test_each_encoding_is_found(tmp_path: Path, written: str, found: str) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(TEXT.encode(written))
    assert read(path) == (found, TEXT)


def test_big_endian_by_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert read(path) == ("utf-16", TEXT)


def test_a_late_odd_byte_decides_before_the_first_row(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(b"a,b\n" + b"1,plain\n" * 300_000 + b"2,caf\xe9\n")
    facts = examine(path, ("utf-8", "cp1252"))
    assert facts.encoding == "cp1252"
    assert facts.lines == 300_002


def test_a_character_cut_at_the_end_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes("a,b\n1,é".encode()[:-1])
    assert read(path, ("utf-8",)) == ("utf-8", "a,b\n1,\ufffd")


def test_when_none_fits_each_is_told(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(b"a,b\n1,\x81\xff\n")
    with pytest.raises(BadInput, match="utf-8 fails at byte 6; cp1252 fails at byte 6"):
        examine(path, ("utf-8", "cp1252"))


def test_utf16_without_its_mark_is_told(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(TEXT.encode("utf-16-le"))
    with pytest.raises(BadInput, match='Add "utf-16-le" to encodings'):
        examine(path, ("utf-8", "cp1252"))
    assert read(path, ("utf-16-le",)) == ("utf-16-le", TEXT)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\r\n \n"])
def test_an_empty_file_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"calls\.csv is empty"):
        examine(path, ("utf-8",))


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        examine(tmp_path, ("utf-8",))
    with pytest.raises(BadInput, match="No such file"):
        examine(tmp_path / "none.csv", ("utf-8",))
