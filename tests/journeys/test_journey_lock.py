"""The screen locks and unlocks with everything as it was; somebody else takes the desk over under their own rights."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from make import a_draft, an_actor
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from shared import PASSWORD, SharedProgram, SharedServer, a_shared_program
from starting import Start
from station import Station, press, until, words, write
from test_journey_sign_in import SESSIONS, address_of, asked, sign_in

from console.app import Console
from console.commands.accounts import add_account, set_lock_rule
from console.commands.take_calls import take_call
from console.desk import proving
from console.domain.ids import AccountId, new_uuid
from console.domain.roles import Role
from console.domain.sessions import LockRule
from console.domain.urgency import Urgency
from console.errors import StorageFault
from console.store.store import Link, LinkState
from console.views.window.lock_page import Cover


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], city_file: Path) -> Iterator[Station]:
    """A console of the account that founded the program; it has no password."""
    with closing(sqlite3.connect(city_file)) as connection:
        ((key, name),) = connection.execute("SELECT id, name FROM account").fetchall()
    made = open_station(account_id=AccountId(UUID(key)), name=name)
    yield made
    made.close()


def lock_page(console: Console) -> Any:
    until(lambda: console.guard.page is not None and console.guard.page.isVisible(), what="the screen is locked")
    return console.guard.page


def lock(station: Station) -> Any:
    press("Ctrl+Shift+K")
    return lock_page(station.console)


def shows_only(whole: QWidget, page: QWidget) -> bool:
    """Whether each point of the window is a point of the page."""
    kind = QImage.Format.Format_RGB32
    window, alone = (one.grab().toImage().convertToFormat(kind) for one in (whole, page))
    return bool(window == alone)


def test_a_locked_screen_conceals_everything_and_comes_back_as_it_was(station: Station) -> None:
    press("F2")
    write("central lib")
    page = lock(station)
    draft = a_draft(place="9 Hidden Lane", level=Urgency.EMERGENT)
    station.elsewhere(take_call, draft)
    station.call(draft.id)
    until(lambda: shows_only(station.console.window, page), what="nothing but the page is on the screen")
    assert "Hidden Lane" not in words(page)
    assert "Riverton" in words(page) and "No emergencies" in words(page)
    for keys in ("F2", "Ctrl+K", "F1", "Ctrl+Q", "Escape"):
        press(keys)
    assert station.dialogs() == [] and station.console.guard.is_locked
    until(lambda: page.password.isHidden(), what="this account has no password")
    press("Return")
    until(lambda: not station.console.guard.is_locked)
    assert station.at.form.isVisible() and "central lib" in station.at.form.place.text().lower()
    until(lambda: sessions(station.path)[-2:] == [("lock", "R. Okafor"), ("unlock", "R. Okafor")])


def sessions(path: Any) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(SESSIONS).fetchall()


def test_dialogs_and_notices_are_put_away_and_come_back(station: Station) -> None:
    press("Ctrl+F")
    dialog = station.dialog()
    write("harbor")
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_K, held)
    page = lock_page(station.console)
    assert not dialog.isVisible()
    station.console.window.notices.refused("a sentence with 9 Hidden Lane")
    assert not station.console.window.notices.isVisible()
    until(lambda: page.password.isHidden())
    press("Return")
    until(lambda: dialog.isVisible(), what="the dialog is back")
    assert station.console.window.notices.isVisible()


def test_a_map_on_another_monitor_is_concealed_too(station: Station) -> None:
    press("F11")
    (beside,) = station.console.window.beside
    station.front()
    page = lock(station)
    cover = next(one for one in beside.findChildren(Cover))
    assert cover.isVisible() and cover.geometry() == beside.rect()
    assert shows_only(beside, cover)
    until(lambda: page.password.isHidden())
    press("Return")
    until(lambda: not station.console.guard.is_locked and not beside.findChildren(Cover), what="the map is back")
    beside.close()
    station.front()


def test_it_locks_by_itself_after_the_programs_minutes(station: Station) -> None:
    guard = station.console.guard
    station.elsewhere(set_lock_rule, LockRule(7))
    guard.read_rule()
    until(lambda: guard.idle.limit == 7 * 60, what="the rule is read")
    guard.idle._at -= 6 * 60
    guard.idle.look()
    assert not guard.is_locked
    handle = station.console.window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    assert guard.idle.seconds < 60, "a key is a touch"
    guard.idle._at -= 8 * 60
    until(lambda: guard.is_locked, what="it locks by itself")
    until(lambda: guard.page.password.isHidden())
    press("Return")
    until(lambda: not guard.is_locked)
    station.elsewhere(set_lock_rule, LockRule(7, True, "the room behind the second door"))
    guard.read_rule()
    until(lambda: guard.idle.limit is None, what="a dispatch position is exempt")


def test_a_locked_desk_tells_how_it_stands_and_what_it_owes_to_the_record(station: Station) -> None:
    lost = Link(LinkState.LOST, station.store.link.since, fault="gone")
    page = lock(station)
    station.store.set_link(lost)
    assert "Database lost since" in words(page)
    until(lambda: "Database lost" not in words(page), what="the link is back")
    until(lambda: page.password.isHidden())
    before = len(sessions(station.path))
    station.store.set_link(lost)
    press("Return")
    until(lambda: not station.console.guard.is_locked, what="it unlocks without the database")
    until(lambda: len(sessions(station.path)) == before + 1, what="it is noted as soon as the link is back")


def test_a_file_that_is_away_locks_nobody_out(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_args: Any) -> Any:
        raise StorageFault("the file is away")

    page = lock(station)
    until(lambda: page.password.isHidden())
    monkeypatch.setattr(proving, "read", away)
    press("Return")
    until(lambda: not station.console.guard.is_locked, what="it unlocks by what the desk knew")


def test_the_menu_says_who_is_here(station: Station) -> None:
    station.console.window.top._account.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    said = "\n".join(one.text() for one in menu.actions())
    for part in ("R. Okafor", "Dispatch supervisor", "Since", str(station.path), "Lock the screen", "Sign out"):
        assert part in said
    menu.close()


def test_a_local_account_unlocks_with_its_password_only(open_station: Callable[..., Station]) -> None:
    key = AccountId(new_uuid())
    station = open_station(account_id=key, name="P. Lane", roles=(Role.SUPERVISOR,))
    station.elsewhere(add_account, key, "P. Lane", [Role.SUPERVISOR], PASSWORD, by=an_actor())
    page = lock(station)
    press("Return")
    until(lambda: "not right" in words(page))
    write(PASSWORD)
    press("Return")
    until(lambda: not station.console.guard.is_locked)
    until(lambda: [event for event, _ in sessions(station.path)] == ["lock", "unlock"])
    station.close()


@pytest.fixture
def shared(shared_server: SharedServer, arun: Callable[..., Any]) -> Iterator[SharedProgram]:
    """A founded program in a shared database of its own, with one call."""
    made = a_shared_program(shared_server, arun)
    made.run(take_call, a_draft(caller_name="Noel Abbot", caller_phone="308-555-0117"))
    yield made
    made.close()


def test_whoever_takes_over_works_under_their_own_rights(start: Start, shared: SharedProgram) -> None:
    start.path = address_of(shared.server, shared.name)  # type: ignore[assignment]
    start.begin()
    sign_in(asked(start), PASSWORD, "dispatcher")
    first = start.running()
    (call,) = first.session.store.calls
    assert call.caller_name == "Noel Abbot"
    first.window.resize(1300, 800)
    first.window.activateWindow()
    first.guard.lock()
    page = lock_page(first)
    until(page.password.hasFocus)
    write("wrong")
    press("Return")
    until(lambda: "did not accept" in words(page))
    write(PASSWORD)
    press("Return")
    until(lambda: not first.guard.is_locked, what="the same password unlocks")
    first.guard.lock()
    until(lambda: len(shared.rows(SESSIONS)) == 4)
    lock_page(first)
    first.guard.page.take_over_requested.emit()
    dialog = asked(start)
    assert dialog.who.text() == "", "the next person types their own name"
    sign_in(dialog, "wrong", "viewer")
    until(lambda: "did not accept" in words(dialog))
    assert first.guard.is_locked and first.window.isVisible(), "the desk is still the first one's"
    sign_in(dialog, PASSWORD)
    until(lambda: start.console is not first, 20, "the next one's console is shown")
    second = start.running()
    (call,) = second.session.store.calls
    assert call.caller_name is None, "a viewer sees no caller"
    assert "The viewer" in second.window.top._account.text() + second.window.top._account.toolTip()
    assert second.window.size() != QSize(1600, 1000), "the window stays as large as it was"
    assert not second.guard.is_locked
    until(lambda: "takeover" in [one.action for one in shared.rows(SESSIONS)], what="it is on record")
    assert start.end() == 0
    events = [(one.action, one.account_name) for one in shared.rows(SESSIONS)]
    assert events == [
        ("sign_in", "The dispatcher"), ("lock", "The dispatcher"), ("unlock", "The dispatcher"),
        ("lock", "The dispatcher"), ("sign_out", "The dispatcher"), ("takeover", "The viewer"),
        ("sign_out", "The viewer"),
    ]  # fmt: skip
