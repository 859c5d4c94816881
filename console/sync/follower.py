"""Follows the change log and the positions' lane, and keeps the store in step with the database."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from console.db.doorbell import Doorbell
from console.db.engine import Database
from console.db.schema import HEAD
from console.db.unit_of_work import follow
from console.errors import LinkDown, TandemError
from console.queries.accounts import is_shut_out
from console.queries.changes import Changes, Cursor, changes_since, cursor_now, lease_holders, positions_since
from console.store.store import Link, LinkState, Store
from console.sync.link import LinkKeeper
from console.sync.loading import batch_of, load_everything, load_touched, trim

P = ParamSpec("P")
R = TypeVar("R")

HEARTBEAT_SECONDS = 1.0
POSITIONS_SECONDS = 0.5  # the map takes one to two pictures a second
BACK_OFF_SECONDS = (0.3, 0.6, 1.2, 2.5)
TRIM_SECONDS = 60.0
WATCHER_LEASE = "watcher"
UNWATCHED_AFTER_SECONDS = 4.0
DEADLINE_SECONDS, LOAD_SECONDS = 1.5, 15.0  # a beat without an answer is a lost line; a whole picture may take longer
GUARD_SECONDS = 0.1
CLOCK_OFF = timedelta(seconds=30)

_SURPRISE = TandemError("The database gave an answer that Tandem does not understand. It is in the log.")

log = logging.getLogger(__name__)


class Follower:
    """One desk's ear on the database. `start` loads the first picture; `stop` ends its tasks."""

    def __init__(self, database: Database, store: Store) -> None:
        self._database = database
        self._store = store
        self._link = LinkKeeper(store)
        self._cursor = Cursor("", 0)
        self._batch = -1
        self._watched_at = time.time()
        self._trimmed_at = 0.0
        self._rung = asyncio.Event()
        self._positions_due = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._doorbell: Doorbell | None = None
        self._one_at_a_time = asyncio.Lock()
        self._until: float | None = None  # when the question that is under way must have been answered

    async def start(self) -> None:
        """Load the first picture, then follow.

        Raises:
            StorageFault, LinkDown: the database cannot be read.
        """
        line = self._database.line
        if line is not None:
            line.on_change, line.on_positions = self._rung.set, self._positions_due.set
            self._tasks.append(asyncio.create_task(self._guard()))
        try:
            await self._load()
        except BaseException:
            await self.stop()
            raise
        if line is None:
            loop = asyncio.get_running_loop()

            def ring_on_the_loop() -> None:
                loop.call_soon_threadsafe(self.ring)

            self._doorbell = Doorbell(self._database.path, ring_on_the_loop)
            self._doorbell.start()
        self._tasks += [asyncio.create_task(self._follow()), asyncio.create_task(self._follow_positions())]

    async def stop(self) -> None:
        """End the tasks and the doorbell."""
        if self._doorbell is not None:
            self._doorbell.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def ring(self) -> None:
        """Somebody committed, perhaps this desk: read on."""
        self._rung.set()
        self._positions_due.set()

    async def _load(self) -> None:
        began = time.perf_counter()
        cursor = await self._ask(LOAD_SECONDS, cursor_now)
        batch = await self._ask(LOAD_SECONDS, load_everything, self._store)
        # Only now: a load that fails in the middle is done again, and the screen never calls half a picture live.
        self._cursor, self._batch = cursor, batch
        self._link.live(began)

    async def _ask(
        self,
        seconds: float,
        query: Callable[Concatenate[AsyncSession, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Ask on the follower's own connection, one question at a time, each with its deadline."""
        async with self._one_at_a_time:
            self._until = time.monotonic() + seconds
            try:
                return await follow(self._database, query, *args, **kwargs)
            finally:
                self._until = None

    async def _guard(self) -> None:
        """Notice a line that swallows what is sent: whoever waits on it would wait for minutes."""
        line = self._database.line
        while line is not None:
            await asyncio.sleep(GUARD_SECONDS)
            if self._until is not None and time.monotonic() > self._until:
                self._until = None
                self._link.lost(LinkDown(f"{self._database.where} does not answer."))
                line.cut()

    async def _follow(self) -> None:
        failures = 0
        while True:
            await _rung_or_due(self._rung)
            self._rung.clear()
            try:
                await self._read_on()
                failures = 0
                continue
            except TandemError as fault:
                if not isinstance(fault, LinkDown) and await self._is_ended():
                    self._link.ended()
                    return
                self._link.lost(fault)
            except Exception:
                # A follower that died of a surprise would leave a desk that looks alive.
                log.exception("the follower could not read on")
                self._link.lost(_SURPRISE)
            delay = BACK_OFF_SECONDS[min(failures, len(BACK_OFF_SECONDS) - 1)]
            failures += 1
            await asyncio.sleep(delay * random.uniform(0.8, 1.2))

    async def _is_ended(self) -> bool:
        """Whether this login was shut out: then the server's other answers are about that."""
        if not self._database.is_shared:
            return False
        try:
            return await self._ask(DEADLINE_SECONDS, is_shut_out)
        except TandemError:
            return False

    async def _read_on(self) -> None:
        began = time.perf_counter()
        changes, answered = await self._ask(DEADLINE_SECONDS, self._caught_up)
        if changes.void:
            log.info("the database holds another history: loading the whole picture anew")
            await self._load()
            # The load tells the differences of what it holds; lines of a timeline are asked for by who shows them.
            self._store.timeline_grew.emit({call.id for call in self._store.calls})
            self._store.crew_changed.emit()
            self._store.rosters_changed.emit(set())
            return
        self._cursor = changes.cursor
        if began - self._trimmed_at > TRIM_SECONDS:
            self._trimmed_at = began
            trim(self._store)
        if changes.schema is not None and changes.schema != HEAD:
            self._link.outdated(changes.schema)
        else:
            self._link.live(began, answered)

    async def _caught_up(self, session: AsyncSession) -> tuple[Changes, float]:
        """What changed, with its pictures in the store already; and when the server answered."""
        changes = await changes_since(session, self._cursor)
        answered = time.perf_counter()
        if self._store.link.state is LinkState.LOST:
            self._store.set_link(Link(LinkState.CATCHING_UP, datetime.now(UTC)))
        self._look_at_server(changes)
        if changes.touched and not changes.void:
            self._until = time.monotonic() + LOAD_SECONDS
            await load_touched(session, self._store, changes.touched)
        return changes, answered

    async def _follow_positions(self) -> None:
        while True:
            await _rung_or_due(self._positions_due)
            self._positions_due.clear()
            began = time.monotonic()
            try:
                await self._read_positions()
                await self._look_at_watch()
            except TandemError:
                pass  # the other task reads the same database and says so
            except Exception:
                log.exception("the positions could not be read")
            await asyncio.sleep(max(0.0, began + POSITIONS_SECONDS - time.monotonic()))

    async def _read_positions(self) -> None:
        asked = self._batch
        rows = await self._ask(DEADLINE_SECONDS, positions_since, asked)
        if rows.unit_ids and self._batch == asked:  # else all was loaded anew meanwhile, perhaps of another history
            self._batch = rows.batch
            self._store.positions.apply(batch_of(rows))

    async def _look_at_watch(self) -> None:
        if self._database.is_shared:
            return  # the other task is told with each beat
        holders = await self._ask(DEADLINE_SECONDS, lease_holders)
        self._see_watch(holders.get(WATCHER_LEASE, (None, 0.0))[1])

    def _see_watch(self, expires: float) -> None:
        now = time.time() + self._store.ahead.total_seconds()
        if expires > now:
            self._watched_at = now
        # A watcher that has just begun or taken over needs a moment: a banner that flashes moves the whole window.
        self._store.set_watched(now - self._watched_at < UNWATCHED_AFTER_SECONDS)

    def _look_at_server(self, changes: Changes) -> None:
        if changes.server_now is None:
            return
        if changes.leases is not None:
            self._see_watch(changes.leases.get(WATCHER_LEASE, 0.0))
        ahead = changes.server_now - datetime.now(UTC)
        if abs(ahead - self._store.ahead) > timedelta(milliseconds=250):  # less is the way that the answer took
            if abs(ahead) > CLOCK_OFF and abs(self._store.ahead) <= CLOCK_OFF:
                log.warning("this workstation's clock differs from the database's by %.0f s", ahead.total_seconds())
            self._store.set_ahead(ahead)


async def _rung_or_due(bell: asyncio.Event) -> None:
    """Wait for the bell or for the heartbeat. `wait_for` loses a cancellation that comes with the ring: no end then."""
    with suppress(TimeoutError):
        async with asyncio.timeout(HEARTBEAT_SECONDS):
            await bell.wait()
