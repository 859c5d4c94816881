"""Reads the program, its accounts, its zones, providers, gazetteer, responders and standing escalations."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.clock import ProgramClock
from console.domain.geography import Box, Point
from console.domain.ids import (
    AccountId,
    CallId,
    EscalationId,
    PlaceId,
    ProgramId,
    ProviderId,
    ResponderId,
    UnitId,
    ZoneId,
)
from console.domain.roles import Role
from console.domain.units import Discipline
from console.models.escalations import Escalation
from console.models.people import Responder
from console.models.places import Place, Provider, Zone
from console.models.program import Account, Program
from console.snapshots.escalations import EscalationSnapshot
from console.snapshots.places import PlaceSnapshot, ProviderSnapshot, ZoneSnapshot
from console.snapshots.program import Mode, ProgramSnapshot
from console.snapshots.units import MemberSnapshot


async def the_program(session: AsyncSession) -> ProgramSnapshot | None:
    """The database's program; None when it holds none yet."""
    row = (await session.execute(select(Program).limit(1))).scalar()
    if row is None:
        return None
    return ProgramSnapshot(
        id=ProgramId(row.id), version=row.version, name=row.name, mode=Mode(row.mode), time_zone=row.time_zone,
        extent=Box(*row.extent) if row.extent else None,
        clock=ProgramClock(row.real_epoch, row.program_epoch, row.rate), demo=row.demo,
    )  # fmt: skip


async def real_now(session: AsyncSession) -> datetime:
    """The clock that all desks share: a shared database's own, else this computer's."""
    if session.get_bind().dialect.name == "postgresql":
        now: datetime = (await session.execute(text("SELECT clock_timestamp()"))).scalar_one()
        return now
    return datetime.now(UTC)


async def accounts(session: AsyncSession) -> list[tuple[AccountId, str, frozenset[Role]]]:
    """The accounts, the oldest first."""
    wanted = select(Account.id, Account.name, Account.roles).order_by(Account.created_at)
    rows = (await session.execute(wanted)).all()
    return [(AccountId(row.id), row.name, frozenset(Role(role) for role in row.roles)) for row in rows]


async def zones(session: AsyncSession, ids: Collection[UUID] | None = None) -> list[ZoneSnapshot]:
    """Zones by name; all of them without ids."""
    wanted = select(Zone).order_by(Zone.name)
    rows = (await session.execute(wanted if ids is None else wanted.where(Zone.id.in_(ids)))).scalars()
    return [
        ZoneSnapshot(ZoneId(row.id), row.version, row.name, tuple(Point(lat, lon) for lat, lon in row.ring))
        for row in rows
    ]


async def providers(session: AsyncSession, ids: Collection[UUID] | None = None) -> list[ProviderSnapshot]:
    """Providers by name; all of them without ids."""
    wanted = select(Provider).order_by(Provider.name)
    rows = (await session.execute(wanted if ids is None else wanted.where(Provider.id.in_(ids)))).scalars()
    return [
        ProviderSnapshot(
            ProviderId(row.id), row.version, row.name, row.kind, Point(row.lat, row.lon), row.beds, row.beds_free,
            row.beds_at, row.phone,
        )
        for row in rows
    ]  # fmt: skip


async def places(session: AsyncSession) -> list[PlaceSnapshot]:
    """The whole gazetteer."""
    column = Place.__table__.c
    return [
        PlaceSnapshot(
            PlaceId(row.id), row.name, row.kind, Point(row.lat, row.lon),
            Point(row.end_lat, row.end_lon) if row.end_lat is not None else None, row.first_number, row.last_number,
        )
        for row in await session.execute(select(*column).order_by(column.name))
    ]  # fmt: skip


async def responders(session: AsyncSession) -> list[MemberSnapshot]:
    """Everybody who can ride, by discipline and name, without their qualifications."""
    rows = (await session.execute(select(Responder).order_by(Responder.discipline, Responder.name))).scalars()
    return [MemberSnapshot(ResponderId(row.id), row.name, Discipline(row.discipline), row.licence, ()) for row in rows]


async def escalations_in_window(session: AsyncSession, now: datetime) -> list[EscalationSnapshot]:
    """Those that stand, and those answered in the last 24 hours."""
    recent = or_(Escalation.answered_at.is_(None), Escalation.answered_at > now - timedelta(hours=24))
    return [_escalation(row) for row in (await session.execute(select(Escalation).where(recent))).scalars()]


async def escalations_by_ids(session: AsyncSession, ids: Collection[UUID]) -> list[EscalationSnapshot]:
    """The escalations of these ids."""
    rows = (await session.execute(select(Escalation).where(Escalation.id.in_(ids)))).scalars()
    return [_escalation(row) for row in rows]


def _escalation(row: Escalation) -> EscalationSnapshot:
    return EscalationSnapshot(
        id=EscalationId(row.id), version=row.version, call_id=CallId(row.call_id),
        unit_id=UnitId(row.unit_id) if row.unit_id else None, rule=row.rule, sentence=row.sentence,
        fired_at=row.fired_at, answered_at=row.answered_at, answered_by=row.answered_by, answer=row.answer,
    )  # fmt: skip
