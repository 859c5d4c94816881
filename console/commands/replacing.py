"""What of the roster in force stays when a draft takes its place."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from console.commands.roster_teams import aboard, rides, sign
from console.db.roster_rows import team_of
from console.db.unit_of_work import UnitOfWork
from console.domain.roster_rules import Finding
from console.errors import EditConflict, RuleBroken
from console.models.rosters import Roster, RosterTeam
from console.planning.roster.comparing import same_seats


def place_of(row: RosterTeam) -> tuple[UUID, date, int]:
    """What makes a team of one roster the same as one of another: its shift, its day, its place among several."""
    return row.template_id, row.day, row.place


async def rows_of(uow: UnitOfWork, roster_id: UUID) -> Sequence[RosterTeam]:
    """Every team of a roster, as it is now."""
    wanted = select(RosterTeam).where(RosterTeam.roster_id == roster_id)
    return (await uow.session.execute(wanted.execution_options(populate_existing=True))).scalars().all()


async def take_over(uow: UnitOfWork, draft: Roster, in_force: Roster) -> None:
    """Take what no draft changes over from the roster in force: units, and the seats of shifts that are over.

    Raises:
        RuleBroken: a team that runs now has other people in the draft, or is not in it.
        EditConflict: a team was changed in force since, and is another in the draft.
    """
    if draft.base_id != in_force.id:
        raise EditConflict(
            f"{draft.name} was not begun from {in_force.name}, which is in force for these weeks. "
            "Compare the two, and press Replace it there."
        )
    mine = {place_of(one): one for one in await rows_of(uow, draft.id)}
    crews = await aboard(uow)
    for row in await rows_of(uow, in_force.id):
        same, team = mine.get(place_of(row)), team_of(row)
        where, riding = f"{row.name} on {row.day:%a %d %b}", rides(team, crews, uow.now)
        if same is None:
            if riding:
                raise RuleBroken(f"{where} rides already, and this draft has no such team. Publish when it is over.")
            continue
        if row.ends_at <= uow.now or same_seats(team_of(same).seats, team.seats):
            same.seats = list(row.seats)  # with the reasons that were given in force
        elif riding or row.starts_at <= uow.now:
            raise RuleBroken(
                f"{where} {'rides' if riding else 'has begun'} already, and has other people in this draft. "
                "A supervisor changes it, under Tonight. Take its present seats over by Compare."
            )
        elif row.version != same.base_version:
            # A sick call that was repaired meanwhile would be undone without anybody seeing it.
            raise EditConflict(
                f"{where} was changed in the roster in force, and is another in this draft. "
                "Compare the two, and take that change over or keep yours."
            )
        same.unit_id = row.unit_id
    await uow.session.flush()


async def sign_bent(uow: UnitOfWork, roster_id: UUID, bent: Sequence[Finding], reason: str) -> None:
    """The reason stays with each seat for which a firm rule is broken, and that has none yet."""
    who = {(one.team_id, one.responder_id) for one in bent}
    for row in await rows_of(uow, roster_id):
        team = team_of(row)
        people = {one.responder_id for one in team.seats if not one.reason and (team.id, one.responder_id) in who}
        if people:
            sign(row, people, reason)
