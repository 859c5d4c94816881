"""Why a seat is open, in counts and in rules, with repairs that can be applied; and why these two ride together."""

from dataclasses import replace
from datetime import timedelta

from books import SMALL, TIGHT, well

from console.domain.qualifications import Held, language
from console.domain.roster_rules import RULES
from console.domain.rosters import Contract, Strength, Wish
from console.domain.units import Discipline
from console.planning.roster.checks import Checks
from console.planning.roster.counting import short_hours
from console.planning.roster.explain import Explanation, why_open
from console.planning.roster.pairs import why_pair
from console.planning.roster.plans import RepairKind
from console.snapshots.rosters import Book, TeamSnapshot

EARLY = timedelta(hours=1)


def opened(book: Book, day: int = 3, place: int = 1, name: str = "Day") -> tuple[Book, TeamSnapshot]:
    """The book with one seat emptied."""
    when = book.roster.dates[day]
    team = next(one for one in book.teams if one.day == when and one.name == name)
    seats = tuple(replace(one, responder_id=None) if at == place else one for at, one in enumerate(team.seats))
    empty = replace(team, seats=seats)
    return replace(book, teams=tuple(empty if one.id == team.id else one for one in book.teams)), empty


def why(book: Book, team: TeamSnapshot, place: int = 1) -> Explanation:
    return why_open(book, team.id, place, book.teams[0].starts_at - EARLY)


def with_contracts(book: Book, contract: Contract) -> Book:
    return replace(book, people=tuple(replace(one, contract=contract) for one in book.people))


def test_hours_are_counted_before_anything_is_searched() -> None:
    book, team = opened(well(1))
    owed = with_contracts(book, Contract(most_minutes=40 * 60))  # in two weeks 20 h of each of twelve
    told = why(owed, team)
    assert told.sentence == (
        "Clinicians may work 240 h in these weeks, without the days they are away; "
        "the shifts ask for 672 h. "
        "432 h stay open whoever is put where."
    )
    assert short_hours(Checks(owed), Discipline.CLINICIAN) == 432 * 60
    assert told.reasons[0].rule == "hours"


def test_too_few_people_at_that_time_are_counted() -> None:
    book, team = opened(well(1))
    clinicians = {one.id for one in book.people if one.discipline is Discipline.CLINICIAN}
    people = tuple(replace(one, licence=None, absences=()) if one.id in clinicians else one for one in book.people)
    told = why(replace(book, people=people), team)
    said = "At that time 2 seats need a clinician; nobody can work then (12 without a valid licence)."
    assert said in {one.sentence for one in told.reasons}
    assert not any(one.kind is RepairKind.DIRECT for one in told.fixes)


def test_people_are_grouped_by_the_rule_that_binds_them() -> None:
    book, team = opened(well(1))
    tired = with_contracts(book, Contract(weekends=4, nights=0, run=1, week_shifts=7, week_minutes=0))
    told = why(tired, team)
    groups = {one.rule: one for one in told.reasons if one.rule in RULES and one.people}
    assert "week hours" in groups and "hours of that week" in groups["week hours"].sentence
    everybody = {one.id for one in book.people if one.discipline is Discipline.CLINICIAN}
    named = [person for one in groups.values() for person in one.people]
    assert set(named) == everybody and len(named) == len(everybody), "each of them once"


def test_what_a_shift_asks_for_narrows_who_is_spoken_of() -> None:
    book, team = opened(well(2))
    need = (language("somali"),)
    asking = replace(book, teams=tuple(replace(one, needs=need) if one.id == team.id else one for one in book.teams))
    told = why(asking, team)
    assert told.sentence == "The program has no clinician with Somali."
    assert told.reasons[0].sentence == "0 of 12 clinicians have Somali, which this shift asks for."
    assert told.fixes == ()


def test_a_gap_that_nobody_looked_at_says_so() -> None:
    book, team = opened(well(3))
    told = why(book, team)
    assert told.sentence.endswith("could take it: nobody was put there yet.")
    assert told.fixes[0].kind is RepairKind.DIRECT and not told.fixes[0].is_firm


def test_every_repair_fills_the_seat_and_breaks_no_hard_rule() -> None:
    for seed in range(8):
        book, team = opened(well(seed, TIGHT if seed % 2 else SMALL), day=9)
        for plan in why(book, team).fixes:
            assert (team.id, 1) in {(one.team_id, one.place) for one in plan.changes if one.after is not None}
            assert all(one.strength is not Strength.HARD for one in plan.bends)


def test_a_shift_that_has_begun_has_reasons_and_no_fixes() -> None:
    book, team = opened(well(3))
    told = why_open(book, team.id, 1, team.starts_at + EARLY)
    assert told.fixes == () and "Tonight" in told.reasons[0].sentence


def test_why_these_two() -> None:
    book = well(5)
    team = next(one for one in book.teams if len(one.members) == 2 and one.zone_id is not None)
    officer, clinician = team.members
    people = tuple(
        replace(
            one, zone_id=team.zone_id, usually_with=frozenset({clinician}), wishes=(Wish(team.day, works=True),),
            qualifications=(*one.qualifications, Held(language("hmong"))),
        )
        if one.id == officer
        else replace(one, wishes=(Wish(team.day, works=False),)) if one.id == clinician else one
        for one in book.people
    )  # fmt: skip
    told = why_pair(replace(book, people=people), team)
    said = " ".join(told.speaks_for)
    for part in ("usually ride together", "Hmong", "home zone", "asked to work"):
        assert part in said
    assert any(one.rule == "wish" and one.responder_id == clinician for one in told.against)


def test_a_usual_partner_who_works_elsewhere_speaks_against() -> None:
    book = well(5)
    team = next(one for one in book.teams if len(one.members) == 2)
    other = next(one for one in book.teams if one.id != team.id and one.starts_at == team.starts_at and one.members)
    mine, theirs = team.members[1], other.members[0]
    people = tuple(
        replace(one, usually_with=frozenset({theirs})) if one.id == mine else one for one in book.people
    )  # fmt: skip
    told = why_pair(replace(book, people=people), team)
    assert any("works elsewhere at that time" in one.sentence for one in told.against)
