"""Reads who may sign in, what a local account's password is checked against, and when screens lock."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text, true
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.ids import AccountId
from console.domain.roles import Role
from console.domain.sessions import BANNER_SETTING, LOCK_RULE, LockRule, banner_of
from console.models.program import Account, Setting


@dataclass(frozen=True, slots=True)
class SignInAccount:
    """Somebody who signs in, as the list of accounts shows them."""

    id: AccountId
    name: str
    roles: frozenset[Role]
    has_password: bool
    locked: bool
    disabled: bool


async def sign_in_accounts(session: AsyncSession) -> list[SignInAccount]:
    """The accounts, the oldest first; on a shared database every one has a password, which the server keeps."""
    local = session.get_bind().dialect.name != "postgresql"
    has_password = (Account.password_hash.is_not(None) if local else true()).label("has_password")
    columns = (Account.id, Account.name, Account.roles, Account.locked_at, Account.disabled_at)
    rows = await session.execute(select(*columns, has_password).order_by(Account.created_at))
    return [
        SignInAccount(
            AccountId(row.id), row.name, frozenset(Role(role) for role in row.roles), bool(row.has_password),
            row.locked_at is not None, row.disabled_at is not None,
        )
        for row in rows
    ]  # fmt: skip


async def password_hash(session: AsyncSession, account_id: UUID) -> str | None:
    """What a local account's password is checked against; None when it has none. A shared database refuses this."""
    return (await session.execute(select(Account.password_hash).where(Account.id == account_id))).scalar()


async def roles_now(session: AsyncSession, account_id: UUID) -> frozenset[Role] | None:
    """The roles of whoever asks, as they are now: none of an account that was ended; None where there is no account."""
    if session.get_bind().dialect.name == "postgresql":
        names = (await session.execute(text("SELECT tandem.my_roles()"))).scalar_one()
        return frozenset(Role(one) for one in names)
    wanted = select(Account.roles, Account.disabled_at).where(Account.id == account_id)
    row = (await session.execute(wanted)).one_or_none()
    if row is None:
        return None
    return frozenset(Role(one) for one in row.roles) if row.disabled_at is None else frozenset()


async def is_shut_out(session: AsyncSession) -> bool:
    """Whether this login lost every right to the program's tables; a shared database only."""
    asked = text("SELECT NOT has_schema_privilege('tandem', 'USAGE')")
    return bool((await session.execute(asked)).scalar_one())


async def lock_rule(session: AsyncSession) -> LockRule:
    """When screens of this program lock; the usual rule until somebody set another one."""
    value = (await session.execute(select(Setting.value).where(Setting.name == LOCK_RULE))).scalar()
    return LockRule.of_setting(value)


async def banner(session: AsyncSession) -> str:
    """What this program's people acknowledge before they sign in."""
    return banner_of((await session.execute(select(Setting.value).where(Setting.name == BANNER_SETTING))).scalar())
