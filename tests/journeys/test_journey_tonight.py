"""A supervisor's evening: the roster's team gets its unit, and the unit on every board follows; somebody is sick."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from make import Program
from PySide6.QtWidgets import QApplication, QPushButton
from rosters import Planned, a_template
from station import Drive, Station, press, until, words

from console.commands.rosters import publish_roster
from console.domain.roles import Role
from console.views.roster.tonight import Tonight


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    """A supervisor's console while a shift of the roster in force runs."""
    made = open_station(roles=(Role.SUPERVISOR,))
    now = made.store.now().astimezone(made.store.program.zone)
    begins = max(0, now.hour * 60 + now.minute - 60)
    program = Program(made.path, drive)
    planned = Planned(program, [a_template("Now", begins, 600)])
    officer, clinician = planned.person(), planned.clinician()
    monday = now.date() - timedelta(days=now.weekday())
    roster = planned.draft(7, monday)
    team = next(one for one in planned.book(roster).teams if one.day == now.date())
    planned.put(roster, team, [officer, clinician])
    program.run(publish_roster, roster, planned.book(roster).roster.version)
    program.close()
    yield made
    made.close()


def panel(station: Station) -> Any:
    press("Ctrl+R")
    space = station.console.roster.workspace
    until(lambda: space.planner.book is not None)
    space.board.setFocus()
    press("Ctrl+T")
    until(lambda: isinstance(QApplication.activeWindow(), Tonight), what="the panel is open")
    return QApplication.activeWindow()


def push(text: str) -> None:
    """Press the choice that holds a text."""
    asked = QApplication.activeWindow()
    assert asked is not None
    next(one for one in asked.findChildren(QPushButton) if text in one.text()).click()


def test_a_team_of_the_roster_rides_in_a_unit_at_once(station: Station) -> None:
    tonight = panel(station)
    until(lambda: len(tonight.teams) == 1)
    assert "Ana Reyes: not in yet" in tonight.table.item(0, 1).text()
    assert tonight.table.item(0, 2).text() == "none"
    tonight.ride.click()
    until(lambda: "Which unit" in words(QApplication.activeWindow()))
    sign = "C01"
    push(sign)
    until(lambda: tonight.table.item(0, 2).text() == sign, what="the panel follows")
    members = {one.name for one in station.unit(sign).members}
    assert members == {"Ana Reyes", "Tove Lindqvist"}
    assert "Ana Reyes: in C01" in tonight.table.item(0, 1).text()
    assert station.rows("SELECT name FROM shift WHERE name = 'Now'")


def test_somebody_sick_is_said_and_speaks_against_their_seat(station: Station) -> None:
    tonight = panel(station)
    tonight.sick.click()
    until(lambda: "Who is sick?" in words(QApplication.activeWindow()))
    push("Ana Reyes")
    until(lambda: "Ana Reyes: sick" in tonight.table.item(0, 1).text())
    space = station.console.roster.workspace
    until(lambda: any(one.rule == "away" for one in space.planner.checks.of_roster()))
    tonight.close()
