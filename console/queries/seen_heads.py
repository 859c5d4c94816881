"""How far this workstation saw the audit reach: kept while a desk is open, and compared when the audit is verified."""

import asyncio
import logging

from sqlalchemy.ext.asyncio import AsyncSession

from console.db.engine import Database
from console.db.kept_heads import keep_head, kept_heads
from console.db.unit_of_work import read
from console.domain.audit_chain import Head
from console.errors import TandemError
from console.queries.audit import Verdict, audit_head, audit_name, verify_audit

KEEP_SECONDS = 600.0

log = logging.getLogger(__name__)


async def verified(session: AsyncSession) -> Verdict:
    """Walk the chain against what this workstation saw of it; needs a session of its own."""
    # The name is read first: whoever asks for one picture of the database must not have looked at it before.
    name = await audit_name(session)
    await session.rollback()
    verdict = await verify_audit(session, await asyncio.to_thread(kept_heads, name))
    if verdict.broken is None:
        await _keep(name, verdict.head)
    return verdict


async def keep_heads(database: Database) -> None:
    """Remember how far the audit reaches, now and every ten minutes: a cut end is noticed by whoever saw it."""
    while True:
        await keep_newest(database)
        await asyncio.sleep(KEEP_SECONDS)


async def keep_newest(database: Database) -> None:
    """Remember how far the audit reaches now."""
    try:
        name, head = await read(database, _name_and_head)
    except TandemError as fault:  # the link says what is wrong, and the next time comes
        log.info("the audit's head could not be read: %s", type(fault).__name__)
        return
    await _keep(name, head)


async def _name_and_head(session: AsyncSession) -> tuple[str, Head]:
    return await audit_name(session), await audit_head(session)


async def _keep(name: str, head: Head) -> None:
    try:
        await asyncio.to_thread(keep_head, name, head)
    except OSError as error:  # a head that cannot be kept takes nothing from what was found
        log.warning("the audit's head could not be kept: %s", error.strerror)
