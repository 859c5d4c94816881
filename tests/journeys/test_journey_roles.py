"""What the screen offers is what the permission table allows, for each role."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from make import a_draft, an_actor
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from station import Station, press, settle, until, words, write

from console.commands.take_calls import take_call
from console.domain.geography import Point
from console.domain.roles import PERMISSIONS, Permission, Role

ROLES = (Role.VIEWER, Role.DISPATCHER, Role.SUPERVISOR, Role.CLINICIAN)


@pytest.fixture(scope="module", params=ROLES, ids=lambda role: role.value)
def opened(request: pytest.FixtureRequest, open_station: Callable[..., Station]) -> Iterator[Station]:
    """A console for one role on a program with one call."""
    made = open_station(roles=(request.param,))
    draft = a_draft(point=Point(40.93, -100.16), caller_name="Noel Abbot", caller_phone="308-555-0117")
    made.elsewhere(take_call, draft, by=an_actor())
    made.call(draft.id)
    yield made
    made.close()


@pytest.fixture
def allowed(station: Station) -> frozenset[Permission]:
    """What the table allows."""
    (role,) = station.actor.roles
    return PERMISSIONS[role]


def choose(station: Station) -> Any:
    call = station.at.calls.model.at(0)
    station.at.selection.choose_call(call.id)
    until(lambda: station.at.detail.call is not None)
    return call


def button(station: Station, text: str) -> QPushButton:
    return next(one for one in station.at.detail.head.findChildren(QPushButton) if one.text() == text)


def test_the_actions_offered(station: Station, allowed: frozenset[Permission]) -> None:
    actions = station.console.window.actions_list
    offered = {one.text for one in actions.offered()}
    for one in actions._all:
        assert (one.text in offered) == (one.permission is None or one.permission in allowed), one.text
    press("F1")
    shown = words(station.dialog())
    assert ("New call" in shown) == (Permission.TAKE_CALL in allowed)
    assert ("Lower the level" in shown) == (Permission.LOWER_LEVEL in allowed)
    press("Escape")
    until(lambda: not station.dialogs())


def test_keys_do_what_is_allowed(station: Station, allowed: frozenset[Permission]) -> None:
    choose(station)
    press("F2")
    assert station.at.form.place.hasFocus() == (Permission.TAKE_CALL in allowed)
    station.at_rest()
    choose(station)
    press("F6")
    assert station.at.detail.recommendations.view.hasFocus() == (Permission.DISPATCH in allowed)


def test_the_caller_is_hidden(station: Station, allowed: frozenset[Permission]) -> None:
    choose(station)
    shown = words(station.at.detail.head)
    caller = station.at.detail.head._caller.toolTip()
    assert ("Noel Abbot" in caller) == (Permission.SEE_CALLER in allowed)
    assert "308-555-0117" not in shown.replace(caller, "")
    if Permission.SEE_CALLER not in allowed:
        assert "hidden for your role" in caller


def test_the_buttons_of_the_card(station: Station, allowed: frozenset[Permission]) -> None:
    choose(station)
    for text, permission in (
        ("Raise", Permission.RAISE_LEVEL), ("Lower …", Permission.LOWER_LEVEL), ("Clear …", Permission.CLEAR_CALL),
    ):  # fmt: skip
        assert button(station, text).isEnabled() == (permission in allowed), text
    assert station.at.detail.timeline.note.isEnabled() == (Permission.WRITE_NOTE in allowed)
    assert station.at.detail.recommendations._send.isEnabled() == (Permission.DISPATCH in allowed)


def test_the_menu_of_the_card(station: Station, allowed: frozenset[Permission]) -> None:
    choose(station)
    press("Ctrl+Period")
    until(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    enabled = {one.text().replace("&", "").split(" ")[0]: one.isEnabled() for one in menu.actions()}
    assert enabled["Edit"] == (Permission.TAKE_CALL in allowed)
    for word in ("Merge", "Split", "Cancel"):
        assert enabled[word] == (Permission.CLEAR_CALL in allowed)
    assert enabled["Print"]
    menu.close()
    settle(0.05)


def test_the_command_line_says_who_could(station: Station, allowed: frozenset[Permission]) -> None:
    call = choose(station)
    for line, permission in (
        (f"note {call.number} spoke with the family", Permission.WRITE_NOTE),
        ("d C01", Permission.DISPATCH),
        (f"raise {call.number}", Permission.RAISE_LEVEL),
        (f"lower {call.number} 1 calm now", Permission.LOWER_LEVEL),
        ("on C10", Permission.UNIT_DUTY),
    ):
        said = station.command(line)
        assert station.is_refused() == (permission not in allowed), f"{line}: {said}"
        if station.is_refused():
            assert any(word in said.lower() for word in ("supervisor", "dispatcher", "clinician")), said
        elif permission is Permission.RAISE_LEVEL:
            until(lambda: station.call(call.id).level > call.level)


def test_enter_in_the_teams_of_a_role_that_may_not_send(station: Station, allowed: frozenset[Permission]) -> None:
    if Permission.DISPATCH in allowed:
        return
    call = choose(station)
    station.at.detail.recommendations.view.setFocus()
    write(" ")
    press("Return")
    settle(0.3)
    assert not station.call(call.id).active


def test_a_key_that_is_not_for_this_role_says_so(station: Station, allowed: frozenset[Permission]) -> None:
    choose(station)
    for keys, permission, text in (
        ("Ctrl+Shift+N", Permission.READ_CLINICAL_NOTE, "Clinical notes of the chosen call"),
        ("Ctrl+Shift+W", Permission.WRITE_CLINICAL_NOTE, "Write a clinical note on the chosen call"),
    ):
        if permission in allowed:
            continue
        press(keys)
        assert f"{text}: your role does not allow it. Ask a" in station.notices()
        assert "clinician" in station.notices()
