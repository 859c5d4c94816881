"""Sets the stage for a bench: a program of a given size in a database of its own, and the real console on it."""

import asyncio
import logging
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from sqlalchemy import insert

from console.commands.programs import found_program
from console.db.engine import Database, open_database
from console.db.lane import Fix, write_fixes
from console.db.schema import bring_up_to_date
from console.db.unit_of_work import UnitOfWork, perform
from console.desk.session import FOUNDER, Session
from console.domain.geography import Box, Point
from console.domain.ids import AccountId, CallId, CommandId, DeskId, UnitId, new_uuid
from console.domain.natures import NATURES
from console.domain.roles import Actor
from console.models.calls import Call
from console.models.people import Pairing, PairingMember, Responder, Shift
from console.models.program import Counter
from console.models.units import Unit
from console.snapshots.program import Mode
from console.views.operations.workspace import Operations
from console.views.roster.tab import RosterTab
from console.views.window.main_window import MainWindow

log = logging.getLogger(__name__)
PLACE = Box(40.885, -100.243, 40.975, -100.077)


class Staged(Protocol):
    """What a bench needs of the running console."""

    session: Session
    window: MainWindow
    operations: Operations
    roster: RosterTab | None


Start = Callable[[Path, Path, Callable[[Staged], object]], int]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is on the stage."""

    path: Path
    units: list[UnitId]
    calls: list[CallId]


def actor() -> Actor:
    """Somebody who may do what a bench does."""
    return Actor(AccountId(new_uuid()), "Bench", FOUNDER, DeskId(new_uuid()))


async def build(path: Path, units: int, calls: int, seed: int = 1) -> Cast:
    """Make a training program with crewed units on duty and open calls, spread over the demo's area."""
    bring_up_to_date(path)
    database = open_database(path)
    cast = Cast(path, [UnitId(new_uuid()) for _ in range(units)], [CallId(new_uuid()) for _ in range(calls)])
    who = actor()
    await perform(
        database, who, CommandId(new_uuid()), found_program, "Bench", Mode.TRAINING, "America/Chicago",
        extent=PLACE, demo=None,
    )  # fmt: skip
    await perform(database, who, CommandId(new_uuid()), _people, cast)
    await perform(database, who, CommandId(new_uuid()), _calls, cast, random.Random(seed))
    await place(database, cast, random.Random(seed))
    await database.close()
    return cast


async def place(database: Database, cast: Cast, dice: random.Random) -> None:
    """Give every unit a fix."""
    at = time.time()
    await write_fixes(
        database, [Fix(unit, *_somewhere_e6(dice), dice.randrange(360), 30, at) for unit in cast.units]
    )


def _somewhere_e6(dice: random.Random) -> tuple[int, int]:
    point = somewhere(dice)
    return round(point.lat * 1e6), round(point.lon * 1e6)


def somewhere(dice: random.Random) -> Point:
    """A point in the area."""
    return Point(dice.uniform(PLACE.south, PLACE.north), dice.uniform(PLACE.west, PLACE.east))


async def _people(uow: UnitOfWork, cast: Cast) -> None:
    shift, session, now = new_uuid(), uow.session, uow.now
    await session.execute(
        insert(Shift),
        [{"id": shift, "version": 1, "name": "Bench", "starts_at": now, "ends_at": now + timedelta(hours=10)}],
    )
    rows: dict[type, list[dict[str, object]]] = {Unit: [], Responder: [], Pairing: [], PairingMember: []}
    for place_of, unit in enumerate(cast.units):
        pairing = new_uuid()
        rows[Unit].append(
            {"id": unit, "version": 1, "call_sign": f"C{place_of:04d}", "kind": "co_response",
             "availability": "available", "availability_since": now, "on_duty_since": now}
        )  # fmt: skip
        rows[Pairing].append({"id": pairing, "version": 1, "shift_id": shift, "unit_id": unit, "started_at": now})
        for name, discipline in (("Officer", "officer"), ("Clinician", "clinician")):
            person = new_uuid()
            rows[Responder].append(
                {"id": person, "version": 1, "name": f"{name} {place_of:04d}", "discipline": discipline}
            )
            rows[PairingMember].append(
                {"id": new_uuid(), "pairing_id": pairing, "unit_id": unit, "responder_id": person, "joined_at": now}
            )
    for kind, values in rows.items():
        if values:
            await session.execute(insert(kind), values)


async def _calls(uow: UnitOfWork, cast: Cast, dice: random.Random) -> None:
    rows = []
    for number, call in enumerate(cast.calls, start=1):
        point = somewhere(dice)
        rows.append(
            {"id": call, "version": 1, "number": f"26-{number:05d}", "received_at": uow.now, "nature": NATURES[1].code,
             "source": "911", "place": f"{number} Bench St", "place_key": f"{number} bench st", "lat": point.lat,
             "lon": point.lon, "level": dice.randrange(1, 4), "level_since": uow.now, "waiting_since": uow.now,
             "flags": [], "needs": [], "lifecycle": "open", "imported": False, "approximate": False}
        )  # fmt: skip
    if rows:
        await uow.session.execute(insert(Call), rows)
        year = datetime.now(UTC).strftime("%y")
        await uow.session.execute(insert(Counter), [{"series": f"call-{year}", "last": len(rows)}])


def on_stage(
    start: Start,
    units: int,
    calls: int,
    play: Callable[[Staged, Cast], Awaitable[None]],
    prepare: Callable[[Staged], object] = lambda _console: None,
) -> int:
    """Build a program, open the real console on it, let the bench play, close; returns the console's exit code.

    `prepare` is called before the map exists, so that what it connects comes first in the line of slots.
    """
    with tempfile.TemporaryDirectory(prefix="tandem-bench-") as folder:
        cast = asyncio.run(build(Path(folder) / "bench.db", units, calls))

        def then(console: Staged) -> object:
            prepare(console)

            async def run() -> None:
                try:
                    await ready(console)
                    await play(console, cast)
                except Exception:
                    log.exception("the bench failed")
                finally:
                    console.window.close()

            return asyncio.ensure_future(run())

        return start(cast.path, Path(folder) / "settings.toml", then)


async def ready(console: Staged) -> None:
    """Wait until the map draws.

    Raises:
        TimeoutError: it does not within 30 seconds.
    """
    async with asyncio.timeout(30):
        while console.operations.map is None or not console.operations.map.view.is_ready:
            await asyncio.sleep(0.05)
    await asyncio.sleep(1.5)
