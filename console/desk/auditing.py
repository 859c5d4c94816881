"""Verifies the audit for a screen, with the heads that this workstation kept."""

import asyncio
from contextlib import suppress

from sqlalchemy.ext.asyncio import AsyncSession

from console.db.kept_heads import keep_head, kept_heads
from console.desk.desk import Desk
from console.desk.errand import Errand
from console.queries.audit import Verdict, verify_audit


def verify(desk: Desk) -> Errand[Verdict]:
    """Walk the whole chain, beside the desk's other work; a whole one's head is remembered for the next time."""
    return desk.ask_apart(_verified, desk.database_name)


async def _verified(session: AsyncSession, name: str) -> Verdict:
    verdict = await verify_audit(session, await asyncio.to_thread(kept_heads, name))
    if verdict.broken is None:
        with suppress(OSError):  # a head that cannot be kept takes nothing from what was found
            await asyncio.to_thread(keep_head, name, verdict.head)
    return verdict
