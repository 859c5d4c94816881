"""Signing in: a shared database with wrong and right passwords, an empty one, and local accounts with a password."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from make import Program, an_actor
from PySide6.QtWidgets import QApplication, QDialog
from shared import PASSWORD, SharedProgram, SharedServer, a_shared_program
from starting import Start, started
from station import press, settle, until, words, write

from console.commands.accounts import add_account
from console.domain.ids import AccountId, new_uuid
from console.domain.roles import Role
from console.views.window.first_start import FirstStart
from console.views.window.founding import Founding
from console.views.window.sign_in import SignIn

SESSIONS = "SELECT action, account_name FROM audit WHERE table_name = 'session' ORDER BY seq"


@pytest.fixture
def shared(shared_server: SharedServer, arun: Callable[..., Any]) -> Iterator[SharedProgram]:
    """A founded program in a shared database of its own."""
    made = a_shared_program(shared_server, arun)
    yield made
    made.close()


def address_of(server: SharedServer, database: str) -> str:
    return server.login(database, "nobody").address.text


def asked(start: Start, kind: type[QDialog] = SignIn) -> Any:
    """The dialog of this kind, once it has the keyboard."""

    def found() -> list[QDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]

    until(lambda: found() or (start.task and start.task.done()), what=f"{kind.__name__} asks")
    (dialog,) = found()
    dialog.activateWindow()
    until(dialog.isActiveWindow)
    return dialog


def sign_in(dialog: SignIn, password: str, login: str = "") -> None:
    """By keyboard alone: Enter acknowledges, then name and password."""
    if not dialog.banner.isChecked():
        press("Return")
    if login:
        dialog.who.setFocus()
        dialog.who.clear()
        write(login)
        press("Return")
    write(password)
    press("Return")


def test_a_shared_database_lets_in_who_knows_the_password(start: Start, shared: SharedProgram) -> None:
    start.path = address_of(shared.server, shared.name)  # type: ignore[assignment]
    start.begin()
    dialog = asked(start)
    assert "restricted" in words(dialog) and shared.name in words(dialog)
    assert not dialog.password.isEnabled(), "nothing can be typed before the banner is acknowledged"
    sign_in(dialog, "not the password", "supervisor")
    until(lambda: "did not accept the name or the password" in words(dialog), what="it is refused in place")
    assert dialog.password.text() == "" and dialog.password.hasFocus()
    assert dialog.who.text() == "supervisor", "what was typed beside it stays"
    sign_in(dialog, PASSWORD)
    console = start.running()
    assert console.session.desk.actor.name == "The supervisor"
    assert console.session.store.program.name == "Riverton"
    until(lambda: shared.rows(SESSIONS), what="it is on record")
    assert [tuple(one) for one in shared.rows(SESSIONS)] == [("sign_in", "The supervisor")]
    assert start.end() == 0
    assert [one.action for one in shared.rows(SESSIONS)] == ["sign_in", "sign_out"]
    assert PASSWORD not in start.file.read_text() and 'login = "supervisor"' in start.file.read_text()


@pytest.mark.qt_log_ignore("Keyboard event not accepted")  # Enter disables the form before the key comes up
def test_the_first_start_leads_to_a_shared_database_and_its_administrator_founds_it(
    start: Start, shared_server: SharedServer
) -> None:
    name = shared_server.copy()
    start.begin()
    first = start.dialog()
    first._address.setFocus()
    write("postgresql://me:secret@somewhere/tandem")
    press("Return")
    until(lambda: "Leave the password out" in words(first), what="it is refused in place")
    first = asked(start, FirstStart)
    first._address.setFocus()
    first._address.clear()
    write(address_of(shared_server, name))
    press("Return")
    dialog = asked(start)
    sign_in(dialog, PASSWORD, "dispatcher")
    until(lambda: "An administrator must sign in first" in words(dialog), what="a dispatcher cannot found it")
    sign_in(dialog, PASSWORD, "admin")
    form = asked(start, Founding)
    press("Return")
    assert "Type the program's name." in words(form)
    write("Harbor County")
    press("Return")
    console = start.running()
    assert console.session.store.program.name == "Harbor County"
    assert start.end() == 0
    assert f"/{name}" in start.file.read_text()
    assert started == []
    shared_server.drop(name)


@pytest.fixture
def guarded(start: Start, city_file: Path, drive: Callable[..., Any]) -> AccountId:
    """The start's file has an account with a password, and it worked here last."""
    start.path.write_bytes(city_file.read_bytes())
    key = AccountId(new_uuid())
    program = Program(start.path, drive)
    program.run(add_account, key, "P. Lane", [Role.SUPERVISOR], PASSWORD, by=an_actor())
    program.close()
    start.file.write_text(f'account_id = "{key}"\n')
    return key


def test_an_account_with_a_password_locks_after_five_wrong_ones(start: Start, guarded: AccountId) -> None:
    start.begin()
    dialog = asked(start)
    assert "P. Lane" in dialog.account.currentText()
    for turn in range(5):
        sign_in(dialog, f"wrong one {turn}")
        until(lambda: not dialog._busy and dialog.fault.text(), what="it is refused")
        assert ("P. Lane is locked until" in dialog.fault.text()) == (turn == 4)
    sign_in(dialog, PASSWORD)
    until(lambda: not dialog._busy)
    assert "P. Lane is locked until an administrator releases it" in words(dialog), "the right one comes too late"
    press("Escape")
    assert start.end() == 0 and start.console is None


def test_an_account_with_a_password_opens_with_it(start: Start, guarded: AccountId) -> None:
    start.begin()
    sign_in(asked(start), PASSWORD)
    console = start.running()
    assert console.session.desk.actor.account_id == guarded
    until(lambda: _sessions(start.path), what="it is on record")
    assert start.end() == 0
    assert _sessions(start.path) == [("sign_in", "P. Lane"), ("sign_out", "P. Lane")]


def _sessions(path: Path) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(SESSIONS).fetchall()


def test_leaving_while_the_server_is_asked_leaves_nothing(start: Start, shared: SharedProgram) -> None:
    start.path = address_of(shared.server, shared.name)  # type: ignore[assignment]
    start.begin()
    dialog = asked(start)
    sign_in(dialog, PASSWORD, "viewer")
    dialog.reject()
    assert start.end() == 0
    settle(0.3)
    gone = "SELECT count(*) AS n FROM pg_stat_activity WHERE usename = 'viewer' AND datname = current_database()"
    until(lambda: shared.rows(gone)[0][0] == 0, what="its connections are closed")
