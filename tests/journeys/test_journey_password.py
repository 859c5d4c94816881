"""One's own password: set where there was none, changed on a shared database, and asked again after twelve hours."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from shared import PASSWORD, SharedProgram, SharedServer, a_shared_program
from starting import Start
from station import Station, press, until, words, write
from test_journey_lock import lock_page
from test_journey_sign_in import address_of, asked, sign_in

from console.app import Console
from console.commands.accounts import add_account, disable_account, set_banner
from console.db.postgres.install import add_user
from console.domain.ids import AccountId, new_uuid
from console.domain.roles import Role
from console.domain.sessions import SIGN_IN_AGAIN
from console.views.admin.accounts_page import AccountsPage
from console.views.window.hours import WARN_SECONDS
from console.views.window.password_form import PasswordForm

SECOND = "rain on the harbor road"


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station], city_file: Path) -> Iterator[Station]:
    """A console of the account that founded the program; it has no password yet."""
    with closing(sqlite3.connect(city_file)) as connection:
        ((key, name),) = connection.execute("SELECT id, name FROM account").fetchall()
    made = open_station(account_id=AccountId(UUID(key)), name=name)
    yield made
    made.close()


def form_of(console: Console) -> PasswordForm:
    next(one for one in console.window.actions_list.offered() if one.text == "Change your password").wish()
    until(lambda: console.window.findChildren(PasswordForm), what="the form asks")
    form = console.window.findChildren(PasswordForm)[0]
    form.activateWindow()
    until(form.isActiveWindow)
    return form


def typed(*texts: str) -> None:
    for text in texts:
        write(text)
        press("Return")


def test_somebody_without_a_password_sets_one_and_needs_it_from_then_on(station: Station) -> None:
    guard = station.console.guard
    form = form_of(station.console)
    assert form.old.isHidden() and form.new.hasFocus()
    typed("riverboat", "riverbank")
    until(lambda: "not the same twice" in words(form))
    form.new.setText("short")
    form.again.setText("short")
    press("Return")
    until(lambda: "at least 8" in words(form))
    form.new.setText(SECOND)
    form.again.setText(SECOND)
    press("Return")
    until(lambda: not station.console.window.findChildren(PasswordForm), what="it is changed")
    station.front()
    guard.lock()
    page = lock_page(station.console)
    until(lambda: not page.password.isHidden(), what="from now on a password unlocks")
    write("wrong")
    press("Return")
    until(lambda: "not right" in words(page))
    typed(SECOND)
    until(lambda: not guard.is_locked)


def test_after_twelve_hours_the_password_is_asked_again_in_a_pause(station: Station) -> None:
    guard = station.console.guard
    station.front()
    until(guard._has_password)
    hours = SIGN_IN_AGAIN.total_seconds()
    guard.hours.begin(ago=hours - WARN_SECONDS + 1)
    guard.hours.look()
    assert any("password is asked again at" in text for text in station.console.window.notices.texts())
    guard.hours.begin(ago=hours + 1)
    guard.idle.touch()
    guard.hours.look()
    assert not guard.is_locked, "not in the middle of a word"
    guard.idle._at -= 60
    guard.hours.look()
    page = lock_page(station.console)
    assert "twelve hours ago" in words(page)
    until(lambda: not page.password.isHidden())
    typed(SECOND)
    until(lambda: not guard.is_locked)
    guard.idle._at -= 60
    guard.hours.look()
    assert not guard.is_locked, "it begins anew"


@pytest.fixture
def shared(shared_server: SharedServer, arun: Callable[..., Any]) -> Iterator[SharedProgram]:
    made = a_shared_program(shared_server, arun)
    arun(add_user(shared_server.server.administrator(made.name), "novak", "P. Novak", [Role.SUPERVISOR], PASSWORD))
    yield made
    made.close()


def test_on_a_shared_database_the_desk_goes_on_with_the_new_password(start: Start, shared: SharedProgram) -> None:
    shared.run(set_banner, "Harbor County property.")
    start.path = address_of(shared.server, shared.name)  # type: ignore[assignment]
    start.begin()
    sign_in(asked(start), PASSWORD, "novak")
    console = start.running()
    form = form_of(console)
    typed("not it", SECOND, SECOND)
    until(lambda: "did not accept" in words(form))
    assert form.new.text() == SECOND, "what was typed is kept"
    form.old.setText(PASSWORD)
    form.again.setFocus()
    press("Return")
    until(lambda: not console.window.findChildren(PasswordForm), what="it is changed")
    console.session.database.line.cut()
    key = shared.call()
    until(lambda: key in console.session.store.calls, 8, "a new connection is made with the new password")
    assert start.end() == 0
    start.begin()
    dialog = asked(start)
    assert "Harbor County property." in words(dialog), "the agency's own banner"
    sign_in(dialog, PASSWORD)
    until(lambda: "did not accept" in words(dialog))
    sign_in(dialog, SECOND)
    start.running()
    assert start.end() == 0


def test_an_administrator_lets_a_disabled_account_back(open_station: Callable[..., Station]) -> None:
    station = open_station(roles=(Role.ADMIN,))
    key = AccountId(new_uuid())
    station.elsewhere(add_account, key, "A. Aaron", [Role.VIEWER], PASSWORD)
    station.elsewhere(disable_account, key)
    press("Ctrl+Shift+M")
    page: AccountsPage = station.console.administration.workspace.pages["Accounts"]
    until(lambda: page.accounts and page._chosen() is not None)
    page.table.selectRow([one.id for one in page.accounts].index(key))
    assert page._enable.isVisible() and not page._disable.isVisible()
    page._enable.click()
    until(lambda: all(one.disabled_at is None for one in page.accounts), what="enabled")
    station.close()
