"""An administrator's hour: the audit is filtered, verified and exported; an account is added and gets other roles."""

import csv
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from make import a_draft, an_actor
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton
from station import Station, press, settle, until, words, write

from console.commands.accounts import add_account
from console.commands.settle_calls import add_note
from console.commands.take_calls import take_call
from console.domain.ids import AccountId, new_uuid
from console.domain.roles import Role
from console.views.admin.account_forms import AddAccountForm, FirstPassword
from console.views.admin.audit_export import TRAINING_MARK


@pytest.fixture(scope="module")
def opened(open_station: Callable[..., Station]) -> Iterator[Station]:
    """An administrator's console on a program where something was done."""
    made = open_station(roles=(Role.ADMIN,))
    other = an_actor(name="A. Reyes")
    for _ in range(3):
        draft = a_draft()
        made.elsewhere(take_call, draft, by=other)
        made.elsewhere(add_note, draft.id, "the door is open", by=other)
    yield made
    made.close()


def page(station: Station, name: str) -> Any:
    keys = {"Audit": "Ctrl+Shift+A", "Accounts": "Ctrl+Shift+M", "Rules": "Ctrl+Shift+R"}[name]
    press(keys)
    tab = station.console.administration
    assert tab is not None and tab.workspace is not None
    made = tab.workspace.pages[name]
    until(made.isVisible, what=f"{name} is shown")
    return made


def push(inside: Any, text: str) -> None:
    next(one for one in inside.findChildren(QPushButton) if one.text() == text).click()


def test_the_workspace_is_made_when_it_is_first_shown(open_station: Callable[..., Station]) -> None:
    made = open_station(roles=(Role.ADMIN,))
    tab = made.console.administration
    assert tab is not None and tab.workspace is None
    press("Ctrl+Tab")
    until(lambda: tab.workspace is not None and tab.workspace.isVisible())
    press("F4")
    until(lambda: made.at.isVisible() and made.at.calls.view.hasFocus(), what="Operations is in front again")
    made.close()


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.CLINICIAN, Role.LEAD])
def test_others_have_no_such_tab(open_station: Callable[..., Station], role: Role) -> None:
    made = open_station(roles=(role,))
    press("Ctrl+Shift+A")
    settle(0.05)
    assert made.console.administration is None
    assert not [one for one in made.console.window.actions_list.offered() if one.group == "Administration"]
    assert "Administration" not in [one.text() for one in made.console.window.top.findChildren(QPushButton)]
    made.close()


def test_the_audit_is_filtered_by_words_and_read_whole(station: Station) -> None:
    audit = page(station, "Audit")
    until(lambda: len(audit.model.entries) > 20, what="the audit is there")
    assert [one.seq for one in audit.model.entries] == sorted((one.seq for one in audit.model.entries), reverse=True)
    assert audit.words.hasFocus()
    write("take reyes")
    until(lambda: {one.command for one in audit.model.entries} == {"take_call"}, what="filtered")
    assert {one.account_name for one in audit.model.entries} == {"A. Reyes"}
    assert "take call (take_call)" in audit.detail.text()
    assert "214 Water St" not in audit.detail.text(), "a call's place is private"
    audit.since.setText("yesterday")
    until(lambda: audit.since.property("wrong"), what="the wrong day is marked")
    assert "is no day" in audit.state.text()
    audit.since.clear()
    audit.words.clear()
    until(lambda: len(audit.model.entries) > 20)


def past(path: Path, statement: str, value: str) -> bool:
    """Change the file past every command; False while a writer of the console holds it, which must go on."""
    with closing(sqlite3.connect(path, timeout=0)) as connection, connection:
        try:
            connection.execute(statement, (value,))
        except sqlite3.OperationalError:
            return False
    return True


def test_the_chain_is_verified_and_a_broken_place_is_named(station: Station) -> None:
    audit = page(station, "Audit")
    audit.verify()
    until(lambda: "The audit is whole" in audit.verdict.text(), what=audit.verdict.text())
    change = "UPDATE audit SET account_name = ? WHERE seq = (SELECT max(seq) - 2 FROM audit)"
    until(partial(past, station.path, change, "Nobody"), what="the file is free for a moment")
    audit.verify()
    until(lambda: "NOT whole" in audit.verdict.text(), what=audit.verdict.text())
    assert audit.verdict.property("kind") == "error" and "was edited" in audit.verdict.text()
    until(partial(past, station.path, change, "A. Reyes"), what="the file is free for a moment")


def test_the_filtered_entries_are_exported_and_that_is_on_the_audit(station: Station, tmp_path: Path) -> None:
    audit = page(station, "Audit")
    write("take_call")
    until(lambda: {one.command for one in audit.model.entries} == {"take_call"})
    shown = len(audit.model.entries)
    push(audit, "Export …")
    dialog = station.dialog()
    assert isinstance(dialog, QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    field.setText(str(tmp_path / "told.csv"))
    press("Return")
    until(lambda: "saved" in audit.verdict.text(), what=audit.verdict.text())
    with (tmp_path / "told.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == [TRAINING_MARK] and lines[1][0] == "When" and len(lines) == shown + 2
    told = station.rows("SELECT row_id, after FROM audit WHERE command = 'note_export'")
    assert told == [(f"{shown} entries", '{"filter": "words take_call"}')]
    audit.saving.save(audit._wanted(), tmp_path / "nowhere" / "told.csv")
    until(lambda: "Not saved" in audit.verdict.text(), what="the fault is a sentence")
    audit.words.clear()


def test_an_account_is_added_and_gets_other_roles(station: Station) -> None:
    accounts = page(station, "Accounts")
    until(lambda: accounts.accounts)
    push(accounts, "Add …")
    form = station.dialog()
    assert isinstance(form, AddAccountForm) and not form.login.isVisible()
    press("Ctrl+Return")
    until(lambda: "at least one role" in form.fault.text(), what="refused in place")
    write("J. Park")
    form.roles.checks[Role.DISPATCHER].click()
    press("Ctrl+Return")
    until(lambda: any(isinstance(one, FirstPassword) for one in station.dialogs()), what="its password is shown once")
    shown = station.dialog()
    assert isinstance(shown, FirstPassword) and len(shown.shown.text()) == 19
    assert "J. Park was added" in words(shown)
    press("Escape")
    until(lambda: any(one.name == "J. Park" for one in accounts.accounts))
    row = [one.name for one in accounts.accounts].index("J. Park")
    accounts.table.selectRow(row)
    push(accounts, "Roles …")
    roles = station.dialog()
    roles.roles.checks[Role.CLINICIAN].click()  # type: ignore[attr-defined]
    press("Ctrl+Return")
    both = frozenset({Role.DISPATCHER, Role.CLINICIAN})
    until(lambda: any(one.name == "J. Park" and one.roles == both for one in accounts.accounts), what="new roles")
    push(accounts, "Disable …")
    station.dialog()
    press("2")
    until(lambda: any(one.disabled_at is not None for one in accounts.accounts), what="disabled")
    assert "Disabled since" in accounts.table.item(row, 3).text()


def test_a_locked_account_is_released(station: Station) -> None:
    key = AccountId(new_uuid())
    station.elsewhere(add_account, key, "B. Locked", [Role.VIEWER], "long enough 12")
    locked = "UPDATE account SET locked_at = '2026-03-14 12:00:00' WHERE name = ?"
    until(partial(past, station.path, locked, "B. Locked"), what="the file is free for a moment")
    accounts = page(station, "Accounts")
    accounts.refresh()
    until(lambda: any(one.locked_at is not None for one in accounts.accounts))
    row = [one.name for one in accounts.accounts].index("B. Locked")
    assert "Locked since" in accounts.table.item(row, 3).text()
    accounts.table.selectRow(row)
    push(accounts, "Release")
    until(lambda: accounts.table.item(row, 3).text() == "Active", what="released")


def test_the_lock_rule_says_what_follows(station: Station) -> None:
    rules = page(station, "Rules")
    until(rules.save.isEnabled, what="the rule is read")
    rules.minutes.setValue(10)
    rules.exempt.setChecked(True)
    rules.save.click()
    until(lambda: "names the secure place" in rules.lock_fault.text(), what="refused in place")
    rules.place.setText("room 2")
    assert "After 10 minutes" in rules.follows.text() and "room 2 stay open" in rules.follows.text()
    rules.save.click()
    until(lambda: "lock rule is kept" in station.notices(), what="kept")
    (value,) = station.rows("SELECT value FROM setting WHERE name = 'lock'")[0]
    assert '"minutes": 10' in value and "room 2" in value


def test_old_entries_go_after_a_question_only(station: Station) -> None:
    rules = page(station, "Rules")
    until(lambda: "The oldest entry: 20" in rules.oldest.text())
    rules.years.setValue(1)
    rules.purge.click()
    assert "can still be verified" in words(station.dialog())
    press("2")
    until(lambda: "No entry is that old" in station.notices(), what=station.notices())
