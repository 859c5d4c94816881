"""Contracts, absences, wishes, partners, templates of shifts; rosters and the teams on their dated shifts."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from console.models.base import PRIVATE, Base, Versioned


class Contract(Versioned, Base):
    """What a responder owes and may be asked for; one for each who can be rostered."""

    __tablename__ = "contract"
    responder_id: Mapped[UUID] = mapped_column(ForeignKey("responder.id"), primary_key=True)
    week_minutes: Mapped[int]
    least_minutes: Mapped[int]
    most_minutes: Mapped[int]
    week_shifts: Mapped[int]
    run: Mapped[int]
    least_run: Mapped[int]
    rest_days: Mapped[int]
    weekends: Mapped[int]
    nights: Mapped[int]
    rest_minutes: Mapped[int]
    availability: Mapped[list[Any]]  # [weekday, begins, ends]

    touches = (("responder", "responder_id"),)


class Absence(Versioned, Base):
    """A time in which somebody is away."""

    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_responder", "responder_id", "ends_at"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    responder_id: Mapped[UUID] = mapped_column(ForeignKey("responder.id"))
    kind: Mapped[str] = mapped_column(String(12), info=PRIVATE)  # that somebody is sick is nobody else's business
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    approved: Mapped[bool]
    note: Mapped[str | None] = mapped_column(String(200), info=PRIVATE)

    touches = (("responder", "responder_id"),)


class Wish(Base):
    """A day that somebody would like to work, or to have off."""

    __tablename__ = "wish"
    __table_args__ = (
        Index("ix_wish_responder", "responder_id", "day"),
        CheckConstraint("weight BETWEEN 1 AND 10", name="weight"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    responder_id: Mapped[UUID] = mapped_column(ForeignKey("responder.id"))
    day: Mapped[date]
    works: Mapped[bool]
    weight: Mapped[int]
    template_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift_template.id"))

    touches = (("responder", "responder_id"),)


class Partner(Base):
    """Two people who usually ride together, or never may."""

    __tablename__ = "partner"
    __table_args__ = (Index("uq_partner_pair", "one_id", "other_id", unique=True),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    one_id: Mapped[UUID] = mapped_column(ForeignKey("responder.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("responder.id"))
    kind: Mapped[str] = mapped_column(String(8))
    note: Mapped[str | None] = mapped_column(String(200), info=PRIVATE)

    touches = (("responder", "one_id"), ("responder", "other_id"))


class ShiftTemplate(Versioned, Base):
    """A shift as it recurs."""

    __tablename__ = "shift_template"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    begins: Mapped[int]
    minutes: Mapped[int]
    weekdays: Mapped[list[Any]]
    teams: Mapped[int]
    disciplines: Mapped[list[str]]
    needs: Mapped[list[str]]
    retired: Mapped[bool]
    rest_minutes: Mapped[int]

    touches = (("shift_template", "id"),)


class Roster(Versioned, Base):
    """The shifts and teams of some weeks: a draft, the one in force, or one that was replaced."""

    __tablename__ = "roster"
    __table_args__ = (
        Index("ix_roster_days", "first_day", "state"),
        Index(
            "uq_roster_published", "first_day", unique=True,
            sqlite_where=text("state = 'published'"), postgresql_where=text("state = 'published'"),
        ),
    )  # fmt: skip
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    first_day: Mapped[date]
    days: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    base_id: Mapped[UUID | None] = mapped_column(ForeignKey("roster.id"))  # the one that a draft was begun from
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime]
    published_by: Mapped[str | None] = mapped_column(String(120))
    published_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(String(400))

    touches = (("roster", "id"),)


class RosterTeam(Versioned, Base):
    """One team of one shift of a roster: when, where, for whom its seats are, and who sits in them."""

    __tablename__ = "roster_team"
    __table_args__ = (Index("ix_roster_team_roster", "roster_id", "day"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    roster_id: Mapped[UUID] = mapped_column(ForeignKey("roster.id"))
    template_id: Mapped[UUID] = mapped_column(ForeignKey("shift_template.id"))
    place: Mapped[int]  # of several teams of one shift
    name: Mapped[str] = mapped_column(String(60))
    zone_id: Mapped[UUID | None] = mapped_column(ForeignKey("zone.id"))
    day: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    needs: Mapped[list[str]]
    seats: Mapped[list[Any]]  # {discipline, responder, reason, presence}
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    base_version: Mapped[int | None]  # of the team that a draft took this one over from

    touches = (("roster_team", "id"),)


class Swap(Versioned, Base):
    """Somebody asks to give a shift away, to swap two, or for an open one; decided by a supervisor or coordinator."""

    __tablename__ = "swap"
    __table_args__ = (Index("ix_swap_roster", "roster_id", "state"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    roster_id: Mapped[UUID] = mapped_column(ForeignKey("roster.id"))
    kind: Mapped[str] = mapped_column(String(8))  # give, swap, open
    team_id: Mapped[UUID] = mapped_column(ForeignKey("roster_team.id"))
    responder_id: Mapped[UUID] = mapped_column(ForeignKey("responder.id"))
    other_team_id: Mapped[UUID | None] = mapped_column(ForeignKey("roster_team.id"))
    other_id: Mapped[UUID | None] = mapped_column(ForeignKey("responder.id"))
    state: Mapped[str] = mapped_column(String(10))  # asked, approved, refused, withdrawn
    note: Mapped[str | None] = mapped_column(String(200), info=PRIVATE)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(120))

    touches = (("roster", "roster_id"),)
