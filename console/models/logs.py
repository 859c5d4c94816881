"""What is only ever added to: commands done, audit, change log, timeline."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy import text as sql  # a column here is called text
from sqlalchemy.orm import Mapped, mapped_column

from console.models.base import PRIVATE, Base


class CommandDone(Base):
    """A command that was committed; a retry with the same id finds it here and does nothing."""

    __tablename__ = "command_done"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class AuditEntry(Base):
    """One row changed by one command: who, from which desk, when, what, before and after without private text."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    command_id: Mapped[UUID] = mapped_column(index=True)
    command: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    real_at: Mapped[datetime]
    account_id: Mapped[UUID]
    account_name: Mapped[str] = mapped_column(String(120))
    roles: Mapped[list[str]]
    desk_id: Mapped[UUID]
    action: Mapped[str] = mapped_column(String(8))
    table: Mapped[str] = mapped_column("table_name", String(40))
    row: Mapped[str] = mapped_column("row_id", String(80))
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    chain: Mapped[int | None] = mapped_column(BigInteger)  # place in the chain; given while the transaction commits
    hash: Mapped[str | None] = mapped_column(String(64))  # SHA-256 over the link before and this entry, in hex

    __table_args__ = (
        Index("uq_audit_chain", "chain", unique=True),
        Index("ix_audit_row", "table_name", "row_id"),
        {"sqlite_autoincrement": True},
    )


class AuditHead(Base):
    """The newest link of the audit's chain; each desk keeps the last one it saw, so a cut tail is noticed."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("one = 1", name="one"),)
    one: Mapped[int] = mapped_column(Integer, primary_key=True, default=1)
    chain: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))
    # The last link that was let go after its time; the chain that is kept begins behind it.
    gone_chain: Mapped[int] = mapped_column(BigInteger, default=0)
    gone_hash: Mapped[str] = mapped_column(String(64))


class Change(Base):
    """An aggregate changed: read on from the last `seq` and load what it names."""

    __tablename__ = "change_log"
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    aggregate: Mapped[str] = mapped_column(String(20))
    aggregate_id: Mapped[UUID]
    desk_id: Mapped[UUID]
    at: Mapped[datetime]

    __table_args__ = ({"sqlite_autoincrement": True},)


class TimelineRow(Base):
    """One line of what happened to a call or a unit."""

    __tablename__ = "timeline"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(info=PRIVATE)
    who: Mapped[str] = mapped_column(String(120))
    account_id: Mapped[UUID]
    desk_id: Mapped[UUID]
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("call.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))

    __table_args__ = (
        Index("ix_timeline_call", "call_id", "at"),
        Index("ix_timeline_unit", "unit_id", "at", sqlite_where=sql("unit_id IS NOT NULL")),
    )

    touches = (("timeline", "call_id"),)
