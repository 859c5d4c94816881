"""Reading somebody else's call file: a good row becomes a call, a bad one a reason, and neither stops the rest."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console.documents.import_mapping import Columns, ImportMapping
from console.errors import BadInput
from console.feeds.call_rows import CallRow, RejectedRow, Unreadable
from console.feeds.csv_records import records
from console.feeds.row_reader import RowReader
from console.feeds.text_files import TextFacts, examine, opened

REJECT_COLUMNS = ("row", "reason")  # what a rejects file has behind the original's own columns


@dataclass(frozen=True, slots=True)
class CallFile:
    """A file that fits its mapping."""

    path: Path
    mapping: ImportMapping
    facts: TextFacts
    columns: tuple[str, ...]  # as in the header, without the two that a rejects file adds
    places: dict[str, int]  # where each column of the mapping stands
    is_rejects: bool  # whether it is a file of rejects that comes back


def open_call_file(path: Path, mapping: ImportMapping) -> CallFile:
    """Check a file against a mapping, without reading its rows.

    Raises:
        BadInput: it cannot be read, is empty, or lacks a column; the sentence says what is there instead.
    """
    facts = examine(path, mapping.encodings)
    columns = read_header(path, facts, mapping.delimiter)
    places = {name: _find(name, columns, path, mapping) for name in wanted(mapping.columns)}
    is_rejects = tuple(columns[-2:]) == REJECT_COLUMNS
    own = columns[:-2] if is_rejects else columns
    return CallFile(path, mapping, facts, tuple(own), places, is_rejects)


def read_calls(
    path: Path, mapping: ImportMapping, not_after: datetime | None = None
) -> Iterator[CallRow | RejectedRow]:
    """Every row in the order of the file, as it is asked for; received later than `not_after` (aware) is rejected.

    Raises:
        BadInput: at once, as open_call_file.
    """
    return rows_of(open_call_file(path, mapping), not_after)


def rows_of(file: CallFile, not_after: datetime | None = None) -> Iterator[CallRow | RejectedRow]:
    """Every row of a checked file; see read_calls."""
    width = len(file.columns)
    reader = RowReader(file.mapping, file.places, width, not_after)
    seen: dict[int, int] = {}  # hash of the key -> row: a tenth of the memory of the keys; 64 bits do not collide
    with opened(file.path, file.facts) as text:
        source = records(text, file.mapping.delimiter)
        next(source)
        for row, given, fault in source:
            fields = given[:width] if file.is_rejects and fault is None else given
            if fault is not None:
                yield RejectedRow(row, fault, tuple(fields))
                continue
            try:
                call = reader.read(row, fields)
            except Unreadable as reason:
                yield RejectedRow(row, str(reason), tuple(fields))
                continue
            first = seen.setdefault(hash(call.key), row)
            if first == row:
                yield call
            else:
                yield RejectedRow(row, f"It repeats row {first}.", tuple(fields), duplicate_of=first)


def read_header(path: Path, facts: TextFacts, delimiter: str) -> list[str]:
    """The names of the columns, for a check or for a person who maps them.

    Raises:
        BadInput: the file has no header.
    """
    with opened(path, facts) as text:
        first = next(records(text, delimiter), None)
    if first is None or first[2] is not None:
        raise BadInput(f"{path.name} has no header: its first line must name the columns.")
    return [name.strip() for name in first[1]]


def wanted(columns: Columns) -> list[str]:
    """The names of all columns that a mapping speaks of."""
    single = (columns.received_at, columns.number, columns.lat, columns.lon, columns.level, columns.closed_at)
    named = [*single, columns.disposition, columns.zone, *columns.nature, *columns.place]
    return list(dict.fromkeys(name for name in named if name is not None))


def _find(name: str, columns: Sequence[str], path: Path, mapping: ImportMapping) -> int:
    plain = [column.casefold() for column in columns]
    sought = name.strip().casefold()
    if Counter(plain)[sought] == 1:
        return plain.index(sought)
    if sought in plain:
        raise BadInput(f'{path.name} has more than one column "{name}".')
    sentence = f'{path.name} has no column "{name}". '
    if len(columns) == 1:
        other = next((d for d in (",", ";", "\t", "|") if d in columns[0] and d != mapping.delimiter), None)
        if other is not None:
            shown = "a tab" if other == "\t" else f'"{other}"'
            raise BadInput(
                f'{sentence}The mapping says that columns are divided by "{mapping.delimiter}", the file uses {shown}.'
            )
    raise BadInput(f"{sentence}Its columns are: {', '.join(columns)}.")
