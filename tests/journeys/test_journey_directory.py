"""A coordinator adds somebody, gives them a contract, notes an absence and a wish; what expires soon is listed."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from make import Program
from PySide6.QtWidgets import QApplication, QLabel
from rosters import Planned
from station import Drive, Station, press, until, words, write

from console.domain.qualifications import Held
from console.domain.roles import Role
from console.domain.rosters import Available
from console.errors import BadInput
from console.views.directory.contract_form import ContractForm, read_windows, told_windows
from console.views.directory.forms import AbsenceForm, PartnerForm, PersonForm, WishForm, read_held, told_held


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
    until(lambda: not person(space, "Max Boyd").wishes and not person(space, "Max Boyd").absences[0].approved)
    until(lambda: "Sick:" not in said(space))


def test_what_expires_within_sixty_days_is_listed(space: Any) -> None:
    space.search.clear()
    space.expiring.setChecked(True)
    assert [one.name for one in space._shown] == ["Ida Haddad"]
    until(lambda: "⚠ CIT-40h expires on" in said(space))
    space.expiring.setChecked(False)
    space.search.setText("spanish")
    assert [one.name for one in space._shown] == ["Max Boyd"]
    space.search.clear()


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
