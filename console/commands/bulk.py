"""What a command writes past the session in bulk: the one audit entry that stands for all of its rows."""

import json
from datetime import UTC, datetime

from sqlalchemy import insert, text

from console.db.record import add_entries
from console.db.unit_of_work import UnitOfWork
from console.models.logs import Change

_FACT = text("SELECT tandem.note_fact(:action, :table, :row, CAST(:facts AS jsonb))")


async def audit_bulk(uow: UnitOfWork, action: str, table: str, row: str, facts: dict[str, object]) -> None:
    """Add one audit entry for many rows; `row` says in a few words which, `facts` what was done."""
    if uow.is_shared:
        told = {"action": action, "table": table, "row": row, "facts": json.dumps(facts)}
        await uow.session.execute(_FACT, told)
        return
    actor = uow.actor
    entry = {
        "command_id": uow.command_id, "command": uow.name, "at": uow.now, "real_at": datetime.now(UTC),
        "account_id": actor.account_id, "account_name": actor.name, "roles": sorted(role.value for role in actor.roles),
        "desk_id": actor.desk_id, "action": action, "table": table, "row": row, "before": None, "after": facts,
    }  # fmt: skip
    await add_entries(uow.session, [entry])


async def note_change(uow: UnitOfWork, aggregate: str) -> None:
    """Add one line to the change log that stands for many rows; its id is the command's."""
    if uow.is_shared:
        await uow.session.execute(text("SELECT tandem.note_change_of(:kind)"), {"kind": aggregate})
        return
    change = {"aggregate": aggregate, "aggregate_id": uow.command_id, "desk_id": uow.actor.desk_id, "at": uow.now}
    await (await uow.session.connection()).execute(insert(Change), change)
