"""A county's roster as a book: people with contracts, absences, wishes and partners, and teams, filled or empty."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from console.domain.ids import ResponderId, RosterId, TeamId, TemplateId, ZoneId
from console.domain.qualifications import Held, language
from console.domain.roster_rules import RosterRules
from console.domain.rosters import (
    Absence,
    AbsenceKind,
    Available,
    Contract,
    Person,
    RosterState,
    Seat,
    Strength,
    Template,
    Wish,
)
from console.domain.units import Discipline
from console.planning.roster.checks import Checks
from console.planning.roster.trial import Trial
from console.snapshots.rosters import Book, RosterSnapshot, TeamSnapshot

FIRST_DAY = date(2026, 3, 16)
TIME_ZONE = "America/Chicago"
SHIFTS = (("Day", 7 * 60), ("Evening", 15 * 60), ("Night", 23 * 60))
SHIFT_MINUTES = 8 * 60
ZONES = ("North", "Harbour", "Old Town", "West Side")
DAY_ONLY = tuple(Available(weekday, 6 * 60, 24 * 60) for weekday in range(7))
FIRST_NAMES = ("Ana", "Max", "Tove", "Lee", "Rosa", "Ida", "Omar", "Jin", "Eva", "Sam", "Noor", "Piet")
LAST_NAMES = ("Reyes", "Boyd", "Lindqvist", "Park", "Silva", "Haddad", "Vance", "Okafor", "Moreau", "Tanaka", "Weiss")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a program is, and how many shifts somebody of each discipline owes in the period."""

    officers: int = 60
    clinicians: int = 30
    zones: int = 4
    days: int = 28
    officer_shifts: int = 7
    clinician_shifts: int = 13


COUNTY = Size()


class _Maker:
    """Makes everything of one seed: the same seed, the same book."""

    def __init__(self, size: Size, seed: int) -> None:
        self.size, self.dice = size, random.Random(seed)
        self.zones = {ZoneId(self.key()): ZONES[one % len(ZONES)] for one in range(size.zones)}

    def key(self) -> UUID:
        """An id of this seed."""
        return UUID(int=self.dice.getrandbits(128), version=4)

    def book(self) -> Book:
        """The roster with nobody on its seats."""
        size = self.size
        people = [self._person(Discipline.OFFICER, place) for place in range(size.officers)]
        people += [self._person(Discipline.CLINICIAN, place) for place in range(size.clinicians)]
        templates = [self._template(zone, place, shift) for place, zone in enumerate(self.zones) for shift in SHIFTS]
        made = datetime.combine(FIRST_DAY, time(), tzinfo=UTC)
        roster = RosterSnapshot(
            RosterId(self.key()), 1, "County", FIRST_DAY, size.days, RosterState.DRAFT, None, "Bench", made
        )
        teams = [
            self._team(roster, one, FIRST_DAY + timedelta(days=day)) for day in range(size.days) for one in templates
        ]
        teams.sort(key=lambda one: (one.day, one.starts_at))
        return Book(
            roster, tuple(teams), tuple(self._partnered(people)), tuple(templates), self.zones, RosterRules(),
            time_zone=TIME_ZONE,
        )  # fmt: skip

    def _template(self, zone: ZoneId, place: int, shift: tuple[str, int]) -> Template:
        name, begins = shift
        needs = (language("spanish"),) if place == 0 and name == "Evening" else ()
        return Template(
            TemplateId(self.key()), 1, name, zone, begins, SHIFT_MINUTES, frozenset(range(7)), needs=needs
        )

    def _team(self, roster: RosterSnapshot, one: Template, day: date) -> TeamSnapshot:
        starts_at, ends_at = one.window(day, ZoneInfo(TIME_ZONE))
        return TeamSnapshot(
            TeamId(self.key()), 1, roster.id, one.id, 0, one.name, one.zone_id, day, starts_at, ends_at, one.needs,
            tuple(Seat(discipline) for discipline in one.disciplines),
        )  # fmt: skip

    def _person(self, discipline: Discipline, place: int) -> Person:
        dice, officer = self.dice, discipline is Discipline.OFFICER
        shifts = self.size.officer_shifts if officer else self.size.clinician_shifts
        other = place + (0 if officer else self.size.officers)
        name = f"{FIRST_NAMES[other % len(FIRST_NAMES)]} {LAST_NAMES[other % len(LAST_NAMES)]}"
        held = [Held("CIT-40h" if officer else "LCSW")]
        held += [Held(language("spanish"))] if dice.random() < 0.35 else []
        held += [Held("youth")] if dice.random() < 0.2 else []
        contract = Contract(
            week_minutes=(4 if officer else 5) * SHIFT_MINUTES,
            most_minutes=shifts * SHIFT_MINUTES * 28 // self.size.days, run=dice.choice((4, 5)), nights=8,
            weekends=3, availability=DAY_ONLY if dice.random() < 0.15 else (),
        )  # fmt: skip
        days = [FIRST_DAY + timedelta(days=one) for one in range(self.size.days)]
        wishes = tuple(Wish(dice.choice(days), dice.random() < 0.3, dice.randrange(1, 11)) for _ in range(2))
        return Person(
            ResponderId(self.key()), 1, name, discipline, None if officer else "LCSW", dice.choice(list(self.zones)),
            contract, 1, tuple(held), self._absences(days), wishes,
        )  # fmt: skip

    def _absences(self, days: list[date]) -> tuple[Absence, ...]:
        if self.dice.random() > 0.15:
            return ()
        begins = datetime.combine(self.dice.choice(days), time(), tzinfo=ZoneInfo(TIME_ZONE)).astimezone(UTC)
        return (Absence(AbsenceKind.TIME_OFF, begins, begins + timedelta(days=self.dice.choice((2, 5, 7)))),)

    def _partnered(self, people: list[Person]) -> list[Person]:
        """A third of the clinicians have a usual partner, every tenth somebody to keep apart from."""
        by_id = {one.id: one for one in people}
        officers = [one.id for one in people if one.discipline is Discipline.OFFICER]
        for one in people:
            if one.discipline is not Discipline.CLINICIAN or not officers:
                continue
            other = self.dice.choice(officers)
            chance = self.dice.random()
            if chance < 0.3:
                by_id[one.id] = replace(by_id[one.id], usually_with=frozenset({other}))
                by_id[other] = replace(by_id[other], usually_with=by_id[other].usually_with | {one.id})
            elif chance < 0.4:
                by_id[one.id] = replace(by_id[one.id], never_with=frozenset({other}))
        return list(by_id.values())


def county(seed: int = 1, size: Size = COUNTY, *, filled: bool = True) -> Book:
    """A book of one seed; filled in the order of time by whoever has the fewest hours and breaks no rule."""
    book = _Maker(size, seed).book()
    return _fill(book) if filled else book


def _fill(book: Book) -> Book:
    trial = Trial(Checks(book))
    minutes = dict.fromkeys((one.id for one in book.people), 0)
    for team in book.teams:
        for place, seat in enumerate(team.seats):
            able = [one for one in book.people if one.discipline is seat.discipline]
            for person in sorted(able, key=lambda one: minutes[one.id]):
                if all(one.strength is Strength.SOFT for one in trial.against(team, place, person)):
                    trial = trial.put(team, place, person.id)
                    minutes[person.id] += team.minutes
                    break
    return trial.book()
