"""One entry of the audit as a screen shows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AuditSnapshot:
    """Who did what to which row, from which desk, when (real time, UTC), from what to what; private text is hidden."""

    seq: int
    real_at: datetime
    account_name: str
    roles: tuple[str, ...]
    desk_id: UUID
    command: str
    action: str
    table: str
    row: str
    before: dict[str, Any]
    after: dict[str, Any]
    chain: int | None
    name: str = ""  # what the row is called: a call's number, a unit's call sign, somebody's name
