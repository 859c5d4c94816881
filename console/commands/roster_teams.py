"""Who sits in which team: on a draft, and on the roster in force."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from console.commands.ground import expect
from console.db.roster_rows import book, seat_of, seat_row, team_of
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import PairingId, ResponderId, RosterId, TeamId, UnitId
from console.domain.roles import Permission
from console.domain.roster_rules import Finding, by_strength
from console.domain.rosters import RosterState, Seat, Strength, Taken
from console.errors import BadInput, EditConflict, NotFound, ReasonNeeded, RuleBroken
from console.models.people import Pairing, PairingMember
from console.models.rosters import Roster, RosterTeam
from console.planning.roster.checks import Checks
from console.snapshots.rosters import Book, TeamSnapshot

Crews = Mapping[UnitId, set[ResponderId]]  # who is in each unit
Before = Mapping[TeamId, tuple[Seat, ...]]  # each team's seats before the change


@dataclass(frozen=True, slots=True)
class TeamChange:
    """Who sits in a team from now on; `seen` is the version of the team that the operator saw.

    `crew` is the pairing that its unit had then, asked for where the unit follows.
    """

    team_id: TeamId
    seen: int
    seats: tuple[Seat, ...]
    unit_id: UnitId | None = None
    crew: PairingId | None = None


async def locked(uow: UnitOfWork, roster_id: UUID) -> Roster:
    """A roster that nobody else writes until this command is done.

    Rules are asked over teams that a change does not write, so two changes of one roster go one after the other.

    Raises:
        NotFound: it does not exist any more.
    """
    wanted = select(Roster).where(Roster.id == roster_id).with_for_update()
    row = (await uow.session.execute(wanted.execution_options(populate_existing=True))).scalar()
    if row is None:
        raise NotFound("This roster does not exist in the database any more.")
    return row


async def roster_of_team(uow: UnitOfWork, team_id: TeamId) -> UUID:
    """Which roster a team is of; asked before the roster is locked, and the team is read after.

    Raises:
        NotFound: the team does not exist any more.
    """
    key = (await uow.session.execute(select(RosterTeam.roster_id).where(RosterTeam.id == team_id))).scalar()
    if key is None:
        raise NotFound("This team does not exist in the database any more.")
    return key


async def change_teams(uow: UnitOfWork, roster_id: RosterId, changes: Sequence[TeamChange]) -> None:
    """Put people on seats of a draft, all of the changes or none.

    Raises:
        RuleBroken: it is no draft, or a hard rule forbids it; the sentence names the rule.
        EditConflict: a team was changed on another desk.
    """
    uow.require(Permission.EDIT_ROSTER)
    roster = await locked(uow, roster_id)
    if roster.state != RosterState.DRAFT.value:
        raise RuleBroken(f"{roster.name} is {roster.state}. Begin a draft from it, or change tonight's teams.")
    await apply_changes(uow, roster_id, changes, {Strength.HARD})


async def change_published(
    uow: UnitOfWork, roster_id: RosterId, changes: Sequence[TeamChange], reason: str = ""
) -> None:
    """Change teams of the roster in force; a firm rule is broken with a reason only, a hard one never.

    Raises:
        RuleBroken: it is not in force, a team rides already, a hard rule forbids it, or a firm one does and no reason
            is given.
        EditConflict: a team was changed on another desk.
    """
    uow.require(Permission.CHANGE_PUBLISHED)
    await locked(uow, roster_id)
    await refuse_riding(uow, [one.team_id for one in changes])
    await change_seats_in_force(uow, roster_id, changes, reason)


async def change_seats_in_force(
    uow: UnitOfWork, roster_id: RosterId, changes: Sequence[TeamChange], reason: str
) -> None:
    """The seats alone, whoever rides now.

    Raises:
        RuleBroken, EditConflict: as `change_published`.
    """
    uow.require(Permission.CHANGE_PUBLISHED)
    roster = await locked(uow, roster_id)
    if roster.state != RosterState.PUBLISHED.value:
        raise RuleBroken(f"{roster.name} is not in force any more. Open the roster that is, and look again.")
    binding = {Strength.HARD} if reason.strip() else {Strength.HARD, Strength.FIRM}
    await apply_changes(uow, roster_id, changes, binding, reason.strip())


async def riding(uow: UnitOfWork, ids: Sequence[TeamId]) -> list[TeamSnapshot]:
    """Those of the teams that ride now, by who sits in them: asked before seats change."""
    wanted = select(RosterTeam).where(RosterTeam.id.in_(ids))
    crews = await aboard(uow)
    teams = [team_of(row) for row in (await uow.session.execute(wanted)).scalars()]
    return [one for one in teams if rides(one, crews, uow.now)]


def rides(team: TeamSnapshot, crews: Crews, now: datetime) -> bool:
    """Whether its shift is not over, and one of its people is in its unit: others may have joined or left since."""
    if team.unit_id is None or team.ends_at <= now:
        return False
    return not crews.get(team.unit_id, set()).isdisjoint(team.members)


async def aboard(uow: UnitOfWork) -> Crews:
    """Who is in each unit now."""
    member = PairingMember
    wanted = select(member.unit_id, member.responder_id).join(Pairing, Pairing.id == member.pairing_id)
    crews: dict[UnitId, set[ResponderId]] = {}
    for unit, person in await uow.session.execute(wanted.where(Pairing.ended_at.is_(None), member.left_at.is_(None))):
        crews.setdefault(UnitId(unit), set()).add(ResponderId(person))
    return crews


async def refuse_riding(uow: UnitOfWork, ids: Sequence[TeamId]) -> None:
    """Whoever rides now is changed by those who crew units; asked before seats change.

    Raises:
        RuleBroken: one of these teams rides now.
    """
    for team in await riding(uow, ids):
        raise RuleBroken(f"{team.name} on {team.day:%a %d %b} rides already. A supervisor changes it, under Tonight.")


async def apply_changes(
    uow: UnitOfWork, roster_id: RosterId, changes: Sequence[TeamChange], binding: set[Strength], reason: str = ""
) -> None:
    """Seat people, and refuse all of it where a rule of a binding strength speaks against one of them.

    Raises:
        RuleBroken, EditConflict, BadInput: with the sentence for the screen.
    """
    await locked(uow, roster_id)
    ids = [one.team_id for one in changes]
    wanted = select(RosterTeam).where(RosterTeam.id.in_(ids)).execution_options(populate_existing=True)
    rows = (await uow.session.execute(wanted)).scalars().all()
    held = {row.id: row for row in rows}
    before: Before = {TeamId(row.id): tuple(seat_of(one) for one in row.seats) for row in rows}
    for change in changes:
        row = held.get(change.team_id)
        if row is None or row.roster_id != roster_id:
            raise EditConflict("A team of this change does not exist any more. Look again, then repeat it.")
        await expect(uow, row, row.version, change.seen, f"{row.name} on {row.day:%a %d %b}")
        if len(change.seats) > 8:
            raise BadInput("A team has at most eight seats.")
        row.seats = [seat_row(one.checked()) for one in change.seats]
        if change.unit_id is not None:
            row.unit_id = change.unit_id
    await uow.session.flush()
    whole = await book(uow.session, roster_id)
    broken = [one for one in broken_by(whole, ids, before) if one.strength in binding]
    if broken:
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        kind = ReasonNeeded if broken[0].strength is Strength.FIRM else RuleBroken
        raise kind(f"{broken[0].sentence}{more} Nothing was changed.")
    if reason:
        _sign(held, whole, ids, before, reason)


def _sign(
    held: dict[UUID, RosterTeam], whole: Book, ids: Sequence[TeamId], before: Before, reason: str
) -> None:
    """The reason stays with the seat for which a firm rule was broken."""
    bent = [one for one in broken_by(whole, ids, before) if one.strength is Strength.FIRM]
    for team_id in ids:
        sign(held[team_id], {one.responder_id for one in bent if one.team_id == team_id}, reason)


def sign(row: RosterTeam, people: Collection[ResponderId | None], reason: str) -> None:
    """Keep why these people may sit in a team beside their seats."""
    row.seats = [
        {**one, "reason": reason[:200]} if seat_of(one).responder_id in people else one for one in row.seats
    ]


def broken_by(whole: Book, ids: Sequence[TeamId], before: Before) -> list[Finding]:
    """What the seats that changed in these teams break, the strongest first; a seat that stayed is not asked again."""
    checks = Checks(whole)
    told: list[Finding] = []
    for team in (one for one in whole.teams if one.id in set(ids)):
        stayed = Counter(one.taken for one in before[team.id])
        changed = [one for one in team.seats if not _held(stayed, one)]
        if changed or stayed.total():
            told += _of_team(checks, team, before[team.id])
        for seat in changed:
            person = checks.people.get(seat.responder_id) if seat.responder_id is not None else None
            if person is not None:
                told += checks.of_seat(team, seat, person)
    return by_strength(told)


def _held(stayed: Counter[Taken], seat: Seat) -> bool:
    """Whether there was such a seat before; each is counted once."""
    was = stayed[seat.taken] > 0
    stayed[seat.taken] -= was
    return was


def _of_team(checks: Checks, team: TeamSnapshot, before: tuple[Seat, ...]) -> list[Finding]:
    """What speaks against these together; where nobody is new, what did so before was answered for."""
    told = checks.of_team(team)
    if set(team.members) <= {one.responder_id for one in before}:
        answered = checks.of_team(team, before)
        return [one for one in told if one not in answered]
    return told
