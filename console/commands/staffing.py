"""The directory's people: names and qualifications, contracts, absences, wishes, who rides with whom."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import or_, select

from console.commands.ground import expect, found
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import AbsenceId, PartnerId, QualificationId, ResponderId, WishId, ZoneId, new_uuid
from console.domain.qualifications import Held
from console.domain.roles import Permission
from console.domain.rosters import Absence, Contract, PartnerKind, Wish
from console.errors import BadInput, RuleBroken
from console.models import rosters as rows
from console.models.people import Qualification, Responder


async def edit_responder(
    uow: UnitOfWork, responder_id: ResponderId, seen: int, name: str, licence: str | None, zone_id: ZoneId | None
) -> None:
    """Change a responder's name, licence and home zone.

    Raises:
        BadInput: there is no name.
        EditConflict: somebody else was faster.
    """
    uow.require(Permission.EDIT_DIRECTORY)
    row = await found(uow, Responder, responder_id, "person")
    await expect(uow, row, row.version, seen, row.name)
    if not name.strip():
        raise BadInput("A responder needs a name.")
    row.name, row.licence, row.zone_id = name.strip(), (licence or "").strip() or None, zone_id


async def set_qualifications(uow: UnitOfWork, responder_id: ResponderId, held: Sequence[Held]) -> None:
    """Let a responder hold these qualifications and no others; what stays the same stays the same row."""
    uow.require(Permission.EDIT_DIRECTORY)
    await found(uow, Responder, responder_id, "person")
    wanted = select(Qualification).where(Qualification.responder_id == responder_id)
    left = {(one.code.strip(), one.expires) for one in held if one.code.strip()}
    for row in (await uow.session.execute(wanted)).scalars().all():
        if (row.code, row.expires) in left:
            left.discard((row.code, row.expires))
        else:
            await uow.session.delete(row)
    for code, expires in sorted(left, key=lambda one: one[0]):
        key = QualificationId(new_uuid())
        uow.session.add(Qualification(id=key, responder_id=responder_id, code=code, expires=expires))


async def set_contract(uow: UnitOfWork, responder_id: ResponderId, seen: int, contract: Contract) -> None:
    """Set what somebody owes and may be asked for; `seen` is 0 for a first contract.

    Raises:
        BadInput: a number is not possible.
        EditConflict: somebody else was faster.
    """
    uow.require(Permission.EDIT_DIRECTORY)
    person = await found(uow, Responder, responder_id, "person")
    values = asdict(contract.checked())
    values["availability"] = [[one.weekday, one.begins, one.ends] for one in contract.availability]
    row = await uow.session.get(rows.Contract, responder_id)
    if row is None:
        uow.session.add(rows.Contract(responder_id=responder_id, **values))
        return
    await expect(uow, row, row.version, seen, f"{person.name}'s contract")
    for name, value in values.items():
        setattr(row, name, value)


async def add_absence(
    uow: UnitOfWork, absence_id: AbsenceId, responder_id: ResponderId, absence: Absence, note: str = ""
) -> None:
    """Put on record that somebody is away.

    Raises:
        BadInput: it ends before it begins.
    """
    uow.require(Permission.CHANGE_PUBLISHED)
    await found(uow, Responder, responder_id, "person")
    if absence.ends_at <= absence.starts_at:
        raise BadInput("An absence ends after it begins.")
    uow.session.add(
        rows.Absence(
            id=absence_id, responder_id=responder_id, kind=absence.kind.value, starts_at=absence.starts_at,
            ends_at=absence.ends_at, approved=absence.approved, note=note.strip() or None,
        )
    )  # fmt: skip


async def end_absence(uow: UnitOfWork, absence_id: AbsenceId, ends_at: datetime) -> None:
    """Let an absence end at another time; one that ends before it began is struck off and binds nobody."""
    uow.require(Permission.CHANGE_PUBLISHED)
    row = await found(uow, rows.Absence, absence_id, "absence")
    row.approved = row.approved and ends_at > row.starts_at
    row.ends_at = max(ends_at, row.starts_at)  # struck off it lasts no time at all


async def approve_absence(uow: UnitOfWork, absence_id: AbsenceId) -> None:
    """Let an absence that was asked for bind from now on.

    Raises:
        RuleBroken: it was struck off.
    """
    uow.require(Permission.CHANGE_PUBLISHED)
    row = await found(uow, rows.Absence, absence_id, "absence")
    if row.ends_at <= row.starts_at:
        raise RuleBroken("This absence was struck off. Enter it anew.")
    row.approved = True


async def add_wish(uow: UnitOfWork, wish_id: WishId, responder_id: ResponderId, wish: Wish) -> None:
    """Put a wish on record.

    Raises:
        BadInput: its weight is not 1 to 10.
    """
    uow.require(Permission.EDIT_DIRECTORY)
    await found(uow, Responder, responder_id, "person")
    if not 1 <= wish.weight <= 10:
        raise BadInput("A wish weighs 1 to 10.")
    uow.session.add(
        rows.Wish(
            id=wish_id, responder_id=responder_id, day=wish.day, works=wish.works, weight=wish.weight,
            template_id=wish.template_id,
        )
    )  # fmt: skip


async def drop_wish(uow: UnitOfWork, wish_id: WishId) -> None:
    """Take a wish back."""
    uow.require(Permission.EDIT_DIRECTORY)
    await uow.session.delete(await found(uow, rows.Wish, wish_id, "wish"))


async def set_partner(
    uow: UnitOfWork, one_id: ResponderId, other_id: ResponderId, kind: PartnerKind | None, note: str = ""
) -> None:
    """Say that two people usually ride together, or never may; None: neither.

    Raises:
        BadInput: both are the same person.
    """
    uow.require(Permission.EDIT_DIRECTORY)
    if one_id == other_id:
        raise BadInput("Choose two people.")
    for key in (one_id, other_id):
        await found(uow, Responder, key, "person")
    pair = rows.Partner
    either = or_(
        (pair.one_id == one_id) & (pair.other_id == other_id), (pair.one_id == other_id) & (pair.other_id == one_id)
    )
    row = (await uow.session.execute(select(pair).where(either))).scalar()
    if kind is None:
        if row is not None:
            await uow.session.delete(row)
        return
    if row is not None:
        row.kind, row.note = kind.value, note.strip() or None
        return
    first, second = sorted((one_id, other_id), key=str)
    said = note.strip() or None
    uow.session.add(pair(id=PartnerId(new_uuid()), one_id=first, other_id=second, kind=kind.value, note=said))
