"""Rosters' rows as pictures: one whole book, teams, templates; commands check it, and screens show it."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from console.db.staffing_rows import people_for_rosters
from console.domain.ids import ResponderId, RosterId, SwapId, TeamId, TemplateId, UnitId, ZoneId
from console.domain.roster_rules import RosterRules
from console.domain.rosters import RosterState, Seat, Template
from console.domain.units import Discipline, Presence
from console.errors import NotFound
from console.models.places import Zone
from console.models.program import Program, Setting
from console.models.rosters import Roster, RosterTeam, ShiftTemplate, Swap
from console.snapshots.rosters import Book, RosterSnapshot, SwapSnapshot, SwapState, TeamSnapshot

BESIDE = timedelta(days=14)  # how far before and behind a roster rest, runs and weekends are looked at
RULES_SETTING = "roster_rules"


async def book(session: AsyncSession, roster_id: UUID) -> Book:
    """One roster with all that its board and its checks need.

    Raises:
        NotFound: it does not exist any more.
    """
    row = (await session.execute(select(Roster).where(Roster.id == roster_id))).scalar()
    if row is None:
        raise NotFound("This roster does not exist any more.")
    roster = roster_of(row)
    end_day = roster.first_day + timedelta(days=roster.days)
    zones = (await session.execute(select(Zone.id, Zone.name))).all()
    zone = (await session.execute(select(Program.time_zone).limit(1))).scalar() or "UTC"
    swaps = select(Swap).where(Swap.roster_id == roster_id).order_by(Swap.asked_at)
    return Book(
        roster=roster, teams=tuple(await teams_of(session, roster_id)), people=tuple(await people_for_rosters(session)),
        templates=tuple(await templates(session)), zones={ZoneId(one.id): one.name for one in zones},
        rules=await roster_rules(session),
        before=tuple(await _in_force(session, roster.first_day - BESIDE, roster.first_day)),
        after=tuple(await _in_force(session, end_day, end_day + BESIDE)),
        swaps=tuple(_swap(one) for one in (await session.execute(swaps)).scalars()), time_zone=zone,
    )  # fmt: skip


async def teams_of(session: AsyncSession, roster_id: UUID) -> list[TeamSnapshot]:
    """The teams of a roster by day, shift and place."""
    wanted = select(RosterTeam).where(RosterTeam.roster_id == roster_id)
    rows = await session.execute(wanted.order_by(RosterTeam.day, RosterTeam.starts_at, RosterTeam.place, RosterTeam.id))
    return [team_of(row) for row in rows.scalars()]


async def teams_by_ids(session: AsyncSession, ids: Collection[UUID]) -> list[TeamSnapshot]:
    """These teams, as far as they exist."""
    rows = await session.execute(select(RosterTeam).where(RosterTeam.id.in_(ids)))
    return [team_of(row) for row in rows.scalars()]


async def _in_force(session: AsyncSession, first_day: date, end_day: date) -> list[TeamSnapshot]:
    wanted = (
        select(RosterTeam)
        .join(Roster, Roster.id == RosterTeam.roster_id)
        .where(Roster.state == RosterState.PUBLISHED.value)
        .where(RosterTeam.day >= first_day, RosterTeam.day < end_day)
    )
    return [team_of(row) for row in (await session.execute(wanted)).scalars()]


async def templates(session: AsyncSession) -> list[Template]:
    """Every shift template by zone and hour, the retired ones too: older rosters were made of them."""
    wanted = select(ShiftTemplate).order_by(ShiftTemplate.begins, ShiftTemplate.name, ShiftTemplate.id)
    return [
        Template(
            id=TemplateId(row.id), version=row.version, name=row.name,
            zone_id=ZoneId(row.zone_id) if row.zone_id is not None else None, begins=row.begins, minutes=row.minutes,
            weekdays=frozenset(row.weekdays), teams=row.teams,
            disciplines=tuple(Discipline(one) for one in row.disciplines), needs=tuple(row.needs), retired=row.retired,
            rest_minutes=row.rest_minutes,
        )
        for row in (await session.execute(wanted)).scalars()
    ]  # fmt: skip


async def roster_rules(session: AsyncSession) -> RosterRules:
    """The program's weights; the usual ones until somebody set others."""
    value = (await session.execute(select(Setting.value).where(Setting.name == RULES_SETTING))).scalar() or {}
    known = {name: value[name] for name in ("wish", "usual_partner", "home_zone", "fairness", "crisis_training")
             if name in value}  # fmt: skip
    return RosterRules(**known)


def seat_of(value: dict[str, object]) -> Seat:
    """A seat from its row's JSON."""
    key = value.get("responder")
    return Seat(
        Discipline(str(value["discipline"])), ResponderId(UUID(str(key))) if key else None,
        str(value.get("reason") or ""), Presence(str(value.get("presence") or "aboard")),
    )  # fmt: skip


def seat_row(seat: Seat) -> dict[str, object]:
    """A seat as its row's JSON; what is empty is left out."""
    row: dict[str, object] = {"discipline": seat.discipline.value}
    if seat.responder_id is not None:
        row["responder"] = str(seat.responder_id)
    if seat.reason:
        row["reason"] = seat.reason
    if seat.is_apart:
        row["presence"] = seat.presence.value
    return row


def team_of(row: RosterTeam) -> TeamSnapshot:
    """A team from its row."""
    return TeamSnapshot(
        id=TeamId(row.id), version=row.version, roster_id=RosterId(row.roster_id),
        template_id=TemplateId(row.template_id), place=row.place, name=row.name,
        zone_id=ZoneId(row.zone_id) if row.zone_id is not None else None, day=row.day, starts_at=row.starts_at,
        ends_at=row.ends_at, needs=tuple(row.needs), seats=tuple(seat_of(one) for one in row.seats),
        unit_id=UnitId(row.unit_id) if row.unit_id is not None else None, base_version=row.base_version,
    )  # fmt: skip


def roster_of(row: Roster) -> RosterSnapshot:
    """A roster from its row."""
    return RosterSnapshot(
        id=RosterId(row.id), version=row.version, name=row.name, first_day=row.first_day, days=row.days,
        state=RosterState(row.state), base_id=RosterId(row.base_id) if row.base_id is not None else None,
        made_by=row.made_by, made_at=row.made_at, published_by=row.published_by, published_at=row.published_at,
        note=row.note,
    )  # fmt: skip


def _swap(row: Swap) -> SwapSnapshot:
    return SwapSnapshot(
        id=SwapId(row.id), version=row.version, kind=row.kind, team_id=TeamId(row.team_id),
        responder_id=ResponderId(row.responder_id),
        other_team_id=TeamId(row.other_team_id) if row.other_team_id is not None else None,
        other_id=ResponderId(row.other_id) if row.other_id is not None else None, state=SwapState(row.state),
        note=row.note, asked_at=row.asked_at, asked_by=row.asked_by,
    )  # fmt: skip
