"""The program, its settings, its accounts, and the counters that give numbers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from console.models.base import PRIVATE, Base, Versioned


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



    touches = (("program", "id"),)


class Setting(Base):
    """One setting of the program by name."""

    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[dict[str, Any]]


class Account(Base):
    """Somebody who signs in: a login of the shared database, or a local account with a password of its own."""

    __tablename__ = "account"
    __table_args__ = (Index("uq_account_login", "login", unique=True),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    roles: Mapped[list[str]]
    created_at: Mapped[datetime]
    login: Mapped[str | None] = mapped_column(String(63))  # the server's name for them; none on the embedded database
    password_hash: Mapped[str | None] = mapped_column(String(200), info=PRIVATE)  # Argon2; the embedded database only
    failures: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # wrong passwords in a row
    failing_since: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]  # until an administrator lets them in again
    disabled_at: Mapped[datetime | None]

    touches = (("account", "id"),)


class Counter(Base):
    """The last number given in a series, raised in the transaction that uses it."""

    __tablename__ = "counter"
    series: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int]
