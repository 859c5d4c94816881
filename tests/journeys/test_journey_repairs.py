"""A sick call on a roster in force: ranked repairs, one is applied; an open seat says why, and what would fill it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from make import Program
from PySide6.QtWidgets import QApplication, QPushButton
from rosters import Planned, a_template
from station import Drive, Station, press, until, words, write

from console.commands.rosters import publish_roster
from console.domain.roles import Role
from console.domain.rosters import Contract
from console.views.parts.page_dialog import PageDialog
from console.views.roster.paper import write_calendar
from console.views.roster.reasons import Reasons


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    """A supervisor's console on next week's roster: somebody seated on Monday, two others who could."""
    made = open_station(roles=(Role.SUPERVISOR,))
    today = made.store.now().date()
    monday = today + timedelta(days=7 - today.weekday())
    program = Program(made.path, drive)
    planned = Planned(program, [a_template("Day")])
    ana, tove = planned.person(), planned.clinician()
    planned.person("Max Boyd")
    planned.person("Ida Haddad", contract=Contract(rest_minutes=20 * 60))
    roster = planned.draft(7, monday)
    first, second = planned.book(roster).teams[:2]
    planned.put(roster, first, [ana, tove])
    planned.put(roster, second, [next(one.id for one in planned.book(roster).people if one.name == "Ida Haddad"), None])
    program.run(publish_roster, roster, planned.book(roster).roster.version)
    program.close()
    yield made
    made.close()


@pytest.fixture
def space(station: Station) -> Any:
    press("Ctrl+R")
    made = station.console.roster.workspace
    until(lambda: made.planner.book is not None and made.board.grid.rows)
    made.board.setFocus()
    return made


def push(text: str) -> None:
    asked = QApplication.activeWindow()
    assert asked is not None
    next(one for one in asked.findChildren(QPushButton) if text in one.text()).click()


def said(text: str) -> bool:
    asked = QApplication.activeWindow()
    return asked is not None and text in words(asked)


def plans() -> Reasons:
    until(lambda: isinstance(QApplication.activeWindow(), Reasons), what="the plans are shown")
    shown = QApplication.activeWindow()
    assert isinstance(shown, Reasons)
    return shown


def seated(space: Any, column: int) -> list[str]:
    return [space.planner.person(one).name for one in space.board.grid.team(0, column).members]


def test_a_sick_call_is_repaired_by_whoever_fits_best(station: Station, space: Any) -> None:
    space.board._move_to(0, 0, 0)
    press("Ctrl+I")
    until(lambda: said("Which shifts does Ana Reyes miss?"))
    push("This shift")
    shown = plans()
    assert "Ana Reyes misses Day" in words(shown)
    assert "Max Boyd" in shown.list.item(0).text(), "who is free and breaks no rule comes first"
    shown.do()
    until(lambda: seated(space, 0) == ["Max Boyd", "Tove Lindqvist"])
    station.front()
    until(lambda: "The absence is on record" in station.notices(), what="with the repair")
    assert station.rows("SELECT count(*) FROM absence WHERE kind = 'sick' AND approved = 1") == [(1,)]


def test_a_plan_that_bends_a_firm_rule_asks_for_its_reason(station: Station, space: Any) -> None:
    space.board._move_to(0, 0, 0)
    press("Ctrl+I")
    until(lambda: said("Max Boyd miss"))
    push("This shift")
    shown = plans()
    firm = next(at for at, one in enumerate(shown._plans) if one.is_firm)
    shown.list.setCurrentRow(firm)
    shown.do()
    until(lambda: said("This bends a rule"))
    write("nobody else")
    press("Return")
    until(lambda: seated(space, 0) != ["Max Boyd", "Tove Lindqvist"])
    station.front()


def test_an_open_seat_says_why_and_is_filled_from_there(station: Station, space: Any) -> None:
    space.board._move_to(0, 2, 0)
    press("Ctrl+E")
    shown = plans()
    assert shown.list.count() > 0
    shown.do()
    until(lambda: len(seated(space, 2)) == 1)
    station.front()
    space.board.setFocus()
    space.board._move_to(0, 0, 0)
    press("Ctrl+E")
    assert "Against it: Ida Haddad: 14 h rest" in words(plans())
    plans().close()


def test_the_week_goes_on_paper_and_somebodys_shifts_into_their_calendar(
    station: Station, space: Any, tmp_path: Path
) -> None:
    space.board.setFocus()
    press("Ctrl+P")
    until(lambda: isinstance(QApplication.activeWindow(), PageDialog))
    page = QApplication.activeWindow()
    assert isinstance(page, PageDialog)
    text = page.page.toPlainText()
    assert "Tove Lindqvist" in text and "no clinician" in text and "in force" in text
    page.write(tmp_path / "week.pdf")
    assert (tmp_path / "week.pdf").read_bytes().startswith(b"%PDF")
    page.close()
    station.front()
    tove = next(one.id for one in space.planner.book.people if one.name == "Tove Lindqvist")
    write_calendar(space.planner, tove, tmp_path / "tove.ics", station.console.window.notices)
    until((tmp_path / "tove.ics").exists)
    told = (tmp_path / "tove.ics").read_text("utf-8")
    assert told.count("BEGIN:VEVENT") == 1 and "STATUS:CONFIRMED" in told
    write_calendar(space.planner, tove, tmp_path / "nowhere" / "tove.ics", station.console.window.notices)
    until(lambda: "Choose another folder" in station.notices())
