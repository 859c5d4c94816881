"""Reads the audit: filtered for a screen, and whole for its verification."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.audit_chain import Broken, Entry, Head, Linked, Walk
from console.models.logs import AuditEntry, AuditHead
from console.models.program import Setting
from console.queries.audit_names import ids_named, names_of
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
        holds = [cast(column, String).icontains(word, autoescape=True) for column in columns]
        if named := await ids_named(session, word):
            holds.append(_AUDIT.row_id.in_(named))
        asked = asked.where(or_(*holds))
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
            names = await names_of(session, {(row.table_name, row.row_id) for row in rows})
            yield [_picture(row, names.get((row.table_name, row.row_id), "")) for row in rows]
        if len(rows) < wished:
            return
        page, left = asked.where(_AUDIT.seq < rows[-1].seq), left - wished
        await asyncio.sleep(0)


def _picture(row: Any, name: str) -> AuditSnapshot:
    return AuditSnapshot(
        seq=row.seq, real_at=row.real_at, account_name=row.account_name, roles=tuple(row.roles), desk_id=row.desk_id,
        command=row.command, action=row.action, table=row.table_name, row=row.row_id, before=row.before or {},
        after=row.after or {}, chain=row.chain, name=name,
    )  # fmt: skip


async def audit_head(session: AsyncSession) -> Head:
    """The newest link; every desk may read it and keeps the last one it saw."""
    row = (await session.execute(select(AuditHead.chain, AuditHead.hash))).one()
    return Head(row.chain, row.hash)


async def audit_name(session: AsyncSession) -> str:
    """By what this workstation knows the audit: the program's own id, however a server is addressed.

    Copies of one file have the same id and go on apart, so a file is known by its place, too.
    """
    value = (await session.execute(select(Setting.value).where(Setting.name == "history"))).scalar()
    name = str(value["id"]) if value else ""
    bind = session.get_bind()
    return name if bind.dialect.name == "postgresql" else f"{name} in {bind.engine.url.database}"


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
    """Walk the whole chain, compare it with its head and with the heads that desks saw.

    It needs a session of its own: all of it is one picture of the database, whoever writes meanwhile.
    """
    if session.get_bind().dialect.name == "postgresql":  # the embedded file gives every reader one picture
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    row = (await session.execute(select(AuditHead))).scalar_one()
    head, walk = Head(row.chain, row.hash), Walk(seen, Head(row.gone_chain, row.gone_hash))
    broken: Broken | None = None
    async for links in _links(session):
        # Hundreds of thousands of hashes take seconds, and a screen stands on this loop.
        broken = await asyncio.to_thread(walk.take, links)
        if broken is not None:
            break
    return Verdict(walk.entries, broken or walk.end(head), head)


async def _links(session: AsyncSession) -> AsyncIterator[list[Linked]]:
    """The entries in the order of their places, some thousand at a time; those without a place last."""
    # JSON is hashed as it is stored, to the letter: read as text, not as what it means.
    as_json = ("roles", "before", "after")
    texts: list[Any] = [literal_column(f"CAST({name} AS text)").label(f"{name}_text") for name in as_json]
    columns = [column for column in _AUDIT if column.name not in as_json]
    wanted = select(*columns, *texts).select_from(AuditEntry.__table__).limit(_AT_ONCE)
    asked = wanted.order_by(_AUDIT.chain).where(_AUDIT.chain.is_not(None))
    while rows := (await session.execute(asked)).all():
        yield [_linked(row) for row in rows]
        asked = wanted.order_by(_AUDIT.chain).where(_AUDIT.chain > rows[-1].chain)
    if rows := (await session.execute(wanted.order_by(_AUDIT.seq).where(_AUDIT.chain.is_(None)))).all():
        yield [_linked(row) for row in rows]


def _linked(row: Any) -> Linked:
    entry = Entry(
        row.command_id, row.command, row.at, row.real_at, row.account_id, row.account_name, row.roles_text, row.desk_id,
        row.action, row.table_name, row.row_id, row.before_text, row.after_text,
    )  # fmt: skip
    return Linked(row.seq, entry, row.chain, row.hash)
