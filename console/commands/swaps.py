"""Requests: to give a shift away, to swap two, to take an open one; entered and decided on somebody's behalf."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from console.commands.ground import expect, found
from console.commands.roster_teams import TeamChange, change_seats_in_force, refuse_riding
from console.db.roster_rows import team_of
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import ResponderId, RosterId, SwapId, TeamId
from console.domain.roles import Permission
from console.domain.rosters import RosterState, Seat
from console.errors import BadInput, RuleBroken
from console.models.people import Responder
from console.models.rosters import Roster, RosterTeam, Swap
from console.snapshots.rosters import SwapState, TeamSnapshot

KINDS = ("give", "swap", "open")


@dataclass(frozen=True, slots=True)
class SwapWish:
    """What is asked. give: `responder` leaves `team`, `other` takes the seat; swap: both change seats; open:
    `responder` takes an open seat of `team`.
    """

    kind: str
    team_id: TeamId
    responder_id: ResponderId
    other_team_id: TeamId | None = None
    other_id: ResponderId | None = None
    note: str = ""


async def ask_swap(uow: UnitOfWork, swap_id: SwapId, roster_id: RosterId, wish: SwapWish) -> None:
    """Put a request on record; nothing changes until it is approved.

    Raises:
        BadInput: a part of it is missing, or of another roster.
        RuleBroken: the roster is not in force.
    """
    uow.require(Permission.CHANGE_PUBLISHED)
    if wish.kind not in KINDS or (wish.kind != "open" and wish.other_id is None):
        raise BadInput("A request names who gives a shift and who takes it.")
    if wish.kind == "swap" and wish.other_team_id is None:
        raise BadInput("A swap names two shifts.")
    roster = await found(uow, Roster, roster_id, "roster")
    if roster.state != RosterState.PUBLISHED.value:
        raise RuleBroken(f"{roster.name} is not in force. Requests are for the roster that is.")
    for team_id in (wish.team_id, wish.other_team_id):
        if team_id is not None and (await found(uow, RosterTeam, team_id, "team")).roster_id != roster_id:
            raise BadInput("This shift belongs to another roster.")
    for key in (wish.responder_id, wish.other_id):
        if key is not None:
            await found(uow, Responder, key, "person")
    uow.session.add(
        Swap(
            id=swap_id, roster_id=roster_id, kind=wish.kind, team_id=wish.team_id, responder_id=wish.responder_id,
            other_team_id=wish.other_team_id, other_id=wish.other_id, state=SwapState.ASKED.value,
            note=wish.note.strip() or None, asked_at=uow.now, asked_by=uow.actor.name,
        )
    )  # fmt: skip


async def decide_swap(uow: UnitOfWork, swap_id: SwapId, seen: int, decision: SwapState, reason: str = "") -> None:
    """Approve a request, which changes the seats at once; refuse it; or take it back.

    Raises:
        RuleBroken: it was decided already, somebody has left their seat, its roster is not in force any more, or a
            rule forbids it (a firm one: without a reason).
        EditConflict: somebody else was faster.
    """
    uow.require(Permission.CHANGE_PUBLISHED)
    swap = await found(uow, Swap, swap_id, "request")
    await expect(uow, swap, swap.version, seen, "this request")
    if swap.state != SwapState.ASKED.value or decision is SwapState.ASKED:
        raise RuleBroken(f"This request is {swap.state} already.")
    swap.state, swap.decided_at, swap.decided_by = decision.value, uow.now, uow.actor.name
    if decision is not SwapState.APPROVED:
        return
    ids = [TeamId(one) for one in (swap.team_id, swap.other_team_id) if one is not None]
    rows = (await uow.session.execute(select(RosterTeam).where(RosterTeam.id.in_(ids)))).scalars()
    teams = {row.id: team_of(row) for row in rows}
    asker = await found(uow, Responder, ResponderId(swap.responder_id), "person")
    changes = [_change_of(teams[one], swap, asker.discipline) for one in ids]
    await refuse_riding(uow, ids)
    await change_seats_in_force(uow, RosterId(swap.roster_id), changes, reason)


async def carry_requests(uow: UnitOfWork, before: Roster, after: Roster) -> None:
    """Let requests that nobody has decided ask for the same shifts of the roster that replaces theirs.

    One whose shift is not there any more is refused: nobody can decide it.
    """
    asked = select(Swap).where(Swap.roster_id == before.id, Swap.state == SwapState.ASKED.value)
    waiting = (await uow.session.execute(asked)).scalars().all()
    if not waiting:
        return
    old = {row.id: (row.template_id, row.day, row.place) for row in await _teams(uow, before)}
    new = {(row.template_id, row.day, row.place): row.id for row in await _teams(uow, after)}
    for one in waiting:
        team = new.get(old[one.team_id])
        other = new.get(old[one.other_team_id]) if one.other_team_id is not None else None
        if team is None or (one.other_team_id is not None and other is None):
            one.state, one.decided_at, one.decided_by = SwapState.REFUSED.value, uow.now, uow.actor.name
        else:
            one.roster_id, one.team_id, one.other_team_id = after.id, team, other


async def _teams(uow: UnitOfWork, roster: Roster) -> Sequence[RosterTeam]:
    wanted = select(RosterTeam).where(RosterTeam.roster_id == roster.id)
    return (await uow.session.execute(wanted)).scalars().all()


def _change_of(team: TeamSnapshot, swap: Swap, discipline: str) -> TeamChange:
    giver, taker = ResponderId(swap.responder_id), ResponderId(swap.other_id) if swap.other_id is not None else None
    if swap.kind == "open":
        place = next((one for one in team.open_seats if team.seats[one].discipline == discipline), None)
        if place is None:
            raise RuleBroken(f"{team.name} on {team.day:%a %d %b} has no open seat for this {discipline} any more.")
        return _seated(team, place, giver)
    leaves, comes = (giver, taker) if team.id == swap.team_id else (taker, giver)
    place = next((at for at, seat in enumerate(team.seats) if seat.responder_id == leaves), None)
    if place is None:
        raise RuleBroken(f"Whoever gives {team.name} on {team.day:%a %d %b} does not sit there any more.")
    return _seated(team, place, comes)


def _seated(team: TeamSnapshot, place: int, person: ResponderId | None) -> TeamChange:
    seats: list[Seat] = list(team.seats)
    seats[place] = replace(seats[place], responder_id=person, reason="")
    return TeamChange(team.id, team.version, tuple(seats))
