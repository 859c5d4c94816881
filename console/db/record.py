"""Writes audit and change log for every row a command flushes; on the embedded database no trigger does it."""

import json
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import event, insert, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from console.domain.audit_chain import Entry, Head, linked_hash
from console.domain.ids import CommandId
from console.domain.roles import Actor
from console.models.base import Base, Touched
from console.models.logs import AuditEntry, AuditHead, Change, CommandDone, TimelineRow

_NOT_AUDITED = (CommandDone, AuditEntry, Change)
HIDDEN = "(private)"


class Recorder:
    """Listens to a session's flushes and remembers who did what to which rows."""

    def __init__(self, session: Session, actor: Actor, command_id: CommandId, command: str, now: datetime) -> None:
        self._session = session
        self._actor = actor
        self._command_id = command_id
        self._command = command
        self._now = now
        self._entries: list[dict[str, Any]] = []
        self._touched: dict[Touched, None] = {}

    def __enter__(self) -> Self:
        event.listen(self._session, "before_flush", self._on_before_flush)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        event.remove(self._session, "before_flush", self._on_before_flush)

    async def write(self, session: AsyncSession) -> None:
        """Write audit and change rows, to be committed with the rest: one statement each, however many rows."""
        if self._entries:
            await add_entries(session, self._entries)
        changes = [
            {"aggregate": kind, "aggregate_id": key, "desk_id": self._actor.desk_id, "at": self._now}
            for kind, key in self._touched
        ]
        if changes:
            await session.execute(insert(Change), changes)

    def _on_before_flush(self, session: Session, _context: object, _instances: object) -> None:
        for row in session.new:
            self._note(row, "insert")
        for row in session.dirty:
            if session.is_modified(row):
                self._note(row, "update")
        for row in session.deleted:
            self._note(row, "delete")

    def _note(self, row: object, action: str) -> None:
        if not isinstance(row, Base) or isinstance(row, _NOT_AUDITED):
            return
        for touched in row.touched():
            self._touched[touched] = None
        if isinstance(row, TimelineRow):
            return  # the timeline is itself a record that only grows; its text is private
        before, after = _before_and_after(row, action)
        state = inspect(row)
        key = state.mapper.primary_key_from_instance(row)
        self._entries.append(
            {
                "command_id": self._command_id, "command": self._command, "at": self._now, "real_at": datetime.now(UTC),
                "account_id": self._actor.account_id, "account_name": self._actor.name,
                "roles": sorted(role.value for role in self._actor.roles), "desk_id": self._actor.desk_id,
                "action": action, "table": row.__tablename__, "row": "/".join(str(part) for part in key),
                "before": before, "after": after,
            }
        )  # fmt: skip


async def add_entries(session: AsyncSession, entries: list[dict[str, Any]]) -> None:
    """Chain the entries to the audit's head and write them with it; the writer holds the file, so nobody is between."""
    row = (await session.execute(select(AuditHead.chain, AuditHead.hash))).one()
    head = Head(row.chain, row.hash)
    for entry in entries:
        link = head.chain + 1
        head = Head(link, linked_hash(head.hash, link, _told(entry)))
        entry["chain"], entry["hash"] = head.chain, head.hash
    await session.execute(insert(AuditEntry), entries)
    await session.execute(update(AuditHead).values(chain=head.chain, hash=head.hash))


def _told(entry: dict[str, Any]) -> Entry:
    texts = {name: None if entry[name] is None else json.dumps(entry[name]) for name in ("roles", "before", "after")}
    return Entry(**{**entry, **texts})


def _before_and_after(row: Base, action: str) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(row)
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if action == "update" and not history.has_changes():
            continue
        private = bool(column.columns[0].info.get("private"))
        old = history.deleted[0] if history.deleted else None
        new = history.added[0] if history.added else getattr(row, column.key)
        if action != "insert":
            before[column.key] = _shown(old, private)
        if action != "delete":
            after[column.key] = _shown(new, private)
    return (before or None, after or None)


def _shown(value: Any, private: bool) -> Any:
    if value is None:
        return None
    if private:
        return HIDDEN
    return value if isinstance(value, (bool, int, float, str, list, dict)) else str(value)
