"""A forecast is made of eligible calls: when they came in, and how long teams were on them."""

from datetime import timedelta

from make import Program
from sqlalchemy import update

from console.commands.dispatch import report_status
from console.commands.places import add_zones
from console.domain.assignments import AssignmentStatus
from console.domain.ids import CallId, ZoneId, new_uuid
from console.models.calls import Assignment, Call
from console.queries.calls import calls_by_ids
from console.queries.demand import USUAL_MINUTES, Demand, demand
from console.snapshots.places import ZoneSnapshot


def asked(program: Program, call: CallId, **more: object) -> Demand:
    now = program.ask(calls_by_ids, [call])[0].received_at + timedelta(hours=1)
    found: Demand = program.ask(demand, now, **more)
    return found


def test_calls_and_runs_are_read(program: Program) -> None:
    call, unit = program.call(), program.unit()
    overdose = program.call(nature="overdose")
    assert asked(program, call).minutes_per_call == USUAL_MINUTES, "until there are runs"
    program.send(call, unit)
    program.run(report_status, unit, AssignmentStatus.CLEARED)
    begun = program.seen(call).received_at
    program.alter(update(Assignment).values(dispatched_at=begun, ended_at=begun + timedelta(minutes=42)))
    told = asked(program, call)
    assert len(told.received) == 1 and program.seen(overdose).received_at not in told.received
    assert told.minutes == (42.0,) and told.time_zone == "America/New_York"
    assert told.since == program.seen(call).received_at, "the program is younger than half a year"


def test_what_is_imported_old_or_double_is_left_out(program: Program) -> None:
    kept, imported, old, double = (program.call(place=f"{one} Water St") for one in range(1, 5))
    back = program.seen(kept).received_at - timedelta(weeks=30)
    program.alter(update(Call).where(Call.id == imported).values(imported=True))
    program.alter(update(Call).where(Call.id == old).values(received_at=back))
    program.alter(update(Call).where(Call.id == double).values(disposition="duplicate"))
    told = asked(program, kept)
    assert len(told.received) == 1 and told.until - told.since == timedelta(weeks=26)
    assert len(asked(program, kept, imported=True).received) == 2
    assert len(asked(program, kept, weeks=40).received) == 2


def test_each_zone_has_its_calls_counted(program: Program) -> None:
    north, south = ZoneId(new_uuid()), ZoneId(new_uuid())
    made = [program.call(place=f"{one} Water St") for one in range(1, 5)]
    program.run(add_zones, [ZoneSnapshot(key, 1, name, ()) for key, name in ((north, "North"), (south, "South"))])
    for key, zone in zip(made, (north, north, south, None), strict=True):
        program.alter(update(Call).where(Call.id == key).values(zone_id=zone))
    assert asked(program, made[-1]).by_zone == {north: 2, south: 1}
    program.alter(update(Call).where(Call.id == made[0]).values(imported=True))
    assert asked(program, made[-1]).by_zone == {north: 1, south: 1}, "only of what is counted"
