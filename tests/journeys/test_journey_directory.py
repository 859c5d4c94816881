"""A coordinator adds somebody, gives them a contract, notes an absence and a wish; what expires soon is listed."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from make import Program
from PySide6.QtWidgets import QApplication, QLabel
from rosters import Planned
from station import Drive, Station, press, until, words, write

from console.domain.availability import read_windows, told_windows
from console.domain.ids import ResponderId, new_uuid
from console.domain.qualifications import Held
from console.domain.roles import Role
from console.domain.rosters import Available, Person
from console.domain.units import Discipline
from console.errors import BadInput
from console.views.directory.contract_form import ContractForm
from console.views.directory.forms import AbsenceForm, PartnerForm, PersonForm, WishForm, read_held, told_held
from console.views.directory.people_import import PeopleImport
from console.views.directory.words import soon_expired
from console.views.directory.workspace import AHEAD


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    made = open_station(roles=(Role.COORDINATOR,))
    program = Program(made.path, drive)
    planned = Planned(program)
    planned.clinician()
    planned.person("Ida Haddad", held=(Held("CIT-40h", made.store.now().date() + timedelta(days=20)),))
    program.close()
    yield made
    made.close()


@pytest.fixture
def space(station: Station) -> Any:
    press("Ctrl+Shift+O")
    tab = station.console.directory
    until(lambda: tab.workspace is not None and tab.workspace.isVisible() and tab.workspace.people)
    return tab.workspace


def form(kind: type) -> Any:
    until(lambda: isinstance(QApplication.activeWindow(), kind), what=f"{kind.__name__} asks")
    return QApplication.activeWindow()


def person(space: Any, name: str) -> Any:
    return next((one for one in space.people if one.name == name), None)


def choose(space: Any, name: str) -> None:
    space.search.clear()
    space.table.selectRow([one.name for one in space._shown].index(name))


def said(space: Any) -> str:
    return "\n".join(one.text() for one in space.findChildren(QLabel) if one.isVisible())


def test_somebody_is_added_and_gets_a_contract(station: Station, space: Any) -> None:
    space.add()
    asked = form(PersonForm)
    write("Max Boyd")
    asked.held.setText("CIT-40h to 2031-12-31, language:spanish, tomorrow to nowhere")
    press("Ctrl+Return")
    until(lambda: "write the last day" in words(asked), what="it is refused in place")
    asked.held.setText("CIT-40h to 2031-12-31, language:spanish")
    press("Ctrl+Return")
    until(lambda: person(space, "Max Boyd"), what="he is in the list")
    station.front()
    choose(space, "Max Boyd")
    until(lambda: "No contract: cannot be rostered" in said(space) and "Spanish" in said(space))
    space._contract()
    asked = form(ContractForm)
    asked.fields["week_minutes"].setValue(32)
    asked.windows.setText("Mon-Fri 07:00-19:00")
    press("Ctrl+Return")
    until(lambda: person(space, "Max Boyd").contract is not None)
    contract = person(space, "Max Boyd").contract
    assert contract.week_minutes == 32 * 60 and len(contract.availability) == 5
    station.front()


def test_away_wishes_and_partners_are_kept_and_struck_off(station: Station, space: Any) -> None:
    choose(space, "Max Boyd")
    space._edit(AbsenceForm)
    asked = form(AbsenceForm)
    asked.kind.setCurrentIndex(1)
    asked.until.setDateTime(asked.since.dateTime().addDays(2))
    press("Ctrl+Return")
    until(lambda: person(space, "Max Boyd").absences)
    station.front()
    space._edit(WishForm)
    form(WishForm)
    press("Ctrl+Return")
    until(lambda: person(space, "Max Boyd").wishes)
    station.front()
    space._edit(PartnerForm)
    asked = form(PartnerForm)
    asked.kind.setCurrentIndex(1)
    asked.who.setCurrentText("Tove Lindqvist (clinician)")
    press("Ctrl+Return")
    until(lambda: person(space, "Max Boyd").never_with)
    station.front()
    for part in ("Sick:", "would like to be off", "Never with Tove Lindqvist"):
        until(lambda part=part: part in said(space))
    one = person(space, "Max Boyd")
    space._strike_absence(one.absences[0])
    space._strike_wish(one.wishes[0])
    until(lambda: not person(space, "Max Boyd").wishes and "Sick:" not in said(space))
    ended = person(space, "Max Boyd").absences[0]
    assert ended.approved and ended.starts_at < ended.ends_at <= station.store.now(), "it was so until now"


def test_an_absence_that_is_asked_for_is_shown_and_approved(station: Station, space: Any) -> None:
    choose(space, "Max Boyd")
    space._edit(AbsenceForm)
    asked = form(AbsenceForm)
    asked.since.setDateTime(asked.since.dateTime().addDays(9))
    asked.until.setDateTime(asked.since.dateTime().addDays(2))
    asked.approved.setChecked(False)
    press("Ctrl+Return")
    until(lambda: "Asked for, not approved" in said(space))
    station.front()
    space._approve(next(one for one in person(space, "Max Boyd").absences if not one.approved))
    until(lambda: "Asked for, not approved" not in said(space))
    assert all(one.approved for one in person(space, "Max Boyd").absences)


def test_what_expires_within_sixty_days_is_listed(space: Any) -> None:
    space.search.clear()
    space.expiring.setChecked(True)
    assert [one.name for one in space._shown] == ["Ida Haddad"]
    until(lambda: "⚠ CIT-40h expires on" in said(space))
    space.expiring.setChecked(False)
    space.search.setText("spanish")
    assert [one.name for one in space._shown] == ["Max Boyd"]
    space.search.clear()


def test_people_go_into_a_file_and_come_back_corrected(station: Station, space: Any, tmp_path: Path) -> None:
    offered = {one.text for one in station.console.window.actions_list.offered()}
    assert {"Export people as a CSV file", "Import people from a CSV file"} <= offered
    file = tmp_path / "people.csv"
    space.exporting.save(file)
    until(file.exists)
    text = file.read_text("utf-8-sig").replace(",32,", ",30,")
    head = text.split("\r\n", 1)[0]
    new = f"Rae Vance,clinician,LPC,West{',' * (head.count(',') - 3)}\r\n"
    file.write_text(text + new, "utf-8-sig")
    before = len(space.people)
    space.import_people()
    asked = form(PeopleImport)
    assert not asked.send.isEnabled()
    write(str(file))
    until(lambda: asked.plan is not None, what="it says what would be")
    assert "0 new, 1 changed," in words(asked) and "1 rejected" in words(asked)
    first = [asked.table.item(0, at).text() for at in range(4)]
    assert first[1:3] == ["Rae Vance", "Home zone"] and "There is no zone" in first[3]
    press("Ctrl+Return")
    until(lambda: person(space, "Max Boyd").contract.week_minutes == 30 * 60)
    until(lambda: asked.plan is not None and not asked.plan.told, what="the rest is unchanged, one row is left")
    file.write_text((text + new).replace(",West,", ",North,"), "utf-8-sig")
    asked.read_again.setFocus()
    press("Return")
    until(lambda: asked.send.isEnabled() and "1 new, 0 changed" in words(asked))
    press("Ctrl+Return")
    until(lambda: person(space, "Rae Vance"))
    assert len(space.people) == before + 1
    station.front()


def test_sixty_days_are_sixty_and_what_is_held_in_a_later_form_is_not_listed() -> None:
    day = date(2026, 3, 16)
    held = [Held(f"in {days}", day + timedelta(days=days)) for days in (-1, 0, 60, 61)]
    renewed = [Held("CIT-40h", day), Held("CIT-40h", day + timedelta(days=400)), Held("youth", day), Held("youth")]
    one = Person(ResponderId(new_uuid()), 1, "Ana", Discipline.OFFICER, None, None, qualifications=(*held, *renewed))
    assert [held.code for held in soon_expired(one, day, day + AHEAD)] == ["in -1", "in 0", "in 60"]


@pytest.mark.parametrize("text", ["Mon-Fri 07:00-19:00", "Fri-Mon 22:00-06:00, Wed 8-12", ""])
def test_windows_of_availability_are_read_as_they_are_told(text: str) -> None:
    windows = read_windows(text)
    assert read_windows(told_windows(windows)) == windows
    if text.startswith("Fri"):
        assert windows[0] == Available(4, 22 * 60, 30 * 60) and [one.weekday for one in windows] == [4, 5, 6, 0, 2]


@pytest.mark.parametrize("text", ["someday 7-9", "Mon 25:00-26:00", "Mon", "Mon 07:00"])
def test_a_window_that_is_none_is_repeated(text: str) -> None:
    with pytest.raises(BadInput, match="is no window"):
        read_windows(text)


def test_qualifications_are_read_as_they_are_told() -> None:
    held = [Held("CIT-40h", date(2027, 3, 31)), Held("youth")]
    assert read_held(told_held(held)) == held
