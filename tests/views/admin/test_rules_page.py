"""A rule is saved over what was seen, never over what somebody else set meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from make import Program, an_actor

from console.commands.accounts import set_banner, set_lock_rule
from console.domain.roles import Role
from console.domain.sessions import BANNER, LockRule
from console.errors import StorageFault
from console.queries.accounts import banner, lock_rule
from console.views.admin import rules_page
from console.views.admin.rules_page import RulesPage

OTHER = an_actor(Role.ADMIN, name="B. Reyes")
Settled = Callable[..., None]


@pytest.fixture
def page(held: Callable[..., Any], settled: Settled, qtbot: Any) -> RulesPage:
    desk, notices, window = held(Role.ADMIN)
    made = RulesPage(desk, notices, window)
    qtbot.addWidget(made)
    made.show()
    settled(desk)
    return made


def test_nothing_is_saved_before_it_was_read(
    held: Callable[..., Any], settled: Settled, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_args: Any) -> Any:
        raise StorageFault("The file is away.")

    desk, notices, window = held(Role.ADMIN)
    made = RulesPage(desk, notices, window)
    qtbot.addWidget(made)
    assert not made.save.isEnabled() and not made.save_banner.isEnabled()
    with monkeypatch.context() as patched:
        patched.setattr(rules_page, "lock_rule", away)
        patched.setattr(rules_page, "banner", away)
        made.show()
        settled(desk)
    assert made.lock_fault.text() == made.banner_fault.text() == "The file is away."
    assert not made.save.isEnabled() and not made.save_banner.isEnabled()
    desk.store.set_link(desk.store.link)
    settled(desk)
    assert made.save.isEnabled() and made.save_banner.isEnabled(), "it is read when the link is back"
    assert made.minutes.value() == 15 and made.banner.toPlainText() == BANNER
    assert made.lock_fault.isHidden() and made.banner_fault.isHidden()


def test_what_holds_is_read_again_when_it_is_shown(page: RulesPage, program: Program, settled: Settled) -> None:
    page.hide()
    program.run(set_lock_rule, LockRule(7), by=OTHER)
    program.run(set_banner, "County property.", by=OTHER)
    page.show()
    settled(page._desk)
    assert page.minutes.value() == 7 and page.banner.toPlainText() == "County property."


def test_a_rule_of_somebody_else_is_told_and_a_second_press_decides(
    page: RulesPage, program: Program, settled: Settled
) -> None:
    page.minutes.setValue(10)
    program.run(set_lock_rule, LockRule(7), by=OTHER)
    page.hide()
    page.show()
    settled(page._desk)
    assert page.minutes.value() == 10, "what was typed stays"
    page.save.click()
    settled(page._desk)
    assert "B. Reyes changed the lock rule" in page.lock_fault.text() and "7 minutes" in page.lock_fault.text()
    assert program.ask(lock_rule) == LockRule(7) and page.minutes.value() == 10
    page.save.click()
    settled(page._desk)
    assert program.ask(lock_rule) == LockRule(10) and page.lock_fault.isHidden()


def test_a_banner_of_somebody_else_is_told_and_a_second_press_decides(
    page: RulesPage, program: Program, settled: Settled
) -> None:
    page.banner.setPlainText("Mine.")
    program.run(set_banner, "County property.", by=OTHER)
    page.save_banner.click()
    settled(page._desk)
    assert "B. Reyes changed the banner" in page.banner_fault.text() and "County property." in page.banner_fault.text()
    assert program.ask(banner) == "County property." and page.banner.toPlainText() == "Mine."
    page.save_banner.click()
    settled(page._desk)
    assert program.ask(banner) == "Mine."
    page.banner.clear()
    page.save_banner.click()
    settled(page._desk)
    assert page.banner.toPlainText() == BANNER, "empty words bring Tandem's own back"
