"""A line of words is a team and people, or a sentence that says which word is not understood."""

from dataclasses import replace
from datetime import date

import pytest
from books import well
from hypothesis import given
from hypothesis import strategies as st

from console.domain.rosters import Person
from console.domain.units import Discipline
from console.errors import BadInput
from console.planning.roster.checks import Checks
from console.planning.roster.spoken import Spoken, cleared, seated, spoken, told
from console.snapshots.rosters import Book

NAMES = ("Ana Reyes", "Max Boyd", "Maxim Reyes", "Tove Lindqvist", "Sam Fried")
BOOK: Book = well(4)


def named(book: Book) -> Book:
    """The book, whose first officers and clinicians have names to speak of."""
    officers = [one for one in book.people if one.discipline is Discipline.OFFICER]
    clinicians = [one for one in book.people if one.discipline is not Discipline.OFFICER]
    names = dict(zip([one.id for one in [*officers[:3], *clinicians[:2]]], NAMES, strict=True))
    people = tuple(replace(one, name=names.get(one.id, f"Nobody N{at}")) for at, one in enumerate(book.people))
    zones = dict(zip(book.zones, ("North", "Old Town"), strict=True))
    return replace(book, people=people, zones=zones)


CHECKS = Checks(named(BOOK))
DAYS = CHECKS.book.roster.dates
SHIFTS = sorted({one.name for one in CHECKS.book.teams})


def read(line: str, days: tuple[date, ...] = tuple(DAYS[:7])) -> Spoken:
    return spoken(line.split(), CHECKS, days)


def somebody(name: str) -> Person:
    return next(one for one in CHECKS.book.people if one.name == name)


@pytest.mark.parametrize(
    ("line", "names", "zone"),
    [
        ("boyd lindqvist fri {} north", ["Max Boyd", "Tove Lindqvist"], "North"),
        ("{} old town friday lind, max boyd", ["Tove Lindqvist", "Max Boyd"], "Old Town"),
        ("ana reyes FRI nor {}", ["Ana Reyes"], "North"),
        ("fried fri {} town", ["Sam Fried"], "Old Town"),
    ],
)
def test_words_come_in_any_order(line: str, names: list[str], zone: str) -> None:
    meant = read(line.format(SHIFTS[0].lower()))
    assert [one.name for one in meant.people] == names
    team = meant.team
    assert team.zone_id is not None
    assert (team.name, f"{team.day:%a}", CHECKS.book.zones[team.zone_id]) == (SHIFTS[0], "Fri", zone)
    assert team.day in DAYS[:7]
    assert told(CHECKS, meant).endswith(f"{zone} {SHIFTS[0]} on {team.day:%a %d %b}")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("zzz fri {}", "Word 1, “zzz”, is no name, day, shift or zone of this roster."),
        ("reyes fri {} north", "Word 1, “reyes”, may mean Ana Reyes or Maxim Reyes. Write more of the name."),
        ("boyd {} north", "On which day?"),
        ("boyd fri north", "Which shift? Write"),
        ("boyd fri {}", "in which zone? Write North or Old Town."),
        ("b fri {} north", "Word 1, “b”, is no name"),
    ],
)
def test_what_is_not_understood_is_said_with_its_place(line: str, says: str) -> None:
    with pytest.raises(BadInput) as fault:
        read(line.format(SHIFTS[0]))
    assert says in str(fault.value)


def test_a_day_that_is_not_shown_is_said() -> None:
    with pytest.raises(BadInput, match="The shown days have no Fri"):
        read(f"boyd fri {SHIFTS[0]} north", tuple(DAYS[:3]))


def test_people_get_the_seats_of_their_disciplines_and_leave_them() -> None:
    meant = read(f"boyd lindqvist fri {SHIFTS[0]} north")
    seats = seated(meant)
    assert {one.responder_id for one in seats} == {somebody("Max Boyd").id, somebody("Tove Lindqvist").id}
    disciplines = {one.id: one.discipline for one in meant.people}
    assert all(seat.responder_id and seat.discipline is disciplines[seat.responder_id] for seat in seats)
    after = Spoken(replace(meant.team, seats=seats), meant.people[:1])
    assert [one.responder_id for one in cleared(after)] == [
        None if one.responder_id == somebody("Max Boyd").id else one.responder_id for one in seats
    ]
    assert not any(one.responder_id for one in cleared(replace(after, people=())))


def test_a_second_officer_for_one_seat_is_refused() -> None:
    with pytest.raises(BadInput, match="has no further officer's seat for Maxim Reyes"):
        seated(read(f"boyd maxim fri {SHIFTS[0]} north"))


@given(st.lists(st.sampled_from(["max", "boyd", "fri", "mon", "north", "old", "town", *SHIFTS, "x", "", "reyes", ","])))
def test_any_line_is_a_team_or_a_sentence(words: list[str]) -> None:
    try:
        meant = spoken(words, CHECKS, DAYS[:7])
    except BadInput as fault:
        assert str(fault)
    else:
        assert meant.team in CHECKS.book.teams
