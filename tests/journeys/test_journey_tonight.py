"""A supervisor's evening: the roster's team gets its unit, and the unit on every board follows; somebody is sick."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from make import Program
from PySide6.QtWidgets import QApplication, QPushButton
from rosters import Planned, a_template
from station import Drive, Station, press, until, words, write

from console.commands.rosters import publish_roster
from console.commands.staffing import set_contract
from console.domain.ids import ResponderId
from console.domain.roles import Role
from console.domain.rosters import Contract, RosterState
from console.ui.ask import Question
from console.views.roster.seat_picker import Picker
from console.views.roster.tonight import Tonight


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], drive: Drive) -> Iterator[Station]:
    """A supervisor's console while a shift of the roster in force runs."""
    made = open_station(roles=(Role.SUPERVISOR,))
    now = made.store.now().astimezone(made.store.program.zone)
    begins = max(0, now.hour * 60 + now.minute - 60)
    program = Program(made.path, drive)
    planned = Planned(program, [a_template("Now", begins, 600), a_template("Second", begins, 600)])
    pairs = {
        "Now": [planned.person(), planned.clinician()],
        "Second": [planned.person("Ida Haddad"), planned.clinician("Sam Bloom")],
    }
    planned.person("Max Boyd")
    monday = now.date() - timedelta(days=now.weekday())
    roster = planned.draft(7, monday)
    for team in planned.book(roster).teams:
        if team.day == now.date():
            planned.put(roster, team, pairs[team.name])
    program.run(publish_roster, roster, planned.book(roster).roster.version)
    planned.draft(7, monday, roster)
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


def heard(heading: str) -> None:
    """Wait until a question is asked."""
    until(lambda: isinstance(on := QApplication.activeWindow(), Question) and heading in words(on), what=heading)


def push(text: str) -> None:
    """Press the choice that holds a text."""
    asked = QApplication.activeWindow()
    assert asked is not None
    next(one for one in asked.findChildren(QPushButton) if text in one.text()).click()


def pick(text: str) -> None:
    """Choose from the list that was opened."""
    until(lambda: isinstance(QApplication.activeWindow(), Picker))
    write(text.lower())
    press("Return")


def test_a_team_of_the_roster_rides_in_a_unit_at_once(station: Station) -> None:
    tonight = panel(station)
    until(lambda: len(tonight.teams) == 2)
    assert "Ana Reyes: not in yet" in tonight.table.item(0, 1).text()
    assert tonight.table.item(0, 2).text() == "none"
    tonight.ride.click()
    sign = "C01"
    pick(sign)
    until(lambda: tonight.table.item(0, 2).text() == sign, what="the panel follows")
    members = {one.name for one in station.unit(sign).members}
    assert members == {"Ana Reyes", "Tove Lindqvist"}
    assert "Ana Reyes: in C01" in tonight.table.item(0, 1).text()
    assert station.rows("SELECT name FROM shift WHERE name = 'Now'")


def test_tonight_opens_the_roster_in_force_whatever_is_open(station: Station) -> None:
    space = station.console.roster.made()
    until(lambda: len(space.planner.all) == 2)
    draft = next(one.id for one in space.planner.all if one.state is RosterState.DRAFT)
    space.planner.open(draft)
    until(lambda: space.planner.book is not None and space.planner.book.roster.id == draft)
    tonight = panel(station)
    until(lambda: len(tonight.teams) == 2, what="tonight's teams, though a draft was open")
    assert space.planner.book.roster.state is RosterState.PUBLISHED
    tonight.close()


def crew(station: Station, sign: str) -> set[str]:
    return {one.name for one in station.unit(sign).members}


def test_somebody_else_takes_a_seat_and_the_unit_follows(station: Station) -> None:
    tonight = panel(station)
    until(lambda: tonight.table.item(0, 2).text() == "C01")
    until(lambda: tonight.teams[0].unit_id is not None)
    tonight.other.click()
    heard("Which seat of Now?")
    push("Ana Reyes")
    pick("boyd")
    until(lambda: crew(station, "C01") == {"Max Boyd", "Tove Lindqvist"}, what="the unit follows")
    until(lambda: "Max Boyd: in C01" in tonight.table.item(0, 1).text())
    tonight.close()


def test_two_change_places_and_both_units_follow(station: Station) -> None:
    tonight = panel(station)
    until(lambda: len(tonight.teams) == 2)
    tonight.table.selectRow(1)
    tonight.ride.click()
    pick("C02")
    until(lambda: crew(station, "C02") == {"Ida Haddad", "Sam Bloom"})
    until(lambda: tonight.teams[1].unit_id is not None)
    tonight.swap.click()
    heard("Who changes places?")
    push("Sam Bloom")
    pick("lind")
    until(lambda: crew(station, "C02") == {"Ida Haddad", "Tove Lindqvist"})
    until(lambda: crew(station, "C01") == {"Max Boyd", "Sam Bloom"}, what="one step for both")
    tonight.close()


def test_a_team_splits(station: Station) -> None:
    tonight = panel(station)
    until(lambda: len(tonight.teams) == 2 and tonight.table.item(1, 2).text() == "C02")
    tonight.table.selectRow(1)
    tonight.split.click()
    heard("Split the crew of C02?")
    press("1")
    until(lambda: not crew(station, "C02") & {"Ida Haddad", "Tove Lindqvist"}, what="nobody rides there any more")
    until(lambda: tonight.teams[1].unit_id is None, what="the roster knows that they do not ride")
    assert len(tonight.teams[1].members) == 2
    tonight.close()


def test_whoever_is_late_is_late_until_they_ride(station: Station) -> None:
    tonight = panel(station)
    until(lambda: len(tonight.teams) == 2)
    tonight.table.selectRow(1)
    tonight.late.click()
    heard("Who is late?")
    push("Ida Haddad")
    until(lambda: "Ida Haddad: late" in tonight.table.item(1, 1).text())
    tonight.ride.click()
    pick("C02")
    until(lambda: "Ida Haddad: in C02" in tonight.table.item(1, 1).text(), what="she is in")
    until(lambda: tonight.teams[1].unit_id is not None)
    tonight.close()


def test_a_firm_rule_asks_for_a_reason_before_they_ride(station: Station, drive: Drive) -> None:
    program = Program(station.path, drive)
    haddad = program.rows("SELECT id FROM responder WHERE name = 'Ida Haddad'")[0][0]
    program.run(set_contract, ResponderId(UUID(hex=haddad)), 1, Contract(week_minutes=60))
    program.close()
    tonight = panel(station)
    until(lambda: len(tonight.teams) == 2)
    tonight.table.selectRow(1)
    tonight.ride.click()
    pick("C02")
    heard("This bends a rule")
    write("nobody else")
    press("Return")
    until(lambda: tonight.teams[1].seats[0].reason == "nobody else", what="the seat keeps it")
    tonight.close()


def test_somebody_sick_is_said_and_speaks_against_their_seat(station: Station) -> None:
    tonight = panel(station)
    tonight.sick.click()
    heard("Who is sick?")
    push("Max Boyd")
    until(lambda: "Max Boyd: sick" in tonight.table.item(0, 1).text())
    space = station.console.roster.workspace
    until(lambda: any(one.rule == "away" for one in space.planner.checks.of_roster()))
    tonight.close()
