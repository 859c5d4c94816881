"""Who works when: each person's shifts in the order of time, the ones before the roster begins too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.ids import ResponderId, TeamId
from console.domain.nights import night_minutes
from console.domain.rosters import Seat
from console.domain.units import Presence
from console.snapshots.rosters import Book, TeamSnapshot

NIGHT_MINUTES = 180  # so much of a shift between 22:00 and 06:00 makes it a night


@dataclass(frozen=True, slots=True)
class Work:
    """One shift of one person."""

    team_id: TeamId
    name: str
    day: date  # local, on which it begins
    starts_at: datetime
    ends_at: datetime
    is_night: bool
    counts: bool  # whether it lies within the roster; what lies before and behind is there for rest and runs only
    minutes: int  # how long it lasts
    week: date  # the Monday of its week
    begins: float  # both ends once more, as seconds: they are compared thousands of times while somebody hovers
    ends: float
    rest: int  # minutes that the shift itself asks for after it


class Ledger:
    """Each person's shifts. `without` and `plus` say what would be after a change, and change nothing."""

    def __init__(self, book: Book) -> None:
        self._zone = ZoneInfo(book.time_zone)
        self._rests = {one.id: one.rest_minutes for one in book.templates}
        self._works: dict[ResponderId, list[Work]] = {one.id: [] for one in book.people}
        self._apart: dict[tuple[ResponderId, TeamId], Presence] = {}
        self._also: dict[ResponderId, list[Work]] = {}  # hours that somebody works for one team already
        self._kept: dict[TeamId, tuple[TeamSnapshot, Work]] = {}
        for team in (*book.before, *book.after):
            self._enter(team, counts=False)
        for team in book.teams:
            self._enter(team, counts=True)
        for works in self._works.values():
            works.sort(key=lambda one: one.starts_at)

    def _enter(self, team: TeamSnapshot, *, counts: bool) -> None:
        work = self.work(team, counts=counts)
        for member in team.members:
            self._works.setdefault(member, []).append(work)
        if any(seat.is_apart for seat in team.seats):
            self._enter_apart(team, work)

    def _enter_apart(self, team: TeamSnapshot, work: Work) -> None:
        """Somebody with several teams at once works these hours once."""
        for seat in team.seats:
            if seat.responder_id is None or not seat.is_apart:
                continue
            self._apart[seat.responder_id, team.id] = seat.presence
            works = self._works[seat.responder_id]
            same = [one for one in works if one is not work and self.is_beside(seat, work, one)]
            if same:
                works.remove(work)
                self._also.setdefault(seat.responder_id, []).append(work)

    def is_beside(self, seat: Seat, work: Work, other: Work) -> bool:
        """Whether whoever is on this seat may be with the other team at the same time: same hours, same presence."""
        if not seat.is_apart or seat.responder_id is None or (work.begins, work.ends) != (other.begins, other.ends):
            return False
        return self._apart.get((seat.responder_id, other.team_id)) is seat.presence

    def beside(self, person: ResponderId, work: Work) -> int:
        """With how many other teams of the same hours somebody is."""
        every = (*self._works.get(person, ()), *self._also.get(person, ()))
        return sum(one.team_id != work.team_id and one.begins == work.begins for one in every)

    def work(self, team: TeamSnapshot, *, counts: bool = True) -> Work:
        """A team's shift as one of its members works it."""
        kept = self._kept.get(team.id)
        if kept is not None and kept[0] is team and kept[1].counts is counts:
            return kept[1]
        made = Work(
            team.id, team.name, team.day, team.starts_at, team.ends_at,
            self._is_night(team), counts, team.minutes,
            week_of(team.day), team.starts_at.timestamp(), team.ends_at.timestamp(),
            self._rests.get(team.template_id, 0),
        )  # fmt: skip
        self._kept[team.id] = (team, made)
        return made

    def _is_night(self, team: TeamSnapshot) -> bool:
        """By its own hours: the recurring shift may have been changed since."""
        begins = team.starts_at.astimezone(self._zone)
        return night_minutes(begins.hour * 60 + begins.minute, team.minutes) >= NIGHT_MINUTES

    def all_of(self, person: ResponderId) -> list[Work]:
        """A person's shifts, the earliest first; the ledger's own list, to be read only."""
        return self._works.get(person, [])

    def of(self, person: ResponderId, *, without: Iterable[TeamId] = ()) -> list[Work]:
        """A person's shifts, the earliest first, some of them left out."""
        gone = frozenset(without)
        works = [one for one in self.all_of(person) if one.team_id not in gone]
        if (also := self._also.get(person)) is not None:
            begun = {one.begins for one in works}
            works += [one for one in also if one.team_id not in gone and one.begins not in begun]
            works.sort(key=lambda one: one.starts_at)
        return works

    def minutes(self, person: ResponderId) -> int:
        """How long a person works within the roster."""
        return sum(one.minutes for one in self.all_of(person) if one.counts)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
