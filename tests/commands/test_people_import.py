"""A table of people is written as a whole: new ones, changes, partners; the second time it changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from make import Program, an_actor
from rosters import Planned

from console.commands.people_import import import_people
from console.commands.staffing import edit_responder
from console.desk.people_files import planned, save_people
from console.domain.roles import Role
from console.domain.rosters import Person
from console.errors import EditConflict, NotPermitted
from console.planning.people_changes import PeoplePlan
from console.queries.rosters import staff

COORDINATOR = an_actor(Role.COORDINATOR)


@pytest.fixture
def people(program: Program) -> list[Person]:
    made = Planned(program)
    made.person()
    made.clinician()
    found: list[Person] = program.ask(staff)
    return found


def edited(program: Program, folder: Path, **cells: str) -> Path:
    """What an export writes, with a row for somebody new and other text in it."""
    file = folder / "people.csv"
    save_people(file, program.ask(staff), {})
    text = file.read_text("utf-8-sig").replace("CIT-40h", "CIT-40h 2028-01-31; youth")
    head = text.split("\r\n", 1)[0].split(",")
    new = {"Name": "Rae Vance", "Discipline": "clinician", "Licence": "LPC", "Hours a week": "24",
           "Usually with": "Ana Reyes", **cells}  # fmt: skip
    file.write_text(text + ",".join(new.get(one, "") for one in head) + "\r\n", "utf-8-sig")
    return file


def looked(program: Program, file: Path) -> PeoplePlan:
    return planned(file, program.ask(staff), {})


def test_a_table_is_written_and_the_second_time_it_changes_nothing(
    program: Program, people: list[Person], tmp_path: Path
) -> None:
    file = edited(program, tmp_path)
    plan = looked(program, file)
    assert (plan.new, plan.changed, plan.unchanged, plan.rejected) == (1, 1, 1, 0)
    program.run(import_people, plan.people, plan.pairs, by=COORDINATOR)
    held = {one.name: one for one in program.ask(staff)}
    ana, rae = held["Ana Reyes"], held["Rae Vance"]
    assert sorted(one.code for one in ana.qualifications) == ["CIT-40h", "youth"] and ana.usually_with == {rae.id}
    assert rae.licence == "LPC" and rae.contract is not None and rae.contract.week_minutes == 24 * 60
    again = looked(program, file)
    assert (again.people, again.pairs, again.unchanged) == ((), (), 3)


def test_what_changed_meanwhile_stops_all_of_it(program: Program, people: list[Person], tmp_path: Path) -> None:
    plan = looked(program, edited(program, tmp_path))
    ana = next(one for one in people if one.name == "Ana Reyes")
    program.run(edit_responder, ana.id, ana.version, "Ana Reyes", "none", None)
    with pytest.raises(EditConflict, match="changed Ana Reyes"):
        program.run(import_people, plan.people, plan.pairs, by=COORDINATOR)
    assert len(program.ask(staff)) == 2, "nobody was added either"


def test_a_supervisor_may_not(program: Program, people: list[Person], tmp_path: Path) -> None:
    plan = looked(program, edited(program, tmp_path))
    with pytest.raises(NotPermitted):
        program.run(import_people, plan.people, plan.pairs, by=an_actor(Role.SUPERVISOR))
    assert replace(people[0]) in program.ask(staff)
