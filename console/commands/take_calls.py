"""A call comes in: it gets its number, its zone and its first line in the timeline."""

from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from console.commands.ground import expect, open_call, program_zone, say, unit_of
from console.db.bulk_rows import take_block
from console.db.unit_of_work import UnitOfWork
from console.domain.calls import CallDraft, CallSource, Lifecycle, RiskFlag, level_floor, phone_key, place_key
from console.domain.geography import Point, inside
from console.domain.ids import CallId, UnitId, ZoneId
from console.domain.natures import nature_of
from console.domain.roles import Permission
from console.domain.urgency import Urgency
from console.errors import BadInput, RuleBroken
from console.models.calls import Call, Caller
from console.models.places import Zone


class Keep(Enum):
    """Says that a value stays as it is, where None would take it away."""

    AS_IT_IS = "keep"


KEEP = Keep.AS_IT_IS


async def take_call(uow: UnitOfWork, draft: CallDraft) -> str:
    """Create the call and return its number ("26-00042": year in the agency's time zone, running number).

    Raises:
        NotPermitted, BadInput: a place is missing. A level below what the flags demand is raised to it.
    """
    uow.require(Permission.TAKE_CALL)
    place = draft.place.strip()
    if not place:
        raise BadInput("Say where the call is: a place, a click on the map, or coordinates.")
    floor = level_floor(draft.flags)
    level = max(draft.level, floor)
    received = draft.received_at or uow.now
    number = await next_number(uow, received)
    uow.session.add(
        Call(
            id=draft.id, number=number, received_at=received, nature=draft.nature, source=draft.source.value,
            place=place, place_key=place_key(place),
            lat=draft.point.lat if draft.point else None, lon=draft.point.lon if draft.point else None,
            zone_id=await zone_at(uow, draft.point), level=int(level), level_since=received, waiting_since=received,
            flags=[flag.value for flag in draft.flags], language=draft.language, needs=list(draft.needs),
            lifecycle=Lifecycle.OPEN.value, due_at=draft.due_at,
        )
    )  # fmt: skip
    await uow.session.flush()
    if _kept(draft.caller_name) or _kept(draft.caller_phone):
        await _set_caller(uow, draft.id, draft.caller_name, draft.caller_phone)
    say(uow, "received", f"Call received, {draft.source.word}: {nature_of(draft.nature).name}", call_id=draft.id)
    if level > draft.level:
        say(uow, "level", f"Level {draft.level.value} → {level.value}: risk flags", call_id=draft.id)
    if draft.due_at is not None:
        say(uow, "due", await _visit_due(uow, draft.due_at), call_id=draft.id)
    if draft.note and draft.note.strip():
        say(uow, "note", draft.note.strip(), call_id=draft.id)
    return number


async def amend_call(
    uow: UnitOfWork,
    call_id: CallId,
    expected: int,
    *,
    place: str | None = None,
    point: Point | None = None,
    nature: str | None = None,
    source: CallSource | None = None,
    flags: tuple[RiskFlag, ...] | None = None,
    language: str | None = None,
    needs: tuple[str, ...] | None = None,
    caller_name: str | None = None,
    caller_phone: str | None = None,
    due_at: datetime | Keep | None = KEEP,
    level: Urgency | None = None,
    note: str | None = None,
) -> None:
    """Change what is given and keep the rest; `due_at` None says that it is no scheduled visit any more.

    A new flag may raise the level, taking one away never lowers it, and a level that is given can only raise it.

    Raises:
        EditConflict: the call is no longer as the operator saw it.
        RuleBroken: the level that is given is lower than the call's.
    """
    uow.require(Permission.TAKE_CALL)
    call = await open_call(uow, call_id)
    await expect(uow, call, call.version, expected, call.number)
    if level is not None and level < call.level:
        raise RuleBroken(f"{call.number} is level {call.level}: an edit does not lower it, that needs a reason.")
    await _amend_place(uow, call, place, point)
    if nature is not None and nature != call.nature:
        say(uow, "nature", f"Nature: {nature_of(call.nature).name} → {nature_of(nature).name}", call_id=call_id)
        call.nature = nature
    if source is not None:
        call.source = source.value
    if flags is not None:
        _set_flags(uow, call, flags)
    if level is not None:
        _raise(uow, call, level)
    call.language = language or None if language is not None else call.language  # empty: nobody knows it after all
    call.needs = list(needs) if needs is not None else call.needs
    if caller_name is not None or caller_phone is not None:
        await _set_caller(uow, call_id, caller_name, caller_phone)
        flag_modified(call, "waiting_since")  # the caller is a row of its own; the call's version says that it changed
    if due_at is not KEEP:
        await _amend_due(uow, call, due_at)
    if note and note.strip():
        say(uow, "note", note.strip(), call_id=call_id)


async def _amend_place(uow: UnitOfWork, call: Call, place: str | None, point: Point | None) -> None:
    if place is not None and place.strip() and place.strip() != call.place:
        say(uow, "place", f"Place changed from {call.place}", call_id=call.id)
        call.place, call.place_key = place.strip(), place_key(place)
        await _set_point(uow, call, point)
    elif point is not None and (point.lat, point.lon) != (call.lat, call.lon):
        say(uow, "place", "Place moved on the map", call_id=call.id)
        await _set_point(uow, call, point)


async def _amend_due(uow: UnitOfWork, call: Call, due_at: datetime | None) -> None:
    if due_at == call.due_at:
        return
    call.due_at = due_at
    if due_at is not None:
        say(uow, "due", await _visit_due(uow, due_at), call_id=call.id)
        return
    say(uow, "due", "No longer a scheduled visit", call_id=call.id)
    if call.reserved_unit_id is not None:
        say(uow, "reserved", "Reservation withdrawn", call_id=call.id, unit_id=call.reserved_unit_id)
        call.reserved_unit_id = None


async def _visit_due(uow: UnitOfWork, due_at: datetime) -> str:
    return f"Visit due {due_at.astimezone(await program_zone(uow)):%Y-%m-%d %H:%M}"


async def _set_caller(uow: UnitOfWork, call_id: CallId, name: str | None, phone: str | None) -> None:
    """Keep what is given; None leaves what is there."""
    with uow.session.no_autoflush:  # the call is written once, so that its version rises by one
        caller = await uow.session.get(Caller, call_id)
    if caller is None:
        caller = Caller(call_id=call_id)
        uow.session.add(caller)
    if name is not None:
        caller.name = _kept(name)
    if phone is not None:
        caller.phone, caller.phone_key = _kept(phone), phone_key(phone)


async def _set_point(uow: UnitOfWork, call: Call, point: Point | None) -> None:
    call.lat, call.lon = (point.lat, point.lon) if point else (None, None)
    call.zone_id = await zone_at(uow, point)


def _set_flags(uow: UnitOfWork, call: Call, flags: tuple[RiskFlag, ...]) -> None:
    before = {RiskFlag(flag) for flag in call.flags}
    added = [flag for flag in flags if flag not in before]
    gone = [flag for flag in before if flag not in flags]
    call.flags = [flag.value for flag in flags]
    if added:
        say(uow, "flags", f"Risk: {', '.join(flag.word for flag in added)}", call_id=call.id)
    if gone:
        say(uow, "flags", f"Risk withdrawn: {', '.join(flag.word for flag in gone)}", call_id=call.id)
    floor = level_floor(flags)
    if floor > call.level:
        say(uow, "level", f"Level {call.level} → {floor.value}: risk flags", call_id=call.id)
        call.level, call.level_since = int(floor), uow.now


async def raise_level(uow: UnitOfWork, call_id: CallId, to: Urgency) -> None:
    """Raise the level; raising to what it already is, or was raised to elsewhere meanwhile, changes nothing."""
    uow.require(Permission.RAISE_LEVEL)
    call = await open_call(uow, call_id)
    _raise(uow, call, to)


def _raise(uow: UnitOfWork, call: Call, to: Urgency) -> None:
    if to > call.level:
        say(uow, "level", f"Level {call.level} → {to.value}", call_id=call.id)
        call.level, call.level_since = int(to), uow.now


async def next_number(uow: UnitOfWork, received: datetime) -> str:
    """The next number of the call's year, given inside the transaction so that none is ever given twice."""
    year = received.astimezone(await program_zone(uow)).strftime("%y")
    return f"{year}-{await take_block(uow.session, f'call-{year}', 1):05d}"


async def zone_at(uow: UnitOfWork, point: Point | None) -> ZoneId | None:
    """The zone that holds the point."""
    if point is None:
        return None
    for key, ring in (await uow.session.execute(select(Zone.id, Zone.ring))).all():
        if len(ring) > 2 and inside(point, [Point(lat, lon) for lat, lon in ring]):
            return ZoneId(key)
    return None


def _kept(text: str | None) -> str | None:
    return (text or "").strip() or None


async def reserve_unit(uow: UnitOfWork, call_id: CallId, expected: int, unit_id: UnitId | None) -> None:
    """Keep a unit for a scheduled visit's due time, or let it go (None); it stays free for others until then.

    Raises:
        RuleBroken: the call has no due time.
    """
    uow.require(Permission.DISPATCH)
    call = await open_call(uow, call_id)
    await expect(uow, call, call.version, expected, call.number)
    if call.due_at is None:
        raise RuleBroken(f"{call.number} has no due time. Units are reserved for scheduled visits only.")
    unit = await unit_of(uow, unit_id) if unit_id is not None else None
    call.reserved_unit_id = unit.id if unit is not None else None
    due = call.due_at.astimezone(await program_zone(uow))
    said = f"{unit.call_sign} reserved for {due:%H:%M}" if unit is not None else "Reservation withdrawn"
    say(uow, "reserved", said, call_id=call_id, unit_id=unit_id)
