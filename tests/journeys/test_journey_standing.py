"""An administrator changes what somebody may while they are signed in: their screen locks and says so."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from make import a_draft, an_actor
from shared import PASSWORD, SharedProgram, SharedServer, a_shared_program
from starting import Start
from station import press, until, words, write
from test_journey_lock import lock_page
from test_journey_sign_in import address_of, asked, sign_in

from console.commands.accounts import add_account, disable_account, set_roles
from console.commands.take_calls import take_call
from console.domain.ids import AccountId, new_uuid
from console.domain.roles import Role
from console.store.store import LinkState

LOGINS = iter("abcdefgh")


@pytest.fixture
def shared(shared_server: SharedServer, arun: Callable[..., Any]) -> Iterator[SharedProgram]:
    made = a_shared_program(shared_server, arun)
    made.run(take_call, a_draft(caller_name="Noel Abbot"))
    yield made
    made.close()


@pytest.fixture
def signed_in(start: Start, shared: SharedProgram) -> tuple[Any, AccountId]:
    """A supervisor's console, and their account."""
    key, login = AccountId(new_uuid()), f"standing.{next(LOGINS)}"
    shared.run(add_account, key, "D. Ito", [Role.SUPERVISOR], PASSWORD, login)
    start.path = address_of(shared.server, shared.name)  # type: ignore[assignment]
    start.begin()
    sign_in(asked(start), PASSWORD, login)
    return start.running(), key


def test_other_roles_lock_the_screen_and_come_with_the_next_sign_in(
    start: Start, shared: SharedProgram, signed_in: tuple[Any, AccountId]
) -> None:
    first, key = signed_in
    shared.run(set_roles, key, [Role.VIEWER], by=an_actor(Role.ADMIN))
    first.guard.read_rule()
    page = lock_page(first)
    until(lambda: "You are Viewer now" in words(page))
    page.activateWindow()
    until(page.password.hasFocus)
    write(PASSWORD)
    press("Return")
    until(lambda: start.console is not first, 20, "the same person's new session")
    second = start.running()
    (call,) = second.session.store.calls
    assert call.caller_name is None and second.session.desk.actor.roles == {Role.VIEWER}
    assert start.end() == 0


def test_an_account_that_was_ended_shows_nothing_more(
    start: Start, shared: SharedProgram, signed_in: tuple[Any, AccountId]
) -> None:
    console, key = signed_in
    assert len(console.session.store.calls) == 1
    shared.run(disable_account, key, by=an_actor(Role.ADMIN))
    page = lock_page(console)
    until(lambda: "Your account was ended" in words(page))
    assert console.session.store.link.state is LinkState.ENDED
    assert len(console.session.store.calls) == 0, "nothing stays behind the page"
    page.activateWindow()
    until(page.password.hasFocus)
    write(PASSWORD)
    press("Return")
    until(lambda: "did not accept" in words(page))
    assert console.guard.is_locked
    assert start.end() == 0
