"""Somebody shared between two teams, or with several by telephone: their hours are worked once."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from books import well

from console.domain.ids import TeamId
from console.domain.rosters import Person, Seat
from console.domain.units import Discipline, Presence
from console.errors import BadInput
from console.planning.roster.checks import Checks
from console.snapshots.rosters import Book, TeamSnapshot

BOOK = well(1)
FIRST = min(BOOK.teams, key=lambda one: one.starts_at)
SAME = [one for one in BOOK.teams if (one.starts_at, one.ends_at) == (FIRST.starts_at, FIRST.ends_at)]


def clinician() -> Person:
    return next(one for one in BOOK.people if one.discipline is Discipline.CLINICIAN)


def with_seats(book: Book, team: TeamSnapshot, *seats: Seat) -> Book:
    return replace(book, teams=tuple(replace(one, seats=seats) if one.id == team.id else one for one in book.teams))


def alone(presence: Presence, teams: int) -> Book:
    """Everybody is at home but one clinician, who is with the first teams of one shift."""
    book = replace(BOOK, teams=tuple(
        replace(one, seats=tuple(replace(seat, responder_id=None) for seat in one.seats)) for one in BOOK.teams
    ))  # fmt: skip
    for team in three()[:teams]:
        book = with_seats(book, team, Seat(Discipline.CLINICIAN, clinician().id, presence=presence))
    return replace(book, teams=(*book.teams, *extra(book, presence, teams)))


def three() -> list[TeamSnapshot]:
    return SAME[:2]


def extra(book: Book, presence: Presence, teams: int) -> list[TeamSnapshot]:
    """A third team of the same hours, where one is asked for."""
    seat = Seat(Discipline.CLINICIAN, clinician().id, presence=presence)
    team = replace(FIRST, id=TeamId(UUID(int=7)), seats=(seat,))
    return [team] if teams > 2 else []


def rules(book: Book) -> set[str]:
    checks = Checks(book)
    return {one.rule for one in checks.of_roster() if one.responder_id == clinician().id and one.weight == 0}


def test_there_are_teams_of_the_same_hours() -> None:
    assert len(SAME) >= 2


def test_two_places_at_once_are_refused_to_whoever_rides() -> None:
    assert "double" in rules(alone(Presence.ABOARD, 2))


@pytest.mark.parametrize(("presence", "most"), [(Presence.SHARED, 2), (Presence.REMOTE, 3)])
def test_hours_with_several_teams_are_worked_once(presence: Presence, most: int) -> None:
    for teams in range(1, most + 1):
        book = alone(presence, teams)
        assert "double" not in rules(book), teams
        assert Checks(book).ledger.minutes(clinician().id) == FIRST.minutes, "the hours count once"


def test_nobody_is_shared_between_three() -> None:
    assert "double" in rules(alone(Presence.SHARED, 3))


def test_whoever_is_by_telephone_here_does_not_ride_there() -> None:
    book = alone(Presence.REMOTE, 1)
    told = Checks(book).of_seat(SAME[1], SAME[1].seats[1], clinician())
    assert [one.rule for one in told][:1] == ["double"]
    remote = replace(SAME[1].seats[1], presence=Presence.REMOTE)
    assert "double" not in {one.rule for one in Checks(book).of_seat(SAME[1], remote, clinician())}


def test_other_hours_are_two_places_at_once_even_by_telephone() -> None:
    later = replace(SAME[1], starts_at=FIRST.starts_at + timedelta(hours=1), ends_at=FIRST.ends_at + timedelta(hours=1))
    book = alone(Presence.REMOTE, 2)
    book = replace(book, teams=tuple(
        replace(later, seats=one.seats) if one.id == later.id else one for one in book.teams
    ))  # fmt: skip
    assert "double" in rules(book)


def test_whoever_leaves_the_first_team_still_works_with_the_second() -> None:
    checks = Checks(alone(Presence.REMOTE, 2))
    works = checks.ledger.of(clinician().id, without=[SAME[0].id])
    assert [one.team_id for one in works] == [SAME[1].id]


def test_an_officer_rides() -> None:
    with pytest.raises(BadInput, match="An officer rides in the car"):
        Seat(Discipline.OFFICER, presence=Presence.REMOTE).checked()
