"""Opening a text file of unknown encoding: decided over all of it before a row is read, never half-way."""

import codecs
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from console.errors import BadInput

_CHUNK = 1 << 20
# The longer mark first: a UTF-32 mark begins like a UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What was found out about a file."""

    encoding: str
    lines: int  # physical lines, about: for a progress bar
    size: int  # bytes


def examine(path: Path, encodings: Sequence[str]) -> TextFacts:
    """The encoding of a file: what its byte-order mark says, or the first of `encodings` that reads all of it.

    Raises:
        BadInput: it cannot be opened, is empty, or none of the encodings fits.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as fault:
        raise BadInput(f"{path} cannot be read: {fault.strerror or fault}.") from fault
    if not start.strip(b"\r\n\t \x00\xef\xbb\xbf\xff\xfe") and size <= len(start):
        raise BadInput(f"{path.name} is empty.")
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    tried = [marked] if marked else list(encodings)
    if (
        not marked
        and start.count(0) * 4 > len(start)
        and not any(name.startswith(("utf-16", "utf-32")) for name in tried)
    ):
        raise BadInput(
            f'{path.name} is full of zero bytes: it may be UTF-16 without its mark. Add "utf-16-le" to encodings.'
        )
    faults = []
    for encoding in tried:
        wrong, lines = _decodes(path, encoding)
        if wrong is None:
            return TextFacts(encoding, lines, size)
        faults.append(f"{encoding} fails at byte {wrong:,}")
    raise BadInput(f"{path.name} cannot be read as text: {'; '.join(faults)}.")


def _decodes(path: Path, encoding: str) -> tuple[int | None, int]:
    """The first byte that does not fit (None: all do), and the number of line ends.

    The end is not checked: a file that was cut in the middle of a character is still a file.
    """
    decoder, before, lines = codecs.getincrementaldecoder(encoding)(), 0, 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as fault:
                return before + fault.start, lines
            except UnicodeError:  # utf-16 and utf-32 say so when their mark is missing
                return before, lines
            before += len(chunk)
            lines += chunk.count(b"\n")
    return None, lines


@contextmanager
def opened(path: Path, facts: TextFacts) -> Iterator[TextIO]:
    """The file as text with its line ends kept; only a character cut at the very end is replaced.

    Raises:
        BadInput: it cannot be opened.
    """
    try:
        file = path.open(encoding=facts.encoding, errors="replace", newline="")
    except OSError as fault:
        raise BadInput(f"{path} cannot be read: {fault.strerror or fault}.") from fault
    with file:
        yield file
