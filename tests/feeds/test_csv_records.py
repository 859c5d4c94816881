"""Records and their lines: embedded line ends, broken quotation marks, cut ends."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from console.feeds.csv_records import MOST_LINES, UNCLOSED, Record, records

fields = st.text(st.sampled_from('ab ,;"\n\r\té'), max_size=6)
tables = st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(fields, min_size=n, max_size=n), min_size=1, max_size=8))


def read(text: str, delimiter: str = ",") -> list[Record]:
    return list(records(io.StringIO(text, newline=""), delimiter))


@given(tables, st.sampled_from(",;\t"))
def test_what_a_writer_wrote_is_read_with_its_lines(table: list[list[str]], delimiter: str) -> None:
    target = io.StringIO(newline="")
    writer, begins = csv.writer(target, delimiter=delimiter), []
    for row in table:
        begins.append(_lines(target.getvalue()) + 1)
        writer.writerow(row)
    assert read(target.getvalue(), delimiter) == [(b, row, None) for b, row in zip(begins, table, strict=True)]


def _lines(text: str) -> int:
    return len(list(io.StringIO(text, newline="")))


@given(st.text(st.sampled_from('a,"\n\r'), max_size=60))
def test_no_line_is_lost_and_numbers_only_grow(text: str) -> None:
    found = read(text)
    numbers = [line for line, _, _ in found]
    assert numbers == sorted(set(numbers))
    assert text.count("a") == sum(field.count("a") for _, row, _ in found for field in row)


def test_an_embedded_line_end_is_part_of_the_field() -> None:
    assert read('a,b\n1,"x\ny"\n2,z\n') == [(1, ["a", "b"], None), (2, ["1", "x\ny"], None), (4, ["2", "z"], None)]


def test_blank_lines_are_counted_and_skipped() -> None:
    assert read("a,b\n\n\r\n1,2\n") == [(1, ["a", "b"], None), (4, ["1", "2"], None)]


def test_an_unclosed_mark_costs_one_line_at_the_end_of_the_file() -> None:
    assert read('a,b\n1,"x\n2,y\n3,z\n') == [
        (1, ["a", "b"], None),
        (2, ["1", "x\n"], UNCLOSED),
        (3, ["2", "y"], None),
        (4, ["3", "z"], None),
    ]


def test_an_unclosed_mark_costs_one_line_in_a_long_file() -> None:
    rest = [f"{i},y\n" for i in range(200)]
    found = read('a,b\n1,"x\n' + "".join(rest))
    assert found[1][2] == UNCLOSED
    assert [row for _, row, _ in found[2:]] == [[str(i), "y"] for i in range(200)]
    assert [line for line, _, _ in found] == list(range(1, 203))
    assert MOST_LINES < 200


def test_a_cut_last_line_says_so() -> None:
    assert read("a,b,c\n1,2,3\n4,5") == [
        (1, ["a", "b", "c"], None),
        (2, ["1", "2", "3"], None),
        (3, ["4", "5"], "It has 2 fields, the header has 3: the file ends in the middle of this line."),
    ]


def test_too_few_and_too_many_fields() -> None:
    assert read("a,b\n1\n1,2,3\n")[1:] == [
        (2, ["1"], "It has 1 fields, the header has 2."),
        (
            3,
            ["1", "2", "3"],
            "It has 3 fields, the header has 2: a text with a delimiter in it may lack its quotation marks.",
        ),
    ]


def test_empty_fields_beyond_the_header_are_no_fault() -> None:
    assert read("a,b\n1,2,,\n")[1] == (2, ["1", "2"], None)


def test_a_monstrous_field_is_one_reject() -> None:
    found = read("a,b\n1," + "x" * 140_000 + "\n2,y\n")
    assert found[1][2] == "A field is longer than 131,072 characters."
    assert found[2] == (3, ["2", "y"], None)
