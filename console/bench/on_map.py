"""The map under load: every unit moves once a second while it is panned."""

import asyncio
import json
import random
import time
from array import array
from statistics import median

from console.bench.figures import Figure
from console.bench.soak import memory_mb
from console.bench.stage import Cast, Staged, Start, on_stage, somewhere
from console.store.positions import PositionBatch

WARM, TICKS = 3, 20
PAN_MS = 6_000


class Moves:
    """Times each update from the store's `moved` to the message handed over, and to the page's answer."""

    def __init__(self) -> None:
        self.cpu_ms: list[float] = []
        self.painted_ms: list[float] = []
        self._cpu_at = self._at = 0.0
        self._painted = asyncio.Event()

    def listen(self, console: Staged) -> None:
        """Stand first in the line of slots: all that follows runs until `apply` returns."""
        console.session.store.positions.moved.connect(self._on_moved)

    def _on_moved(self, _slots: "array[int]") -> None:
        self._cpu_at, self._at = time.thread_time(), time.perf_counter()

    async def run(self, console: Staged, cast: Cast, ticks: int) -> None:
        """Move every unit once a second; the first updates warm up and are not counted."""
        dice, positions = random.Random(3), console.session.store.positions
        live = console.operations.map
        assert live is not None
        live.view.painted.connect(lambda _seq: self._painted.set())
        at = console.session.store.now().timestamp()
        for tick in range(ticks + WARM):
            batch = _drifted(cast, console, dice, at + tick + 1)
            self._painted.clear()
            positions.apply(batch)
            cpu = (time.thread_time() - self._cpu_at) * 1000
            async with asyncio.timeout(10):
                await self._painted.wait()
            painted = (time.perf_counter() - self._at) * 1000
            if tick >= WARM:
                self.cpu_ms.append(cpu)
                self.painted_ms.append(painted)
            await asyncio.sleep(max(0.0, 1.0 - (time.perf_counter() - self._at)))


def bench_map(start: Start) -> list[Figure]:
    """5,000 units and 300 calls."""
    figures: list[Figure] = []
    moves = Moves()

    async def play(console: Staged, cast: Cast) -> None:
        await moves.run(console, cast, TICKS)
        fps = await _pan_while_moving(console, cast)
        figures.extend(
            (
                Figure("map", "5,000 units: UI CPU from moved to handed over", median(moves.cpu_ms), "ms", 2.5, "low"),
                Figure("map", "5,000 units: moved to painted, median", median(moves.painted_ms), "ms", 60, "low"),
                Figure("map", "5,000 units: frames while panning", fps, "fps", 55, "high"),
                Figure("map", "memory (PSS) of all processes", memory_mb(), "MB", 550, "low"),
            )
        )

    on_stage(start, 5_000, 300, play, moves.listen)
    return figures


def bench_map_10000(start: Start) -> list[Figure]:
    """10,000 units; in a process of its own, because Qt runs one application per process."""
    figures: list[Figure] = []

    async def play(console: Staged, cast: Cast) -> None:
        fps = await _pan_while_moving(console, cast)
        figures.append(Figure("map", "10,000 units: frames while panning", fps, "fps", 50, "high"))

    on_stage(start, 10_000, 300, play)
    return figures


async def _pan_while_moving(console: Staged, cast: Cast) -> float:
    """Frames per second of the page while it is panned and every unit moves once a second."""
    await asyncio.sleep(1)
    await _js(console, f"tandemProbe.startFrames(); tandemProbe.pan({PAN_MS}); 1")
    moves = Moves()
    moves.listen(console)
    dice = random.Random(4)
    until = time.perf_counter() + PAN_MS / 1000
    at = console.session.store.now().timestamp() + 100
    while time.perf_counter() < until:
        console.session.store.positions.apply(_drifted(cast, console, dice, at))
        at += 1
        await asyncio.sleep(1)
    told = json.loads(str(await _js(console, "tandemProbe.stopFrames()")))
    return float(told["fps"])


async def _js(console: Staged, script: str) -> object:
    live = console.operations.map
    assert live is not None
    answer: asyncio.Future[object] = asyncio.get_running_loop().create_future()

    def heard(value: object) -> None:
        if not answer.done():
            answer.set_result(value)

    live.view.ask_page(script, heard)
    return await asyncio.wait_for(answer, 10)


def _drifted(cast: Cast, console: Staged, dice: random.Random, at: float) -> PositionBatch:
    positions = console.session.store.positions
    lats, lons = [], []
    for unit in cast.units:
        slot = positions.slot_of(unit)
        if slot is None:
            point = somewhere(dice)
            lats.append(round(point.lat * 1e6))
            lons.append(round(point.lon * 1e6))
        else:
            lats.append(positions.lat_e6[slot] + dice.randrange(-150, 151))
            lons.append(positions.lon_e6[slot] + dice.randrange(-150, 151))
    count = len(cast.units)
    return PositionBatch(cast.units, lats, lons, [90] * count, [8.0] * count, [at] * count)

