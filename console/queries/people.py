"""Reads who signs in; never a password, not even its hash."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.ids import AccountId
from console.domain.roles import Role
from console.models.program import Account
from console.snapshots.accounts import AccountSnapshot


async def people(session: AsyncSession) -> list[AccountSnapshot]:
    """The accounts by name, those that are disabled too."""
    wanted = select(
        Account.id, Account.name, Account.roles, Account.login, Account.created_at, Account.locked_at,
        Account.disabled_at,
    ).order_by(Account.name)  # fmt: skip
    return [
        AccountSnapshot(
            id=AccountId(row.id), name=row.name, roles=frozenset(Role(one) for one in row.roles), login=row.login,
            created_at=row.created_at, locked_at=row.locked_at, disabled_at=row.disabled_at,
        )
        for row in await session.execute(wanted)
    ]  # fmt: skip
