"""A shared database under many desks: how soon a change is on the others' screens, and whether any is missed."""

import asyncio
import gc
import json
import os
import random
import sys
import time
from collections.abc import Iterable
from functools import partial
from uuid import UUID

from console.bench.chaos import chaos
from console.bench.figures import Figure, percentile
from console.bench.server_stage import LOGIN, NAME, PASSWORD, Stage, stage
from console.commands.take_calls import take_call
from console.db.address import shared_address
from console.db.engine import Database, open_shared
from console.db.postgres.connecting import Login
from console.db.postgres.session import who_am_i
from console.db.unit_of_work import perform, read
from console.domain.calls import CallDraft, CallSource
from console.domain.geography import Point
from console.domain.ids import CallId, CommandId, DeskId, new_uuid
from console.domain.urgency import Urgency
from console.snapshots.calls import CallSnapshot
from console.store.store import Store
from console.sync.follower import Follower


def draft() -> CallDraft:
    """A call somewhere."""
    point = Point(40 + random.random(), -75 - random.random())
    key = CallId(new_uuid())
    return CallDraft(key, "214 Water St", point, "emotional_crisis", CallSource.EMERGENCY_911, Urgency.MODERATE)


def _noted(seen: dict[UUID, float], calls: Iterable[CallSnapshot]) -> None:
    now = time.monotonic()
    for one in calls:
        seen.setdefault(one.id, now)


class Watching:
    """Desks whose stores are watched: when each call came to each of them."""

    def __init__(self) -> None:
        self.stores: list[Store] = []
        self.seen: list[dict[UUID, float]] = []
        self._followers: list[Follower] = []

    async def open(self, stage_: Stage, desks: int) -> None:
        """Open so many desks."""
        for _ in range(desks):
            await self.open_one(stage_.open())

    async def open_one(self, database: Database) -> None:
        """Open one desk on these connections."""
        store, seen = Store(), dict[UUID, float]()
        store.calls.upserted.connect(partial(_noted, seen))
        follower = Follower(database, store)
        await follower.start()
        self.stores.append(store)
        self.seen.append(seen)
        self._followers.append(follower)

    async def close(self) -> None:
        """End them."""
        for follower in self._followers:
            await follower.stop()

    def missing(self, ids: set[UUID]) -> int:
        """How many of the calls are not on some desk."""
        return sum(len(ids - set(seen)) for seen in self.seen)


async def _commits(stage_: Stage, watching: Watching, rate: float, seconds: float, writers: int) -> list[float]:
    """Let another process commit at a steady rate, and return how long each call took to each desk, in ms."""
    committed = await _committed(stage_, rate, seconds, writers)
    await _seen_by_all(watching, set(committed))
    return _delays(watching, committed)


async def _committed(stage_: Stage, rate: float, seconds: float, writers: int) -> dict[UUID, float]:
    login = stage_.server.login(NAME, LOGIN, PASSWORD)
    gc.collect()
    gc.freeze()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "console", "bench", "commits", login.address.of(LOGIN).text, str(rate), str(seconds),
        str(writers), stdout=asyncio.subprocess.PIPE, env={**os.environ, "TANDEM_PASSWORD": PASSWORD},
    )  # fmt: skip
    told, _ = await process.communicate()
    return {UUID(key): at for key, at in json.loads(told.decode().strip().splitlines()[-1])}


async def _seen_by_all(watching: Watching, ids: set[UUID]) -> None:
    for _ in range(100):
        if not watching.missing(ids):
            break
        await asyncio.sleep(0.1)


def _delays(watching: Watching, committed: dict[UUID, float]) -> list[float]:
    return [
        max(0.0, seen[key] - at) * 1000 for seen in watching.seen for key, at in committed.items() if key in seen
    ] + [float("inf")] * watching.missing(set(committed))


async def commit_calls(
    address: str, password: str, rate: float, seconds: float, writers: int
) -> list[tuple[str, float]]:
    """Take calls at a steady rate; each one's id and when its commit was acknowledged (monotonic clock)."""
    committed: list[tuple[str, float]] = []

    async def write(turn: int) -> None:
        database = open_shared(Login(shared_address(address).of(LOGIN), password))
        actor = await read(database, who_am_i, DeskId(new_uuid()))
        until = time.monotonic() + seconds
        following = time.monotonic() + turn / rate
        while following < until:
            await asyncio.sleep(max(0.0, following - time.monotonic()))
            one = draft()
            await perform(database, actor, CommandId(new_uuid()), take_call, one)
            committed.append((str(one.id), time.monotonic()))
            following += writers / rate
        await database.close()

    await asyncio.gather(*(write(turn) for turn in range(writers)))
    return committed


def bench_sync(_start: object) -> list[Figure]:
    """Ten desks at 40 commits a second, and twenty writers that roll back and overtake one another."""
    return asyncio.run(_sync())


async def _sync(seconds: float = 20.0) -> list[Figure]:
    async with stage() as made:
        watching = Watching()
        await watching.open(made, 10)
        delays = await _commits(made, watching, 40, seconds, 4)
        await watching.close()
        missed, doubled = await chaos(made, writers=20, each=500, listeners=4)
    return [
        Figure("sync", "commit to the other desks' stores, p50", percentile(delays, 0.5), "ms", 15, "low"),
        Figure("sync", "commit to the other desks' stores, p99", percentile(delays, 0.99), "ms", 60, "low"),
        Figure("sync", "missed, 20 writers x 500 transactions", missed, "", 0, "low"),
        Figure("sync", "doubled", doubled, "", 0, "low"),
    ]


def bench_desks(_start: object) -> list[Figure]:
    """A hundred desks at ten commits a second."""
    return asyncio.run(_desks())


async def _desks(seconds: float = 20.0) -> list[Figure]:
    """Half of the desks live in another process: a hundred workstations share no core, these at least share two."""
    async with stage() as made:
        address = made.server.login(NAME, LOGIN, PASSWORD).address.of(LOGIN).text
        beside = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "console", "bench", "desks-beside", address, "50", stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, limit=2**26, env={**os.environ, "TANDEM_PASSWORD": PASSWORD},
        )  # fmt: skip
        assert beside.stdout is not None and beside.stdin is not None
        await beside.stdout.readline()  # they are open
        watching = Watching()
        await watching.open(made, 50)
        committed = await _committed(made, 10, seconds, 2)
        await _seen_by_all(watching, set(committed))
        counted = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'bench'"
        used = int(await asyncio.to_thread(made.server.sql, counted))
        beside.stdin.close()
        theirs = [{UUID(key): at for key, at in one} for one in json.loads(await beside.stdout.readline())]
        await beside.wait()
        watching.seen += theirs
        delays = _delays(watching, committed)
        await watching.close()
    lost = sum(1 for one in delays if one == float("inf"))
    return [
        Figure("desks", "commit to 100 desks' stores, p99", percentile(delays, 0.99), "ms", 150, "low"),
        Figure("desks", "lost", lost, "", 0, "low"),
        Figure("desks", "connections for each desk", used / 100, "", 2, "low"),
    ]


async def desks_beside(address: str, password: str, count: int) -> list[list[tuple[str, float]]]:
    """Open so many desks, say so, and return what each saw and when, once the standard input ends."""
    watching = Watching()
    for _ in range(count):
        await watching.open_one(open_shared(Login(shared_address(address).of(LOGIN), password)))
    gc.collect()
    gc.freeze()
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await asyncio.sleep(1)
    await watching.close()
    return [[(str(key), at) for key, at in seen.items()] for seen in watching.seen]
