"""Where the importer's rows come from: read here when they are few, by a process beside when they are many."""

import asyncio
import gc
import multiprocessing
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, Protocol

from console.domain.calls import place_key
from console.domain.geography import Point
from console.domain.imported_call import ImportedCall
from console.domain.urgency import Urgency
from console.errors import BadInput, TandemError
from console.feeds.call_file import CallFile, rows_of
from console.feeds.call_rows import CallRow, RejectedRow
from console.feeds.zone_finder import ZoneFinder
from console.snapshots.places import ZoneSnapshot

MANY = 20_000  # lines from which a second core pays for its start
UNSAID = "information"  # how a call ended when the file does not say
_CHUNK = 400

Read = ImportedCall | RejectedRow


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be read, and what a row needs to become a call of the program."""

    file: CallFile
    not_after: datetime
    zones: Sequence[ZoneSnapshot]


class Source(Protocol):
    """Gives rows until there are no more."""

    async def take(self, count: int) -> list[Read]:
        """So many rows, or as many as are left."""
        ...

    def close(self) -> None:
        """Stop reading."""
        ...


def source_of(reading: Reading) -> Source:
    """The fitting source for a file's length."""
    return BesideSource(reading) if reading.file.facts.lines >= MANY else HereSource(reading)


class HereSource:
    """Reads on a thread of this process."""

    def __init__(self, reading: Reading) -> None:
        self._rows = _reads(reading)

    async def take(self, count: int) -> list[Read]:
        """So many rows, or as many as are left."""
        return await asyncio.to_thread(lambda: list(islice(self._rows, count)))

    def close(self) -> None:
        """Nothing is left behind."""


class BesideSource:
    """Reads in a child process, which runs ahead by what a pipe holds; it ends with this one, however this one ends."""

    def __init__(self, reading: Reading) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe(duplex=False)
        self._child = context.Process(target=_read_beside, args=(reading, theirs), daemon=True, name="tandem-reader")
        self._child.start()
        theirs.close()
        self._zones = reading.zones
        self._ahead: list[Read] = []
        self._over = False

    async def take(self, count: int) -> list[Read]:
        """So many rows, or as many as are left.

        Raises:
            BadInput: the file could not be read to its end.
        """
        while len(self._ahead) < count and not self._over:
            packed = await asyncio.to_thread(self._received)
            self._over = not packed
            self._ahead += [one if isinstance(one, RejectedRow) else self._unpacked(one) for one in packed]
        taken, self._ahead = self._ahead[:count], self._ahead[count:]
        return taken

    def close(self) -> None:
        """End the child, if it still reads."""
        self._pipe.close()
        self._child.terminate()
        self._child.join()

    def _received(self) -> list[Any]:
        try:
            received = self._pipe.recv()
        except EOFError:
            raise BadInput("Reading the file ended early. What was imported stays; run it again.") from None
        if isinstance(received, TandemError):
            raise received
        return list(received)

    def _unpacked(self, packed: tuple[Any, ...]) -> ImportedCall:
        key, number, received, approximate, nature, level, place, folded, lat, lon, zone, closed, how, words = packed
        return ImportedCall(
            key, number, received, approximate, nature, Urgency(level), place, folded,
            None if lat is None else Point(lat, lon), None if zone is None else self._zones[zone].id,
            closed or received, how, words,
        )  # fmt: skip


def seldom_collect() -> None:
    """For a process that only imports: a hundred thousand rows hold no cycles, and looking for them takes seconds."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def _read_beside(reading: Reading, pipe: Connection) -> None:
    """The child: plain values in chunks, an empty one at the end, a fault as itself."""
    seldom_collect()
    places = {zone.id: index for index, zone in enumerate(reading.zones)}
    with suppress(BrokenPipeError, KeyboardInterrupt):
        try:
            rows = _reads(reading)
            while chunk := list(islice(rows, _CHUNK)):
                pipe.send([one if isinstance(one, RejectedRow) else _packed(one, places) for one in chunk])
            pipe.send([])
        except TandemError as fault:
            pipe.send(fault)


def _packed(one: ImportedCall, places: dict[Any, int]) -> tuple[Any, ...]:
    point = one.point
    return (
        one.key, one.external_number, one.received_at, one.approximate, one.nature, int(one.level), one.place,
        one.place_key, point.lat if point else None, point.lon if point else None,
        None if one.zone_id is None else places[one.zone_id],
        None if one.closed_at is one.received_at else one.closed_at, one.disposition, one.words,
    )  # fmt: skip


def _reads(reading: Reading) -> Iterator[Read]:
    finder, name = ZoneFinder(reading.zones), reading.file.path.name
    for row in rows_of(reading.file, reading.not_after):
        yield row if isinstance(row, RejectedRow) else _prepared(row, finder, name)


def _prepared(row: CallRow, finder: ZoneFinder, source: str) -> ImportedCall:
    return ImportedCall(
        row.key, row.number, row.received_at, row.received_is_approximate, row.nature_code, row.level, row.place,
        place_key(row.place), row.point, finder.zone_of(row.point), row.closed_at or row.received_at,
        row.disposition_code or UNSAID, _words(row, source),
    )  # fmt: skip


def _words(row: CallRow, source: str) -> str:
    said = f"Imported from {source}, row {row.row}: {row.nature_text or 'no nature given'}"
    if row.disposition_text:
        said += f"; ended: {row.disposition_text}"
    return f"{said} ({row.remark})" if row.remark else said
