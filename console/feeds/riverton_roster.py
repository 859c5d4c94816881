"""Riverton's rosters: contracts, recurring shifts, and four weeks in force, planned as by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from console.commands.crews import running_pairing
from console.commands.ground import found
from console.commands.roster_teams import TeamChange, change_teams
from console.commands.rosters import begin_roster, publish_roster
from console.commands.set_up import Step
from console.commands.shift_templates import save_template
from console.commands.staffing import set_contract
from console.commands.tonight import crew_from_roster
from console.db.roster_rows import book
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import PairingId, ResponderId, RosterId, TeamId, TemplateId, UnitId, ZoneId, new_uuid
from console.domain.rosters import Contract, Person, Seat, Strength, Template
from console.domain.units import Discipline
from console.models.rosters import RosterTeam
from console.planning.roster.checks import Checks
from console.snapshots.rosters import Book, TeamSnapshot

Crews = dict[tuple[str, ZoneId], tuple[UnitId, tuple[ResponderId, ...]]]  # shift's name and zone: unit, who rides

WEEKS = 4
# Shift, begin (hour), the zones in which it is worked.
SHIFTS = (
    ("Day", 7, ("North", "South")), ("Evening", 16, ("North", "South", "East", "Old Town")),
    ("Night", 22, ("Old Town",)),
)  # fmt: skip
CONTRACT = Contract(week_shifts=4, most_minutes=160 * 60, least_minutes=80 * 60, weekends=3)


def roster_steps(
    start: datetime, people: tuple[ResponderId, ...], zones: Mapping[str, ZoneId], crews: Crews,
    busy: frozenset[ResponderId], by: str,
) -> tuple[Step, ...]:  # fmt: skip
    """What the coordinator did before the clock starts, in the agency's time, and how tonight's teams came to ride.

    Whoever is busy rides tonight, with a team of the roster or another one, and is planned for nothing else that day.
    """
    riding: list[tuple[TeamId, UnitId]] = []

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
        made = await book(uow.session, key)
        known = _riding(made, crews, start)
        riding.extend((team, unit) for team, (unit, _members) in known.items())
        aboard = {team: members for team, (_unit, members) in known.items()}
        await change_teams(uow, key, filled(made, aboard, day, busy))
        await uow.session.flush()
        await publish_roster(uow, key, 1, "as agreed with the clinics")

    async def put_in_service(uow: UnitOfWork) -> None:
        for team, unit in riding:
            now = await running_pairing(uow, unit)
            seen = PairingId(now.id) if now is not None else None
            version = (await found(uow, RosterTeam, team, "team")).version
            await crew_from_roster(uow, team, unit, seen, version, "as agreed with the crew")

    return (
        Step((start - timedelta(days=10)).astimezone(UTC), planned, by=by),
        Step((start - timedelta(hours=4)).astimezone(UTC), put_in_service, by=by),
    )


def _riding(whole: Book, crews: Crews, now: datetime) -> dict[TeamId, tuple[UnitId, tuple[ResponderId, ...]]]:
    """The teams of the running shift whose crews ride already."""
    return {
        one.id: crews[one.name, one.zone_id] for one in whole.teams
        if one.starts_at <= now < one.ends_at and one.zone_id is not None and (one.name, one.zone_id) in crews
    }  # fmt: skip


def filled(
    whole: Book, riding: Mapping[TeamId, tuple[ResponderId, ...]], today: date, busy: frozenset[ResponderId]
) -> list[TeamChange]:
    """Those who ride; else day by day whoever may work and has worked least; what nobody may work stays open."""
    people = {one.id: one for one in whole.people}
    teams = {team.id: replace(team, seats=_as_ridden(team, riding.get(team.id, ()), people)) for team in whole.teams}
    for day in whole.roster.dates:
        checks = Checks(replace(whole, teams=tuple(teams.values())))
        taken = set(busy) if day == today else set()
        for team in (one for one in teams.values() if one.day == day):
            if team.members:
                continue
            seats = tuple(_taken(checks, team, seat, taken) for seat in team.seats)
            teams[team.id] = replace(team, seats=seats)
    return [TeamChange(one.id, one.version, one.seats) for one in teams.values() if one.members]


def _as_ridden(
    team: TeamSnapshot, members: tuple[ResponderId, ...], people: Mapping[ResponderId, Person]
) -> tuple[Seat, ...]:
    """The seats with those who ride, each on a seat of their discipline, a third person on a seat of their own."""
    seats = list(team.seats)
    for member in members:
        fits = (at for at, seat in enumerate(seats) if seat.responder_id is None
                and seat.discipline is people[member].discipline)  # fmt: skip
        place = next(fits, len(seats))
        seats[place : place + 1] = [Seat(people[member].discipline, member)]
    return tuple(seats)


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


ROSTERED = frozenset({Discipline.OFFICER, Discipline.CLINICIAN, Discipline.MEDIC})
