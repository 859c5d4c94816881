"""Every verb typed into the command line: one line of acceptance or refusal, history, completion, several units."""

from collections.abc import Callable

import pytest
from make import a_draft
from PySide6.QtWidgets import QApplication
from station import Station, press, settle, until, words, write

from console.commands.take_calls import take_call
from console.domain.calls import Lifecycle
from console.domain.command_line import USAGE, VERBS, Verb
from console.domain.geography import Point
from console.domain.units import Availability
from console.domain.urgency import Urgency
from console.snapshots.calls import CallSnapshot
from console.views.window.keys_page import KeysPage

Waiting = Callable[..., CallSnapshot]


@pytest.fixture
def waiting(station: Station) -> Waiting:
    """`waiting()` is a new call of level 2 that nobody is on."""

    def make(**changes: object) -> CallSnapshot:
        draft = a_draft(**{"point": Point(40.93, -100.16), **changes})
        station.elsewhere(take_call, draft)
        return station.call(draft.id)

    return make


def accepted(station: Station, line: str) -> str:
    said = station.command(line)
    assert not station.is_refused(), said
    until(lambda: station.field.text() == "", what="an accepted line is gone")
    return said


def refused(station: Station, line: str) -> str:
    said = station.command(line)
    assert station.is_refused(), said
    return said


def test_dispatch_add_status_and_clear(station: Station, waiting: Waiting) -> None:
    call = waiting()
    end = call.number[-3:]
    assert accepted(station, f"d c01 c02 {end}") == f"C01, C02 dispatched to {call.number}"
    until(lambda: len(station.call(call.id).active) == 2)
    assert accepted(station, f"a C03 {call.number}") == f"C03 dispatched to {call.number}"
    assert "is on" in accepted(station, f"a C03 {call.number}")
    assert accepted(station, "c01 er") == "C01 en route"
    until(lambda: station.unit("C01").status_word == "En route")
    accepted(station, "s C01 C02, C03 on scene")
    until(lambda: all(station.unit(sign).status_word == "On scene" for sign in ("C01", "C02", "C03")))
    assert "no disposition" in refused(station, f"c {end} wonderful")
    assert station.field.text() == f"c {end} wonderful", "a refused line stays to be mended"
    assert accepted(station, f"c {end} settled") == f"{call.number} cleared: settled on scene"
    until(lambda: station.call(call.id).lifecycle is not Lifecycle.OPEN)
    until(lambda: station.unit("C01").is_free)


def test_a_reason_is_asked_when_no_team_went(station: Station, waiting: Waiting) -> None:
    call = waiting()
    assert "no team" in refused(station, f"c {call.number} phone").lower()
    accepted(station, f"c {call.number} phone no_unit")
    until(lambda: not station.call(call.id).is_open)
    assert "is no reason" in refused(station, f"c {waiting().number} phone because")


def test_new_call(station: Station) -> None:
    said = accepted(station, "n central lib / overdose")
    assert said.endswith("taken: Overdose, Central Library, level 4")
    until(lambda: station.at.detail.call is not None)
    call = station.at.detail.call
    assert (call.place, call.level, call.point is not None) == ("Central Library", Urgency.EMERGENT, True)
    assert "level 1" in accepted(station, "n somewhere else / welfare / 1")
    assert "is no nature" in refused(station, "n central lib / bananas")
    assert '"5" is no level' in refused(station, "n central lib / overdose / 5")
    assert "three parts" in refused(station, "n central lib / overdose / 2 / now")


def test_a_place_that_could_be_several_is_kept_as_text(station: Station) -> None:
    near = [one.label for one in station.store.gazetteer.complete("elementary", 4)]
    assert len(near) > 1
    said = accepted(station, "n elementary / overdose")
    assert "Overdose, elementary, level 4" in said
    assert f"it could be {near[0]} or {near[1]}" in said
    until(lambda: station.at.detail.call is not None and station.at.detail.call.place == "elementary")
    assert station.at.detail.call.point is None, "nobody is sent to the first of several places"


def test_a_bare_n_opens_the_form(station: Station) -> None:
    press("F9")
    write("n")
    press("Return")
    until(station.at.form.place.hasFocus, what="without a place the form comes up")


def test_levels_and_notes_on_the_chosen_call(station: Station, waiting: Waiting) -> None:
    call = waiting()
    assert "Which call?" in refused(station, "raise")
    station.at.selection.choose_call(call.id)
    assert accepted(station, "raise") == f"{call.number} raised to level 3"
    until(lambda: station.call(call.id).level is Urgency.URGENT)
    assert accepted(station, f"raise {call.number} 4") == f"{call.number} raised to level 4"
    until(lambda: station.call(call.id).level is Urgency.EMERGENT)
    assert "the highest" in refused(station, "up")
    assert "needs a level and a reason" in refused(station, "lower 2")
    assert accepted(station, "lower 2 person is calm") == f"{call.number} lowered to level 2"
    until(lambda: station.call(call.id).level is Urgency.MODERATE)
    assert accepted(station, "note door code 4417") == "Note added"
    until(lambda: "door code 4417" in station.at.detail.timeline._text.toPlainText())
    assert "person is calm" in station.at.detail.timeline._text.toPlainText()
    assert "empty" in refused(station, "note")


def test_check_in_log_on_log_off_availability_emergency(station: Station) -> None:
    assert accepted(station, "ci C04") == "C04 checked in"
    until(lambda: station.unit("C04").checked_in_at is not None)
    assert accepted(station, "on C10") == "C10 logged on"
    until(lambda: station.unit("C10").on_duty)
    assert accepted(station, "c10 meal") == "C10 break"
    until(lambda: station.unit("C10").availability is Availability.BREAK)
    assert accepted(station, "c10 avail") == "C10 available"
    assert accepted(station, "off C10") == "C10 logged off"
    until(lambda: not station.unit("C10").on_duty)
    assert accepted(station, "em C05") == "EMERGENCY C05 recorded"
    until(lambda: station.unit("C05").emergency_id is not None)
    assert "is on no call" in refused(station, "C06 os")


def test_find_and_show(station: Station, waiting: Waiting) -> None:
    call = waiting(place="Quarry Elementary School")
    press("F9")
    write("f quarry")
    press("Return")
    found = station.dialog()
    until(lambda: "1 calls" in words(found), what="the search has answered")
    press("Return")
    until(lambda: station.at.selection.call_id == call.id)
    station.front()
    assert "on the map" in accepted(station, "m C07")
    assert station.at.selection.unit_id == station.unit("C07").id
    held = station.store.positions.point(station.unit("C07").id)
    until(lambda: abs(station.probe()["centre"][0] - held.lat) < 1e-4, what="the map went there")
    accepted(station, "show central library")
    until(lambda: abs(station.probe()["centre"][0] - held.lat) > 1e-4)
    assert "has no place on the map" in refused(station, "m atlantis")


def test_what_is_not_understood_is_said(station: Station) -> None:
    assert "is no command and no unit" in refused(station, "frobnicate C01")
    station.field.clear()
    assert "Which unit?" in refused(station, "d")
    station.field.clear()
    assert "is no unit and no open call" in refused(station, "d C01 C77")


def test_a_question_mark_opens_the_keys(station: Station) -> None:
    press("F9")
    write("?")
    press("Return")
    page = station.dialog()
    assert isinstance(page, KeysPage)
    shown = words(page)
    for verb in Verb:
        assert USAGE[verb][0] in shown
    press("Escape")
    until(lambda: not station.dialogs())


def test_history_completion_and_escape(station: Station) -> None:
    accepted(station, "ci C01")
    accepted(station, "ci C02")
    press("Up")
    assert station.field.text() == "ci C02"
    press("Up")
    assert station.field.text() == "ci C01"
    press("Down", times=2)
    assert station.field.text() == ""
    write("disp")
    press("Tab")
    assert station.field.text() == "dispatch "
    write("C0")
    press("Tab")
    assert station.field.text() == "dispatch C01 "
    assert station.field.hasFocus()
    press("Escape")
    until(lambda: not station.field.text(), what="Esc empties the line")
    press("Escape")
    until(station.at.calls.view.hasFocus, what="Esc gives the keyboard back")
    press("F9")
    write("C01 os")
    assert station.answer() == "C01 on scene", "what Enter would do is said while typing"
    settle(0.05)
    assert QApplication.focusWidget() is station.field


def test_every_verb_was_meant() -> None:
    assert set(VERBS.values()) == set(Verb)
