"""Reads people as rosters know them: contract, qualifications, absences, wishes, partners."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.ids import AbsenceId, ResponderId, TemplateId, WishId, ZoneId
from console.domain.qualifications import Held
from console.domain.rosters import Absence, AbsenceKind, Available, Contract, PartnerKind, Person, Wish
from console.domain.units import Discipline
from console.models import rosters as rows
from console.models.people import Qualification, Responder

T = TypeVar("T")


async def people_for_rosters(session: AsyncSession) -> list[Person]:
    """Everybody by discipline and name; contracts and absences only for roles that may see them."""
    contracts = {row.responder_id: row for row in (await session.execute(select(rows.Contract))).scalars()}
    held = await _by_person(session, select(Qualification), lambda row: Held(row.code, row.expires))
    absences = await _by_person(
        session, select(rows.Absence).order_by(rows.Absence.starts_at),
        lambda row: Absence(AbsenceKind(row.kind), row.starts_at, row.ends_at, row.approved, AbsenceId(row.id)),
    )  # fmt: skip
    wishes = await _by_person(
        session, select(rows.Wish).order_by(rows.Wish.day),
        lambda row: Wish(
            row.day, row.works, row.weight, TemplateId(row.template_id) if row.template_id else None, WishId(row.id)
        ),
    )  # fmt: skip
    partners: dict[tuple[UUID, PartnerKind], set[ResponderId]] = defaultdict(set)
    for row in (await session.execute(select(rows.Partner))).scalars():
        partners[row.one_id, PartnerKind(row.kind)].add(ResponderId(row.other_id))
        partners[row.other_id, PartnerKind(row.kind)].add(ResponderId(row.one_id))
    wanted = select(Responder).order_by(Responder.discipline.desc(), Responder.name)
    return [
        Person(
            id=ResponderId(row.id), version=row.version, name=row.name, discipline=Discipline(row.discipline),
            licence=row.licence, zone_id=ZoneId(row.zone_id) if row.zone_id is not None else None,
            contract=_contract(contracts[row.id]) if row.id in contracts else None,
            contract_version=contracts[row.id].version if row.id in contracts else 0,
            qualifications=tuple(held[row.id]), absences=tuple(absences[row.id]), wishes=tuple(wishes[row.id]),
            never_with=frozenset(partners[row.id, PartnerKind.NEVER]),
            usually_with=frozenset(partners[row.id, PartnerKind.USUAL]),
        )
        for row in (await session.execute(wanted)).scalars()
    ]  # fmt: skip


async def _by_person(session: AsyncSession, wanted: Any, made: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in (await session.execute(wanted)).scalars():
        found[row.responder_id].append(made(row))
    return found


def _contract(row: rows.Contract) -> Contract:
    windows: Sequence[Any] = row.availability
    return Contract(
        week_minutes=row.week_minutes, least_minutes=row.least_minutes, most_minutes=row.most_minutes,
        week_shifts=row.week_shifts, run=row.run, least_run=row.least_run, rest_days=row.rest_days,
        weekends=row.weekends, nights=row.nights, rest_minutes=row.rest_minutes,
        availability=tuple(Available(*one) for one in windows),
    )  # fmt: skip
