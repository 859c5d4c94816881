"""A coordinator lets shifts have the teams that the expected calls need, and a busy weekday becomes its own shift."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from make import Program
from PySide6.QtWidgets import QApplication, QPushButton
from rosters import Planned, busy_fridays
from station import Drive, Station, press, until, words

from console.domain.roles import Role
from console.views.roster.expected import ExpectedTeams
from console.views.roster.forms import Shifts


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    made = open_station(roles=(Role.COORDINATOR,))
    program = Program(made.path, drive)
    Planned(program)
    busy_fridays(program, made.store.now())
    program.close()
    yield made
    made.close()


def asking(kind: type) -> Any:
    until(lambda: isinstance(QApplication.activeWindow(), kind), what=f"{kind.__name__} asks")
    return QApplication.activeWindow()


def test_shifts_take_their_teams_from_the_expected_calls(station: Station) -> None:
    press("Ctrl+R")
    until(lambda: station.console.roster.workspace is not None and station.console.roster.workspace.isVisible())
    press("Ctrl+Shift+S")
    asking(Shifts).expected()
    asked = asking(ExpectedTeams)
    until(lambda: asked.lines, what="the calls are counted")
    day, evening = asked.lines.values()
    assert "Only 18 calls in" in words(asked) and "No call has a zone" in words(asked), "it says how little it knows"
    assert {one.text() for one in day.days} == {"1"} and not day.take.isEnabled()
    assert evening.days[4].text().endswith("↑") and evening.days[0].text() == "1" and not asked.send.isEnabled()
    more = evening.need.teams
    asked.target.setValue(1)
    assert evening.need.teams >= more, "sooner takes more teams"
    asked.target.setValue(10)
    asked.all.click()
    assert f"14 now; {7 + 7 * more} with" in asked.whole.text()
    evening.split.click()
    assert f"14 now; {13 + more} with" in asked.whole.text()
    press("Ctrl+Return")
    again = asking(Shifts)
    until(lambda: any(f" Fri · {more} ×" in one.text() for one in again.findChildren(QPushButton)))
    again.expected()
    asked = asking(ExpectedTeams)
    until(lambda: len(asked.lines) == 3, what="Friday's evening is a shift of its own")
    assert all(one.need.is_met for one in asked.lines.values()) and not asked.all.isEnabled()
    press("Escape")
    station.front()
