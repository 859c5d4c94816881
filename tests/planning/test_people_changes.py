"""A table of people against the directory: what is new, what changes, what is left out and why."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from console.documents.people_sheet import COLUMNS, Sheet, SheetRow, labels_of, told_person
from console.domain.ids import ResponderId, ZoneId, new_uuid
from console.domain.qualifications import Held
from console.domain.rosters import Available, Contract, PartnerKind, Person
from console.domain.units import Discipline
from console.planning.people_changes import PeoplePlan, plan_people

NORTH, SOUTH = ZoneId(new_uuid()), ZoneId(new_uuid())
ZONES = {NORTH: "North", SOUTH: "South"}
OFFICER, CLINICIAN = Discipline.OFFICER, Discipline.CLINICIAN


def a_person(name: str = "Ana Reyes", discipline: Discipline = OFFICER, **more: Any) -> Person:
    usual: dict[str, Any] = {
        "contract": Contract(week_minutes=37 * 60 + 30, availability=(Available(0, 420, 1140),)), "contract_version": 2,
        "qualifications": (Held("CIT-40h", date(2027, 3, 1)), Held("language:spanish")),
    }  # fmt: skip
    plain = Person(ResponderId(new_uuid()), 3, name, discipline, None, NORTH)
    return replace(plain, **{**usual, **more})


ANA = a_person()
BARE = {"contract": None, "contract_version": 0, "qualifications": (), "zone_id": None}
TOVE = a_person("Tove Lindqvist", CLINICIAN, licence="LCSW", never_with=frozenset({ANA.id}), **BARE)
ANA = replace(ANA, never_with=frozenset({TOVE.id}))
PEOPLE = (ANA, TOVE)


def rows(*changes: dict[str, str], people: Sequence[Person] = PEOPLE) -> list[dict[str, str]]:
    """What an export writes, changed; one change for each person, and those that are left are new rows."""
    told = [told_person(one, ZONES, labels_of(people)) for one in people]
    new = [{**dict.fromkeys(COLUMNS, ""), **one} for one in changes[len(told) :]]
    return [{**row, **change} for row, change in zip(told, (*changes, *[{}] * len(told)), strict=False)] + new


def planned(cells: Iterable[dict[str, str]], people: Sequence[Person] = PEOPLE) -> PeoplePlan:
    sheet = Sheet(tuple(SheetRow(line, one) for line, one in enumerate(cells, 2)))
    return plan_people(sheet, people, ZONES)


def test_what_was_exported_changes_nothing() -> None:
    told = rows()
    assert told[0]["Qualifications"] == "CIT-40h 2027-03-01; Spanish"
    assert [told[0][one] for one in ("Hours a week", "Rest in hours")] == ["37.5", "10"]
    assert told[0]["Available at"] == "Mon 07:00-19:00"
    assert (told[0]["Never with"], told[1]["Hours a week"]) == ("Tove Lindqvist", "")
    plan = planned(told)
    assert (plan.unchanged, plan.told, plan.people, plan.pairs, plan.faults) == (2, (), (), (), ())


def test_changed_cells_change_that_person_and_nothing_else() -> None:
    cells = {"Home zone": "south", "Qualifications": "cit-40h to 2028-01-31, Spanish", "Hours a week": "32,5"}
    plan = planned(rows(cells))
    (change,) = plan.people
    assert (change.id, change.seen, change.zone_id, change.contract_seen) == (ANA.id, 3, SOUTH, 2)
    assert change.held == (Held("CIT-40h", date(2028, 1, 31)), Held("language:spanish"))
    assert change.contract == replace(ANA.contract, week_minutes=32 * 60 + 30)
    assert plan.told[0].columns == ("Home zone", "Qualifications", "Hours a week") and plan.unchanged == 1


def test_somebody_new_gets_a_contract_only_when_the_row_has_one() -> None:
    first = {"Name": "Rae  Vance", "Discipline": "Clinician", "Hours a week": "20", "Usually with": "ana reyes"}
    plan = planned(rows({}, {}, first, {"Name": "Lee Park", "Discipline": "officer"}))
    rae, lee = plan.people
    assert (rae.name, rae.seen, rae.discipline, lee.contract) == ("Rae Vance", 0, CLINICIAN, None)
    assert rae.contract == Contract(week_minutes=20 * 60), "what the row leaves empty is the usual"
    ((one, other, kind),) = [(pair.one, pair.other, pair.kind) for pair in plan.pairs]
    assert {one, other} == {rae.id, ANA.id} and kind is PartnerKind.USUAL
    assert (plan.new, plan.changed, plan.unchanged) == (2, 0, 2)


def test_missing_columns_and_empty_numbers_stay_as_they_are() -> None:
    told = {name: text for name, text in rows()[0].items() if name in ("Name", "Discipline", "Shifts a week")}
    assert planned([told]).unchanged == 1
    plan = planned([{**told, "Shifts a week": ""}])
    assert plan.unchanged == 1
    (change,) = planned([{**told, "Shifts a week": "3"}]).people
    assert change.contract == replace(ANA.contract, week_shifts=3) and change.held is None
    assert change.zone_id == NORTH


@pytest.mark.parametrize(
    ("cells", "column", "says"),
    [
        ({"Discipline": "driver"}, "Discipline", '"driver" is no discipline. It is one of: officer'),
        ({"Name": ""}, "Name", "needs a name"), ({"Name": "x" * 121}, "Name", "longer than 120 characters"),
        ({"Home zone": "West"}, "Home zone", 'no zone "West". The zones are: North, South.'),
        ({"Qualifications": "CIT-40h 3/1/2027"}, "Qualifications", '"CIT-40h 3/1/2027": write the last day as'),
        ({"Qualifications": "2027-03-01"}, "Qualifications", "a day without a qualification"),
        ({"Hours a week": "forty"}, "Hours a week", '"forty" is not possible; it is a number from 0 to 168.'),
        ({"Shifts a week": "9"}, "Shifts a week", "from 0 to 7"), ({"Shifts a week": "2.5"}, "Shifts a week", "whole"),
        ({"Hours owed in four weeks": "170"}, "Hours owed in four weeks", "More hours are owed"),
        ({"Shortest run": "6"}, "Shortest run", "6 days, the longest 5"),
        ({"Available at": "Mon to Fri"}, "Available at", "is no window"),
        ({"Never with": "Nobody Known"}, "Never with", '"Nobody Known" is neither in the directory'),
        ({"Never with": "Ana Reyes"}, "Never with", "Nobody rides with themselves"),
        ({"Usually with": "Tove Lindqvist"}, "Never with", 'stand under "Usually with" too'),
    ],
)  # fmt: skip
def test_a_faulty_row_is_left_out_with_its_line_and_column(cells: dict[str, str], column: str, says: str) -> None:
    plan = planned(rows(cells, {"Licence": "LPC"}))
    (fault,) = plan.faults
    assert (fault.line, fault.column) == (2, column) and says in fault.sentence, fault
    assert [one.name for one in plan.told] == ["Tove Lindqvist"] and plan.rejected == 1


def test_a_row_with_several_faults_names_each() -> None:
    plan = planned(rows({"Home zone": "West", "Licence": "a licence with a long name", "Nights in four weeks": "-1"}))
    assert [one.column for one in plan.faults] == ["Licence", "Home zone", "Nights in four weeks"]
    assert {one.name for one in plan.faults} == {"Ana Reyes"} and plan.rejected == 1


def test_two_of_one_name_are_not_guessed_at() -> None:
    twin = a_person()
    plan = planned(rows(people=(ANA, twin)), (ANA, twin))
    assert [one.line for one in plan.faults] == [2, 3]
    first, second = (one.sentence for one in plan.faults)
    assert "has 2 of this name and discipline" in first and "repeats line 2" in second
    other = replace(twin, discipline=CLINICIAN)
    asks = {"Name": "Lee Park", "Discipline": "officer", "Usually with": "Ana Reyes"}
    plan = planned(rows({}, {}, asks, people=(ANA, other)), (ANA, other))
    assert "Write the discipline too" in plan.faults[0].sentence and plan.unchanged == 2
    plan = planned(rows({}, {}, {**asks, "Usually with": "Ana Reyes (clinician)"}, people=(ANA, other)), (ANA, other))
    assert {plan.pairs[0].one, plan.pairs[0].other} == {other.id, plan.people[0].id}


def test_a_partner_whose_row_is_left_out_takes_the_row_that_names_them_with_it() -> None:
    lee = {"Name": "Lee Park", "Discipline": "officer", "Hours a week": "many"}
    plan = planned(rows({}, {}, lee, {"Name": "Rae Vance", "Discipline": "clinician", "Usually with": "Lee Park"}))
    assert [(one.line, one.column) for one in plan.faults] == [(4, "Hours a week"), (5, "Usually with")]
    assert plan.people == () and plan.unchanged == 2


def test_two_part_when_neither_row_names_the_other() -> None:
    plan = planned(rows({"Never with": ""}, {"Never with": ""}))
    assert [one.kind for one in plan.pairs] == [None] and plan.changed == 2 and plan.people == ()
    half = planned(rows({"Never with": ""}))
    assert half.pairs == () and half.unchanged == 2
    assert "Ana Reyes and Tove Lindqvist stay as they are" in half.notes[0]
    other = planned(rows({"Never with": "", "Usually with": "Tove Lindqvist"}))
    assert other.pairs == () and [one.column for one in other.faults] == ["Usually with", "Never with"]
    assert 'Line 2 has the same two under "Usually with"' in other.faults[1].sentence


def test_what_nobody_holds_yet_and_unknown_columns_are_said() -> None:
    sheet = Sheet((SheetRow(2, {"Name": "Ana Reyes", "Discipline": "officer", "Qualifications": "CIT40; RN"}),),
                  unknown=("Badge", "Shirt"))  # fmt: skip
    notes = plan_people(sheet, PEOPLE, ZONES).notes
    assert notes == ("Columns that are not known and were passed over: Badge, Shirt.", "Nobody holds these yet: CIT40.")
