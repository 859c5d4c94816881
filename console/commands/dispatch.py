"""Units are sent to a call, report their statuses, and a dispatch can be taken back for ten seconds."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from console.commands.fitness import speaks_against
from console.commands.ground import active_assignments, found, open_call, reason_given, say, unit_of
from console.commands.runs import begin_run, end_run, furthest_reported, stamp
from console.db.unit_of_work import UnitOfWork
from console.domain.assignments import AssignmentStatus, by_progress, may_follow
from console.domain.ids import AssignmentId, CallId, UnitId
from console.domain.roles import Permission
from console.domain.units import Availability
from console.errors import RuleBroken
from console.models.calls import Assignment, Call
from console.models.units import Unit

UNDO_SECONDS = 10.0  # real seconds: the operator's reaction does not speed up with a training clock


class Taking(StrEnum):
    """What to do with a unit that is on another call."""

    ASK = "ask"
    DIVERT = "divert"
    STACK = "stack"


class DoubleAssignment(RuleBroken):
    """The unit is on another call; the wish can be repeated with DIVERT or STACK."""


async def dispatch_units(
    uow: UnitOfWork,
    call_id: CallId,
    unit_ids: Sequence[UnitId],
    taking: Taking = Taking.ASK,
    override: str | None = None,
) -> list[AssignmentId]:
    """Send units to a call, all or none; a unit already on it is left as it is.

    Raises:
        DoubleAssignment: a unit is on another call and `taking` is ASK.
        RuleBroken: a unit is off duty or unavailable, or it would not be recommended and no reason is given.
        NotPermitted: it would not be recommended, or a reason is given, by somebody who may not override.
    """
    uow.require(Permission.DISPATCH)
    call = await open_call(uow, call_id)
    on_it = {run.unit_id for run in await active_assignments(uow, call_id=call_id)}
    units = [await unit_of(uow, unit_id) for unit_id in dict.fromkeys(unit_ids) if unit_id not in on_it]
    for unit in units:
        _check_available(unit)
    why = await _override_checked(uow, call, units, on_it, override)
    made: list[AssignmentId] = []
    for unit in units:
        taken = await _taken_from(uow, unit, taking)
        if not on_it and not made:
            call.primary_unit_id = None  # whoever was primary has left; the first of the new ones is
        run = begin_run(uow, call, unit.id, taken.id if taken else None)
        made.append(AssignmentId(run.id))
        say(uow, "dispatched", f"{unit.call_sign} dispatched{why}", call_id=call_id, unit_id=unit.id)
    return made


def _check_available(unit: Unit) -> None:
    availability = Availability(unit.availability)
    if availability is Availability.OFF_DUTY:
        raise RuleBroken(f"{unit.call_sign} is off duty. Log it on first.")
    if availability is not Availability.AVAILABLE:
        note = f" ({unit.availability_note})" if unit.availability_note else ""
        raise RuleBroken(f"{unit.call_sign} is not available: {availability.word.lower()}{note}.")


async def _override_checked(
    uow: UnitOfWork, call: Call, units: Sequence[Unit], on_it: Collection[UUID], override: str | None
) -> str:
    """What the timeline says of an override, empty when none is needed or claimed."""
    against = await speaks_against(uow, call, units, on_it)
    if not against and not (override or "").strip():
        return ""
    uow.require(Permission.OVERRIDE)
    told = ". ".join(f"{unit.call_sign}: {against[unit.id]}" for unit in units if unit.id in against)
    return f"; against the recommendation: {reason_given(override, f'{told}. Sending it')}"


async def _taken_from(uow: UnitOfWork, unit: Unit, taking: Taking) -> Assignment | None:
    runs = await active_assignments(uow, unit_id=unit.id)
    if not runs or taking is Taking.STACK:
        return None
    run = by_progress(runs)[0]
    call = await found(uow, Call, run.call_id, "call")
    if taking is Taking.ASK:
        status = AssignmentStatus(run.status).word.lower()
        raise DoubleAssignment(f"{unit.call_sign} is {status} on {call.number} (level {call.level}).")
    for one in runs:
        await end_run(uow, one, AssignmentStatus.CANCELLED)
    return run


async def report_status(
    uow: UnitOfWork,
    unit_id: UnitId,
    status: AssignmentStatus,
    call_id: CallId | None = None,
    *,
    by_radio: bool = False,
) -> None:
    """Set a unit's status on a call; without a call, on the one it is on now, or on the next that it can be said of.

    Raises:
        RuleBroken: the unit is on no call, or the status cannot follow the one it has.
    """
    uow.require(Permission.DISPATCH)
    unit = await unit_of(uow, unit_id)
    runs = [run for run in await active_assignments(uow, unit_id=unit_id) if call_id in (None, run.call_id)]
    if not runs:
        raise RuleBroken(f"{unit.call_sign} is on no call, so it cannot be {status.word.lower()}.")
    runs = by_progress(runs)
    if status is AssignmentStatus(runs[0].status):
        return
    # A team on scene that is heard en route means the call that waits for it, not the one it is at.
    run = next((one for one in runs if may_follow(AssignmentStatus(one.status), status)), runs[0])
    now = AssignmentStatus(run.status)
    if not may_follow(now, status):
        raise RuleBroken(f"{unit.call_sign} is {now.word.lower()}; it cannot become {status.word.lower()}.")
    if not status.is_active:
        await end_run(uow, run, status)
        return
    stamp(run, status, uow.now)
    if run.acknowledged_at is None:
        run.acknowledged_at = uow.now  # whoever reports from the road has the call
    if by_radio and status is AssignmentStatus.ACKNOWLEDGED:
        run.radio_recorded_by = uow.actor.name
    heard = " (by radio)" if by_radio else ""
    say(uow, status.value, f"{unit.call_sign} {status.word.lower()}{heard}", call_id=run.call_id, unit_id=unit_id)


async def undo_dispatch(uow: UnitOfWork, assignment_id: AssignmentId) -> None:
    """Take a dispatch back within ten seconds and before it is acknowledged; a diverted unit returns to its call.

    Raises:
        RuleBroken: it is too late.
    """
    uow.require(Permission.DISPATCH)
    run = await found(uow, Assignment, assignment_id, "dispatch")
    unit, call = await unit_of(uow, UnitId(run.unit_id)), await found(uow, Call, run.call_id, "call")
    if run.status != AssignmentStatus.DISPATCHED.value:
        raise RuleBroken(f"{unit.call_sign} has answered already; the dispatch cannot be undone. Clear it instead.")
    late = uow.clock.real_seconds(uow.now - run.dispatched_at) if uow.clock.rate else 0.0
    if late > UNDO_SECONDS + 1:  # a second for the way of the wish
        raise RuleBroken("A dispatch can be undone for 10 seconds. Clear the unit instead.")
    waiting_since = call.waiting_since
    await end_run(uow, run, AssignmentStatus.CANCELLED)
    call.waiting_since = waiting_since  # as if it had never been sent: the call's wait goes on
    if not await active_assignments(uow, call_id=call.id):
        call.primary_unit_id = None
    say(uow, "undone", f"Dispatch of {unit.call_sign} undone", call_id=call.id, unit_id=unit.id)
    if run.took_from_id is not None:
        for former in await _taken_for(uow, run):
            await _give_back(uow, former, unit)


async def _taken_for(uow: UnitOfWork, run: Assignment) -> list[Assignment]:
    """The runs that the dispatch ended: of a unit with several calls, all in one moment."""
    wanted = select(Assignment).where(
        Assignment.unit_id == run.unit_id,
        Assignment.id != run.id,
        Assignment.ended_at == run.dispatched_at,
        Assignment.status == AssignmentStatus.CANCELLED.value,
    )
    return list((await uow.session.execute(wanted.order_by(Assignment.dispatched_at, Assignment.id))).scalars())


async def _give_back(uow: UnitOfWork, former: Assignment, unit: Unit) -> None:
    call = await found(uow, Call, former.call_id, "call")
    on_it = await active_assignments(uow, call_id=call.id)
    if call.lifecycle not in ("open", "reopened") or unit.id in {run.unit_id for run in on_it}:
        return
    former.ended_at = None
    former.status = furthest_reported(former).value
    former.since = uow.now
    if call.primary_unit_id is None:
        call.primary_unit_id = unit.id
    say(uow, "returned", f"{unit.call_sign} back on this call", call_id=call.id, unit_id=unit.id)


async def make_primary(uow: UnitOfWork, call_id: CallId, unit_id: UnitId) -> None:
    """Make a unit that is on the call its primary one."""
    uow.require(Permission.DISPATCH)
    call, unit = await open_call(uow, call_id), await unit_of(uow, unit_id)
    if unit_id not in {run.unit_id for run in await active_assignments(uow, call_id=call_id)}:
        raise RuleBroken(f"{unit.call_sign} is not on {call.number}.")
    call.primary_unit_id = unit_id
    say(uow, "primary", f"{unit.call_sign} is primary", call_id=call_id, unit_id=unit_id)
