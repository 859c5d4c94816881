"""Rosters: begin a draft, publish it, put it away."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from console.commands.ground import expect, found, program_zone
from console.commands.replacing import place_of, rows_of, sign_bent, take_over
from console.commands.roster_teams import locked, roster_of_team
from console.commands.swaps import carry_requests
from console.db.roster_rows import book, seat_row, templates
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import RosterId, TeamId, new_uuid
from console.domain.roles import Permission
from console.domain.roster_rules import firm_told
from console.domain.rosters import MOST_DAYS, RosterState, Seat, Strength, Template
from console.errors import BadInput, EditConflict, RuleBroken
from console.models.rosters import Roster, RosterTeam
from console.planning.roster.checks import Checks


async def begin_roster(
    uow: UnitOfWork, roster_id: RosterId, name: str, first_day: date, days: int, base_id: RosterId | None = None
) -> int:
    """Begin a draft: empty, of the shift templates; or with everybody where another roster has them.

    Returns the number of its teams.

    Raises:
        BadInput: it begins on no Monday, or its length is not one to eight weeks.
        RuleBroken: there is no shift to make it of.
    """
    uow.require(Permission.EDIT_ROSTER)
    if first_day.weekday() != 0:
        raise BadInput(f"A roster begins on a Monday; {first_day:%d %b %Y} is a {first_day:%A}.")
    if days % 7 or not 7 <= days <= MOST_DAYS:
        raise BadInput("A roster has one to eight whole weeks.")
    uow.session.add(
        Roster(
            id=roster_id, name=name.strip() or f"From {first_day:%d %b %Y}", first_day=first_day, days=days,
            state=RosterState.DRAFT.value, base_id=base_id, made_by=uow.actor.name, made_at=uow.now,
        )
    )  # fmt: skip
    await uow.session.flush()
    if base_id is not None:
        return await _copied(uow, roster_id, first_day, days, base_id)
    zone = await program_zone(uow)
    made = 0
    for template in await templates(uow.session):
        for offset in range(days):
            day = first_day + timedelta(days=offset)
            if template.retired or day.weekday() not in template.weekdays:
                continue
            starts_at, ends_at = template.window(day, zone)
            for place in range(template.teams):
                uow.session.add(_team(roster_id, template, day, place, starts_at, ends_at))
                made += 1
    if not made:
        raise RuleBroken("There is no shift to make a roster of. Add shifts first: when, where, and for which team.")
    return made


def _team(
    roster_id: RosterId, template: Template, day: date, place: int, starts_at: datetime, ends_at: datetime
) -> RosterTeam:
    return RosterTeam(
        id=TeamId(new_uuid()), roster_id=roster_id, template_id=template.id, place=place, name=template.name,
        zone_id=template.zone_id, day=day, starts_at=starts_at, ends_at=ends_at, needs=list(template.needs),
        seats=[seat_row(Seat(one)) for one in template.disciplines],
    )  # fmt: skip


async def _copied(uow: UnitOfWork, roster_id: RosterId, first_day: date, days: int, base_id: RosterId) -> int:
    base = await found(uow, Roster, base_id, "roster")
    shift = first_day - base.first_day
    by_id = {one.id: one for one in await templates(uow.session)}
    zone = await program_zone(uow)
    made = 0
    for row in await rows_of(uow, base_id):
        day = row.day + shift
        if not first_day <= day < first_day + timedelta(days=days):
            continue
        template = by_id[row.template_id]  # type: ignore[index]
        starts_at, ends_at = (row.starts_at, row.ends_at) if not shift else template.window(day, zone)
        team = _team(roster_id, template, day, row.place, starts_at, ends_at)
        team.name, team.zone_id, team.needs, team.seats = row.name, row.zone_id, list(row.needs), list(row.seats)
        team.base_version, team.unit_id = None if shift else row.version, row.unit_id
        uow.session.add(team)
        made += 1
    return made


async def publish_roster(
    uow: UnitOfWork, roster_id: RosterId, seen: int, note: str = "", teams_seen: int | None = None
) -> None:
    """Put a draft in force; the one that was in force for its days is replaced.

    `teams_seen` is the sum of its teams' versions as the operator saw them: it grows with every seat that changes.

    Teams whose shift is over stay as they were in force, and every team keeps the unit that it has there. The note is
    the reason of each firm rule that the draft breaks.

    Raises:
        RuleBroken: it is no draft, it breaks a hard rule, or a firm one and there is no note; it has other people in a
            team that runs; or it overlaps another roster in force that it does not replace.
        EditConflict: the roster in force was changed since this draft was begun from it, or the draft since it was
            seen.
    """
    uow.require(Permission.EDIT_ROSTER)
    roster = await found(uow, Roster, roster_id, "roster")
    beside = await _locked_beside(uow, roster)
    await expect(uow, roster, roster.version, seen, roster.name)
    if roster.state != RosterState.DRAFT.value:
        raise RuleBroken(f"{roster.name} is {roster.state} already.")
    if teams_seen is not None and teams_seen != sum(one.version for one in await rows_of(uow, roster_id)):
        raise EditConflict(f"Seats of {roster.name} were changed just now. Look again, then publish.")
    for other in beside:
        if other.state != RosterState.PUBLISHED.value:
            continue
        if (other.first_day, other.days) != (roster.first_day, roster.days):
            raise RuleBroken(
                f"{other.name} is in force from {other.first_day:%d %b} for {other.days} days and overlaps. "
                "Begin the draft on its first day, with its length."
            )
        await take_over(uow, roster, other)
        await carry_requests(uow, other, roster)
        other.state = RosterState.RETIRED.value
    await uow.session.flush()
    await _ask_rules(uow, roster_id, note.strip())
    roster.state, roster.note = RosterState.PUBLISHED.value, note.strip() or None
    roster.published_by, roster.published_at = uow.actor.name, uow.now


async def _ask_rules(uow: UnitOfWork, roster_id: RosterId, note: str) -> None:
    """Refuse what a rule forbids in shifts to come; nobody changes one that has begun by a draft."""
    told = list(Checks(await book(uow.session, roster_id)).of_roster(after=uow.now))
    hard = [one for one in told if one.strength is Strength.HARD]
    if hard:
        more = f" (and {len(hard) - 1} more)" if len(hard) > 1 else ""
        raise RuleBroken(f"{hard[0].sentence}{more} Mend this before it is published.")
    firm = [one for one in told if one.strength is Strength.FIRM]
    if firm and not note:
        raise RuleBroken(f"{firm_told(len(firm))} Publish it with a note that says why.")
    if firm:
        await sign_bent(uow, roster_id, firm, note)


async def _locked_beside(uow: UnitOfWork, roster: Roster) -> list[Roster]:
    """The other rosters of its days; nobody else writes them, or this one, until the command is done."""
    last = roster.first_day + timedelta(days=roster.days)
    early = roster.first_day - timedelta(days=MOST_DAYS)
    near = select(Roster).where(Roster.first_day < last, Roster.first_day > early).order_by(Roster.id)
    rows = await uow.session.execute(near.with_for_update().execution_options(populate_existing=True))
    held = [one for one in rows.scalars() if one.first_day + timedelta(days=one.days) > roster.first_day]
    return [one for one in held if one.id != roster.id]


async def drop_draft(uow: UnitOfWork, roster_id: RosterId, seen: int) -> None:
    """Put a draft away; its teams stay on record."""
    uow.require(Permission.EDIT_ROSTER)
    roster = await locked(uow, roster_id)
    await expect(uow, roster, roster.version, seen, roster.name)
    if roster.state != RosterState.DRAFT.value:
        raise RuleBroken(f"{roster.name} is {roster.state}: only a draft is put away.")
    roster.state = RosterState.RETIRED.value


async def keep_difference(uow: UnitOfWork, team_id: TeamId, seen: int, in_force_seen: int) -> None:
    """Let a draft's team stay another than the one in force, whose change was looked at; versions of both.

    Raises:
        RuleBroken: it is in no draft, or has no counterpart in force.
        EditConflict: either was changed meanwhile.
    """
    uow.require(Permission.EDIT_ROSTER)
    roster = await locked(uow, await roster_of_team(uow, team_id))
    row = await found(uow, RosterTeam, team_id, "team")
    name = f"{row.name} on {row.day:%a %d %b}"
    await expect(uow, row, row.version, seen, name)
    if roster.state != RosterState.DRAFT.value:
        raise RuleBroken(f"{roster.name} is {roster.state}: only a draft differs.")
    same = select(RosterTeam).where(
        RosterTeam.roster_id == roster.base_id, RosterTeam.template_id == row.template_id,
        RosterTeam.day == row.day, RosterTeam.place == row.place,
    )  # fmt: skip
    other = (await uow.session.execute(same)).scalar()
    if other is None:
        raise RuleBroken(f"{name} is not in the roster that this draft was begun from.")
    await expect(uow, other, other.version, in_force_seen, f"{name} in the roster in force")
    row.base_version = other.version


async def take_as_base(
    uow: UnitOfWork, roster_id: RosterId, seen: int, base_id: RosterId, looked_at: Mapping[TeamId, int]
) -> None:
    """Let a draft that was begun otherwise replace the roster in force, once somebody compared the two.

    `looked_at` are the versions of the teams in force that were seen: whatever changes later stops the publishing.

    Raises:
        RuleBroken: it is no draft, the other is not in force, or not of the same weeks.
        EditConflict: the draft was begun anew, published or put away meanwhile.
    """
    uow.require(Permission.EDIT_ROSTER)
    roster = await locked(uow, roster_id)
    await expect(uow, roster, roster.version, seen, roster.name)
    base = await found(uow, Roster, base_id, "roster")
    if roster.state != RosterState.DRAFT.value:
        raise RuleBroken(f"{roster.name} is {roster.state}: only a draft replaces another roster.")
    if base.state != RosterState.PUBLISHED.value:
        raise RuleBroken(f"{base.name} is not in force any more. Compare with the roster that is.")
    if (base.first_day, base.days) != (roster.first_day, roster.days):
        raise RuleBroken(f"{base.name} is in force for other weeks. Begin the draft on its first day, with its length.")
    roster.base_id = base_id
    theirs = {place_of(one): TeamId(one.id) for one in await rows_of(uow, base_id)}
    for row in await rows_of(uow, roster_id):
        same = theirs.get(place_of(row))
        row.base_version = looked_at.get(same) if same is not None else None
