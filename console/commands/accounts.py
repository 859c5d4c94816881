"""Accounts: local ones with a password, or logins of a shared database; sessions and screens that lock."""

from collections.abc import Sequence
from datetime import UTC, datetime

from argon2 import PasswordHasher
from sqlalchemy import select, text

from console.commands.bulk import audit_bulk
from console.commands.ground import found, program_zone
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import AccountId
from console.domain.passwords import MOST_FAILURES, checked_password, failures_after
from console.domain.roles import Permission, Role
from console.domain.sessions import BANNER_SETTING, LOCK_RULE, LockRule, SessionEvent, banner_of, checked_banner
from console.errors import BadInput, EditConflict, RuleBroken
from console.models.logs import AuditEntry
from console.models.program import Account, Setting

_ADD = text("SELECT tandem.add_account(:id, :login, :name, :roles, :verifier)")
_ROLES = text("SELECT tandem.set_roles(:id, :roles)")
_DISABLE = text("SELECT tandem.disable_account(:id)")
_ENABLE = text("SELECT tandem.enable_account(:id)")


async def add_account(
    uow: UnitOfWork, account_id: AccountId, name: str, roles: Sequence[Role], password: str, login: str | None = None
) -> None:
    """Add somebody who signs in.

    On a shared database they get a login of the server, and the password reaches it only as a verifier.

    Raises:
        BadInput: name, login or password is not possible.
    """
    uow.require(Permission.EDIT_ACCOUNTS)
    if not name.strip() or not roles:
        raise BadInput("An account has a name and at least one role.")
    checked_password(password, name.strip(), login or "")
    named = sorted(role.value for role in roles)
    if uow.is_shared:
        from console.db.postgres.install import scram_verifier  # noqa: PLC0415

        asked = {"id": account_id, "login": login or "", "name": name.strip(), "roles": named}
        await uow.session.execute(_ADD, {**asked, "verifier": scram_verifier(password)})
        return
    uow.session.add(
        Account(
            id=account_id, name=name.strip(), roles=named, created_at=uow.now, failures=0,
            password_hash=PasswordHasher().hash(password),
        )
    )  # fmt: skip


async def set_roles(uow: UnitOfWork, account_id: AccountId, roles: Sequence[Role]) -> None:
    """Give an account these roles and no others; nobody changes their own.

    Raises:
        RuleBroken: it is the actor's own account.
    """
    uow.require(Permission.EDIT_ACCOUNTS)
    if account_id == uow.actor.account_id:
        raise RuleBroken("Nobody changes their own roles.")
    if not roles:
        raise BadInput("An account needs at least one role.")
    named = sorted(role.value for role in roles)
    if uow.is_shared:
        await uow.session.execute(_ROLES, {"id": account_id, "roles": named})
        return
    (await found(uow, Account, account_id, "account")).roles = named


async def disable_account(uow: UnitOfWork, account_id: AccountId) -> None:
    """Let nobody sign in with this account any more; what it did stays on record."""
    uow.require(Permission.EDIT_ACCOUNTS)
    if account_id == uow.actor.account_id:
        raise RuleBroken("Nobody disables their own account.")
    if uow.is_shared:
        await uow.session.execute(_DISABLE, {"id": account_id})
        return
    (await found(uow, Account, account_id, "account")).disabled_at = datetime.now(UTC)


async def enable_account(uow: UnitOfWork, account_id: AccountId) -> None:
    """Let a disabled account sign in again, with its password and the roles that it had."""
    uow.require(Permission.EDIT_ACCOUNTS)
    if uow.is_shared:
        await uow.session.execute(_ENABLE, {"id": account_id})
        return
    (await found(uow, Account, account_id, "account")).disabled_at = None


async def release_account(uow: UnitOfWork, account_id: AccountId) -> None:
    """Let somebody sign in again whose account was locked after wrong passwords; local accounts only."""
    uow.require(Permission.EDIT_ACCOUNTS)
    if uow.is_shared:
        raise RuleBroken("On a shared database the server keeps the logins: its administrator releases this one.")
    account = await found(uow, Account, account_id, "account")
    account.failures, account.failing_since, account.locked_at = 0, None, None


async def set_password(uow: UnitOfWork, password: str) -> None:
    """Change the actor's own password; a server gets no more of it than a verifier.

    Raises:
        BadInput: it is too short, well known, or holds the name.
    """
    uow.require(Permission.SIGN_IN)
    if uow.is_shared:
        from console.db.postgres.install import scram_verifier  # noqa: PLC0415
        from console.db.postgres.names import literal  # noqa: PLC0415

        login = (await uow.session.execute(text("SELECT session_user"))).scalar_one()
        verifier = scram_verifier(checked_password(password, uow.actor.name, login))
        link = await uow.session.connection()
        await link.exec_driver_sql(f"ALTER ROLE CURRENT_USER PASSWORD {literal(verifier)}")
        await audit_bulk(uow, "password", "account", str(uow.actor.account_id), {})
        return
    account = await found(uow, Account, uow.actor.account_id, "account")
    account.password_hash = PasswordHasher().hash(checked_password(password, account.name))


async def record_attempt(uow: UnitOfWork, succeeded: bool) -> bool:
    """Count a wrong password of the actor's local account, or forget them after a right one; False when it is locked.

    Five wrong ones within 15 minutes lock the account until an administrator releases it.
    """
    uow.require(Permission.SIGN_IN)
    account = await found(uow, Account, uow.actor.account_id, "account")
    now = datetime.now(UTC)
    if account.locked_at is not None or account.disabled_at is not None:
        await audit_bulk(uow, "refused", "account", str(account.id), {"because": "locked"})
        return False
    if succeeded:
        account.failures, account.failing_since = 0, None
        return True
    account.failures, account.failing_since = failures_after(account.failures, account.failing_since, now)
    if account.failures >= MOST_FAILURES:
        account.locked_at = now
    return account.locked_at is None


async def note_session(uow: UnitOfWork, event: SessionEvent, detail: str = "") -> None:
    """Put on record that somebody signed in or out, acknowledged the banner, or that a screen locked."""
    uow.require(Permission.SIGN_IN)
    await audit_bulk(uow, event.value, "session", str(uow.actor.desk_id), {"detail": detail} if detail else {})


async def set_lock_rule(uow: UnitOfWork, rule: LockRule, seen: LockRule | None = None) -> None:
    """When screens of this program lock, and whether dispatch positions are exempt; `seen` is the rule before.

    Raises:
        BadInput: the minutes are not 1 to 30, or an exemption names no secure place.
        EditConflict: somebody set another rule than the one that was seen.
    """
    uow.require(Permission.EDIT_SETTINGS)
    checked = rule.checked()
    row = await uow.session.get(Setting, LOCK_RULE)
    now = LockRule.of_setting(row.value if row is not None else None)
    if seen not in (None, now):
        raise await _changed(uow, LOCK_RULE, "the lock rule", now.words)
    _keep_setting(uow, row, LOCK_RULE, checked.as_setting())


async def set_banner(uow: UnitOfWork, words: str, seen: str | None = None) -> None:
    """What must be acknowledged before anybody signs in (AC-8); empty words bring Tandem's own back.

    Raises:
        BadInput: it is too long to be read at a sign-in.
        EditConflict: somebody wrote another banner than the one that was seen.
    """
    uow.require(Permission.EDIT_SETTINGS)
    checked = checked_banner(words)
    row = await uow.session.get(Setting, BANNER_SETTING)
    now = banner_of(row.value if row is not None else None)
    if seen not in (None, now):
        raise await _changed(uow, BANNER_SETTING, "the banner", f"“{now}”")
    _keep_setting(uow, row, BANNER_SETTING, {"text": checked})


async def _changed(uow: UnitOfWork, name: str, what: str, now: str) -> EditConflict:
    """The refusal for a setting that is another than the one that was seen; whoever edits settings reads the audit."""
    entry = AuditEntry.__table__.c
    mine = select(entry.account_name, entry.real_at).where(entry.table_name == "setting", entry.row_id == name)
    last = (await uow.session.execute(mine.order_by(entry.seq.desc()).limit(1))).first()
    who = f"{last.account_name} changed" if last is not None else "Somebody changed"
    when = f" at {uow.clock.at(last.real_at).astimezone(await program_zone(uow)):%H:%M:%S}" if last is not None else ""
    return EditConflict(f"{who} {what}{when}. It is now: {now}. Nothing of yours was saved; look, then save again.")


def _keep_setting(uow: UnitOfWork, row: Setting | None, name: str, value: dict[str, object]) -> None:
    if row is None:
        uow.session.add(Setting(name=name, value=value))
    else:
        row.value = value
