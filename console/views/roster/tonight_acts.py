"""What a supervisor does with a running team: somebody else on a seat, two who change places, a team that splits."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from console.domain.ids import ResponderId, TeamId
from console.domain.roster_rules import by_strength
from console.domain.rosters import Person, Seat
from console.planning.roster.plans import label_of
from console.snapshots.rosters import TeamSnapshot
from console.ui.ask import ask_choice
from console.views.roster.planner import Planner
from console.views.roster.seat_picker import TONES, Option, Picker, pick_for_seat

Put = Callable[..., object]  # words, seats, and the teams that were seen, as `Wishes.put` takes them


def ask_other(window: QWidget, planner: Planner, team: TeamSnapshot, put: Put) -> None:
    """Somebody else takes a seat of the team."""

    def seat(place: int, person: ResponderId) -> None:
        name = planner.person(person)
        put(f"{name.name if name else 'Somebody'} in {team.name}", {team.id: _with(team, place, person)}, seen=[team])

    ask_choice(
        window, f"Which seat of {team.name}?", "The unit that they ride in follows at once.",
        [
            (_named(planner, team, place), partial(pick_for_seat, window, planner, team, place, partial(seat, place)))
            for place in range(len(team.seats))
        ],
    )  # fmt: skip


def ask_swap_with(
    window: QWidget, planner: Planner, team: TeamSnapshot, running: Sequence[TeamSnapshot], put: Put
) -> None:
    """Two people of running teams change places."""

    def choose(place: int, person: Person) -> None:
        options = [one for other in running if other.id != team.id for one in _options(planner, team, place, other)]
        options.sort(key=lambda one: ("text", "warn.text", "danger.text").index(one.tone))  # who fits comes first
        Picker(window, f"{person.name} changes places", "With whom?", options, partial(swap, place, person))

    def swap(place: int, person: Person, chosen: tuple[TeamId, int]) -> None:
        other = planner.team(chosen[0])
        if other is None:
            return
        mate = other.seats[chosen[1]].responder_id
        seats = {team.id: _with(team, place, mate), other.id: _with(other, chosen[1], person.id)}
        put(f"{person.name} changed places", seats, seen=[team, other])

    people = [(at, one) for at, seat in enumerate(team.seats) if (one := planner.person(seat.responder_id)) is not None]
    ask_choice(
        window, "Who changes places?", "The units that they ride in follow at once.",
        [(one.name, partial(choose, at, one)) for at, one in people],
    )  # fmt: skip


def _options(planner: Planner, team: TeamSnapshot, place: int, other: TeamSnapshot) -> list[Option]:
    """Those of another team who could take this seat, with what speaks against either of the two."""
    person = planner.person(team.seats[place].responder_id)
    found = []
    for at, seat in enumerate(other.seats):
        mate = planner.person(seat.responder_id)
        if mate is None or planner.book is None or seat.discipline is not team.seats[place].discipline:
            continue
        both = [team.id, other.id]
        told = by_strength([
            *planner.verdict(team, place, mate, leaving=both),
            *(planner.verdict(other, at, person, leaving=both) if person is not None else ()),
        ])  # fmt: skip
        against = f"   {told[0].sentence}" if told else ""
        tone = TONES.get(told[0].strength, "text") if told else "text"
        found.append(Option(f"{mate.name} · {label_of(planner.book, other)}{against}", (other.id, at), tone))
    return found


def _named(planner: Planner, team: TeamSnapshot, place: int) -> str:
    person = planner.person(team.seats[place].responder_id)
    return person.name if person is not None else f"The open {team.seats[place].discipline.value}'s seat"


def _with(team: TeamSnapshot, place: int, person: ResponderId | None) -> tuple[Seat, ...]:
    return tuple(
        replace(seat, responder_id=person, reason="") if at == place else seat for at, seat in enumerate(team.seats)
    )
