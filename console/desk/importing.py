"""What a screen may know of a call file before it is imported: its columns, its first rows, its rejects."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import tomli_w

from console.documents.import_mapping import ImportMapping, load_mapping
from console.errors import StorageFault
from console.feeds.call_file import open_call_file, read_header, rows_of
from console.feeds.call_rows import CallRow, RejectedRow
from console.feeds.city import RESOURCES
from console.feeds.rejects import read_rejects
from console.feeds.text_files import examine

P = ParamSpec("P")
R = TypeVar("R")

DELIMITERS = (",", ";", "\t", "|")
SHOWN = 40  # rows of a preview
_SHORT = 2
_ENCODINGS = ("utf-8", "cp1252")


@dataclass(frozen=True, slots=True)
class SeenRow:
    """One row as it would be read; with a reason it would not be imported."""

    row: int
    received_at: datetime | None
    nature: str
    place: str
    coordinates: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file."""

    rows: tuple[SeenRow, ...]
    encoding: str
    lines: int  # without the header


async def off_the_loop(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Reading a file takes as long as its disk; the screen does not wait for it."""
    return await asyncio.to_thread(work, *args, **kwargs)


def ready_mappings() -> list[tuple[str, Path]]:
    """The mappings that come with the program: what each is called, and where it is."""
    return [(load_mapping(one).name, one) for one in sorted((RESOURCES / "mappings").glob("*.toml"))]


def columns_of(path: Path, delimiter: str | None = None) -> tuple[str, list[str]]:
    """The delimiter, guessed if none is given, and the names of the columns.

    Raises:
        BadInput: the file cannot be read, is empty or has no header.
    """
    facts = examine(path, _ENCODINGS)
    tried = {one: read_header(path, facts, one) for one in ([delimiter] if delimiter else DELIMITERS)}
    chosen = max(tried, key=lambda one: len(tried[one]))
    return chosen, tried[chosen]


def preview(path: Path, mapping: ImportMapping, now: datetime | None = None) -> Preview:
    """The first rows as the import would read them.

    Raises:
        BadInput: the file does not fit the mapping.
    """
    file = open_call_file(path, mapping)
    real = datetime.now(UTC)
    rows = islice(rows_of(file, max(real, now) if now else real), SHOWN)
    return Preview(tuple(_seen(one) for one in rows), file.facts.encoding, max(0, file.facts.lines - 1))


def rejected_rows(path: Path, delimiter: str) -> list[tuple[int, str]]:
    """Row and reason of each line of a rejects file.

    Raises:
        BadInput: it is none, or it is gone.
    """
    return [(one.row, one.reason) for one in read_rejects(path, delimiter)]


def default_rejects(path: Path) -> Path:
    """Where the rejects of a file go."""
    return path.with_name(f"{path.stem}.rejects.csv")


def save_mapping(path: Path, content: dict[str, Any]) -> None:
    """Write a checked mapping as TOML.

    Raises:
        StorageFault: the place cannot be written.
    """
    try:
        path.write_text(tomli_w.dumps(content), encoding="utf-8")
    except OSError as fault:
        raise StorageFault(f"{path} cannot be written: {fault.strerror or fault}. Choose another place.") from fault


def guessed(columns: Sequence[str], words: Sequence[str]) -> str | None:
    """The column that one of the words fits best: the same name first, then a name that begins with or holds it."""
    plain = {name.casefold().replace("_", " ").strip(): name for name in columns}
    for fits in (str.__eq__, str.startswith, str.__contains__):
        for word in words:
            if len(word) <= _SHORT and fits is not str.__eq__:
                continue  # an x or an id is part of many words
            found = next((name for key, name in plain.items() if fits(key, word)), None)
            if found is not None:
                return found
    return None


def _seen(one: CallRow | RejectedRow) -> SeenRow:
    if isinstance(one, RejectedRow):
        return SeenRow(one.row, None, "", " · ".join(one.fields)[:120], "", one.reason)
    point = f"{one.point.lat:.5f}, {one.point.lon:.5f}" if one.point else "none"
    return SeenRow(one.row, one.received_at, one.nature_code, one.place, point)
