"""Somebody who signs in, as a screen shows them."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.ids import AccountId
from console.domain.roles import Role


@dataclass(frozen=True, slots=True)
class AccountSnapshot:
    """An account without anything of its password; times are real time."""

    id: AccountId
    name: str
    roles: frozenset[Role]
    login: str | None
    created_at: datetime
    locked_at: datetime | None
    disabled_at: datetime | None
