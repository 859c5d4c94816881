"""Tonight's teams: a team of the roster in force gets its unit, and rides from now on."""

from collections.abc import Sequence

from sqlalchemy import select

from console.commands.crews import crew_unit, expect_crew, members_of, running_pairing, split_team
from console.commands.duty import log_on
from console.commands.ground import expect, found, unit_of
from console.commands.roster_teams import TeamChange, change_seats_in_force, locked, riding, roster_of_team, sign
from console.db.roster_rows import book, team_of
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import PairingId, ResponderId, RosterId, ShiftId, TeamId, UnitId, new_uuid
from console.domain.roles import Permission
from console.domain.rosters import RosterState, Strength
from console.domain.units import Availability, Presence
from console.errors import ReasonNeeded, RuleBroken
from console.models.people import Shift
from console.models.rosters import RosterTeam
from console.planning.roster.checks import Checks
from console.snapshots.rosters import TeamSnapshot


async def crew_from_roster(
    uow: UnitOfWork, team_id: TeamId, unit_id: UnitId, seen: PairingId | None, team_seen: int, reason: str = ""
) -> PairingId:
    """Let a team of the roster ride in a unit from now on; the unit on every map follows at once.

    A unit that is off duty is logged on. `seen` and `team_seen` are the unit's crew and the team as the operator saw
    them.

    Raises:
        RuleBroken: the roster is not in force, nobody sits in the team, a hard rule speaks against one of them, or a
            unit that somebody leaves is on a call.
        ReasonNeeded: a firm rule speaks against one of them, and no reason is given nor was one before.
        EditConflict: another crew rides in the unit than the operator saw, or the team was changed.
    """
    uow.require(Permission.CREW_UNIT)
    roster = await locked(uow, await roster_of_team(uow, team_id))
    row = await found(uow, RosterTeam, team_id, "team")
    await expect(uow, row, row.version, team_seen, f"{row.name} on {row.day:%a %d %b}")
    if roster.state != RosterState.PUBLISHED.value:
        raise RuleBroken(f"{roster.name} is not in force: only its teams ride.")
    if not team_of(row).members:
        raise RuleBroken(f"Nobody sits in {row.name} yet.")
    await _ask_rules(uow, row, reason.strip())
    unit = await unit_of(uow, unit_id)
    if unit.availability == Availability.OFF_DUTY.value:
        await log_on(uow, unit_id)
    row.unit_id = unit_id
    team = team_of(row)
    return await crew_unit(uow, unit_id, seen, team.members, await _shift_of(uow, team), _apart(team))


async def _ask_rules(uow: UnitOfWork, row: RosterTeam, reason: str) -> None:
    """Whoever is seated may have become sick since, and licences expire: the rules are asked before they ride."""
    checks = Checks(await book(uow.session, row.roster_id))
    told = checks.of_whole_team(checks.teams[TeamId(row.id)])
    hard = [one for one in told if one.strength is Strength.HARD]
    if hard:
        raise RuleBroken(f"{hard[0].sentence} Change the team first.")
    answered = {seat.responder_id for seat in team_of(row).seats if seat.reason}
    firm = [one for one in told if one.strength is Strength.FIRM and one.responder_id not in answered]
    if firm and not reason:
        raise ReasonNeeded(firm[0].sentence)
    if firm:
        sign(row, {one.responder_id for one in firm}, reason)


async def split_riding(uow: UnitOfWork, team_id: TeamId, unit_id: UnitId, seen: PairingId | None) -> None:
    """Split the crew of a team's unit: it does not ride any more, and the roster keeps who sits in it.

    Raises:
        EditConflict: another crew rides in the unit than the operator saw.
        RuleBroken: the unit is on a call, or has no crew; or the roster was replaced meanwhile.
    """
    uow.require(Permission.CREW_UNIT)
    roster = await locked(uow, await roster_of_team(uow, team_id))
    if roster.state != RosterState.PUBLISHED.value:
        raise RuleBroken(f"{roster.name} is not in force any more. Open the roster that is, and look again.")
    row = await found(uow, RosterTeam, team_id, "team")
    await split_team(uow, unit_id, seen)
    row.unit_id = None


async def change_riding(
    uow: UnitOfWork, roster_id: RosterId, changes: Sequence[TeamChange], reason: str = ""
) -> None:
    """Change teams of the running shift; the units that they ride in follow in the same commit.

    Only whoever comes or leaves on the roster does so in the unit: somebody who was added to the unit since stays, and
    somebody of the team who was moved to another unit since is not fetched back.

    Raises:
        RuleBroken: a rule forbids it, nobody is left in a unit, or a unit that somebody leaves is on a call.
        EditConflict: a team, or the crew of its unit, was changed on another desk.
    """
    uow.require(Permission.CREW_UNIT)
    await locked(uow, roster_id)
    ridden = await riding(uow, [one.team_id for one in changes])
    await change_seats_in_force(uow, roster_id, changes, reason)
    for change in changes:
        row = await found(uow, RosterTeam, change.team_id, "team")
        if row.unit_id is not None and row.ends_at > uow.now:
            now = await running_pairing(uow, UnitId(row.unit_id))
            await expect_crew(uow, await unit_of(uow, UnitId(row.unit_id)), now, change.crew)
    for before in ridden:
        await _follow(uow, before, team_of(await found(uow, RosterTeam, before.id, "team")))


async def _follow(uow: UnitOfWork, before: TeamSnapshot, team: TeamSnapshot) -> None:
    """Let the unit's crew follow what changed in its team."""
    assert team.unit_id is not None
    pairing = await running_pairing(uow, team.unit_id)
    members = await members_of(uow, pairing) if pairing is not None else []
    held = {ResponderId(one.responder_id): Presence(one.presence) for one in members}
    was, now = _presences(before), _presences(team)
    crew = {key: presence for key, presence in held.items() if key in now or key not in was}
    # Whoever came, and whoever is in the unit in another way from now on; the others stay as they are in it.
    crew |= {key: one for key, one in now.items() if key not in was or (key in held and one is not was[key])}
    if not crew or not team.members:
        raise RuleBroken(f"Somebody must stay in {team.name}'s unit. Take the unit off duty first.")
    if crew != held:
        seen = PairingId(pairing.id) if pairing is not None else None
        apart = {key: one for key, one in crew.items() if one is not Presence.ABOARD}
        await crew_unit(uow, team.unit_id, seen, list(crew), await _shift_of(uow, team), apart)


def _presences(team: TeamSnapshot) -> dict[ResponderId, Presence]:
    return {seat.responder_id: seat.presence for seat in team.seats if seat.responder_id is not None}


def _apart(team: TeamSnapshot) -> dict[ResponderId, Presence]:
    return {
        seat.responder_id: seat.presence for seat in team.seats if seat.responder_id is not None and seat.is_apart
    }


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
