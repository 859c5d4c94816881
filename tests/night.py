"""A roster in force whose shift runs, on either database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from make import TIME_ZONE, Program, an_actor
from rosters import Planned, a_template

from console.commands.roster_teams import TeamChange
from console.commands.rosters import publish_roster
from console.commands.tonight import change_riding, crew_from_roster, split_riding
from console.domain.ids import ResponderId, RosterId, UnitId
from console.domain.roles import Role
from console.domain.rosters import Seat
from console.snapshots.rosters import TeamSnapshot

MAX = "Max Boyd"
SUPERVISOR, COORDINATOR = an_actor(Role.SUPERVISOR), an_actor(Role.COORDINATOR)


@dataclass
class Night:
    """A roster in force whose first shift runs, with one team in its unit."""

    planned: Planned
    roster: RosterId
    unit: UnitId
    officer: ResponderId
    clinician: ResponderId
    place: int = 0

    def team(self, place: int = 0) -> TeamSnapshot:
        """A team of the running shift."""
        now = datetime.now(UTC)
        running = [one for one in self.planned.book(self.roster).teams if one.starts_at <= now < one.ends_at]
        return running[place]

    def change(self, people: Sequence[ResponderId | None], command: object = change_riding, **more: object) -> None:
        team = self.team()
        seats = tuple(replace(seat, responder_id=one) for seat, one in zip(team.seats, people, strict=True))
        self.planned.program.run(command, self.roster, [self.wish(team, seats)], **more)  # type: ignore[arg-type]

    def wish(self, team: TeamSnapshot, seats: Sequence[Seat]) -> TeamChange:
        """These seats, by somebody who sees the team's unit as it is."""
        unit = self.planned.program.seen_unit(team.unit_id) if team.unit_id is not None else None
        return TeamChange(team.id, team.version, tuple(seats), crew=unit.pairing_id if unit is not None else None)

    def ride(self, unit: UnitId, place: int = 0, reason: str = "") -> None:
        seen, team = self.planned.program.seen_unit(unit).pairing_id, self.team(place)
        self.planned.program.run(crew_from_roster, team.id, unit, seen, team.version, reason, by=SUPERVISOR)

    def split(self, **more: object) -> None:
        seen = self.planned.program.seen_unit(self.unit).pairing_id
        self.planned.program.run(split_riding, self.team().id, self.unit, seen, **more)  # type: ignore[arg-type]

    def aboard(self, unit: UnitId | None = None) -> set[ResponderId]:
        return {one.responder_id for one in self.planned.program.seen_unit(unit or self.unit).members}


@pytest.fixture
def night(program: Program) -> Night:
    """The running shift of a roster in force, with its first team in its unit."""
    now = datetime.now(ZoneInfo(TIME_ZONE))
    begins = max(0, now.hour * 60 + now.minute - 60)
    planned = Planned(program, [a_template("Now", begins, 600, teams=3)])
    officer, clinician = planned.person(), planned.clinician()
    roster = planned.draft(7, now.date() - timedelta(days=now.weekday()))
    made = Night(planned, roster, program.unit("C21", crew=()), officer, clinician)
    planned.put(roster, made.team(), [officer, clinician])
    program.run(publish_roster, roster, planned.book(roster).roster.version, by=COORDINATOR)
    made.ride(made.unit)
    assert made.aboard() == {officer, clinician}
    return made
