"""Clinical notes, which few may read, the consents that let them be passed on, and each time one was opened."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from console.models.base import PRIVATE, Base, Versioned


class Consent(Versioned, Base):
    """A person's consent to pass on what 42 CFR part 2 protects, with the elements that section 2.31 asks for."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint("revoked_at IS NULL OR revoked_by IS NOT NULL", name="revoked_by"),
        Index("ix_consent_call", "call_id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    person: Mapped[str] = mapped_column(String(120), info=PRIVATE)
    discloser: Mapped[str] = mapped_column(String(200), info=PRIVATE)  # who may pass it on
    information: Mapped[str] = mapped_column(info=PRIVATE)  # what, described
    recipients: Mapped[str] = mapped_column(String(400), info=PRIVATE)  # to whom
    purpose: Mapped[str] = mapped_column(String(200), info=PRIVATE)
    signed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(120))
    recorded_by_id: Mapped[UUID]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(120))

    touches = (("timeline", "call_id"),)


class ClinicalNote(Base):
    """A note of the care that was given; only ever added to, and read by an opening on record."""

    __tablename__ = "clinical_note"
    __table_args__ = (Index("ix_clinical_note_call", "call_id"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    author_id: Mapped[UUID]
    author: Mapped[str] = mapped_column(String(120))
    written_at: Mapped[datetime]
    part2: Mapped[bool] = mapped_column(info=PRIVATE)  # holds what 42 CFR part 2 protects; that it does is private too
    consent_id: Mapped[UUID | None] = mapped_column(ForeignKey("consent.id"), info=PRIVATE)
    body: Mapped[str] = mapped_column(info=PRIVATE)

    touches = (("timeline", "call_id"),)


class NoteOpening(Base):
    """One opening of a note: by which it is then read, and the account of disclosures."""

    __tablename__ = "note_opening"
    __table_args__ = (
        CheckConstraint("basis IN ('author', 'care', 'consent', 'emergency')", name="basis"),
        CheckConstraint("basis <> 'emergency' OR length(reason) > 0", name="emergency_has_reason"),
        Index("ix_note_opening_note", "note_id", "at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    note_id: Mapped[UUID] = mapped_column(ForeignKey("clinical_note.id"))
    account_id: Mapped[UUID]
    account: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]  # real time
    basis: Mapped[str] = mapped_column(String(12))
    purpose: Mapped[str] = mapped_column(String(200), info=PRIVATE)
    reason: Mapped[str | None] = mapped_column(String(400), info=PRIVATE)
