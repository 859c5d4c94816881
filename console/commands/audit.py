"""What of the audit may go, once it has been kept for long enough."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select, text, update

from console.commands.bulk import audit_bulk
from console.db.unit_of_work import UnitOfWork
from console.domain.audit_chain import LEAST_YEARS
from console.domain.roles import Permission
from console.errors import RuleBroken
from console.models.logs import AuditEntry, AuditHead

_PURGE = text("SELECT tandem.purge_audit(:before)")


async def purge_audit(uow: UnitOfWork, before: datetime) -> int:
    """Let go of entries from before a moment (real time) and return how many; the chain behind them stays whole.

    Raises:
        RuleBroken: the moment is less than a year ago (CJIS Security Policy 5.9.5, AU-11).
    """
    uow.require(Permission.EDIT_ACCOUNTS)
    if before > datetime.now(UTC) - timedelta(days=366 * LEAST_YEARS):
        raise RuleBroken("The audit is kept for at least one year.")
    if uow.is_shared:
        return int((await uow.session.execute(_PURGE, {"before": before})).scalar_one())
    # Up to the first entry that must stay, not up to the last that is old: a clock that was once set back would
    # otherwise take along what is younger.
    younger = select(func.min(AuditEntry.chain)).where(AuditEntry.real_at >= before).scalar_subquery()
    last = (
        await uow.session.execute(
            select(AuditEntry.chain, AuditEntry.hash)
            .where(AuditEntry.real_at < before, func.coalesce(AuditEntry.chain < younger, True))
            .order_by(AuditEntry.chain.desc())
            .limit(1)
        )
    ).first()
    if last is None or last.chain is None:
        return 0
    await uow.session.execute(update(AuditHead).values(gone_chain=last.chain, gone_hash=last.hash))
    wanted = select(func.count()).select_from(AuditEntry).where(AuditEntry.chain <= last.chain)
    gone = int((await uow.session.execute(wanted)).scalar_one())
    await uow.session.execute(delete(AuditEntry).where(AuditEntry.chain <= last.chain))
    await audit_bulk(uow, "purge", "audit", f"up to place {last.chain}", {"count": gone})
    return gone


async def note_export(uow: UnitOfWork, entries: int, what: str) -> None:
    """Put on record that entries of the audit left the program, and by which filter they were chosen."""
    uow.require(Permission.READ_AUDIT)
    await audit_bulk(uow, "export", "audit", f"{entries} entries", {"filter": what})
