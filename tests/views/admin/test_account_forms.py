"""An account is added once, and whoever added it sees the password that fits it."""

from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher
from make import Program

import console.desk.desk as the_desk
from console.domain.roles import Role
from console.errors import LinkDown
from console.queries.accounts import password_hash
from console.queries.people import people
from console.views.admin.account_forms import AddAccountForm, FirstPassword

Settled = Callable[..., None]


@pytest.fixture
def form(held: Callable[..., Any]) -> AddAccountForm:
    desk, _notices, window = held(Role.ADMIN)
    made = AddAccountForm(window, desk, lambda _result: None)
    made.name.setText("J. Park")
    made.roles.checks[Role.DISPATCHER].setChecked(True)
    return made


def fits(program: Program, shown: FirstPassword) -> bool:
    """Whether there is one J. Park, and the password that is shown is theirs."""
    (one,) = [one for one in program.ask(people) if one.name == "J. Park"]
    return PasswordHasher().verify(program.ask(password_hash, one.id), shown.shown.text())


def test_two_presses_add_one_account(form: AddAccountForm, program: Program, settled: Settled) -> None:
    desk, window = form._desk, form._parent
    for _ in range(2):
        form.save.click()
        form._save()
    assert not form.save.isEnabled() and form.name.isReadOnly()
    settled(desk)
    shown = window.findChildren(FirstPassword)
    assert shown and all(fits(program, one) for one in shown)


def test_a_password_is_shown_though_the_form_was_left(
    form: AddAccountForm, program: Program, settled: Settled
) -> None:
    desk, window = form._desk, form._parent
    form.save.click()
    form.close()
    settled(desk)
    (shown,) = window.findChildren(FirstPassword)
    assert fits(program, shown)


@pytest.mark.parametrize("changed", [False, True])
def test_after_a_lost_answer_there_is_one_account(
    form: AddAccountForm, program: Program, settled: Settled, monkeypatch: pytest.MonkeyPatch, changed: bool
) -> None:
    desk, window, performing = form._desk, form._parent, the_desk.perform

    async def lost(*args: Any, **kwargs: Any) -> Any:
        await performing(*args, **kwargs)
        raise LinkDown("It may or may not be saved.")

    with monkeypatch.context() as patched:
        patched.setattr(the_desk, "perform", lost)
        form.save.click()
        settled(desk)
    assert "may not be saved" in form.fault.text() and form.save.isEnabled()
    if changed:
        form.name.setText("J. Parker")
    form.save.click()
    settled(desk)
    added = [one.name for one in program.ask(people) if one.name.startswith("J. Park")]
    assert added == ["J. Park"]
    shown = window.findChildren(FirstPassword)
    assert (not shown and form.fault.text()) if changed else fits(program, shown[0])
