"""A unit's duty: log on and off, availability, check-ins, emergencies."""

from sqlalchemy import select

from console.commands.ground import present_call, program_zone, reason_given, say, unit_of
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import EmergencyId, UnitId, new_uuid
from console.domain.roles import Permission
from console.domain.units import Availability
from console.errors import EditConflict, RuleBroken
from console.models.calls import Call
from console.models.units import Emergency, Unit


async def log_on(uow: UnitOfWork, unit_id: UnitId) -> None:
    """Put a unit on duty, available."""
    uow.require(Permission.UNIT_DUTY)
    unit = await unit_of(uow, unit_id)
    if unit.availability != Availability.OFF_DUTY.value:
        raise RuleBroken(f"{unit.call_sign} is on duty already.")
    unit.on_duty_since = uow.now
    _become(uow, unit, Availability.AVAILABLE, None)
    say(uow, "log_on", f"{unit.call_sign} logged on", unit_id=unit_id)


async def log_off(uow: UnitOfWork, unit_id: UnitId) -> None:
    """Take a unit off duty.

    Raises:
        RuleBroken: it is still on a call; the sentence names it.
    """
    uow.require(Permission.UNIT_DUTY)
    unit = await unit_of(uow, unit_id)
    await _refuse_while_on_call(uow, unit, "log off")
    if unit.availability == Availability.OFF_DUTY.value:
        raise RuleBroken(f"{unit.call_sign} is off duty already.")
    unit.on_duty_since = None
    _become(uow, unit, Availability.OFF_DUTY, None)
    say(uow, "log_off", f"{unit.call_sign} logged off", unit_id=unit_id)


async def set_availability(
    uow: UnitOfWork, unit_id: UnitId, availability: Availability, note: str | None = None
) -> None:
    """Say that a unit on duty can or cannot be sent."""
    uow.require(Permission.UNIT_DUTY)
    unit = await unit_of(uow, unit_id)
    if unit.availability == Availability.OFF_DUTY.value or availability is Availability.OFF_DUTY:
        raise RuleBroken(f"{unit.call_sign}: use log on and log off for duty.")
    if availability is not Availability.AVAILABLE:
        await _refuse_while_on_call(uow, unit, f"go to {availability.word.lower()}")
    if unit.availability == availability.value and unit.availability_note == note:
        return
    _become(uow, unit, availability, note)
    said = f"{unit.call_sign} {availability.word.lower()}" + (f": {note}" if note else "")
    say(uow, "availability", said, unit_id=unit_id)


async def check_in(uow: UnitOfWork, unit_id: UnitId) -> None:
    """Note that a unit was heard and is safe; only this unit's timer starts anew."""
    uow.require(Permission.DISPATCH)
    unit = await unit_of(uow, unit_id)
    unit.checked_in_at = uow.now
    call_id = await present_call(uow, unit_id)
    say(uow, "check_in", f"{unit.call_sign} checked in, safe", call_id=call_id, unit_id=unit_id)


async def raise_emergency(uow: UnitOfWork, unit_id: UnitId, note: str | None = None) -> None:
    """Record that a unit calls for help; a second press adds nothing while the first one stands."""
    uow.require(Permission.DISPATCH)
    unit = await unit_of(uow, unit_id)
    if await _standing(uow, unit_id) is not None:
        return
    uow.session.add(
        Emergency(id=EmergencyId(new_uuid()), unit_id=unit_id, raised_at=uow.now, raised_by=uow.actor.name, note=None)
    )
    more = f": {note.strip()}" if note and note.strip() else ""
    call_id = await present_call(uow, unit_id)
    say(uow, "emergency", f"EMERGENCY {unit.call_sign}{more}", call_id=call_id, unit_id=unit_id)


async def clear_emergency(uow: UnitOfWork, unit_id: UnitId, emergency_id: EmergencyId, note: str) -> None:
    """End the emergency that the operator saw with a note; a later one of the unit stands.

    Raises:
        RuleBroken: no note is given, or none stands.
        EditConflict: the unit called for help again since.
    """
    uow.require(Permission.CLEAR_EMERGENCY)
    how = reason_given(note, "Clearing an emergency")
    unit = await unit_of(uow, unit_id)
    emergency = await _standing(uow, unit_id)
    if emergency is None:
        raise RuleBroken(f"{unit.call_sign} has no emergency.")
    if emergency.id != emergency_id:
        when = emergency.raised_at.astimezone(await program_zone(uow))
        raise EditConflict(
            f"{unit.call_sign} called for help again: {emergency.raised_by} recorded it at {when:%H:%M:%S}. "
            "The emergency that you saw was cleared before; this one stands."
        )
    emergency.cleared_at, emergency.cleared_by, emergency.note = uow.now, uow.actor.name, how
    call_id = await present_call(uow, unit_id)
    say(uow, "emergency", f"Emergency of {unit.call_sign} cleared: {how}", call_id=call_id, unit_id=unit_id)


async def _standing(uow: UnitOfWork, unit_id: UnitId) -> Emergency | None:
    wanted = select(Emergency).where(Emergency.unit_id == unit_id, Emergency.cleared_at.is_(None))
    return (await uow.session.execute(wanted)).scalar()


async def _refuse_while_on_call(uow: UnitOfWork, unit: Unit, act: str) -> None:
    call_id = await present_call(uow, unit.id)
    if call_id is not None:
        call = await uow.session.get(Call, call_id)
        where = call.number if call else "a call"
        raise RuleBroken(f"{unit.call_sign} is on {where}; clear it there before you {act}.")


def _become(uow: UnitOfWork, unit: Unit, availability: Availability, note: str | None) -> None:
    unit.availability, unit.availability_since = availability.value, uow.now
    unit.availability_note = (note or "").strip() or None
