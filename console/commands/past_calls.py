"""Calls that were closed long ago are put on record at once, with who went: what a demo begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert

from console.commands.bulk import audit_bulk
from console.commands.take_calls import zone_at
from console.db.unit_of_work import UnitOfWork
from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallDraft, Lifecycle, phone_key, place_key
from console.domain.dispositions import disposition
from console.domain.ids import AssignmentId, UnitId, new_uuid
from console.domain.natures import nature_of
from console.domain.roles import Permission
from console.models.calls import Assignment, Call, Caller
from console.models.logs import TimelineRow


@dataclass(frozen=True, slots=True)
class PastCall:
    """A closed call; `draft.received_at` says when it came in."""

    number: str
    draft: CallDraft
    unit_id: UnitId
    call_sign: str
    dispatched_at: datetime
    on_scene_at: datetime
    closed_at: datetime
    disposition: str


async def add_past_calls(uow: UnitOfWork, calls: Sequence[PastCall]) -> None:
    """Write the calls with one unit's run each; one audit entry, no change log: nobody watches yet."""
    uow.require(Permission.EDIT_SETTINGS)
    if not calls:
        return
    await uow.session.flush()
    await uow.session.execute(insert(Call), [await _call(uow, one) for one in calls])
    callers = [_caller(one.draft) for one in calls if one.draft.caller_name or one.draft.caller_phone]
    if callers:
        await uow.session.execute(insert(Caller), callers)
    await uow.session.execute(insert(Assignment), [_run(one) for one in calls])
    await uow.session.execute(insert(TimelineRow), [line for one in calls for line in _lines(uow, one)])
    await audit_bulk(uow, "insert", "call", f"{len(calls)} closed calls", {"count": len(calls)})


async def _call(uow: UnitOfWork, one: PastCall) -> dict[str, object]:
    draft, received = one.draft, one.draft.received_at
    return {
        "id": draft.id, "version": 1, "number": one.number, "received_at": received, "nature": draft.nature,
        "source": draft.source.value, "place": draft.place, "place_key": place_key(draft.place),
        "lat": draft.point.lat if draft.point else None, "lon": draft.point.lon if draft.point else None,
        "zone_id": await zone_at(uow, draft.point), "level": int(draft.level), "level_since": received,
        "waiting_since": received, "flags": [flag.value for flag in draft.flags], "language": draft.language,
        "needs": list(draft.needs), "lifecycle": Lifecycle.CLEARED.value,
        "primary_unit_id": one.unit_id, "disposition": one.disposition, "closed_at": one.closed_at,
        "imported": False, "approximate": False,
    }  # fmt: skip


def _caller(draft: CallDraft) -> dict[str, object]:
    phone = draft.caller_phone
    return {"call_id": draft.id, "name": draft.caller_name, "phone": phone, "phone_key": phone_key(phone)}


def _run(one: PastCall) -> dict[str, object]:
    return {
        "id": AssignmentId(new_uuid()), "version": 1, "call_id": one.draft.id, "unit_id": one.unit_id,
        "status": AssignmentStatus.CLEARED.value, "since": one.closed_at, "dispatched_at": one.dispatched_at,
        "acknowledged_at": one.dispatched_at, "en_route_at": one.dispatched_at, "on_scene_at": one.on_scene_at,
        "ended_at": one.closed_at,
    }  # fmt: skip


def _lines(uow: UnitOfWork, one: PastCall) -> list[dict[str, object]]:
    how = disposition(one.disposition)
    came = f"Call received, {one.draft.source.word}: {nature_of(one.draft.nature).name}"
    told = (
        (one.draft.received_at, "received", came),
        (one.dispatched_at, "dispatched", f"{one.call_sign} dispatched"),
        (one.on_scene_at, "on_scene", f"{one.call_sign} on scene"),
        (one.closed_at, "cleared", f"Cleared: {how.word} (APCO {how.apco})"),
    )
    return [
        {
            "id": new_uuid(), "at": at, "kind": kind, "text": text, "who": uow.actor.name,
            "account_id": uow.actor.account_id, "desk_id": uow.actor.desk_id, "call_id": one.draft.id,
            "unit_id": None if kind in ("received", "cleared") else one.unit_id,
        }
        for at, kind, text in told
    ]  # fmt: skip
