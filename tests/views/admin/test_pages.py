"""The pages of Administration: which are there for whom, five hundred entries at a time, refusals in place."""

from collections.abc import Callable
from typing import Any

import pytest
from make import Program
from PySide6.QtWidgets import QPushButton

from console.commands.accounts import set_lock_rule
from console.domain.roles import Role
from console.domain.sessions import LockRule
from console.errors import StorageFault
from console.ui.actions import Actions
from console.views.admin import audit_page
from console.views.admin.accounts_page import AccountsPage
from console.views.admin.audit_page import AuditPage
from console.views.admin.rules_page import RulesPage
from console.views.admin.tab import AdministrationTab, is_offered


@pytest.mark.parametrize("role", Role)
def test_the_workspace_is_there_for_those_who_may_do_something_in_it(held: Callable[..., Any], role: Role) -> None:
    desk, notices, window = held(role)
    assert is_offered(desk) == (role is Role.ADMIN)
    assert Actions(window, desk.may).offered() == []
    if role is Role.ADMIN:
        tab = AdministrationTab(desk, notices, window)
        tab.open_page("Rules")
        assert tab.workspace is not None and set(tab.workspace.pages) == {"Audit", "Accounts", "Rules"}
        tab.open_page("Nothing")


def test_the_audit_comes_in_parts(
    held: Callable[..., Any], settled: Callable[..., None], program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_page, "AT_ONCE", 5)
    for _ in range(4):
        program.call()
    desk, _notices, window = held()
    page = AuditPage(desk, window)
    settled(desk)
    assert len(page.model.entries) == 5 and not page.more.isHidden()
    assert page.state.text() == "The newest 5 that fit"
    first = page.model.entries[0].seq
    page.table.selectRow(2)
    chosen = page.detail.text()
    page.more.click()
    settled(desk)
    assert len(page.model.entries) == 7 and page.more.isHidden() and page.model.entries[0].seq == first
    assert page.table.currentIndex().row() == 2 and page.detail.text() == chosen
    page.words.setText("nothing like it")
    page._wait.stop()  # it would ask in another test
    page._start_over()
    settled(desk)
    assert page.state.text().startswith("No entry fits") and "Choose an entry" in page.detail.text()


def test_a_filter_that_could_not_be_read_is_said_at_the_list(
    held: Callable[..., Any], settled: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_args: Any) -> Any:
        raise StorageFault("The file is away.")

    desk, _notices, window = held()
    page = AuditPage(desk, window)
    settled(desk)
    page._verify.setEnabled(False)  # as while one is under way
    page._say("The chain is being verified …")
    with monkeypatch.context() as patched:
        patched.setattr(audit_page, "audit_entries", away)
        page.refresh()
        settled(desk)
    assert page.state.text() == "The file is away." and page.state.property("kind") == "error"
    assert not page._verify.isEnabled() and "being verified" in page.verdict.text()
    page.refresh()
    settled(desk)
    assert "all that fit" in page.state.text() and page.state.property("kind") == "small"


def test_an_overtaken_answer_is_not_shown(held: Callable[..., Any], settled: Callable[..., None]) -> None:
    desk, _notices, window = held()
    page = AuditPage(desk, window)
    settled(desk)
    shown = list(page.model.entries)
    page._asked += 1
    page._show(page._asked - 1, [])
    assert page.model.entries == shown


def test_whoever_may_not_sees_no_buttons(held: Callable[..., Any], settled: Callable[..., None]) -> None:
    desk, notices, window = held(Role.DISPATCHER)
    page = AccountsPage(desk, notices, window)
    page.refresh()
    settled(desk)
    assert all(one.isHidden() for one in page.findChildren(QPushButton))
    rules = RulesPage(desk, notices, window)
    rules.refresh()
    settled(desk)
    assert rules.purge.isHidden()
    rules.save.click()
    settled(desk)
    assert "may not edit settings" in rules.lock_fault.text()


def test_the_rule_that_holds_is_shown(
    held: Callable[..., Any], settled: Callable[..., None], program: Program
) -> None:
    program.run(set_lock_rule, LockRule(7, True, "room 2"))
    desk, notices, window = held()
    page = RulesPage(desk, notices, window)
    page.refresh()
    settled(desk)
    assert page.minutes.value() == 7 and page.exempt.isChecked() and page.place.text() == "room 2"
    page.exempt.setChecked(False)
    assert "room 2" not in page.follows.text()
