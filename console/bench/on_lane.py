"""The positions' lane and the audit's chain of a shared database, each under the load it is made for."""

import asyncio
import time
from array import array
from collections.abc import Sequence
from functools import partial

import psutil

from console.bench.figures import Figure, percentile
from console.bench.on_server import Watching, draft
from console.bench.server import Server
from console.bench.server_stage import NAME, Stage, stage
from console.commands.programs import add_responder
from console.commands.take_calls import take_call
from console.db.lane import Fix, write_fixes
from console.db.unit_of_work import perform, read
from console.domain.ids import CommandId, ResponderId, new_uuid
from console.domain.units import Discipline
from console.queries.audit import verify_audit
from console.store.store import Store

UNITS, SECONDS, BATCHES = 5_000, 120.0, 2  # batches a second: an AVL feed does not send each unit by itself


def bench_positions(_start: object) -> list[Figure]:
    """5,000 units report each second, ten desks follow."""
    return asyncio.run(_positions())


async def _positions(seconds: float = SECONDS) -> list[Figure]:
    async with stage() as made:
        keys = [new_uuid() for _ in range(UNITS)]
        await asyncio.to_thread(_add_units, made.server, keys)
        watching = Watching()
        await watching.open(made, 10)
        ages: list[float] = []
        for store in watching.stores:
            store.positions.moved.connect(partial(_aged, store, ages))
        feeder, before = made.open(), _cpu_seconds(made.server)
        began = time.perf_counter()
        turn = 0
        while (passed := time.perf_counter() - began) < seconds:
            share = keys[turn % BATCHES :: BATCHES]
            now = time.time()
            fixes = [Fix(key, 40_000_000 + turn, -75_000_000 + place, 90, 40, now) for place, key in enumerate(share)]
            await write_fixes(feeder, fixes)
            turn += 1
            await asyncio.sleep(max(0.0, began + turn / BATCHES - time.perf_counter()))
        used = (_cpu_seconds(made.server) - before) / passed * 100
        await watching.close()
    return [
        Figure("positions", "PostgreSQL, share of a core", used, "%", 20, "low"),
        Figure("positions", "staleness on the desks, p95", percentile(ages, 0.95), "ms", 700, "low"),
    ]


def _add_units(server: Server, keys: Sequence[object]) -> None:
    rows = ", ".join(
        f"('{key}', 1, 'U{place}', 'co_response', 'available', now())" for place, key in enumerate(keys)
    )
    server.sql(
        f"INSERT INTO tandem.unit (id, version, call_sign, kind, availability, availability_since) VALUES {rows}", NAME
    )


def _aged(store: Store, ages: list[float], slots: "array[int]") -> None:
    """How old the freshest and the oldest of the fixes are that have just come to a desk."""
    now = time.time()
    times = [store.positions.fixes[slot] for slot in slots]
    if times:
        ages += [(now - max(times)) * 1000, (now - min(times)) * 1000]


def _cpu_seconds(server: Server) -> float:
    main = psutil.Process(int((server.data / "postmaster.pid").read_text().splitlines()[0]))
    total = 0.0
    for one in (main, *main.children()):
        spent = one.cpu_times()
        total += spent.user + spent.system + spent.children_user + spent.children_system
    return total


def bench_audit(_start: object) -> list[Figure]:
    """Twenty writers whose every row is chained, then the chain is verified."""
    return asyncio.run(_audit())


async def _audit(seconds: float = 15.0) -> list[Figure]:
    async with stage() as made:
        counts = await asyncio.gather(*(_write(made, seconds) for _ in range(6)))
        database = made.open()
        began = time.perf_counter()
        verdict = await read(database, verify_audit)
        took = time.perf_counter() - began
    broken = 0 if verdict.broken is None else 1
    return [
        Figure("audit", "commands with chained audit", sum(counts) / seconds, "tx/s", 300, "high"),
        Figure("audit", "the chain is broken afterwards", broken, "", 0, "low"),
        Figure("audit", "verifying 10,000 entries", took / max(verdict.entries, 1) * 10_000, "s", 10, "low"),
    ]


async def _write(made: Stage, seconds: float) -> int:
    database = made.open()
    actor = await made.actor(database)
    await perform(database, actor, CommandId(new_uuid()), take_call, draft())
    done, until = 0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        key = ResponderId(new_uuid())
        await perform(database, actor, CommandId(new_uuid()), add_responder, key, "Ana Reyes", Discipline.OFFICER)
        done += 1
    await database.close()
    return done
