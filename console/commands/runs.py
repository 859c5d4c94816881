"""One unit's run on one call: begin, report, end, move; shared by dispatching and by settling calls."""

from datetime import datetime
from uuid import UUID

from console.commands.ground import active_assignments, found, say, unit_of
from console.db.unit_of_work import UnitOfWork
from console.domain.assignments import AssignmentStatus
from console.domain.calls import Lifecycle
from console.domain.ids import AssignmentId, UnitId, new_uuid
from console.models.calls import Assignment, Call

_TIME_OF = {
    AssignmentStatus.DISPATCHED: "dispatched_at",
    AssignmentStatus.ACKNOWLEDGED: "acknowledged_at",
    AssignmentStatus.EN_ROUTE: "en_route_at",
    AssignmentStatus.STAGING: "staging_at",
    AssignmentStatus.ON_SCENE: "on_scene_at",
    AssignmentStatus.TRANSPORTING: "transporting_at",
    AssignmentStatus.AT_FACILITY: "at_facility_at",
}


def begin_run(uow: UnitOfWork, call: Call, unit_id: UUID, took_from_id: UUID | None = None) -> Assignment:
    """Put the unit on the call; the first unit becomes the primary one."""
    run = Assignment(
        id=AssignmentId(new_uuid()), call_id=call.id, unit_id=unit_id, status=AssignmentStatus.DISPATCHED.value,
        since=uow.now, dispatched_at=uow.now, took_from_id=took_from_id,
    )  # fmt: skip
    uow.session.add(run)
    if call.primary_unit_id is None:
        call.primary_unit_id = unit_id
    return run


def stamp(run: Assignment, status: AssignmentStatus, at: datetime) -> None:
    """Set the status and its first time; a step back keeps the time that was reported first."""
    run.status, run.since = status.value, at
    name = _TIME_OF.get(status)
    if name is not None and getattr(run, name) is None:
        setattr(run, name, at)
    if not status.is_active:
        run.ended_at = at


async def end_run(
    uow: UnitOfWork, run: Assignment, status: AssignmentStatus, *, keep_primary: bool = False
) -> None:
    """End the run; when others stay, one of them becomes primary, when none stays the call waits anew.

    With `keep_primary` the call is being closed: its primary unit stays on record.
    """
    unit, call = await unit_of(uow, UnitId(run.unit_id)), await found(uow, Call, run.call_id, "call")
    stamp(run, status, uow.now)
    if all(one.id == run.id for one in await active_assignments(uow, unit_id=run.unit_id)):
        unit.availability_since = uow.now  # it has been available, or away, only since it came off its last call
    say(uow, status.value, f"{unit.call_sign} {status.word.lower()}", call_id=run.call_id, unit_id=run.unit_id)
    if keep_primary:
        return
    left = [one for one in await active_assignments(uow, call_id=call.id) if one.id != run.id]
    if not left and Lifecycle(call.lifecycle).is_open:
        call.waiting_since = uow.now
    if left and call.primary_unit_id == run.unit_id:
        call.primary_unit_id = left[0].unit_id


async def move_run(uow: UnitOfWork, run: Assignment, into: Call, already_there: set[UUID]) -> None:
    """Carry a run over to another call with its status and times; a unit that is on both ends here."""
    status, since = run.status, run.since
    stamp(run, AssignmentStatus.CANCELLED, uow.now)
    if run.unit_id in already_there:
        return
    kept = begin_run(uow, into, run.unit_id)
    kept.status, kept.since, kept.radio_recorded_by = status, since, run.radio_recorded_by
    for name in _TIME_OF.values():
        setattr(kept, name, getattr(run, name))


def furthest_reported(run: Assignment) -> AssignmentStatus:
    """The last status that a run had while it was active, read from its times; of two in one moment the further one."""
    known = [(at, rank, status) for rank, (status, name) in enumerate(_TIME_OF.items()) if (at := getattr(run, name))]
    return max(known)[2]
