"""An import of 100,000 rows with a dispatch beside it: seconds, memory, and how long the dispatch takes."""

import asyncio
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import psutil

from console.bench.figures import Figure, percentile
from console.bench.stage import Cast, actor, build
from console.commands.dispatch import Taking, dispatch_units
from console.db.engine import open_database
from console.db.unit_of_work import perform
from console.documents.import_mapping import load_mapping
from console.domain.ids import CommandId, new_uuid
from console.errors import BadInput
from console.feeds.call_import import import_calls
from console.feeds.city import RESOURCES

ROWS = 100_000
SOURCE = "montgomery_pa_911_2015-12_2016-01.csv"
TIME_COLUMN = 5


def bench_import(_start: object) -> list[Figure]:
    """Run `tandem calls import` as anybody would, and dispatch from another process meanwhile.

    Raises:
        BadInput: TANDEM_TEST_DATA does not name the folder with the public call files.
    """
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
        path, file = Path(folder) / "bench.db", Path(folder) / "calls.csv"
        write_rows(_source(), file, ROWS)
        cast = asyncio.run(build(path, 20, 20))
        told, memory, waits = asyncio.run(_import_and_dispatch(cast, file))
        held = asyncio.run(_holds(Path(folder)))
    return [
        Figure("import", "100,000 rows, whole command", told, "s", 10, "low"),
        Figure("import", "memory (PSS), peak", memory, "MB", 300, "low"),
        Figure("import", "dispatch command beside it, p95", percentile(waits, 0.95), "ms", 150, "low"),
        Figure("import", "a transaction holds the file, p95", percentile(held, 0.95), "ms", 50, "low"),
    ]


def write_rows(source: Path, target: Path, count: int) -> None:
    """The source's rows again and again, each time 40 days later, until there are `count`."""
    with source.open(encoding="utf-8", newline="") as file:
        head, *rows = list(csv.reader(file))
    rows = [row for row in rows if len(row) == len(head)]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for number in range(count):
            lap, place = divmod(number, len(rows))
            row = list(rows[place])
            moved = datetime.fromisoformat(row[TIME_COLUMN]) + timedelta(days=40 * lap)
            row[TIME_COLUMN] = moved.isoformat(sep=" ")
            writer.writerow(row)


def _source() -> Path:
    folder = os.environ.get("TANDEM_TEST_DATA")
    file = Path(folder) / "calls" / SOURCE if folder else None
    if file is None or not file.exists():
        raise BadInput("Set TANDEM_TEST_DATA to the folder with the public call files; the bench repeats their rows.")
    return file


async def _import_and_dispatch(cast: Cast, file: Path) -> tuple[float, float, list[float]]:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "console", "calls", "import", str(file), "--mapping", "montgomery",
         "--database", str(cast.path), "--json"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    database, who, watched = open_database(cast.path), actor(), psutil.Process(process.pid)
    waits: list[float] = []
    peak = 0.0
    turn = 0
    while process.poll() is None:
        sent = time.perf_counter()
        unit, call = cast.units[turn % len(cast.units)], cast.calls[(turn * 7) % len(cast.calls)]
        await perform(database, who, CommandId(new_uuid()), dispatch_units, call, [unit], Taking.DIVERT)
        waits.append((time.perf_counter() - sent) * 1000)
        peak = max(peak, _pss_mb(watched))
        turn += 1
        await asyncio.sleep(0.1)
    took = time.perf_counter() - began
    await database.close()
    output = process.stdout.read() if process.stdout else ""
    told = json.loads(output.strip().splitlines()[-1])
    if told["rows"] != ROWS or told["imported"] < ROWS * 0.9:
        raise BadInput(f"The import did not take the rows: {told}")
    return took, peak, waits


async def _holds(folder: Path) -> list[float]:
    """How long each transaction of an import held the file, in ms, with nobody beside it."""
    path, file = folder / "holds.db", folder / "holds.csv"
    write_rows(_source(), file, ROWS // 4)
    await build(path, 20, 20)
    database = open_database(path)
    try:
        result = await import_calls(database, actor(), file, load_mapping(RESOURCES / "mappings" / "montgomery.toml"))
    finally:
        await database.close()
    return [seconds * 1000 for seconds in result.held]


def _pss_mb(process: psutil.Process) -> float:
    """What the import holds, with every process that it started."""
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0.0
    return sum(map(_own_pss_mb, family))


def _own_pss_mb(process: psutil.Process) -> float:
    try:
        return float(process.memory_full_info().pss) / 2**20
    except psutil.Error:  # it ended meanwhile
        return 0.0
