"""Verifies the audit for a screen, and reads it for a file."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from console.desk.desk import Desk
from console.desk.errand import Errand
from console.queries.audit import AuditFilter, Verdict, audit_pages
from console.queries.seen_heads import verified
from console.snapshots.audit import AuditSnapshot

Told = Callable[[Sequence[AuditSnapshot]], str]


@dataclass(frozen=True, slots=True)
class ToldAudit:
    """So many entries in words, the newest first; as words they are light to hold."""

    entries: int
    parts: list[str]


def verify(desk: Desk) -> Errand[Verdict]:
    """Walk the whole chain, beside the desk's other work; a whole one's head is remembered for the next time."""
    return desk.ask_apart(verified)


def tell(desk: Desk, wanted: AuditFilter, most: int, told: Told) -> Errand[ToldAudit]:
    """Read what fits and put it in words page by page, beside the desk's other work and off its loop."""
    return desk.ask_apart(_told, wanted, most, told)


async def _told(session: AsyncSession, wanted: AuditFilter, most: int, told: Told) -> ToldAudit:
    entries, parts = 0, list[str]()
    async for page in audit_pages(session, wanted, most):
        entries += len(page)
        parts.append(await asyncio.to_thread(told, page))
    return ToldAudit(entries, parts)
