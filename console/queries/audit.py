"""Reads the audit: filtered for a screen, and whole for its verification."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.audit_chain import Broken, Entry, Head, Linked, first_fault
from console.models.logs import AuditEntry, AuditHead
from console.snapshots.audit import AuditSnapshot

_AUDIT = AuditEntry.__table__.c
_AT_ONCE = 5_000
_PAGE = 500  # entries that become pictures in one turn of the loop, a screen's or an export's


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What to show; empty parts leave everything in. Times are real time."""

    words: str = ""
    account: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None


async def audit_entries(session: AsyncSession, wanted: AuditFilter, limit: int = 500) -> list[AuditSnapshot]:
    """The newest entries that fit; on a shared database none for a login that may not read the audit."""
    return [one async for page in audit_pages(session, wanted, limit) for one in page]


async def audit_pages(session: AsyncSession, wanted: AuditFilter, limit: int) -> AsyncIterator[list[AuditSnapshot]]:
    """The newest entries that fit, in pages: a screen stands on this loop, and a whole audit is long to make."""
    asked = select(*_AUDIT)
    for word in wanted.words.replace("\0", "").lower().split():
        columns = (_AUDIT.command, _AUDIT.table_name, _AUDIT.row_id, _AUDIT.account_name)
        asked = asked.where(or_(*(cast(column, String).icontains(word, autoescape=True) for column in columns)))
    if wanted.account:
        asked = asked.where(_AUDIT.account_name == wanted.account)
    if wanted.action:
        asked = asked.where(_AUDIT.action == wanted.action)
    if wanted.since is not None:
        asked = asked.where(_AUDIT.real_at >= wanted.since)
    if wanted.until is not None:
        asked = asked.where(_AUDIT.real_at < wanted.until)
    page = asked = asked.order_by(_AUDIT.seq.desc())
    left = limit
    while left > 0:
        wished = min(_PAGE, left)
        rows = (await session.execute(page.limit(wished))).all()
        if rows:
            yield [_picture(row) for row in rows]
        if len(rows) < wished:
            return
        page, left = asked.where(_AUDIT.seq < rows[-1].seq), left - wished
        await asyncio.sleep(0)


def _picture(row: Any) -> AuditSnapshot:
    return AuditSnapshot(
        seq=row.seq, real_at=row.real_at, account_name=row.account_name, roles=tuple(row.roles), desk_id=row.desk_id,
        command=row.command, action=row.action, table=row.table_name, row=row.row_id, before=row.before or {},
        after=row.after or {}, chain=row.chain,
    )  # fmt: skip


async def audit_head(session: AsyncSession) -> Head:
    """The newest link; every desk may read it and keeps the last one it saw."""
    row = (await session.execute(select(AuditHead.chain, AuditHead.hash))).one()
    return Head(row.chain, row.hash)


async def oldest_entry(session: AsyncSession) -> datetime | None:
    """When the oldest entry was written that is still kept (real time)."""
    oldest: datetime | None = (await session.execute(select(func.min(_AUDIT.real_at)))).scalar()
    return oldest


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries were looked at, where the chain does not hold (None: it does), and its head."""

    entries: int
    broken: Broken | None
    head: Head


async def verify_audit(session: AsyncSession, seen: Iterable[Head] = ()) -> Verdict:
    """Walk the whole chain, compare it with its head and with the heads that desks saw."""
    row = (await session.execute(select(AuditHead))).scalar_one()
    head, gone = Head(row.chain, row.hash), Head(row.gone_chain, row.gone_hash)
    links = await _links(session)
    # Hundreds of thousands of hashes take seconds, and a screen stands on this loop.
    broken = await asyncio.to_thread(first_fault, links, head, list(seen), gone)
    return Verdict(len(links), broken, head)


async def _links(session: AsyncSession) -> list[Linked]:
    # JSON is hashed as it is stored, to the letter: read as text, not as what it means.
    as_json = ("roles", "before", "after")
    texts: list[Any] = [literal_column(f"CAST({name} AS text)").label(f"{name}_text") for name in as_json]
    columns = [column for column in _AUDIT if column.name not in as_json]
    wanted = select(*columns, *texts).select_from(AuditEntry.__table__)
    links: list[Linked] = []
    seq = 0
    while True:
        rows = (await session.execute(wanted.where(_AUDIT.seq > seq).order_by(_AUDIT.seq).limit(_AT_ONCE))).all()
        if not rows:
            break
        seq = rows[-1].seq
        links += [
            Linked(
                row.seq,
                Entry(
                    row.command_id, row.command, row.at, row.real_at, row.account_id, row.account_name, row.roles_text,
                    row.desk_id, row.action, row.table_name, row.row_id, row.before_text, row.after_text,
                ),
                row.chain, row.hash,
            )
            for row in rows
        ]  # fmt: skip
    links.sort(key=lambda one: (one.chain is None, one.chain or 0))
    return links
