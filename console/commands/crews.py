"""Who rides together tonight: crew a unit, split it in mid-shift and give each member back what they had."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from console.commands.ground import active_assignments, found, program_zone, say, unit_of
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import PairingId, PairingMemberId, ResponderId, ShiftId, UnitId, new_uuid
from console.domain.roles import Permission
from console.domain.units import Presence
from console.errors import EditConflict, RuleBroken
from console.models.logs import TimelineRow
from console.models.people import Pairing, PairingMember, Responder, Shift
from console.models.units import Unit


async def crew_unit(
    uow: UnitOfWork,
    unit_id: UnitId,
    seen: PairingId | None,
    responder_ids: Sequence[ResponderId],
    shift_id: ShiftId | None = None,
    apart: Mapping[ResponderId, Presence] | None = None,
) -> PairingId:
    """Let these responders ride in the unit from now on; the pairing that the operator saw, if any, ends.

    A responder who rides elsewhere leaves that unit, which keeps the rest of its crew and may become degraded;
    where they came from is remembered, for the split. Those `apart`, shared or by telephone, stay with their other
    teams.

    Raises:
        EditConflict: another crew rides in the unit than the operator saw.
        RuleBroken: nobody is named, a unit that somebody would leave is on a call.
    """
    uow.require(Permission.CREW_UNIT)
    unit = await unit_of(uow, unit_id)
    if not responder_ids:
        raise RuleBroken(f"Name at least one responder to ride in {unit.call_sign}.")
    former = await running_pairing(uow, unit_id)
    await expect_crew(uow, unit, former, seen)
    chosen = shift_id or await _shift_now(uow, unit)
    staying = {member.responder_id: member for member in await members_of(uow, former)} if former else {}
    if not set(staying) <= set(responder_ids) and await active_assignments(uow, unit_id=unit_id):
        raise RuleBroken(f"{unit.call_sign} is on a call. Clear it before somebody leaves the team.")
    origin: dict[ResponderId, UnitId | None] = {}
    for responder_id in dict.fromkeys(responder_ids):
        kept = staying.get(responder_id)
        origin[responder_id] = UnitId(kept.came_from_unit_id) if kept and kept.came_from_unit_id else None
        if kept is None:
            present = (apart or {}).get(responder_id, Presence.ABOARD)
            origin[responder_id] = await _leave_present_units(uow, responder_id, present)
    if former:
        await _end(uow, former)
        await uow.session.flush()
    names = [(await found(uow, Responder, one, "responder")).name for one in origin]
    pairing_id = await _begin(uow, unit, chosen, origin, apart)
    say(uow, "crewed", f"{unit.call_sign} crewed by {', '.join(names)}", unit_id=unit_id)
    return pairing_id


async def split_team(uow: UnitOfWork, unit_id: UnitId, seen: PairingId | None) -> None:
    """End the unit's pairing; each member goes back to the unit they came from, if they came from one.

    Raises:
        EditConflict: another crew rides in the unit than the operator saw.
        RuleBroken: the unit is on a call, or has no crew.
    """
    uow.require(Permission.CREW_UNIT)
    unit = await unit_of(uow, unit_id)
    pairing = await running_pairing(uow, unit_id)
    await expect_crew(uow, unit, pairing, seen)
    if pairing is None:
        raise RuleBroken(f"{unit.call_sign} has no crew to split.")
    if await active_assignments(uow, unit_id=unit_id):
        raise RuleBroken(f"{unit.call_sign} is on a call. Clear it before you split the team.")
    members = await members_of(uow, pairing)
    await _end(uow, pairing)
    await uow.session.flush()
    for member in members:
        person = await found(uow, Responder, member.responder_id, "responder")
        if member.came_from_unit_id is None:
            say(uow, "split", f"{person.name} left {unit.call_sign}", unit_id=unit_id)
            continue
        home = await unit_of(uow, UnitId(member.came_from_unit_id))
        await _join(uow, home, ResponderId(member.responder_id), ShiftId(pairing.shift_id))
        say(uow, "split", f"{person.name} back from {unit.call_sign} to {home.call_sign}", unit_id=home.id)


async def expect_crew(uow: UnitOfWork, unit: Unit, now: Pairing | None, seen: PairingId | None) -> None:
    """Refuse when the operator saw another crew in the unit.

    Raises:
        EditConflict: with who changed the crew, and when.
    """
    if (now.id if now else None) == seen:
        return
    kinds = ("crewed", "split")
    wanted = select(TimelineRow).where(TimelineRow.unit_id == unit.id, TimelineRow.kind.in_(kinds))
    last = (await uow.session.execute(wanted.order_by(TimelineRow.at.desc(), TimelineRow.id.desc()).limit(1))).scalar()
    what = f"The crew of {unit.call_sign} was changed on another desk"
    if last is not None:
        when = last.at.astimezone(await program_zone(uow))
        what = f"{last.who} changed the crew of {unit.call_sign} at {when:%H:%M:%S} ({last.text})"
    raise EditConflict(f"{what}. Nothing of yours was saved; look again, then repeat it.")


async def running_pairing(uow: UnitOfWork, unit_id: UnitId) -> Pairing | None:
    """The pairing that crews the unit now."""
    wanted = select(Pairing).where(Pairing.unit_id == unit_id, Pairing.ended_at.is_(None))
    return (await uow.session.execute(wanted)).scalar()


async def members_of(uow: UnitOfWork, pairing: Pairing) -> list[PairingMember]:
    """Those who ride in a pairing now."""
    wanted = select(PairingMember).where(PairingMember.pairing_id == pairing.id, PairingMember.left_at.is_(None))
    return list((await uow.session.execute(wanted.order_by(PairingMember.joined_at))).scalars())


async def _leave_present_units(uow: UnitOfWork, responder_id: ResponderId, presence: Presence) -> UnitId | None:
    """Leave every unit but those where they are shared, or by telephone, as they are to be here; tells one left."""
    wanted = select(PairingMember).where(
        PairingMember.responder_id == responder_id, PairingMember.left_at.is_(None)
    )
    left: UnitId | None = None
    for member in (await uow.session.execute(wanted.order_by(PairingMember.joined_at))).scalars().all():
        if presence is not Presence.ABOARD and member.presence == presence.value:
            continue
        left = UnitId(member.unit_id)
        unit = await unit_of(uow, left)
        if await active_assignments(uow, unit_id=left):
            person = await found(uow, Responder, responder_id, "responder")
            raise RuleBroken(f"{person.name} rides in {unit.call_sign}, which is on a call. Clear it first.")
        member.left_at = uow.now
        say(uow, "split", f"{unit.call_sign} lost a member to another unit", unit_id=unit.id)
    return left


async def _end(uow: UnitOfWork, pairing: Pairing) -> None:
    for member in await members_of(uow, pairing):
        member.left_at = uow.now
    pairing.ended_at = uow.now


async def _begin(
    uow: UnitOfWork, unit: Unit, shift_id: ShiftId, origin: dict[ResponderId, UnitId | None],
    apart: Mapping[ResponderId, Presence] | None = None,
) -> PairingId:  # fmt: skip
    pairing_id = PairingId(new_uuid())
    uow.session.add(Pairing(id=pairing_id, shift_id=shift_id, unit_id=unit.id, started_at=uow.now))
    await uow.session.flush()
    for order, (responder_id, came_from) in enumerate(origin.items()):
        uow.session.add(
            PairingMember(
                id=PairingMemberId(new_uuid()), pairing_id=pairing_id, unit_id=unit.id, responder_id=responder_id,
                joined_at=uow.now + timedelta(microseconds=order), came_from_unit_id=came_from,
                presence=(apart or {}).get(responder_id, Presence.ABOARD).value,
            )
        )  # fmt: skip
    return pairing_id


async def _join(uow: UnitOfWork, unit: Unit, responder_id: ResponderId, shift_id: ShiftId) -> None:
    pairing = await running_pairing(uow, UnitId(unit.id))
    came_from = await _origin_there(uow, UnitId(unit.id), responder_id)
    if pairing is None:
        await _begin(uow, unit, shift_id, {responder_id: came_from})
        return
    uow.session.add(
        PairingMember(
            id=PairingMemberId(new_uuid()), pairing_id=pairing.id, unit_id=unit.id, responder_id=responder_id,
            joined_at=uow.now, came_from_unit_id=came_from,
        )
    )  # fmt: skip


async def _origin_there(uow: UnitOfWork, unit_id: UnitId, responder_id: ResponderId) -> UnitId | None:
    """Where somebody who rode in the unit before had come from: a team may be split through several units."""
    wanted = (
        select(PairingMember.came_from_unit_id)
        .where(PairingMember.unit_id == unit_id, PairingMember.responder_id == responder_id)
        .order_by(PairingMember.joined_at.desc())
        .limit(1)
    )
    origin = (await uow.session.execute(wanted)).scalar()
    return UnitId(origin) if origin is not None else None


async def _shift_now(uow: UnitOfWork, unit: Unit) -> ShiftId:
    wanted = select(Shift).where(Shift.starts_at <= uow.now, Shift.ends_at > uow.now).order_by(Shift.ends_at.desc())
    running = (await uow.session.execute(wanted)).scalars().all()
    if running:
        # The unit's own zone first, then a shift of the whole area; of several the one that ends last.
        order = {unit.zone_id: 0, None: 1}
        return ShiftId(min(running, key=lambda one: order.get(one.zone_id, 2)).id)
    # No shift is planned for this hour: tonight's work is still dated, so a shift of twelve hours is opened for it.
    shift = Shift(
        id=ShiftId(new_uuid()), name="Unplanned", zone_id=None, starts_at=uow.now,
        ends_at=uow.now + timedelta(hours=12),
    )  # fmt: skip
    uow.session.add(shift)
    await uow.session.flush()
    return ShiftId(shift.id)
