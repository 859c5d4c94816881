"""A real file played as live calls: its own extent, zones and units, each row once, and never in production."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from console.commands.programs import found_program
from console.db.engine import open_database
from console.db.unit_of_work import perform, read
from console.documents.import_mapping import parse_mapping
from console.domain.geography import Point, inside
from console.domain.ids import CommandId, new_uuid
from console.domain.roles import Actor
from console.errors import BadInput
from console.feeds.replay import replay_file
from console.feeds.replay_city import UNITS, hull
from console.feeds.simulator.feed import WrongStage
from console.queries.program import the_program, zones
from console.queries.units import all_units
from console.snapshots.program import Mode

MAPPING = parse_mapping(
    """
    name = "Plain"
    time_zone = "America/Chicago"
    dedupe = "number"
    [columns]
    number = "id"
    received_at = "time"
    nature = "kind"
    place = "where"
    lat = "lat"
    lon = "lon"
    zone = "beat"
    """,
    "plain.toml",
)


def a_file(path: Path, count: int = 6, *, place: bool = True) -> Path:
    rows = ["id,time,kind,where,beat,lat,lon"]
    for number in range(count):
        at = f"2016-03-01T09:{number // 2:02d}:{number % 2 * 30:02d}"
        where = f"{40 + number * 0.01:.3f},{-100 + (number * 7 % 5) * 0.01:.3f}" if place else ","
        rows.append(f"{number},{at},crisis,{number} Main St,B{number % 2},{where}")
    path.write_text("\n".join(rows), "utf-8")
    return path


def played(database: Path, file: Path, *, limit: int | None = None, dispatcher: bool = False) -> list[str]:
    said: list[str] = []
    asyncio.run(
        replay_file(database, file, MAPPING, speed=60, limit=limit, dispatcher=dispatcher, say=said.append)
    )
    return said


def ask(database: Path, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def test_each_row_is_a_live_call_at_its_own_time_and_the_clock_stops_at_the_end(tmp_path: Path) -> None:
    path, file = tmp_path / "replay.db", a_file(tmp_path / "calls.csv")
    said = played(path, file, dispatcher=True)
    assert said[0].startswith("6 calls to come, at 60x")
    calls = ask(path, "SELECT received_at, lifecycle, imported FROM call ORDER BY number")
    assert [str(at)[:19] for at, _, _ in calls] == [f"2016-03-01 15:0{n // 2}:{n % 2 * 30:02d}" for n in range(6)]
    assert {(life, imported) for _, life, imported in calls} <= {("open", 0), ("cleared", 0), ("cancelled", 0)}
    assert ask(path, "SELECT mode, rate FROM program") == [("training", 0.0)]
    assert len(ask(path, "SELECT unit_id FROM position")) == UNITS
    again = played(path, file)
    assert again[0].startswith("0 calls to come")
    assert len(ask(path, "SELECT id FROM call")) == 6


def test_the_city_is_made_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "replay.db"
    played(path, a_file(tmp_path / "calls.csv", 12), limit=6)

    async def look() -> None:
        database = open_database(path)
        program, parts = await read(database, the_program), await read(database, zones)
        units = await read(database, all_units)
        await database.close()
        assert program is not None
        assert program.extent is not None
        assert program.extent.holds(Point(40.05, -99.97))
        assert program.is_training
        assert [zone.name for zone in parts] == ["B0", "B1"]
        assert [unit.call_sign for unit in units] == [f"R{number:02d}" for number in range(1, UNITS + 1)]
        assert all(unit.members and unit.on_duty for unit in units)

    asyncio.run(look())


def test_production_and_other_programs_are_refused(tmp_path: Path, empty: Path, demo: Path, boss: Actor) -> None:
    async def found() -> None:
        database = open_database(empty)
        await perform(database, boss, CommandId(new_uuid()), found_program, "Real", Mode.PRODUCTION, "America/Chicago")
        await database.close()

    asyncio.run(found())
    file = a_file(tmp_path / "calls.csv")
    with pytest.raises(WrongStage, match="production"):
        played(empty, file)
    with pytest.raises(WrongStage, match="does not play"):
        played(demo, file)
    assert ask(empty, "SELECT rate FROM program") == [(1.0,)]


def test_a_file_without_coordinates_cannot_be_played(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no call with coordinates"):
        played(tmp_path / "replay.db", a_file(tmp_path / "calls.csv", place=False))


def test_a_hull_holds_what_it_was_drawn_around() -> None:
    points = [Point(40 + (n * 37 % 11) / 10, -100 + (n * 53 % 13) / 10) for n in range(60)]
    ring = hull(points)
    assert len(ring) < 20
    grown = [Point(40.5 + (p.lat - 40.5) * 1.01, -99.4 + (p.lon + 99.4) * 1.01) for p in ring]
    assert all(inside(point, grown) for point in points)
