"""The ledger once more, written plainly: what the quick one must agree with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.ids import ResponderId, TeamId
from console.domain.nights import night_minutes
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
    counts: bool  # whether it lies within the roster; what lies before is there for rest and runs only
    rest: int  # minutes that the shift itself asks for after it

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class Ledger:
    """Each person's shifts. `without` and `plus` say what would be after a change, and change nothing."""

    def __init__(self, book: Book) -> None:
        self._zone = ZoneInfo(book.time_zone)
        self._rests = {one.id: one.rest_minutes for one in book.templates}
        self._works: dict[ResponderId, list[Work]] = {one.id: [] for one in book.people}
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

    def work(self, team: TeamSnapshot, *, counts: bool = True) -> Work:
        """A team's shift as one of its members works it."""
        begins = team.starts_at.astimezone(self._zone)
        night = night_minutes(begins.hour * 60 + begins.minute, team.minutes) >= NIGHT_MINUTES
        rest = self._rests.get(team.template_id, 0)
        return Work(team.id, team.name, team.day, team.starts_at, team.ends_at, night, counts, rest)

    def of(self, person: ResponderId, *, without: Iterable[TeamId] = ()) -> list[Work]:
        """A person's shifts, the earliest first, some of them left out."""
        gone = frozenset(without)
        return [one for one in self._works.get(person, ()) if one.team_id not in gone]

    def minutes(self, person: ResponderId) -> int:
        """How long a person works within the roster."""
        return sum(one.minutes for one in self._works.get(person, ()) if one.counts)


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())
