"""A whole table of people in one transaction: whoever is new, whatever changes, who rides with whom."""

from collections.abc import Sequence

from console.commands.ground import expect, found
from console.commands.programs import add_responder
from console.commands.staffing import set_contract, set_partner, set_qualifications
from console.db.unit_of_work import UnitOfWork
from console.domain.roles import Permission
from console.models.people import Responder
from console.planning.people_changes import PersonChange
from console.planning.people_pairs import PairChange


async def import_people(uow: UnitOfWork, people: Sequence[PersonChange], pairs: Sequence[PairChange]) -> None:
    """Add and change people as a table says; all of it or nothing.

    Raises:
        BadInput: a contract is not possible.
        EditConflict: somebody was changed on another desk since the table was compared.
        NotFound: somebody does not exist any more.
    """
    uow.require(Permission.EDIT_DIRECTORY)
    for one in people:
        await (_add if one.seen == 0 else _change)(uow, one)
    await uow.session.flush()
    for pair in pairs:
        await set_partner(uow, pair.one, pair.other, pair.kind)


async def _add(uow: UnitOfWork, one: PersonChange) -> None:
    await add_responder(
        uow, one.id, one.name, one.discipline, licence=one.licence, zone_id=one.zone_id, qualifications=one.held or (),
    )  # fmt: skip
    if one.contract is not None:
        await set_contract(uow, one.id, 0, one.contract)


async def _change(uow: UnitOfWork, one: PersonChange) -> None:
    row = await found(uow, Responder, one.id, "person")
    await expect(uow, row, row.version, one.seen, row.name)
    row.licence, row.zone_id = one.licence, one.zone_id
    if one.held is not None:
        await set_qualifications(uow, one.id, one.held)
    if one.contract is not None:
        await set_contract(uow, one.id, one.contract_seen, one.contract)
