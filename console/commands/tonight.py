"""Tonight's teams: a team of the roster in force gets its unit, and rides from now on."""

from sqlalchemy import select

from console.commands.crews import crew_unit
from console.commands.ground import found
from console.db.roster_rows import team_of
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import PairingId, ShiftId, TeamId, UnitId, new_uuid
from console.domain.roles import Permission
from console.domain.rosters import RosterState
from console.errors import RuleBroken
from console.models.people import Shift
from console.models.rosters import Roster, RosterTeam
from console.snapshots.rosters import TeamSnapshot


async def crew_from_roster(uow: UnitOfWork, team_id: TeamId, unit_id: UnitId, seen: PairingId | None) -> PairingId:
    """Let a team of the roster ride in a unit from now on; the unit on every map follows at once.

    Raises:
        RuleBroken: the roster is not in force, nobody sits in the team, or a unit that somebody leaves is on a call.
        EditConflict: another crew rides in the unit than the operator saw.
    """
    uow.require(Permission.CREW_UNIT)
    row = await found(uow, RosterTeam, team_id, "team")
    roster = await found(uow, Roster, row.roster_id, "roster")
    team = team_of(row)
    if roster.state != RosterState.PUBLISHED.value:
        raise RuleBroken(f"{roster.name} is not in force: only its teams ride.")
    if not team.members:
        raise RuleBroken(f"Nobody sits in {team.name} yet.")
    row.unit_id = unit_id
    return await crew_unit(uow, unit_id, seen, team.members, await _shift_of(uow, team))


async def _shift_of(uow: UnitOfWork, team: TeamSnapshot) -> ShiftId:
    """The dated shift of a team, made when its first unit rides."""
    wanted = select(Shift.id).where(
        Shift.name == team.name, Shift.starts_at == team.starts_at, Shift.ends_at == team.ends_at,
        Shift.zone_id == team.zone_id if team.zone_id is not None else Shift.zone_id.is_(None),
    )  # fmt: skip
    held = (await uow.session.execute(wanted.limit(1))).scalar()
    if held is not None:
        return ShiftId(held)
    key = ShiftId(new_uuid())
    uow.session.add(
        Shift(id=key, name=team.name, zone_id=team.zone_id, starts_at=team.starts_at, ends_at=team.ends_at)
    )
    await uow.session.flush()
    return key
