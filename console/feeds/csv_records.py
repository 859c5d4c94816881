"""CSV records with the line they begin in, and a way on after a broken one."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator

MOST_LINES = 60  # a record that runs on longer has lost its closing quotation mark

Record = tuple[int, list[str], str | None]  # physical line where it begins, fields, what is wrong with it

UNCLOSED = "A quotation mark opens in this line and never closes."


class _RunsOn(Exception):  # never leaves this module
    pass


class _Lines:
    """Lines that remember which of them the current record has used up."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._ahead: deque[str] = deque()
        self.held: list[str] = []
        self.first = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.held) >= MOST_LINES:
            raise _RunsOn
        line = self._ahead.popleft() if self._ahead else next(self._lines)
        self.held.append(line)
        return line

    def done(self) -> None:
        """The record is complete."""
        self.first += len(self.held)
        self.held.clear()

    def only_first_done(self) -> None:
        """The record swallowed lines that were not its own: they are read again."""
        self._ahead.extendleft(reversed(self.held[1:]))
        self.first += 1
        self.held.clear()


def records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """Every record; one with a fault does not take the following ones with it.

    The fields of a record with another number of them than the first are still given, with the fault.
    """
    source, width = _Lines(lines), 0
    while True:
        fault = UNCLOSED
        try:
            for fields in csv.reader(source, delimiter=delimiter):
                if len(source.held) > 1 and _is_odd(source.held):
                    break
                if fields:
                    width = width or len(fields)
                    if len(fields) == width:
                        yield source.first, fields, None
                    else:
                        yield _uneven(source, fields, width)
                source.done()
            else:
                return
        except _RunsOn:
            pass
        except csv.Error:
            fault = (
                UNCLOSED if len(source.held) > 1 else f"A field is longer than {csv.field_size_limit():,} characters."
            )
        yield source.first, _alone(source.held[0], delimiter), fault
        source.only_first_done()


def _is_odd(lines: list[str]) -> bool:
    """Whether the quotation marks do not pair up: the file ended inside a quoted field."""
    return sum(line.count('"') for line in lines) % 2 == 1


def _uneven(source: _Lines, fields: list[str], width: int) -> Record:
    if len(fields) > width and not any(field.strip() for field in fields[width:]):
        return source.first, fields[:width], None  # delimiters at the end of the line, as some exports have them
    fault = f"It has {len(fields)} fields, the header has {width}"
    if len(fields) < width and not source.held[-1].endswith(("\n", "\r")):
        fault += ": the file ends in the middle of this line"
    elif len(fields) > width:
        fault += ": a text with a delimiter in it may lack its quotation marks"
    return source.first, fields, f"{fault}."


def _alone(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return [line.rstrip("\r\n")]
