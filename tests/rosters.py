"""A program with people, shifts and a draft to put them on, on either database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from make import Program, an_actor
from sqlalchemy import insert, update

from console.commands.programs import add_responder
from console.commands.roster_teams import TeamChange, change_teams
from console.commands.rosters import begin_roster, publish_roster
from console.commands.shift_templates import save_template
from console.commands.staffing import set_contract
from console.domain.ids import ResponderId, RosterId, TemplateId, new_uuid
from console.domain.qualifications import Held
from console.domain.roles import Role
from console.domain.rosters import Contract, Template
from console.domain.units import Discipline
from console.models.calls import Call
from console.models.program import Program as ProgramRow
from console.queries.rosters import roster_book
from console.snapshots.rosters import Book, TeamSnapshot

MONDAY = date(2026, 3, 16)
BEFORE = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)  # no shift of that week has begun
CIT = Held("CIT-40h")
EVERY_DAY = frozenset(range(7))


def a_template(name: str = "Day", begins: int = 7 * 60, minutes: int = 600, **changes: Any) -> Template:
    """A shift on every day, for an officer and a clinician."""
    return replace(Template(TemplateId(new_uuid()), 0, name, None, begins, minutes, EVERY_DAY), **changes)


class Planned:
    """A program that rosters: officers and clinicians under contract, templates, and one draft of a week."""

    def __init__(self, program: Program, templates: Sequence[Template] = ()) -> None:
        self.program = program
        self.templates = templates or (a_template(), a_template("Evening", 16 * 60))
        for one in self.templates:
            program.run(save_template, one)

    def person(
        self, name: str = "Ana Reyes", discipline: Discipline = Discipline.OFFICER, *, contract: Contract | None = None,
        held: Sequence[Held] = (CIT,), licence: str | None = "LCSW",
    ) -> ResponderId:  # fmt: skip
        """Somebody under contract, with what their discipline needs."""
        key = ResponderId(new_uuid())
        mine = licence if discipline is Discipline.CLINICIAN else None
        self.program.run(add_responder, key, name, discipline, licence=mine, qualifications=held)
        self.program.run(set_contract, key, 0, contract or Contract())
        return key

    def clinician(self, name: str = "Tove Lindqvist", **more: Any) -> ResponderId:
        """Somebody with a licence."""
        return self.person(name, Discipline.CLINICIAN, held=(), **more)

    def draft(self, days: int = 7, first_day: date = MONDAY, base: RosterId | None = None) -> RosterId:
        """A draft of these weeks."""
        key = RosterId(new_uuid())
        self.program.run(begin_roster, key, "", first_day, days, base)
        return key

    def at(self, moment: datetime) -> None:
        """Let the program's clock show this moment now."""
        self.program.alter(update(ProgramRow).values(real_epoch=datetime.now(UTC), program_epoch=moment))

    def book(self, roster_id: RosterId) -> Book:
        """All of it, as it is now."""
        found: Book = self.program.ask(roster_book, roster_id)
        return found

    def team(self, roster_id: RosterId, day: int = 0, name: str = "Day") -> TeamSnapshot:
        """The first team of a shift on a day of the roster, counted from 0."""
        wanted = MONDAY + timedelta(days=day)
        return next(one for one in self.book(roster_id).teams if one.day == wanted and one.name == name)

    def put(self, roster_id: RosterId, team: TeamSnapshot, people: Sequence[ResponderId | None]) -> None:
        """Put these people on the seats of this team of a draft."""
        self.program.run(change_teams, roster_id, [seated(team, people)])

    def seat(
        self, roster_id: RosterId, people: Sequence[ResponderId | None], day: int = 0, name: str = "Day",
        command: Any = change_teams, **more: Any,
    ) -> None:  # fmt: skip
        """Put these people on the seats of a team, in their order."""
        self.program.run(command, roster_id, [seated(self.team(roster_id, day, name), people)], **more)


def planned_ahead(program: Program) -> Planned:
    """A program that rosters, some days before the week of its drafts."""
    made = Planned(program)
    made.at(BEFORE)
    return made


def published(planned: Planned, roster_id: RosterId) -> RosterId:
    """The roster, once a coordinator has put it in force."""
    version = planned.book(roster_id).roster.version
    planned.program.run(publish_roster, roster_id, version, "as agreed", by=an_actor(Role.COORDINATOR))
    return roster_id


def seated(team: TeamSnapshot, people: Sequence[ResponderId | None]) -> TeamChange:
    """The wish that these people sit in a team."""
    seats = tuple(replace(seat, responder_id=one) for seat, one in zip(team.seats, people, strict=False))
    return TeamChange(team.id, team.version, seats)


def busy_fridays(program: Program, now: datetime) -> None:
    """Three calls on the evening of each of the last Fridays; nothing else ever happened."""
    night = now.replace(hour=2, minute=0, second=0, microsecond=0)  # of Saturday, in UTC
    night -= timedelta(days=(now.weekday() - 5) % 7 + 7)
    times = [night - timedelta(weeks=week, minutes=-9 * one) for week in range(6) for one in range(3)]
    program.alter(insert(Call).values([
        {"id": new_uuid(), "version": 1, "number": f"P-{at}", "received_at": when, "nature": "emotional_crisis",
         "source": "911", "place": "", "place_key": "", "level": 2, "level_since": when, "waiting_since": when,
         "flags": [], "needs": [], "lifecycle": "cancelled", "closed_at": when, "imported": False,
         "approximate": False}
        for at, when in enumerate(times)
    ]))  # fmt: skip
