"""Who changed a row last, and from what to what: the sentence of an edit conflict, for people who read no audit."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from console.models.logs import AuditEntry

_BESIDE = {"call": ("caller",)}  # rows of the same key that belong to the same aggregate
_SHARED = text("SELECT account_name, real_at, on_table, before, after FROM tandem.last_edits(:table, :row, :most)")


@dataclass(frozen=True, slots=True)
class Edit:
    """One row's change: who, when (real time), and the values before and after by column."""

    who: str
    real_at: datetime
    table: str
    before: dict[str, Any]
    after: dict[str, Any]


async def last_edits(session: AsyncSession, table: str, key: UUID, most: int) -> list[Edit]:
    """The newest updates of a row, with what the same commands changed beside it, the newest first."""
    if session.get_bind().dialect.name == "postgresql":
        rows = await session.execute(_SHARED, {"table": table, "row": str(key), "most": most})
        return [
            Edit(who, at, on_table, json.loads(before or "{}"), json.loads(after or "{}"))
            for who, at, on_table, before, after in rows
        ]
    mine = select(AuditEntry.command_id).where(
        AuditEntry.table == table, AuditEntry.row == str(key), AuditEntry.action == "update"
    )
    commands = list((await session.execute(mine.order_by(AuditEntry.seq.desc()).limit(most))).scalars())
    wanted = select(AuditEntry).where(
        AuditEntry.table.in_((table, *_BESIDE.get(table, ()))),
        AuditEntry.row == str(key),
        AuditEntry.command_id.in_(commands),
    )
    found = (await session.execute(wanted.order_by(AuditEntry.seq.desc()))).scalars()
    return [Edit(one.account_name, one.real_at, one.table, one.before or {}, one.after or {}) for one in found]
