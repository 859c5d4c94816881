"""Units, their emergencies, and where they are."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from console.models.base import PRIVATE, Base, Versioned


class Unit(Versioned, Base):
    """What is sent; who rides in it is said by pairings, not here."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("call_sign"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    call_sign: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    availability: Mapped[str] = mapped_column(String(20))
    availability_since: Mapped[datetime]
    availability_note: Mapped[str | None] = mapped_column(String(200))
    on_duty_since: Mapped[datetime | None]
    checked_in_at: Mapped[datetime | None]

    touches = (("unit", "id"),)


class Emergency(Versioned, Base):
    """A unit called for help: one record, red until it is cleared with a note."""

    __tablename__ = "emergency"
    __table_args__ = (
        Index(
            "uq_emergency_standing", "unit_id", unique=True,
            sqlite_where=text("cleared_at IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    raised_at: Mapped[datetime]
    raised_by: Mapped[str] = mapped_column(String(120))
    cleared_at: Mapped[datetime | None]
    cleared_by: Mapped[str | None] = mapped_column(String(120))
    note: Mapped[str | None] = mapped_column(info=PRIVATE)

    touches = (("unit", "unit_id"),)


class Position(Base):
    """The latest fix of a unit; written by feeds on a lane of its own, without change log and audit."""

    __tablename__ = "position"
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    lat_e6: Mapped[int]
    lon_e6: Mapped[int]
    heading: Mapped[int]
    speed_kph: Mapped[int]
    fixed_at: Mapped[float]  # seconds of program time since 1970: a packed lane carries no datetime objects
    batch: Mapped[int]
