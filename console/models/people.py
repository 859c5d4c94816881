"""Responders, what they are qualified for, shifts, and the dated pairings in which they ride."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from console.models.base import Base, Versioned


class Responder(Versioned, Base):
    """An officer, clinician, medic or peer."""

    __tablename__ = "responder"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    discipline: Mapped[str] = mapped_column(String(12))
    licence: Mapped[str | None] = mapped_column(String(20))
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))

    touches = (("responder", "id"),)


class Qualification(Base):
    """One qualification of a responder; no expiry means for ever."""

    __tablename__ = "qualification"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    responder_id: Mapped[UUID] = mapped_column(ForeignKey("responder.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    expires: Mapped[date | None]

    touches = (("responder", "responder_id"),)


class Shift(Versioned, Base):
    """A dated window in a zone."""

    __tablename__ = "shift"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]

    touches = (("shift", "id"),)


class Pairing(Versioned, Base):
    """The responders who ride together in a unit on a shift; ended, never merged or deleted."""

    __tablename__ = "pairing"
    __table_args__ = (
        Index("ix_pairing_unit", "unit_id", "ended_at"),
        Index(
            "uq_pairing_running", "unit_id", unique=True,
            sqlite_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[UUID] = mapped_column(ForeignKey("shift.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    touches = (("unit", "unit_id"),)


class PairingMember(Base):
    """One responder's time in a pairing, and the unit they rode in before, to give back when it is split."""

    __tablename__ = "pairing_member"
    __table_args__ = (Index("ix_pairing_member_responder", "responder_id", "left_at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairing.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    responder_id: Mapped[UUID] = mapped_column(ForeignKey("responder.id"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    came_from_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    presence: Mapped[str] = mapped_column(String(8), server_default="aboard")  # aboard, shared, remote

    touches = (("unit", "unit_id"),)
