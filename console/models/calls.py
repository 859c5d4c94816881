"""Calls, the units on them, and the links between them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from console.models.base import PRIVATE, Base, Versioned


class Call(Versioned, Base):
    """A call for service."""

    __tablename__ = "call"
    __table_args__ = (
        CheckConstraint("level BETWEEN 1 AND 4", name="level"),
        CheckConstraint("lifecycle IN ('open', 'reopened', 'cleared', 'cancelled')", name="lifecycle"),
        CheckConstraint("lifecycle <> 'cleared' OR disposition IS NOT NULL", name="cleared_has_disposition"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="whole_point"),
        UniqueConstraint("number"),
        UniqueConstraint("source_key"),
        # What desks and the watcher look at; imported history is a hundred times as much and never in it.
        Index("ix_call_window", "lifecycle", "closed_at", sqlite_where=text("imported IS 0")),
        Index("ix_call_received", "received_at"),
        Index("ix_call_place", "place_key", "received_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime]
    nature: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(200), info=PRIVATE)
    place_key: Mapped[str] = mapped_column(String(200), info=PRIVATE)
    lat: Mapped[float | None] = mapped_column(info=PRIVATE)
    lon: Mapped[float | None] = mapped_column(info=PRIVATE)
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    level: Mapped[int]
    level_since: Mapped[datetime]
    waiting_since: Mapped[datetime]
    flags: Mapped[list[str]]
    language: Mapped[str | None] = mapped_column(String(40))
    needs: Mapped[list[str]]
    lifecycle: Mapped[str] = mapped_column(String(12))
    primary_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    due_at: Mapped[datetime | None]
    reserved_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))  # keeps the due time free
    disposition: Mapped[str | None] = mapped_column(String(40))
    missed_reason: Mapped[str | None] = mapped_column(String(40))
    closed_at: Mapped[datetime | None]
    external_number: Mapped[str | None] = mapped_column(String(60))
    source_key: Mapped[str | None] = mapped_column(String(200))  # what makes an imported row the same row again
    imported: Mapped[bool] = mapped_column(default=False)
    approximate: Mapped[bool] = mapped_column(default=False)

    touches = (("call", "id"),)


class Assignment(Versioned, Base):
    """A unit on a call, with the times of its own statuses."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_call", "call_id"),
        Index("ix_assignment_unit", "unit_id", "ended_at"),
        # One unit is on one call at most once at a time, whatever two desks do in the same second.
        Index(
            "uq_assignment_active", "call_id", "unit_id", unique=True,
            sqlite_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[UUID] = mapped_column(primary_key=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    status: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime]
    dispatched_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    en_route_at: Mapped[datetime | None]
    staging_at: Mapped[datetime | None]
    on_scene_at: Mapped[datetime | None]
    transporting_at: Mapped[datetime | None]
    at_facility_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    radio_recorded_by: Mapped[str | None] = mapped_column(String(120))
    took_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("assignment.id"))  # the run it was diverted from

    touches = (("call", "call_id"), ("unit", "unit_id"))


class Caller(Base):
    """Who called: a row of its own, because not everybody who sees the call may see it."""

    __tablename__ = "caller"
    __table_args__ = (Index("ix_caller_phone", "phone_key", sqlite_where=text("phone_key IS NOT NULL")),)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(120), info=PRIVATE)
    phone: Mapped[str | None] = mapped_column(String(40), info=PRIVATE)
    phone_key: Mapped[str | None] = mapped_column(String(40), info=PRIVATE)

    touches = (("call", "call_id"),)


class CallLink(Base):
    """Two calls that belong together; `from` was merged into, split off, or linked to `to`."""

    __tablename__ = "call_link"
    __table_args__ = (UniqueConstraint("from_id", "to_id", "kind"), Index("ix_call_link_to", "to_id"))
    id: Mapped[UUID] = mapped_column(primary_key=True)
    from_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    kind: Mapped[str] = mapped_column(String(10))

    touches = (("call", "from_id"), ("call", "to_id"))
