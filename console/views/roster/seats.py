"""Seats of one team: a third person, a clinician by telephone, one shared with another team, or a seat less."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from console.domain.rosters import Seat
from console.domain.units import Discipline, Presence
from console.planning.roster.plans import label_of
from console.snapshots.rosters import TeamSnapshot
from console.ui.ask import ask_choice
from console.views.roster.planner import Planner

NEW_SEATS = (
    ("Add a clinician by telephone or video", Seat(Discipline.CLINICIAN, presence=Presence.REMOTE)),
    ("Add a clinician", Seat(Discipline.CLINICIAN)),
    ("Add an officer", Seat(Discipline.OFFICER)),
    ("Add a medic", Seat(Discipline.MEDIC)),
    ("Add a peer", Seat(Discipline.PEER)),
)
PRESENCES = (
    ("This seat: rides in the car", Presence.ABOARD),
    ("This seat: shared with another team of these hours", Presence.SHARED),
    ("This seat: by telephone or video", Presence.REMOTE),
)


def ask_seats(window: QWidget, planner: Planner, team: TeamSnapshot, place: int) -> None:
    """What to do with the seats of a team: the one at `place`, or a further one."""
    name = label_of(planner.book, team) if planner.book is not None else team.name
    seat = team.seats[place]
    choices: list[tuple[str, Callable[[], object]]] = []

    def offer(text: str, seats: tuple[Seat, ...]) -> None:
        choices.append((text, partial(planner.put, f"Seats of {name}", {team.id: seats}, seen=[team])))

    for text, new in NEW_SEATS:
        offer(text, (*team.seats, new))
    if seat.discipline is not Discipline.OFFICER:
        for text, presence in PRESENCES:
            if presence is not seat.presence:
                offer(text, _at(team, place, replace(seat, presence=presence)))
    if len(team.seats) > 1 and seat.responder_id is None:
        offer("Take this open seat away", tuple(one for at, one in enumerate(team.seats) if at != place))
    ask_choice(window, f"Seats of {name}", "For this team on this day; the shift stays as it is on others.", choices)


def _at(team: TeamSnapshot, place: int, seat: Seat) -> tuple[Seat, ...]:
    return tuple(seat if at == place else one for at, one in enumerate(team.seats))
