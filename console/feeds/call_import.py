"""Imports a call file as history, in short transactions, so that dispatch goes on beside it."""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from console.commands.import_calls import import_calls as write_calls
from console.db.bulk_rows import room_for_many
from console.db.engine import Database
from console.db.unit_of_work import UnitOfWork, perform, read
from console.documents.import_mapping import ImportMapping
from console.domain.ids import CommandId, new_uuid
from console.domain.imported_call import ImportedCall
from console.domain.roles import Actor, Permission
from console.errors import BadInput, NotFound, NotPermitted
from console.feeds.call_file import open_call_file
from console.feeds.import_source import Read, Reading, source_of
from console.feeds.rejects import RejectsFile
from console.queries.program import the_program, zones

AIM_SECONDS = 0.037  # a transaction is to hold the file so long; 95 of 100 then stay under the 50 ms of the house
FEWEST, MOST = 20, 1_500
FIRST = 150
REST = 0.03  # of each transaction's time the file is left to others, reading the next rows included


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of the rows; `seconds` of real time; `held` is how long each transaction held the file (s)."""

    rows: int
    imported: int
    duplicates: int
    rejected: int
    seconds: float
    rejects: Path | None = None
    cancelled: bool = False
    held: tuple[float, ...] = ()

    def figures(self) -> dict[str, int | float]:
        """The five figures that a caller outside is promised."""
        return {name: value for name, value in asdict(self).items() if name not in ("rejects", "cancelled", "held")}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is; `total` is the number of lines, header not counted, which may be more than the rows."""

    rows: int
    total: int
    imported: int
    rejected: int


@dataclass(slots=True)
class _Count:
    rows: int = 0
    imported: int = 0
    duplicates: int = 0
    rejected: int = 0


async def import_calls(
    database: Database,
    actor: Actor,
    path: Path,
    mapping: ImportMapping,
    *,
    rejects: Path | None = None,
    progress: Callable[[Progress], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Import every row that can be read; the others go to a file of rejects beside the input, or at `rejects`.

    What is in the database already is counted as a duplicate, so a second run adds nothing, and one after a crash
    adds what was missing. `cancelled` is asked between transactions.

    Raises:
        BadInput: the file does not fit the mapping; nothing was imported.
        NotPermitted: the actor may not import.
        StorageFault: the database or the rejects file cannot be written; what was imported before stays.
    """
    if not actor.may(Permission.IMPORT_CALLS):
        raise NotPermitted(f"Your role may not {Permission.IMPORT_CALLS.value}. It needs a coordinator.")
    target = rejects or path.with_name(f"{path.stem}.rejects.csv")
    if await asyncio.to_thread(os.path.realpath, target) == await asyncio.to_thread(os.path.realpath, path):
        raise BadInput("The rejects file must be another file than the one that is imported.")
    begun = time.monotonic()
    program = await read(database, the_program)
    if program is None:
        raise NotFound("This database holds no program yet. Start Tandem and create one.")
    file = await asyncio.to_thread(open_call_file, path, mapping)
    not_after = max(program.clock.now(), datetime.now(UTC))
    source = source_of(Reading(file, not_after, await read(database, zones)))
    work, stopped, size = _Work(database, actor, path.name, program.zone), False, FIRST
    count = work.count
    try:
        with RejectsFile(target, file.columns, mapping.delimiter) as kept:
            async with room_for_many(database):
                while batch := await source.take(size):
                    size = await work.through(batch, size, kept)
                    if progress is not None:
                        total = max(file.facts.lines - 1, count.rows)
                        progress(Progress(count.rows, total, count.imported, count.rejected))
                    if cancelled is not None and cancelled():
                        stopped = True
                        break
    finally:
        source.close()
    return ImportResult(
        count.rows, count.imported, count.duplicates, count.rejected, round(time.monotonic() - begun, 3),
        target if kept.count else None, stopped, tuple(work.held),
    )  # fmt: skip


class _Work:
    """The way of one batch: sorted, written, timed."""

    def __init__(self, database: Database, actor: Actor, source: str, zone: ZoneInfo) -> None:
        self.count = _Count()
        self._database = database
        self._actor = actor
        self._source = source
        self._zone = zone
        self.held: list[float] = []
        self._from = 0.0

    async def through(self, batch: list[Read], size: int, kept: RejectsFile) -> int:
        """Handle one batch and return how many rows the next one should have."""
        good: list[ImportedCall] = []
        count = self.count
        count.rows += len(batch)
        for row in batch:
            if isinstance(row, ImportedCall):
                good.append(row)
            elif row.duplicate_of is not None:
                count.duplicates += 1
            else:
                kept.add(row)
                count.rejected += 1
        if not good:
            return size
        begun = time.monotonic()
        new = await perform(self._database, self._actor, CommandId(new_uuid()), self.import_calls, good) or 0
        held = time.monotonic() - self._from
        self.held.append(held)
        count.imported += new
        count.duplicates += len(good) - new
        # The lock is free while the next rows are read; a little longer, so that others get their turn.
        await asyncio.sleep(min(held, time.monotonic() - begun) * REST)
        return _next_size(size, held)

    async def import_calls(self, uow: UnitOfWork, calls: list[ImportedCall]) -> int:
        """The command of this name, timed."""
        self._from = time.monotonic()  # the lock is ours from here on
        return await write_calls(uow, calls, self._source, self._zone)


def _next_size(size: int, held: float) -> int:
    wanted = size * AIM_SECONDS / max(held, 0.001)
    return round(min(MOST, max(FEWEST, min(wanted, size * 1.5))))
