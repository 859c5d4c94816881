"""Zones, providers and the gazetteer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from console.models.base import Base, Versioned


class Zone(Versioned, Base):
    """A part of the program's area, as a ring of [lat, lon]."""

    __tablename__ = "zone"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    ring: Mapped[list[Any]]

    touches = (("zone", "id"),)


class Provider(Versioned, Base):
    """Where people can be taken or referred."""

    __tablename__ = "provider"
    __table_args__ = (CheckConstraint("beds_free IS NULL OR beds_free >= 0", name="beds_free"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(40))
    lat: Mapped[float]
    lon: Mapped[float]
    beds: Mapped[int | None]
    beds_free: Mapped[int | None]
    beds_at: Mapped[datetime | None]
    phone: Mapped[str | None] = mapped_column(String(40))

    touches = (("provider", "id"),)


class Place(Base):
    """One entry of the gazetteer; a block has an end and house numbers."""

    __tablename__ = "place"
    __table_args__ = (Index("ix_place_name", "name"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(20))
    lat: Mapped[float]
    lon: Mapped[float]
    end_lat: Mapped[float | None]
    end_lon: Mapped[float | None]
    first_number: Mapped[int | None]
    last_number: Mapped[int | None]
