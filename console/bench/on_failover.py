"""The primary dies under writers and its standby takes over: what was acknowledged is there, once, and how soon."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from console.bench.figures import Figure
from console.bench.server import Server, free_port
from console.bench.server_stage import LOGIN, NAME, PASSWORD, Stage
from console.commands.programs import add_responder
from console.db.address import Host
from console.db.engine import open_shared
from console.db.postgres.connecting import Login
from console.db.postgres.session import who_am_i
from console.db.unit_of_work import perform, read
from console.domain.ids import CommandId, DeskId, ResponderId, new_uuid
from console.domain.units import Discipline
from console.errors import TandemError
from console.store.store import Store
from console.sync.follower import Follower

WRITERS = 8


class Proxy:
    """Stands between a desk and a server, and can swallow what either says without a word."""

    def __init__(self, target: int) -> None:
        self.port, self.target = free_port(), target
        self.swallows = False
        self._server: Any = None
        self._pipes: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._joined, "127.0.0.1", self.port)

    async def stop(self) -> None:
        """Close everything."""
        if self._server is not None:
            self._server.close()
        pipes = list(self._pipes)
        for task in pipes:
            task.cancel()
        await asyncio.gather(*pipes, return_exceptions=True)
        await asyncio.sleep(0.1)  # transports close in the next rounds of the loop

    async def _joined(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        mine = asyncio.current_task()
        assert mine is not None
        self._pipes.add(mine)
        mine.add_done_callback(self._pipes.discard)
        try:
            while self.swallows:  # a host that is gone answers nothing, not even a refusal
                await asyncio.sleep(0.05)
            there, back = await asyncio.open_connection("127.0.0.1", self.target)
        except (OSError, asyncio.CancelledError):
            writer.close()
            return
        for source, sink in ((reader, back), (there, writer)):
            task = asyncio.create_task(self._pour(source, sink))
            self._pipes.add(task)
            task.add_done_callback(self._pipes.discard)

    async def _pour(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError):
                while data := await source.read(65536):
                    while self.swallows:
                        await asyncio.sleep(0.05)
                    sink.write(data)
                    await sink.drain()
        finally:
            sink.close()


@dataclass
class Outcome:
    """What the writers were told, and what the new primary holds."""

    acknowledged: set[Any] = field(default_factory=set)
    present: list[Any] = field(default_factory=list)
    seconds: float = 0.0  # from the promotion to the first new commit
    since_loss: float = 0.0  # from the loss to the first new commit

    @property
    def lost(self) -> int:
        """How many acknowledged rows are not there."""
        return len(self.acknowledged - set(self.present))

    @property
    def doubled(self) -> int:
        """How many are there twice."""
        return len(self.present) - len(set(self.present))


async def fail_over(*, swallows: bool, durable: bool = True) -> Outcome:
    """Eight writers on a primary with a synchronous standby; it is killed, the standby promoted a second later.

    With `swallows` the dead host answers nothing instead of refusing.
    """
    primary = Server(durable=durable)
    standby: Server | None = None
    proxy = Proxy(primary.port)
    outcome = Outcome()
    try:
        await asyncio.to_thread(primary.create)
        stage = Stage(primary)
        await stage.prepare()
        await stage.close()
        standby = await asyncio.to_thread(primary.standby)
        await proxy.start()
        await _until(lambda: primary.sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'") == "1")
        one = primary.login(NAME, LOGIN, PASSWORD)
        hosts = (Host("127.0.0.1", proxy.port), Host("127.0.0.1", standby.port))
        await _scenario(Login(replace(one.address, hosts=hosts), PASSWORD), primary, standby, proxy, outcome, swallows)
        names = await asyncio.to_thread(standby.sql, "SELECT id FROM tandem.responder", NAME)
        outcome.present = names.splitlines()
        return outcome
    finally:
        await proxy.stop()
        for server in (primary, standby):
            if server is not None:
                await asyncio.to_thread(server.remove)


async def _scenario(
    login: Login, primary: Server, standby: Server, proxy: Proxy, outcome: Outcome, swallows: bool
) -> None:
    over = asyncio.Event()
    moments: dict[str, float] = {}

    async def write() -> None:
        database = open_shared(login)
        actor = await read(database, who_am_i, DeskId(new_uuid()))
        desk = Follower(database, Store())  # its heartbeat cuts a line that swallows what is sent
        await desk.start()
        while not over.is_set():
            key = ResponderId(new_uuid())
            command = CommandId(new_uuid())
            sent = time.monotonic()
            while not over.is_set():
                try:
                    await perform(database, actor, command, add_responder, key, "Ana Reyes", Discipline.OFFICER)
                except TandemError:
                    await asyncio.sleep(0.1)  # an operator presses again: the same wish, the same id
                    continue
                outcome.acknowledged.add(str(key))
                if "promoted" in moments and sent > moments["lost"]:
                    moments.setdefault("back", time.monotonic())
                break
        await desk.stop()
        await database.close()

    writers = [asyncio.create_task(write()) for _ in range(WRITERS)]
    await asyncio.sleep(3)
    moments["lost"] = time.monotonic()
    proxy.swallows = swallows
    await asyncio.to_thread(primary.kill)
    await asyncio.sleep(1)
    await asyncio.to_thread(standby.promote)
    moments["promoted"] = time.monotonic()
    await _until(lambda: "back" in moments, 20)
    await asyncio.sleep(1)
    over.set()
    await asyncio.wait(writers, timeout=15)
    outcome.seconds = moments["back"] - moments["promoted"]
    outcome.since_loss = moments["back"] - moments["lost"]


async def _until(fact: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not await asyncio.to_thread(fact):
        if time.monotonic() > end:
            raise TandemError("The scene of the bench did not come about.")
        await asyncio.sleep(0.05)


def bench_failover(_start: object) -> list[Figure]:
    """Once with a host that refuses, once with one that swallows packets."""
    plain = asyncio.run(fail_over(swallows=False))
    silent = asyncio.run(fail_over(swallows=True))
    return [
        Figure("fail-over", "acknowledged and lost", plain.lost + silent.lost, "", 0, "low"),
        Figure("fail-over", "doubled", plain.doubled + silent.doubled, "", 0, "low"),
        Figure("fail-over", "writing again after the promotion", plain.seconds, "s", 2, "low"),
        Figure("fail-over", "writing again, the dead host swallows packets", silent.since_loss, "s", 8, "low"),
    ]
