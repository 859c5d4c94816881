"""A small program with Riverton's places, its console, and folders that are not the user's own."""

import asyncio
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from make import PAIR, Program, an_actor
from PySide6.QtCore import QEventLoop
from starting import Start, started
from station import Drive, Station

from console.commands.places import add_places, add_providers, add_zones
from console.commands.programs import found_program
from console.db.lane import Fix, write_fixes
from console.db.schema import bring_up_to_date
from console.db.unit_of_work import UnitOfWork
from console.desk.session import Session
from console.domain.clock import real_clock
from console.domain.ids import UnitId, new_uuid
from console.domain.units import Discipline, UnitKind
from console.feeds.city import riverton
from console.feeds.riverton import plan_of
from console.snapshots.program import Mode

TEAMS = [f"C{number:02d}" for number in range(1, 9)]
LAT, LON = 40.930, -100.165  # the middle of Riverton


@pytest.fixture(scope="session")
def drive(loop: asyncio.AbstractEventLoop) -> Drive:
    """`drive(coroutine)` gives its result."""

    def run(coroutine: Any, timeout: float = 20) -> Any:
        task = loop.create_task(asyncio.wait_for(coroutine, timeout))
        inner = QEventLoop()
        task.add_done_callback(lambda _: inner.quit())
        inner.exec()
        return task.result()

    return run


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings, data and the map's page lie where the tests end with them."""
    base = tmp_path_factory.mktemp("home")
    names = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    before = {name: os.environ.get(name) for name in names}
    for name in names:
        os.environ[name] = str(base / name.lower())
    yield
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


@pytest.fixture(scope="session")
def city_file(tmp_path_factory: pytest.TempPathFactory, drive: Drive) -> Path:
    """A training program: eight teams, one without its clinician, a medic, a team off duty; Riverton's places."""
    path = tmp_path_factory.mktemp("city") / "tandem.db"
    bring_up_to_date(path)
    program = Program(path, drive)
    program.run(_found)
    units = [program.unit(sign) for sign in TEAMS]
    units.append(program.unit("C09", (Discipline.OFFICER,)))
    units.append(program.unit("M1", (Discipline.MEDIC,), UnitKind.MEDIC))
    program.unit("C10", PAIR, on_duty=False)
    now = real_clock().now().timestamp()
    drive(write_fixes(program.database, [_fix(unit, place, now) for place, unit in enumerate(units)]))
    program.close()
    return path


def _fix(unit: UnitId, place: int, now: float) -> Fix:
    return Fix(unit, round((LAT + 0.004 * (place - 5)) * 1e6), round((LON + 0.011 * (place % 3)) * 1e6), 90, 36, now)


async def _found(uow: UnitOfWork) -> None:
    plan = plan_of(riverton(), uow.now, 1.0)
    await found_program(uow, "Riverton", Mode.TRAINING, "America/Chicago", extent=plan.extent)
    await add_zones(uow, plan.zones)
    await add_providers(uow, plan.providers)
    await add_places(uow, [one for one in plan.places if one.first_number is None or "Larkspur" in one.name])


@pytest.fixture(scope="session")
def open_station(city_file: Path, drive: Drive, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Station]:
    """`open_station()` opens a console on a fresh copy of the program, `open_station(path)` one more on the same."""

    def make(path: Path | None = None, **actor: Any) -> Station:
        folder = tmp_path_factory.mktemp("station")
        if path is None:
            path = folder / "tandem.db"
            shutil.copy(city_file, path)
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("UPDATE position SET fixed_at = ?", (real_clock().now().timestamp(),))
                # A program of its own: what this workstation saw of another copy's audit says nothing of this one.
                own = json.dumps({"id": str(new_uuid())})
                connection.execute("UPDATE setting SET value = ? WHERE name = 'history'", (own,))
        who = an_actor(*actor.pop("roles", ()), **{"name": "R. Okafor", **actor})
        return Station(path, who, drive, folder / "settings.toml")

    return make


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station]) -> Iterator[Station]:
    """One console for all the tests of a module."""
    made = open_station()
    yield made
    made.close()


@pytest.fixture
def station(opened: Station) -> Station:
    """The module's console, at rest."""
    opened.at_rest()
    return opened


@pytest.fixture
def start(tmp_path: Path, drive: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    monkeypatch.setattr(Session, "_start_simulator", lambda session: started.append(session))
    made = Start(tmp_path, drive)
    yield made
    if made.task is not None and not made.task.done():
        made.end()
    started.clear()
