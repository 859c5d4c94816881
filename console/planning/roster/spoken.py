"""Finds the team and the people that a line of words means, such as: reyes lindqvist fri evening north."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from console.domain.ids import ZoneId
from console.domain.rosters import WEEK_DAYS, Person, Seat
from console.errors import BadInput
from console.planning.roster.checks import Checks
from console.planning.roster.plans import label_of
from console.snapshots.rosters import TeamSnapshot

SHORTEST = 2  # letters of a name, so that a slip is no person
NAMED = 3  # of those that a word could mean
FULL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a line means: one team of one day, and people in the order of the line."""

    team: TeamSnapshot
    people: tuple[Person, ...]


def spoken(words: Sequence[str], checks: Checks, days: Sequence[date]) -> Spoken:
    """Read words in any order: names or their beginnings, a weekday of `days`, a shift, a zone.

    Raises:
        BadInput: a word means nothing, or several people; the day or the shift is missing; there is no such team.
    """
    line = _Line(checks, days)
    for place, word in enumerate(words, start=1):
        line.read(place, word.strip(",").lower())
    return Spoken(line.team(), line.people())


def seated(meant: Spoken) -> tuple[Seat, ...]:
    """The seats of the team with these people on the seats of their disciplines, open ones first.

    Raises:
        BadInput: the team has no seat for one of them.
    """
    seats, taken = list(meant.team.seats), {one.id for one in meant.people}
    given: set[int] = {place for place, seat in enumerate(seats) if seat.responder_id in taken}
    already = {seats[place].responder_id for place in given}
    for person in meant.people:
        if person.id in already:
            continue
        fitting = [at for at, seat in enumerate(seats) if at not in given and seat.discipline is person.discipline]
        if not fitting:
            raise BadInput(f"{meant.team.name} has no further {person.discipline.value}'s seat for {person.name}.")
        place = min(fitting, key=lambda at: (seats[at].responder_id is not None, at))
        seats[place] = replace(seats[place], responder_id=person.id, reason="")
        given.add(place)
    return tuple(seats)


def cleared(meant: Spoken) -> tuple[Seat, ...]:
    """The seats without these people, or without anybody when nobody is named."""
    leave = {one.id for one in meant.people} or set(meant.team.members)
    return tuple(
        replace(seat, responder_id=None, reason="") if seat.responder_id in leave else seat for seat in meant.team.seats
    )


class _Line:
    """What was understood so far."""

    def __init__(self, checks: Checks, days: Sequence[date]) -> None:
        self._checks, self._days = checks, days
        self._day: date | None = None
        self._shift = ""
        self._zones: set[ZoneId] | None = None
        self._meant: list[tuple[int, str, list[Person]]] = []  # place, word, whom it could mean
        self._shifts = sorted({one.name for one in checks.book.teams})

    def read(self, place: int, word: str) -> None:
        """Take one word: the exact day, shift and zone first, then beginnings of them, then names."""
        for exact in (True, False):
            if self._is_day(word) or self._is_shift(word, exact) or self._is_zone(word, exact):
                return
            if self._is_person(place, word, exact):
                return
        raise BadInput(f"Word {place}, “{word}”, is no name, day, shift or zone of this roster.")

    def people(self) -> tuple[Person, ...]:
        for place, word, found in self._meant:
            if len(found) > 1:
                names = " or ".join(one.name for one in found[:NAMED])
                more = " or others" if len(found) > NAMED else ""
                raise BadInput(f"Word {place}, “{word}”, may mean {names}{more}. Write more of the name.")
        return tuple(dict.fromkeys(found[0] for _place, _word, found in self._meant))

    def team(self) -> TeamSnapshot:
        book = self._checks.book
        if self._day is None:
            raise BadInput("On which day? Write mon, tue, wed, thu, fri, sat or sun.")
        if not self._shift:
            raise BadInput(f"Which shift? Write {' or '.join(self._shifts)}.")
        found = [
            one for one in book.teams
            if one.day == self._day and one.name == self._shift and (self._zones is None or one.zone_id in self._zones)
        ]  # fmt: skip
        if not found:
            raise BadInput(f"There is no {self._shift} there on {self._day:%a %d %b}.")
        zones = {one.zone_id for one in found}
        if len(zones) > 1:
            names = " or ".join(sorted(book.zones.get(one, "") for one in zones if one is not None))
            raise BadInput(f"{self._shift} in which zone? Write {names}.")
        wanted = {one[2][0].id for one in self._meant if one[2]}
        return min(found, key=lambda one: (not wanted & set(one.members), not one.open_seats, one.place))

    def _is_day(self, word: str) -> bool:
        place = next((at for at, name in enumerate(FULL_DAYS) if len(word) > SHORTEST and name.startswith(word)), None)
        if place is None or self._day is not None:
            return False
        self._day = next((one for one in self._days if one.weekday() == place), None)
        if self._day is None:
            raise BadInput(f"The shown days have no {WEEK_DAYS[place]}.")
        return True

    def _is_shift(self, word: str, exact: bool) -> bool:
        found = [one for one in self._shifts if (one.lower() == word if exact else one.lower().startswith(word))]
        if len(found) != 1 or self._shift:
            return False
        self._shift = found[0]
        return True

    def _is_zone(self, word: str, exact: bool) -> bool:
        zones = {
            key for key, name in self._checks.book.zones.items()
            if any(part == word if exact else len(word) > SHORTEST and part.startswith(word)
                   for part in [name.lower(), *name.lower().split()])
        }  # fmt: skip
        if not zones or (self._zones is not None and not zones & self._zones):
            return False
        self._zones = zones if self._zones is None else zones & self._zones
        return True

    def _is_person(self, place: int, word: str, exact: bool) -> bool:
        if len(word) < SHORTEST:
            return False
        found = [
            one for one in self._checks.people.values()
            if any(part == word if exact else part.startswith(word) for part in one.name.lower().split())
        ]  # fmt: skip
        if not found:
            return False
        if self._meant:
            at, before, last = self._meant[-1]
            both = [one for one in last if one in found]
            if at == place - 1 and both:  # two words of one name
                self._meant[-1] = (place, f"{before} {word}", both)
                return True
        self._meant.append((place, word, sorted(found, key=lambda one: one.name)))
        return True


def told(checks: Checks, meant: Spoken) -> str:
    """What the line does, before it is done."""
    names = " + ".join(one.short for one in meant.people) or "everybody"
    return f"{names}: {label_of(checks.book, meant.team)}"
