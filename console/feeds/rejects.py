"""The file of rejected rows: the original's columns, row number, reason; corrected, it can be imported again."""

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from console.errors import BadInput, StorageFault
from console.feeds.call_file import REJECT_COLUMNS, read_header
from console.feeds.call_rows import RejectedRow
from console.feeds.csv_records import records
from console.feeds.text_files import examine, opened


class RejectsFile:
    """Writes rejected rows as they come; no row, no file. The mapping of the original reads it again.

    UTF-8 with a byte-order mark, so that a spreadsheet and the reader both know.
    """

    def __init__(self, path: Path, columns: Sequence[str], delimiter: str) -> None:
        self._path = path
        self._columns = list(columns)
        self._delimiter = delimiter
        self._open = ExitStack()
        self._write: Callable[[list[str | int]], object] | None = None
        self.count = 0

    def add(self, rejected: RejectedRow) -> None:
        """Keep one row.

        Raises:
            StorageFault: it cannot be written.
        """
        fields = fitted(rejected.fields, len(self._columns), self._delimiter)
        try:
            if self._write is None:
                file = self._open.enter_context(self._path.open("w", encoding="utf-8-sig", newline=""))
                self._write = csv.writer(file, delimiter=self._delimiter).writerow
                self._write([*self._columns, *REJECT_COLUMNS])
            self._write([*fields, rejected.row, rejected.reason])
        except OSError as fault:
            raise _cannot_write(self._path, fault) from fault
        self.count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *fault: object) -> None:
        try:
            self._open.close()
        except OSError as full:
            raise _cannot_write(self._path, full) from full


def _cannot_write(path: Path, fault: OSError) -> StorageFault:
    return StorageFault(f"The rejects file {path} cannot be written: {fault.strerror or fault}.")


def fitted(fields: Sequence[str], width: int, delimiter: str) -> list[str]:
    """As many fields as there are columns: too few are filled up, too many go into the last, with their delimiters."""
    if len(fields) <= width:
        return [*fields, *[""] * (width - len(fields))]
    return [*fields[: width - 1], delimiter.join(fields[width - 1 :])]


def read_rejects(path: Path, delimiter: str) -> Iterator[RejectedRow]:
    """The rows of a rejects file, with their numbers in the original file and their reasons.

    Raises:
        BadInput: it is no rejects file; the sentence names the place.
    """
    facts = examine(path, ("utf-8",))
    if tuple(read_header(path, facts, delimiter)[-2:]) != REJECT_COLUMNS:
        raise BadInput(f'{path.name} is no file of rejects: its last columns must be "row" and "reason".')
    return _rejects(path, delimiter)


def _rejects(path: Path, delimiter: str) -> Iterator[RejectedRow]:
    with opened(path, examine(path, ("utf-8",))) as text:
        source = records(text, delimiter)
        next(source)
        for line, fields, fault in source:
            if fault is not None or not fields[-2].isdecimal():
                raise BadInput(f"{path.name}, line {line}: {fault or 'the column row is no number.'}")
            yield RejectedRow(int(fields[-2]), fields[-1], tuple(fields[:-2]))
