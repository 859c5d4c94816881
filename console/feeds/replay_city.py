"""A city made up around a call file: its extent, zones from the file or a grid, and twelve invented units."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from console.commands.set_up import PlannedPairing, PlannedResponder, PlannedShift, PlannedUnit, ProgramPlan
from console.domain.geography import Box, Point, box_around
from console.domain.ids import ResponderId, ShiftId, UnitId, ZoneId, new_uuid
from console.domain.qualifications import Held
from console.domain.units import Discipline, UnitKind
from console.feeds.call_rows import CallRow
from console.snapshots.places import ZoneSnapshot

UNITS = 12
MOST_ZONES = 12
SHIFT = timedelta(hours=12)
_KINDS = (
    *(UnitKind.CO_RESPONSE,) * 7, UnitKind.CIT_PATROL, UnitKind.CIT_PATROL, UnitKind.MOBILE_CRISIS, UnitKind.MEDIC,
    UnitKind.SUPERVISOR,
)  # fmt: skip
_CREWS = {
    UnitKind.CO_RESPONSE: (Discipline.OFFICER, Discipline.CLINICIAN),
    UnitKind.CIT_PATROL: (Discipline.OFFICER,),
    UnitKind.MOBILE_CRISIS: (Discipline.CLINICIAN,),
    UnitKind.MEDIC: (Discipline.MEDIC,),
    UnitKind.SUPERVISOR: (Discipline.OFFICER,),
}
_GIVEN = ("Ada", "Ben", "Cleo", "Dario", "Elif", "Finn", "Gia", "Hal", "Ines", "Jonah", "Kaya", "Luca", "Mira", "Noor",
          "Otis", "Pia", "Rex", "Sana", "Theo", "Uma", "Vito", "Wren", "Yara", "Zane")  # fmt: skip
_FAMILY = ("Arden", "Brook", "Calder", "Dunmore", "Easton", "Farrow", "Grove", "Hale", "Irving", "Joyce", "Keane",
           "Lane", "Mercer", "Nash", "Orwell", "Pryce", "Rowan", "Stone", "Tate", "Usher", "Vale", "Ward", "Yates",
           "Zeller")  # fmt: skip


def city_of(
    rows: Sequence[CallRow], name: str, time_zone: str, start: datetime, speed: float, *, demo: str
) -> ProgramPlan:
    """The plan of a program for the rows, every one of which has a point."""
    zones = _zones(rows)
    shift = PlannedShift(ShiftId(new_uuid()), "Replay", None, start - SHIFT / 6, start + 60 * SHIFT)
    units: list[PlannedUnit] = []
    people: list[PlannedResponder] = []
    pairings: list[PlannedPairing] = []
    for number, kind in enumerate(_KINDS):
        zone = zones[number % len(zones)].id
        unit = PlannedUnit(UnitId(new_uuid()), f"R{number + 1:02d}", kind, zone, shift.starts_at)
        crew = [_person(len(people) + index, discipline, zone) for index, discipline in enumerate(_CREWS[kind])]
        people += crew
        units.append(unit)
        pairings.append(PlannedPairing(unit.id, shift.id, shift.starts_at, tuple(one.id for one in crew)))
    return ProgramPlan(
        name=f"Replay of {name}", demo=demo, time_zone=time_zone, extent=_extent(rows).grown(1.1), starts_at=start,
        rate=speed, zones=tuple(zones), providers=(), places=(), responders=tuple(people), shifts=(shift,),
        units=tuple(units), pairings=tuple(pairings),
    )  # fmt: skip


def posts_of(plan: ProgramPlan) -> dict[str, Point]:
    """Where each unit stands at first: around the middle of its zone."""
    middles = {zone.id: box_around(zone.ring).centre for zone in plan.zones}
    step = (plan.extent.north - plan.extent.south) / 60
    posts = {}
    for number, unit in enumerate(plan.units):
        middle = middles[unit.zone_id] if unit.zone_id else plan.extent.centre
        posts[unit.call_sign] = Point(middle.lat + step * (number % 3 - 1), middle.lon + step * (number // 4 - 1))
    return posts


def _person(number: int, discipline: Discipline, zone: ZoneId) -> PlannedResponder:
    name = f"{_GIVEN[number % len(_GIVEN)]} {_FAMILY[number * 5 % len(_FAMILY)]}"
    licence = {Discipline.CLINICIAN: "LCSW", Discipline.MEDIC: "EMT-P"}.get(discipline)
    held = (Held("CIT-40h"),) if discipline is Discipline.OFFICER else (Held("youth"),)
    return PlannedResponder(ResponderId(new_uuid()), name, discipline, licence, zone, held)


def _extent(rows: Sequence[CallRow]) -> Box:
    return box_around(row.point for row in rows if row.point is not None)


def _zones(rows: Sequence[CallRow]) -> list[ZoneSnapshot]:
    """The file's own zones as hulls of their calls when they are few; else the extent in four."""
    points: dict[str, list[Point]] = defaultdict(list)
    for row in rows:
        if row.zone and row.point is not None:
            points[row.zone].append(row.point)
    hulls = {name: hull(places) for name, places in sorted(points.items())}
    if 2 <= len(hulls) <= MOST_ZONES and all(len(ring) > 2 for ring in hulls.values()):
        return [ZoneSnapshot(ZoneId(new_uuid()), 1, name, tuple(ring)) for name, ring in hulls.items()]
    return _quarters(_extent(rows).grown(1.05))


def _quarters(box: Box) -> list[ZoneSnapshot]:
    middle = box.centre
    parts = {
        "Northwest": Box(middle.lat, box.west, box.north, middle.lon),
        "Northeast": Box(middle.lat, middle.lon, box.north, box.east),
        "Southwest": Box(box.south, box.west, middle.lat, middle.lon),
        "Southeast": Box(box.south, middle.lon, middle.lat, box.east),
    }
    return [
        ZoneSnapshot(
            ZoneId(new_uuid()), 1, name,
            (Point(b.south, b.west), Point(b.south, b.east), Point(b.north, b.east), Point(b.north, b.west)),
        )
        for name, b in parts.items()
    ]  # fmt: skip


def hull(points: Sequence[Point]) -> list[Point]:
    """The convex hull, counter-clockwise (Andrew's monotone chain)."""
    ordered = sorted({(point.lon, point.lat) for point in points})
    if len(ordered) < 3:
        return [Point(lat, lon) for lon, lat in ordered]
    lower, upper = _half(ordered), _half(ordered[::-1])
    return [Point(lat, lon) for lon, lat in lower[:-1] + upper[:-1]]


def _half(ordered: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for x, y in ordered:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], (x, y)) <= 0:
            kept.pop()
        kept.append((x, y))
    return kept


def _turn(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
