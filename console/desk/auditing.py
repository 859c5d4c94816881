"""Verifies the audit for a screen, with the heads that this workstation kept, and reads it for a file."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from console.db.kept_heads import keep_head, kept_heads
from console.desk.desk import Desk
from console.desk.errand import Errand
from console.queries.audit import AuditFilter, Verdict, audit_pages, verify_audit
from console.snapshots.audit import AuditSnapshot

Told = Callable[[Sequence[AuditSnapshot]], str]


@dataclass(frozen=True, slots=True)
class ToldAudit:
    """So many entries in words, the newest first; as words they are light to hold."""

    entries: int
    parts: list[str]


def verify(desk: Desk) -> Errand[Verdict]:
    """Walk the whole chain, beside the desk's other work; a whole one's head is remembered for the next time."""
    return desk.ask_apart(_verified, desk.database_name)


def tell(desk: Desk, wanted: AuditFilter, most: int, told: Told) -> Errand[ToldAudit]:
    """Read what fits and put it in words page by page, beside the desk's other work and off its loop."""
    return desk.ask_apart(_told, wanted, most, told)


async def _verified(session: AsyncSession, name: str) -> Verdict:
    verdict = await verify_audit(session, await asyncio.to_thread(kept_heads, name))
    if verdict.broken is None:
        with suppress(OSError):  # a head that cannot be kept takes nothing from what was found
            await asyncio.to_thread(keep_head, name, verdict.head)
    return verdict


async def _told(session: AsyncSession, wanted: AuditFilter, most: int, told: Told) -> ToldAudit:
    entries, parts = 0, list[str]()
    async for page in audit_pages(session, wanted, most):
        entries += len(page)
        parts.append(await asyncio.to_thread(told, page))
    return ToldAudit(entries, parts)
