"""What is dragged on the board: somebody from the list, or from a seat of a team, alone or with the whole team."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QMimeData

from console.domain.ids import ResponderId, TeamId
from console.domain.roster_rules import by_strength
from console.domain.rosters import Person, Strength
from console.snapshots.rosters import TeamSnapshot
from console.views.roster.planner import Planner

MIME = "application/x-tandem-seat"


@dataclass(frozen=True, slots=True)
class Dragged:
    """Who, from which team (None: from the list), and whether everybody of that team comes along."""

    person_id: ResponderId
    team_id: TeamId | None = None
    whole: bool = False


def mime_of(dragged: Dragged) -> QMimeData:
    """As it travels between widgets: ids only."""
    told = {"person": str(dragged.person_id), "team": str(dragged.team_id or ""), "whole": dragged.whole}
    mime = QMimeData()
    mime.setData(MIME, json.dumps(told).encode())
    return mime


def dragged_of(mime: QMimeData) -> Dragged | None:
    """What a drag carries; None when it is something else."""
    if not mime.hasFormat(MIME):
        return None
    told = json.loads(bytes(mime.data(MIME).data()))
    team = TeamId(UUID(told["team"])) if told["team"] else None
    return Dragged(ResponderId(UUID(told["person"])), team, bool(told["whole"]))


TONES = {Strength.HARD: "refused", Strength.FIRM: "warned", Strength.SOFT: "allowed"}


def fitting_seat(planner: Planner, team: TeamSnapshot, place: int, person_id: ResponderId) -> int:
    """The seat of somebody's own discipline: the one aimed at, else an open one, else the first of it."""
    person = planner.person(person_id)
    if person is None or team.seats[place].discipline is person.discipline:
        return place
    own = [at for at, seat in enumerate(team.seats) if seat.discipline is person.discipline]
    return next((at for at in own if team.seats[at].responder_id is None), own[0] if own else place)


def said_of(planner: Planner, dragged: Dragged, team: TeamSnapshot, place: int) -> tuple[str, str]:
    """Whether a drop here is allowed, warned of or refused, and the sentence that says why."""
    person = planner.person(dragged.person_id)
    if person is None or not planner.may_change:
        return "refused", "You may not change this roster."
    source = planner.team(dragged.team_id)
    leaving = [one.id for one in (source, team) if one is not None]
    told = by_strength([
        one for into, at, who in _moves(planner, dragged, source, team, place)
        for one in planner.verdict(into, at, who, leaving=leaving)
    ])  # fmt: skip
    if not told:
        return "allowed", f"{person.name} fits here."
    return TONES[told[0].strength], told[0].sentence


def _moves(
    planner: Planner, dragged: Dragged, source: TeamSnapshot | None, team: TeamSnapshot, place: int
) -> Iterator[tuple[TeamSnapshot, int, Person]]:
    """Who comes to which seat by a drop: whoever is dragged, and whoever takes their place in exchange."""
    if source is None or source.id == team.id:
        moves = [(team, place, dragged.person_id)]
    elif dragged.whole:
        pairs = zip(source.seats, team.seats, strict=False)
        moves = [
            (into, at, key) for at, (mine, theirs) in enumerate(pairs)
            for into, key in ((team, mine.responder_id), (source, theirs.responder_id)) if key is not None
        ]  # fmt: skip
    else:
        leaves = next((at for at, one in enumerate(source.seats) if one.responder_id == dragged.person_id), 0)
        moves = [(team, place, dragged.person_id)]
        if (other := team.seats[place].responder_id) is not None:
            moves.append((source, leaves, other))
    for into, at, key in moves:
        if (who := planner.person(key)) is not None:
            yield into, at, who
