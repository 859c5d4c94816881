"""Local accounts lock, are released and disabled; logins of a shared database get their rights from it alone."""

import json
from datetime import timedelta

import pytest
from make import Program, a_draft, an_actor
from shared import PASSWORD, SharedProgram
from sqlalchemy import text

from console.commands.accounts import (
    add_account,
    disable_account,
    enable_account,
    record_attempt,
    release_account,
    set_banner,
    set_lock_rule,
    set_password,
    set_roles,
)
from console.commands.take_calls import take_call
from console.db.engine import Database, open_shared
from console.db.postgres.session import who_am_i
from console.db.unit_of_work import perform, read
from console.domain.ids import AccountId, CommandId, new_uuid
from console.domain.passwords import FAILING_WINDOW, checked_password, new_password
from console.domain.roles import Actor, Role
from console.domain.sessions import BANNER, LONGEST_BANNER, LockRule
from console.errors import BadInput, EditConflict, NotPermitted, RuleBroken, TandemError
from console.queries.accounts import banner, lock_rule
from console.queries.people import people
from console.queries.program import zones

embedded = pytest.mark.parametrize("program", ["embedded"], indirect=True)
shared = pytest.mark.parametrize("program", ["shared"], indirect=True)
FIRST = "first of its kind 7"


def somebody(program: Program, *roles: Role, login: str | None = None) -> Actor:
    """A new account, and who signs in with it."""
    key = AccountId(new_uuid())
    program.run(add_account, key, "A. Reyes", roles or (Role.VIEWER,), FIRST, login)
    return an_actor(*(roles or (Role.VIEWER,)), name="A. Reyes", account_id=key)


def signed_in(program: SharedProgram, login: str) -> tuple[Database, Actor]:
    database = open_shared(program.server.server.login(program.name, login, FIRST))
    program._opened.append(database)
    return database, program.arun(read(database, who_am_i, program.actor.desk_id))


@embedded
def test_five_wrong_passwords_lock_until_an_administrator_releases(program: Program) -> None:
    who = somebody(program)
    for _ in range(4):
        assert program.run(record_attempt, False, by=who)
    assert not program.run(record_attempt, False, by=who)
    assert not program.run(record_attempt, True, by=who), "the right one comes too late"
    (held,) = [one for one in program.ask(people) if one.id == who.account_id]
    assert held.locked_at is not None
    assert program.rows("SELECT after FROM audit WHERE action = 'refused'") == [(json.dumps({"because": "locked"}),)]
    program.run(release_account, who.account_id)
    assert program.run(record_attempt, True, by=who)


@embedded
def test_a_right_password_and_a_quarter_of_an_hour_forget_the_wrong_ones(program: Program) -> None:
    who = somebody(program)
    for _ in range(4):
        program.run(record_attempt, False, by=who)
    program.run(record_attempt, True, by=who)
    for _ in range(4):
        assert program.run(record_attempt, False, by=who)
    minutes = FAILING_WINDOW // timedelta(minutes=1) + 1
    program.alter(text(f"UPDATE account SET failing_since = datetime('now', '-{minutes} minutes')"))
    assert program.run(record_attempt, False, by=who)


@pytest.mark.parametrize("password", ["short", "password123", "aaaaaaaaaa", "a. reyes 2026"])
def test_a_poor_first_password_is_refused(program: Program, password: str) -> None:
    with pytest.raises(BadInput):
        program.run(add_account, new_uuid(), "A. Reyes", [Role.VIEWER], password, "areyes")
    assert checked_password(new_password(), "A. Reyes")


@embedded
def test_roles_are_changed_by_others_only(program: Program) -> None:
    who = somebody(program, Role.VIEWER)
    program.run(set_roles, who.account_id, [Role.LEAD, Role.CLINICIAN])
    (held,) = [one for one in program.ask(people) if one.id == who.account_id]
    assert held.roles == {Role.LEAD, Role.CLINICIAN}
    with pytest.raises(BadInput, match="at least one role"):
        program.run(set_roles, who.account_id, [])
    with pytest.raises(RuleBroken, match="their own"):
        program.run(set_roles, program.actor.account_id, [Role.ADMIN])
    with pytest.raises(RuleBroken, match="their own"):
        program.run(disable_account, program.actor.account_id)


@embedded
def test_a_disabled_account_is_not_let_in(program: Program) -> None:
    who = somebody(program)
    program.run(disable_account, who.account_id)
    assert not program.run(record_attempt, True, by=who)
    (held,) = [one for one in program.ask(people) if one.id == who.account_id]
    assert held.disabled_at is not None


def test_the_list_of_accounts_holds_no_password(program: Program) -> None:
    somebody(program, login="noword")
    assert "argon2" not in str(program.ask(people)).lower() and "SCRAM" not in str(program.ask(people))
    assert FIRST not in str(program.rows("SELECT before, after FROM audit"))


@shared
def test_an_added_account_signs_in_and_holds_what_its_roles_allow(program: SharedProgram) -> None:
    who = somebody(program, Role.VIEWER, login="reyes1")
    database, actor = signed_in(program, "reyes1")
    assert actor.roles == {Role.VIEWER} and actor.name == "A. Reyes"
    supervisor = Actor(actor.account_id, actor.name, frozenset({Role.SUPERVISOR}), actor.desk_id)
    with pytest.raises(NotPermitted, match="may not take"):
        program.arun(perform(database, supervisor, CommandId(new_uuid()), take_call, a_draft()))
    program.run(set_roles, who.account_id, [Role.SUPERVISOR])
    program.arun(perform(database, supervisor, CommandId(new_uuid()), take_call, a_draft()))
    assert program.arun(read(database, who_am_i, actor.desk_id)).roles == {Role.SUPERVISOR}
    program.run(set_roles, who.account_id, [Role.VIEWER])
    with pytest.raises(NotPermitted):
        program.arun(perform(database, supervisor, CommandId(new_uuid()), take_call, a_draft()))


@shared
def test_a_disabled_account_is_at_an_end_where_it_is_signed_in_too(program: SharedProgram) -> None:
    who = somebody(program, Role.SUPERVISOR, login="reyes2")
    database, actor = signed_in(program, "reyes2")
    program.run(disable_account, who.account_id)
    with pytest.raises(TandemError):
        program.arun(perform(database, actor, CommandId(new_uuid()), take_call, a_draft()))
    with pytest.raises(TandemError):
        program.arun(read(database, zones))
    with pytest.raises(TandemError):
        signed_in(program, "reyes2")


@embedded
def test_an_enabled_account_is_let_in_again(program: Program) -> None:
    who = somebody(program)
    program.run(disable_account, who.account_id)
    program.run(enable_account, who.account_id)
    assert program.run(record_attempt, True, by=who)


@shared
def test_an_enabled_account_has_its_roles_and_its_login_again(program: SharedProgram) -> None:
    who = somebody(program, Role.SUPERVISOR, Role.LEAD, login="reyes3")
    program.run(disable_account, who.account_id)
    program.run(enable_account, who.account_id)
    database, actor = signed_in(program, "reyes3")
    assert actor.roles == {Role.SUPERVISOR, Role.LEAD}
    program.arun(perform(database, actor, CommandId(new_uuid()), take_call, a_draft()))
    with pytest.raises(RuleBroken, match="no such disabled"):
        program.run(enable_account, who.account_id)


@shared
def test_whoever_signs_in_changes_their_own_password_and_no_word_of_it_is_kept(program: SharedProgram) -> None:
    somebody(program, Role.VIEWER, login="reyes4")
    database, actor = signed_in(program, "reyes4")
    for poor in ("short", "A. Reyes 2026", "reyes4 and more"):
        with pytest.raises(BadInput):
            program.arun(perform(database, actor, CommandId(new_uuid()), set_password, poor))
    second = "another one's quote ' and : colon"
    program.arun(perform(database, actor, CommandId(new_uuid()), set_password, second))
    with pytest.raises(TandemError):
        signed_in(program, "reyes4")
    changed = open_shared(program.server.server.login(program.name, "reyes4", second))
    program._opened.append(changed)
    assert program.arun(read(changed, who_am_i, actor.desk_id)).name == "A. Reyes"
    audit = str(program.rows("SELECT action, before, after FROM audit"))
    assert "password" in audit and second not in audit and "SCRAM" not in audit
    assert second not in (program.server.server.folder / "server.log").read_text("utf-8", "replace")


@shared
def test_a_login_has_a_name_of_its_own_and_nobody_raises_themselves(program: SharedProgram) -> None:
    for login in ("tandem_owner", "pg_signal_backend", "Mallory", "a'; DROP ROLE admin; --", "admin"):
        with pytest.raises(RuleBroken):
            somebody(program, login=login)
    with pytest.raises(RuleBroken, match="its administrator"):
        program.run(release_account, new_uuid())
    admin = program.as_login(an_actor(Role.ADMIN))[1]
    with pytest.raises(RuleBroken, match="their own"):
        program.run(set_roles, admin.account_id, list(Role), by=an_actor(Role.ADMIN))
    assert PASSWORD not in str(program.rows("SELECT * FROM account"))


def test_the_lock_rule_is_kept_within_its_limits(program: Program) -> None:
    assert program.ask(lock_rule) == LockRule()
    program.run(set_lock_rule, LockRule(10, True, "room 2"))
    program.run(set_lock_rule, LockRule(30))
    assert program.ask(lock_rule) == LockRule(30)
    for wrong in (LockRule(0), LockRule(31), LockRule(10, True, " ")):
        with pytest.raises(BadInput):
            program.run(set_lock_rule, wrong)


def test_a_rule_that_somebody_else_changed_is_not_overwritten_unseen(program: Program) -> None:
    other = an_actor(Role.ADMIN, name="B. Reyes")
    program.run(set_lock_rule, LockRule(20), LockRule(), by=other)
    with pytest.raises(EditConflict, match=r"B. Reyes changed the lock rule at .* It is now: 20 minutes"):
        program.run(set_lock_rule, LockRule(10), LockRule())
    program.run(set_lock_rule, LockRule(5, True, "room 2"), LockRule(20), by=other)
    with pytest.raises(EditConflict, match=r"B. Reyes .* 5 minutes, dispatch positions in room 2 exempt"):
        program.run(set_lock_rule, LockRule(10), LockRule(20))
    assert program.ask(lock_rule) == LockRule(5, True, "room 2")
    program.run(set_lock_rule, LockRule(10), LockRule(5, True, "room 2"))
    assert program.ask(lock_rule) == LockRule(10)


def test_a_banner_that_somebody_else_wrote_is_not_overwritten_unseen(program: Program) -> None:
    program.run(set_banner, "County property.", BANNER, by=an_actor(Role.ADMIN, name="B. Reyes"))
    with pytest.raises(EditConflict, match=r"B. Reyes changed the banner at .* It is now: “County property.”"):
        program.run(set_banner, "Mine.", BANNER)
    program.run(set_banner, "Mine.", "County property.")
    assert program.ask(banner) == "Mine."


def test_the_banner_is_the_agencys_own_when_it_wrote_one(program: Program) -> None:
    assert program.ask(banner) == BANNER
    program.run(set_banner, "  County property. Watched.  ")
    assert program.ask(banner) == "County property. Watched."
    with pytest.raises(BadInput, match="can be read"):
        program.run(set_banner, "x" * (LONGEST_BANNER + 1))
    program.run(set_banner, " ")
    assert program.ask(banner) == BANNER
