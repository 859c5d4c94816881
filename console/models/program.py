"""The program, its settings, its accounts, and the counters that give numbers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from console.models.base import Base, Touched, Versioned


class Program(Versioned, Base):
    """The one program of a database; its clock is kept as two epochs and a rate."""

    __tablename__ = "program"
    __table_args__ = (
        CheckConstraint("mode IN ('training', 'production')", name="mode"),
        CheckConstraint("mode = 'training' OR rate = 1", name="production_runs_at_rate_1"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    mode: Mapped[str] = mapped_column(String(12))
    time_zone: Mapped[str] = mapped_column(String(60))
    extent: Mapped[list[Any] | None]
    demo: Mapped[str | None] = mapped_column(String(40))
    real_epoch: Mapped[datetime]
    program_epoch: Mapped[datetime]
    rate: Mapped[float]



    def touched(self) -> list[Touched]:
        return [("program", self.id)]


class Setting(Base):
    """One setting of the program by name."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[dict[str, Any]]


class Account(Base):
    """Somebody who signs in; on the embedded database a local account."""

    __tablename__ = "account"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    roles: Mapped[list[str]]
    created_at: Mapped[datetime]


class Counter(Base):
    """The last number given in a series, raised in the transaction that uses it."""

    __tablename__ = "counter"
    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int]
