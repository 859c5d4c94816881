"""Escalations that fired, and the leases that say who watches and feeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.models.base import PRIVATE, Base, Versioned


class Escalation(Versioned, Base):
    """A rule fired on a call: recorded once for each (call, rule, occurrence), answered once."""

    __tablename__ = "escalation"
    __table_args__ = (UniqueConstraint("call_id", "rule", "occurrence"), Index("ix_escalation_open", "answered_at"))
    id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    rule: Mapped[str] = mapped_column(String(40))
    occurrence: Mapped[str] = mapped_column(String(120))
    sentence: Mapped[str] = mapped_column(String(200))
    fired_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(120))
    answer: Mapped[str | None] = mapped_column(info=PRIVATE)

    touches = (("escalation", "id"),)


class Lease(Base):
    """Who holds a job that only one process may do; real time, renewed while held."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[UUID]
    expires_at: Mapped[datetime]
