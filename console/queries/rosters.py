"""Reads rosters: which there are, and one of them as a whole book with its people and templates."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from console.db.roster_rows import book, roster_of, team_of, templates
from console.db.staffing_rows import people_for_rosters
from console.domain.ids import ResponderId
from console.domain.rosters import Person, RosterState, Template
from console.models.rosters import Roster, RosterTeam
from console.snapshots.rosters import Book, RosterSnapshot, TeamSnapshot


async def roster_book(session: AsyncSession, roster_id: UUID) -> Book:
    """One roster with all that its board and its checks need.

    Raises:
        NotFound: it does not exist any more.
    """
    return await book(session, roster_id)


async def shifts_once(session: AsyncSession, roster_id: UUID, person_id: ResponderId) -> list[TeamSnapshot]:
    """The shifts that somebody had in the rosters which this one, or one before it, replaced."""
    now = (await session.execute(select(Roster).where(Roster.id == roster_id))).scalar()
    if now is None:
        return []
    same = select(Roster.id).where(
        Roster.state == RosterState.RETIRED.value, Roster.first_day == now.first_day, Roster.published_at.is_not(None)
    )
    wanted = select(RosterTeam).where(RosterTeam.roster_id.in_(same))
    teams = [team_of(row) for row in (await session.execute(wanted)).scalars()]
    return [one for one in teams if person_id in one.members]


async def staff(session: AsyncSession) -> list[Person]:
    """Everybody of the directory, as rosters know them."""
    return await people_for_rosters(session)


async def shift_templates(session: AsyncSession) -> list[Template]:
    """The shifts that rosters are made of."""
    return [one for one in await templates(session) if not one.retired]


async def rosters(session: AsyncSession, since: date | None = None) -> list[RosterSnapshot]:
    """Drafts and rosters in force, the newest weeks first; those that ended before a day are left out."""
    wanted = select(Roster).where(Roster.state != RosterState.RETIRED.value)
    rows = (await session.execute(wanted.order_by(Roster.first_day.desc(), Roster.made_at.desc()))).scalars()
    found = [roster_of(row) for row in rows]
    return found if since is None else [one for one in found if one.last_day >= since]


