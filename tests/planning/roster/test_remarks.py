"""What a build says in words: what is known before it, what had to give way, and what the machine did to it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from books import an_officer, bare, sitting
from rosters import a_template

from console.domain.qualifications import Held
from console.domain.rosters import Absence, AbsenceKind, Available, Contract, Person
from console.domain.units import Discipline
from console.planning.roster.engine.eased import ease
from console.planning.roster.engine.outcome import Outcome
from console.planning.roster.fairness import Spread
from console.planning.roster.model import stages
from console.planning.roster.remarks import fairness, foreseen, remarks
from console.snapshots.rosters import Book

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MONDAY = date(2026, 6, 1)
DAY, NIGHT = a_template("Day"), a_template("Night", 22 * 60)
HALF_DAY = 12 * 60


def known(*people: Person, days: int = 14) -> list[str]:
    book = bare([DAY, NIGHT], people, MONDAY, days)
    return foreseen(book, stages(book, LONG_AGO, keep=False), LONG_AGO)


def enough(*others: Person) -> list[Person]:
    """So many people that hours are no question, and some others."""
    return [*(an_officer(f"Officer {one}") for one in range(8)), *others]


def test_who_has_no_contract_is_named_and_not_rostered() -> None:
    bob, eva = (an_officer(name, contract=None) for name in ("Bob Vance", "Eva Park"))
    assert known(*enough()) == []
    assert known(*enough(bob)) == ["Bob Vance has no contract and is not rostered."]
    assert known(*enough(bob, eva)) == ["Bob Vance and Eva Park have no contract and are not rostered."]
    book = bare([DAY, NIGHT], enough(bob), MONDAY)
    (stage,) = stages(book, LONG_AGO, keep=False)
    assert bob.id not in stage.people


def test_demand_over_everybodys_hours_is_counted_beforehand() -> None:
    assert known(an_officer()) == [
        "Officers may work 80 h in these weeks, without the days they are away; the shifts ask for 280 h. "
        "200 h stay open whoever is put where."
    ]


def test_a_licence_that_expires_among_the_days_ends_somebodys_shifts() -> None:
    last = MONDAY + timedelta(days=3)
    one = an_officer(qualifications=(Held("CIT-40h", last),))
    assert known(*enough(one)) == ["Ana Reyes's CIT-40h expires on Thu 04 Jun: no shifts after it."]
    renewed = replace(one, qualifications=(Held("CIT-40h", last), Held("CIT-40h", last + timedelta(days=700))))
    assert known(*enough(renewed)) == []
    (stage,) = stages(bare([DAY, NIGHT], [one], MONDAY), LONG_AGO, keep=False)
    assert stage.problem.people[0].allowed.any(axis=1).tolist() == [day <= 3 for day in range(14)]
    many = [replace(one, name=f"Officer {at}", id=an_officer().id) for at in range(6)]
    assert known(*enough(*many)) == [
        "The licence or training of Officer 0, Officer 1, Officer 2 and 3 others expires in these weeks: "
        "no shifts after its last day."
    ]


def test_a_clinicians_licence_is_called_one() -> None:
    last = MONDAY + timedelta(days=3)
    tove = an_officer(
        "Tove Lindqvist", discipline=Discipline.CLINICIAN, licence="LCSW", qualifications=(Held("LCSW", last),)
    )
    book = bare([replace(DAY, disciplines=(Discipline.CLINICIAN,))], [tove], MONDAY)
    book = replace(book, teams=tuple(
        replace(one, seats=(replace(one.seats[0], discipline=Discipline.CLINICIAN),)) for one in book.teams
    ))  # fmt: skip
    told = foreseen(book, stages(book, LONG_AGO, keep=False), LONG_AGO)
    assert "Tove Lindqvist's licence LCSW expires on Thu 04 Jun: no shifts after it." in told


def test_who_can_take_no_seat_at_all_is_told_with_the_reason() -> None:
    never = an_officer("Bob Vance", contract=Contract(availability=(Available(0, 0, 60),)))
    assert known(*enough(never)) == [
        "Bob Vance can take no seat in these weeks. Bob Vance is not available at these hours."
    ]


def outcomes(book: Book) -> tuple[list[str], Outcome]:
    """What is said of a book whose rules were eased and that nobody searched."""
    parts = stages(book, LONG_AGO, keep=True)
    problem, eased = ease(parts[0].problem)
    outcome = Outcome(problem, None, None, None, False, 1.0, (), eased, ("The column search was ended.",))
    return remarks(parts, {Discipline.OFFICER: outcome}), outcome


def test_rules_that_contradict_each_other_give_way_in_words() -> None:
    away = Absence(AbsenceKind.TIME_OFF, *(datetime(2026, 6, one, tzinfo=UTC) for one in (2, 16)))
    ana = an_officer(contract=Contract(least_minutes=160 * 60), absences=(away,))
    ida = an_officer("Ida Haddad", contract=Contract(rest_minutes=HALF_DAY))
    book = bare([DAY, NIGHT], [ana, ida], MONDAY)
    told, _outcome = outcomes(sitting(book, ida, (MONDAY, "Night"), (MONDAY + timedelta(days=1), "Day")))
    assert told == [
        "Ana Reyes owes 80 h in these weeks; their own limits allow 10 h at most.",
        "Ida Haddad: 2 of the shifts that they keep break a rule of their contract.",
        "The column search was ended.",
    ]


def test_how_evenly_a_roster_is_shared_is_one_sentence() -> None:
    spreads = [Spread("hours", 80, 2), Spread("nights", 4.25, 1.26), Spread("weekend shifts", 0, 0)]
    after = [Spread("hours", 80, 2), Spread("nights", 4.25, 0.44), Spread("weekend shifts", 0, 0)]
    _told, outcome = outcomes(bare([DAY], [an_officer()], MONDAY))
    shared = replace(outcome, shared=tuple(zip(spreads, after, strict=True)))
    assert fairness({Discipline.OFFICER: shared}) == (
        "Shared per person: officers nights 4.2 ± 0.4 (± 1.3 before)."
    )
    assert fairness({Discipline.OFFICER: outcome}) == ""
