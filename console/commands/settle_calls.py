"""A call is lowered, noted, cleared, cancelled, reopened, merged, split or linked."""

from sqlalchemy import func, select

from console.commands.ground import active_assignments, expect, found, open_call, reason_given, say
from console.commands.runs import end_run, move_run
from console.commands.take_calls import take_call
from console.db.unit_of_work import UnitOfWork
from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallDraft, Lifecycle, LinkKind, RiskFlag, level_floor
from console.domain.dispositions import MissedReason, disposition
from console.domain.ids import CallId, CallLinkId, new_uuid
from console.domain.natures import nature_of
from console.domain.roles import Permission
from console.domain.urgency import Urgency
from console.errors import BadInput, RuleBroken
from console.models.calls import Assignment, Call, CallLink


async def lower_level(uow: UnitOfWork, call_id: CallId, expected: int, to: Urgency, reason: str) -> None:
    """Lower the level, with a reason, never below what the standing flags demand."""
    uow.require(Permission.LOWER_LEVEL)
    why = reason_given(reason, "Lowering a level")
    call = await open_call(uow, call_id)
    await expect(uow, call, call.version, expected, call.number)
    if to >= call.level:
        raise RuleBroken(f"{call.number} is level {call.level}; {to.value} is not lower.")
    floor = level_floor(RiskFlag(flag) for flag in call.flags)
    if to < floor:
        raise RuleBroken(f"The risk flags of {call.number} demand level {floor.value}. Withdraw them first.")
    say(uow, "level", f"Level {call.level} → {to.value}: {why}", call_id=call_id)
    call.level, call.level_since = int(to), uow.now


async def add_note(uow: UnitOfWork, call_id: CallId, text: str) -> None:
    """Add a note to the timeline; closed calls take notes too."""
    uow.require(Permission.WRITE_NOTE)
    if not text.strip():
        raise BadInput("The note is empty.")
    call = await found(uow, Call, call_id, "call")
    say(uow, "note", text.strip(), call_id=call.id)


async def clear_call(
    uow: UnitOfWork, call_id: CallId, expected: int, code: str, missed: MissedReason | None = None
) -> None:
    """Close the call with a disposition and release its units.

    Raises:
        EditConflict: the call is no longer as the operator saw it; it may have become worse.
        RuleBroken: no team went to an eligible call and no reason says why.
    """
    uow.require(Permission.CLEAR_CALL)
    call = await open_call(uow, call_id)
    await expect(uow, call, call.version, expected, call.number)
    how = disposition(code)
    owes_reason = nature_of(call.nature).eligible and how.code != "duplicate"
    if missed is None and owes_reason and not await _team_went(uow, call_id):
        raise RuleBroken(f"No team went to {call.number}. Say why: {', '.join(one.word for one in MissedReason)}.")
    for run in await active_assignments(uow, call_id=call_id):
        await end_run(uow, run, AssignmentStatus.CLEARED, keep_primary=True)
    call.lifecycle, call.disposition, call.closed_at = Lifecycle.CLEARED.value, how.code, uow.now
    call.missed_reason = missed.value if missed else None
    because = f"; no team went: {missed.word}" if missed else ""
    say(uow, "cleared", f"Cleared: {how.word} (APCO {how.apco}){because}", call_id=call_id)


async def _team_went(uow: UnitOfWork, call_id: CallId) -> bool:
    arrived = select(func.count()).where(Assignment.call_id == call_id, Assignment.on_scene_at.is_not(None))
    return bool((await uow.session.execute(arrived)).scalar())


async def cancel_call(uow: UnitOfWork, call_id: CallId, expected: int, reason: str) -> None:
    """Close the call as not needed, with a reason, and release its units."""
    uow.require(Permission.CLEAR_CALL)
    why = reason_given(reason, "Cancelling a call")
    call = await open_call(uow, call_id)
    await expect(uow, call, call.version, expected, call.number)
    for run in await active_assignments(uow, call_id=call_id):
        await end_run(uow, run, AssignmentStatus.CANCELLED, keep_primary=True)
    call.lifecycle, call.disposition, call.closed_at = Lifecycle.CANCELLED.value, "cancelled", uow.now
    say(uow, "cancelled", f"Cancelled: {why}", call_id=call_id)


async def reopen_call(uow: UnitOfWork, call_id: CallId, reason: str) -> None:
    """Open a closed call again; it waits from now on."""
    uow.require(Permission.CLEAR_CALL)
    why = reason_given(reason, "Reopening a call")
    call = await found(uow, Call, call_id, "call")
    if Lifecycle(call.lifecycle).is_open:
        raise RuleBroken(f"{call.number} is open.")
    call.lifecycle, call.disposition, call.missed_reason = Lifecycle.REOPENED.value, None, None
    call.closed_at, call.waiting_since, call.imported = None, uow.now, False
    say(uow, "reopened", f"Reopened: {why}", call_id=call_id)


async def merge_call(uow: UnitOfWork, call_id: CallId, into_id: CallId, expected: int | None) -> None:
    """Close a duplicate into another call; its units go on under that one, the higher level and all flags count."""
    uow.require(Permission.CLEAR_CALL)
    if call_id == into_id:
        raise RuleBroken("A call cannot be merged into itself.")
    call, into = await open_call(uow, call_id), await open_call(uow, into_id)
    await expect(uow, call, call.version, expected, call.number)
    already_there = {run.unit_id for run in await active_assignments(uow, call_id=into_id)}
    runs = await active_assignments(uow, call_id=call_id)
    if runs and not already_there:
        # Whoever was primary there has left: the team that answers for the duplicate answers for this call now.
        coming = {run.unit_id for run in runs}
        into.primary_unit_id = call.primary_unit_id if call.primary_unit_id in coming else None
    for run in runs:
        await move_run(uow, run, into, already_there)
    if call.level > into.level:
        say(uow, "level", f"Level {into.level} → {call.level}: merged with {call.number}", call_id=into_id)
        into.level, into.level_since = call.level, uow.now
    into.flags = list(dict.fromkeys([*into.flags, *call.flags]))
    into.needs = list(dict.fromkeys([*into.needs, *call.needs]))
    call.lifecycle, call.disposition, call.closed_at = Lifecycle.CLEARED.value, "duplicate", uow.now
    await _link(uow, call_id, into_id, LinkKind.MERGED)
    say(uow, "merged", f"Merged into {into.number}", call_id=call_id)
    say(uow, "merged", f"{call.number} merged into this call: {call.place}", call_id=into_id)


async def split_call(uow: UnitOfWork, call_id: CallId, draft: CallDraft) -> str:
    """Take a second need out of a call as a call of its own, and return its number."""
    uow.require(Permission.CLEAR_CALL)
    call = await open_call(uow, call_id)
    number = await take_call(uow, draft)
    await _link(uow, draft.id, call_id, LinkKind.SPLIT)
    say(uow, "split", f"{number} split off", call_id=call_id)
    say(uow, "split", f"Split off {call.number}", call_id=draft.id)
    return number


async def link_calls(uow: UnitOfWork, call_id: CallId, other_id: CallId) -> None:
    """Say that two calls belong together; each keeps its own course."""
    uow.require(Permission.CLEAR_CALL)
    if call_id == other_id:
        raise RuleBroken("A call cannot be linked to itself.")
    call, other = await found(uow, Call, call_id, "call"), await found(uow, Call, other_id, "call")
    known = select(CallLink.id).where(
        CallLink.kind == LinkKind.LINKED.value,
        CallLink.from_id.in_([call_id, other_id]),
        CallLink.to_id.in_([call_id, other_id]),
    )
    if (await uow.session.execute(known)).first():
        return
    await _link(uow, call_id, other_id, LinkKind.LINKED)
    say(uow, "linked", f"Linked with {other.number}", call_id=call_id)
    say(uow, "linked", f"Linked with {call.number}", call_id=other_id)


async def _link(uow: UnitOfWork, from_id: CallId, to_id: CallId, kind: LinkKind) -> None:
    known = select(CallLink.id).where(
        CallLink.from_id == from_id, CallLink.to_id == to_id, CallLink.kind == kind.value
    )
    if (await uow.session.execute(known)).first():
        return  # merged, reopened and merged again
    uow.session.add(CallLink(id=CallLinkId(new_uuid()), from_id=from_id, to_id=to_id, kind=kind.value))
