"""Riverton's rosters: contracts, recurring shifts, and four weeks in force, planned as by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from console.commands.roster_teams import TeamChange, change_teams
from console.commands.rosters import begin_roster, publish_roster
from console.commands.set_up import Step
from console.commands.shift_templates import save_template
from console.commands.staffing import set_contract
from console.db.roster_rows import book
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import ResponderId, RosterId, TemplateId, ZoneId, new_uuid
from console.domain.rosters import Contract, Person, Seat, Strength, Template
from console.domain.units import Discipline
from console.planning.roster.checks import Checks
from console.snapshots.rosters import Book, TeamSnapshot

WEEKS = 4
# Shift, begin (hour), the zones in which it is worked.
SHIFTS = (
    ("Day", 7, ("North", "South")), ("Evening", 16, ("North", "South", "East", "Old Town")),
    ("Night", 22, ("Old Town",)),
)  # fmt: skip
CONTRACT = Contract(week_shifts=4, most_minutes=160 * 60, least_minutes=80 * 60, weekends=3)


def roster_step(start: datetime, people: tuple[ResponderId, ...], zones: Mapping[str, ZoneId], by: str) -> Step:
    """What the roster's coordinator did before the clock starts."""

    async def planned(uow: UnitOfWork) -> None:
        for person in people:
            await set_contract(uow, person, 0, CONTRACT)
        for name, hour, where in SHIFTS:
            for zone in where:
                template = Template(TemplateId(new_uuid()), 0, name, zones[zone], hour * 60, 600, frozenset(range(7)))
                await save_template(uow, template)
        await uow.session.flush()
        key, day = RosterId(new_uuid()), start.date()
        await begin_roster(uow, key, "These weeks", day - timedelta(days=day.weekday()), WEEKS * 7)
        await uow.session.flush()
        await change_teams(uow, key, filled(await book(uow.session, key)))
        await uow.session.flush()
        await publish_roster(uow, key, 1, "as agreed with the clinics")

    return Step(start - timedelta(days=10), planned, by=by)


def filled(whole: Book) -> list[TeamChange]:
    """Day by day whoever may work and has worked least; what nobody may work stays open."""
    teams = {team.id: team for team in whole.teams}
    for day in whole.roster.dates:
        checks, taken = Checks(replace(whole, teams=tuple(teams.values()))), set[ResponderId]()
        for team in (one for one in teams.values() if one.day == day):
            seats = tuple(_taken(checks, team, seat, taken) for seat in team.seats)
            teams[team.id] = replace(team, seats=seats)
    return [TeamChange(one.id, one.version, one.seats) for one in teams.values() if one.members]


def _taken(checks: Checks, team: TeamSnapshot, seat: Seat, taken: set[ResponderId]) -> Seat:
    def rank(person: Person) -> tuple[bool, int, str]:
        return person.zone_id != team.zone_id, checks.ledger.minutes(person.id), person.name

    able = [one for one in checks.people.values() if one.discipline is seat.discipline and one.id not in taken]
    for person in sorted(able, key=rank):
        told = checks.of_seat(team, seat, person)
        if not any(one.strength is not Strength.SOFT for one in told):
            taken.add(person.id)
            return replace(seat, responder_id=person.id)
    return seat


ROSTERED = frozenset({Discipline.OFFICER, Discipline.CLINICIAN})
