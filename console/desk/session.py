"""A desk at work on one database: store and follower, the watcher, the demo's simulator, the daily back-up."""

import asyncio
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from PySide6.QtCore import QProcess, QProcessEnvironment

from console.db.address import is_shared
from console.db.backup import back_up_daily
from console.db.engine import Database, open_database
from console.db.schema import bring_up_to_date
from console.db.unit_of_work import read
from console.desk.advice import Advisor
from console.desk.desk import Desk
from console.domain.ids import AccountId, DeskId, new_uuid
from console.domain.roles import Actor, Permission, Role
from console.domain.sessions import SessionEvent
from console.errors import StorageFault, TandemError
from console.queries.accounts import sign_in_accounts
from console.queries.program import places, the_program
from console.queries.seen_heads import keep_heads, keep_newest
from console.settings import Settings
from console.snapshots.program import ProgramSnapshot
from console.store.store import LinkState, Store
from console.sync.follower import Follower
from console.travel.builtin import BuiltInTravelTimes, EstimateSettings

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)

OpenFile = Database  # a screen carries it about and opens no session on it


class Opened(NamedTuple):
    """An open database and who works on it; `entered` says how, when they proved who they are."""

    database: OpenFile
    actor: Actor
    entered: SessionEvent | None = None


BACK_UP_SECONDS = 3600.0  # between two looks whether today's is there
AGAIN_SECONDS = 5.0
FOUNDER = frozenset({Role.SUPERVISOR, Role.COORDINATOR, Role.ADMIN})


async def open_file(path: Path) -> tuple[Database, ProgramSnapshot | None]:
    """Open a database, created or migrated if need be, and the program it holds, if any.

    Raises:
        StorageFault: the file cannot be used; the sentence says what to do.
    """
    try:
        bring_up_to_date(path)
    except OSError as error:
        raise StorageFault(
            f"{path} cannot be used ({error.strerror}). Give your account permission on {path.parent}, or choose "
            "another place: tandem --database PATH."
        ) from error
    database = open_database(path)
    try:
        return database, await read(database, the_program)
    except TandemError:
        await database.close()
        raise


def is_address(where: Path | str) -> bool:
    """Whether this names a shared database rather than a file."""
    return is_shared(str(where))


async def who_acts(database: Database, settings: Settings) -> Actor | None:
    """The account that this desk works with: the one it worked with last, else the first of the program.

    None when that account has a password: somebody must sign in.
    """
    known = [one for one in await read(database, sign_in_accounts) if not one.disabled]
    if not known:
        raise StorageFault("This program has no account. Restore a back-up: tandem restore.")
    chosen = next((one for one in known if str(one.id) == settings.account_id), known[0])
    if chosen.has_password or chosen.locked:
        return None
    return Actor(chosen.id, chosen.name, chosen.roles, desk_of(settings))


def desk_of(settings: Settings) -> DeskId:
    """This workstation's id, made at its first start."""
    if settings.desk_id is None:
        settings.desk_id = str(new_uuid())
    return DeskId(UUID(settings.desk_id))


class Session:
    """Everything that runs while a program is open; `start` and `stop` are its whole life."""

    def __init__(
        self, database: Database, actor: Actor, settings: Settings, entered: SessionEvent | None = None
    ) -> None:
        self.database = database
        self.entered = entered  # how it began, when somebody signed in for it
        self.follows = ""  # whoever sat here before, when somebody took over
        self.since = datetime.now(UTC)
        self.settings = settings
        self.store = Store()
        self.follower = Follower(database, self.store)
        self.desk = Desk(database, self.store, actor, self.follower.ring)
        self.advisor = Advisor(self.store)
        self._tasks: list[asyncio.Task[None]] = []
        self._simulator: QProcess | None = None
        self._client: httpx.AsyncClient | None = None  # to the routing server

    @property
    def place(self) -> str:
        """Which database, for the screen."""
        return str(self.database.where)

    async def start(self) -> None:
        """Load the first picture and follow.

        Raises:
            StorageFault: the database cannot be read.
        """
        await self.follower.start()

    def start_the_rest(self) -> None:
        """What the first picture need not wait for: gazetteer, watcher, router, simulator, daily back-up."""
        self._tasks = [asyncio.create_task(self._load_places()), asyncio.create_task(keep_heads(self.database))]
        shared = self.database.is_shared
        if not shared or self.desk.may(Permission.WATCH):
            self._tasks.append(asyncio.create_task(self._watch(), name="watcher"))
        if not shared:  # a shared database's administrator keeps it, and runs its feeds
            self._tasks.append(asyncio.create_task(self._back_up()))
        self.use_router()
        program = self.store.program
        if program is not None and program.demo is not None and program.is_training and not shared:
            self._start_simulator()
        if self.entered is not None:
            self._tasks.append(asyncio.create_task(self._note(self.entered)))

    async def stop(self) -> None:
        """End everything in order: children, tasks, commands under way, follower, connections."""
        await self._stop_simulator()
        if self.entered is not None and self.store.link.state is LinkState.LIVE:
            await self._note(SessionEvent.SIGNED_OUT)
            await keep_newest(self.database)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.desk.close()
        if self._client is not None:
            await self._client.aclose()
        await self.follower.stop()
        await self.database.close()

    async def _note(self, event: SessionEvent) -> None:
        from console.desk.comings import put_on_record  # noqa: PLC0415  only whoever signs in needs it

        detail = "" if event is SessionEvent.SIGNED_OUT else f"banner acknowledged{self.follows}"
        await put_on_record(self.database, self.desk.actor, event, detail)

    async def _load_places(self) -> None:
        while True:
            try:
                self.store.set_places(await read(self.database, places))
            except TandemError as fault:  # until then places are typed in full; the link says what is wrong
                log.warning("the gazetteer could not be read: %s", type(fault).__name__)
            else:
                return
            await asyncio.sleep(AGAIN_SECONDS)

    async def _watch(self) -> None:
        actor = self.desk.actor  # on a shared database nobody is anybody but their login
        if not self.database.is_shared:
            actor = Actor(AccountId(actor.desk_id), "Watcher", frozenset({Role.ADMIN}), actor.desk_id)
        from console.feeds.watcher import Watcher  # noqa: PLC0415

        await Watcher(self.database, actor).run()

    async def _back_up(self) -> None:
        while True:
            try:
                made = await asyncio.to_thread(back_up_daily, self.database.path)
                if made is not None:
                    log.info("daily back-up made")
            except StorageFault as fault:
                self.desk.refused.emit(str(fault))
            except OSError as error:  # an old copy that somebody holds open, say: tomorrow's must be made all the same
                where = error.filename or self.database.path
                self.desk.refused.emit(f"The daily back-up: {error.strerror or error} ({where}). It is tried again.")
            await asyncio.sleep(BACK_UP_SECONDS)

    def use_router(self) -> None:
        """Take the routing server of the settings, or none."""
        self.advisor.use(None)
        if self._client is not None:
            self._tasks.append(asyncio.create_task(self._client.aclose()))
            self._client = None
        if self.settings.router_kind == "none" or not self.settings.router_url:
            return
        # httpx and the routing clients are loaded only where a server is set: they are no part of the start.
        from console.travel.address import new_client, server_url  # noqa: PLC0415
        from console.travel.fallback import TravelTimesWithFallback  # noqa: PLC0415
        from console.travel.osrm import Osrm  # noqa: PLC0415
        from console.travel.valhalla import Valhalla  # noqa: PLC0415

        try:
            base = server_url(self.settings.router_url)
        except TandemError as fault:
            self.desk.refused.emit(str(fault))
            return
        kind = Osrm if self.settings.router_kind == "osrm" else Valhalla
        program = self.store.program
        if program is not None:
            builtin = BuiltInTravelTimes(EstimateSettings(), program.zone)
            self._client = new_client()
            self.advisor.use(TravelTimesWithFallback(kind(base, self._client), builtin))

    def _start_simulator(self) -> None:
        process = QProcess()
        environment = QProcessEnvironment.systemEnvironment()
        environment.remove("QT_QPA_PLATFORM")
        process.setProcessEnvironment(environment)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedChannels)
        arguments = ["-m", "console", "feeds", "run", "--database", str(self.database.path), "--with-parent"]
        process.start(sys.executable, arguments)
        self._simulator = process

    async def _stop_simulator(self) -> None:
        process = self._simulator
        if process is None:
            return
        process.closeWriteChannel()  # the simulator ends when its input ends, so it never outlives a killed desk
        for _ in range(30):
            if process.state() == QProcess.ProcessState.NotRunning:
                return
            await asyncio.sleep(0.1)
        process.terminate()
        process.waitForFinished(500)
        process.kill()
        process.waitForFinished(1000)
