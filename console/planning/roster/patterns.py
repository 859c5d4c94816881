"""Fills a person's weeks from a pattern: shifts day after day, from a day on, again and again until the roster ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from console.domain.ids import TeamId
from console.domain.rosters import Person, Seat, Strength
from console.errors import BadInput
from console.planning.roster.checks import Checks
from console.planning.roster.trial import Trial
from console.snapshots.rosters import Book, TeamSnapshot

OFF_WORDS = frozenset({"-", "–", "off", "x"})
MOST_DAYS = 56  # of one pattern


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day of the pattern on which nobody was seated, and why."""

    day: date
    sentence: str


@dataclass(frozen=True, slots=True)
class Filled:
    """The seats after it, how many shifts were filled, and the days that could not be."""

    seats: Mapping[TeamId, tuple[Seat, ...]]
    shifts: int
    skipped: tuple[Skipped, ...]


def parsed(text: str, names: Sequence[str]) -> list[str | None]:
    """The shift of each day of a pattern, None for a day off: "Day Day Evening Evening - - -", or "2 Day 2 Eve 3 off".

    A word is the name of a shift or its beginning, as far as no other shift begins so; a number says how often.

    Raises:
        BadInput: a word is no shift, or means several; the sentence has its place.
    """
    days: list[str | None] = []
    times = 1
    for place, word in enumerate(text.replace(",", " ").split(), start=1):
        if word.isdigit():
            times = int(word)
            continue
        chosen = None if word.lower() in OFF_WORDS else _named(word, place, names)
        days += [chosen] * times
        times = 1
    if not any(days):
        raise BadInput("Say the shift of each day, such as: Day Day Evening Evening off off off.")
    if len(days) > MOST_DAYS:
        raise BadInput(f"A pattern has at most {MOST_DAYS} days; this one has {len(days)}.")
    return days


def _named(word: str, place: int, names: Sequence[str]) -> str:
    exact = [one for one in names if one.lower() == word.lower()]
    meant = exact or sorted({one for one in names if one.lower().startswith(word.lower())})
    if len(meant) == 1:
        return meant[0]
    known = ", ".join(sorted(set(names)))
    if not meant:
        raise BadInput(f"Word {place}, “{word}”, is no shift. There are: {known}; and off.")
    raise BadInput(f"Word {place}, “{word}”, may mean {' or '.join(meant)}. Write more of it.")


def filled(
    checks: Checks, person: Person, pattern: Sequence[str | None], first: date, until: date, now: datetime
) -> Filled:
    """Seat somebody by a pattern whose first day is `first`. Nobody is moved, and no hard or firm rule is broken.

    Where several teams have an open seat for them, that of their home zone comes first, then one with their usual
    partner, then one that lacks only them.
    """
    book, trial = checks.book, Trial(checks)
    skipped: list[Skipped] = []
    shifts = 0
    teams: dict[tuple[date, str], list[TeamSnapshot]] = {}
    for team in book.teams:
        teams.setdefault((team.day, team.name), []).append(team)
    for day in book.roster.dates:
        name = pattern[(day - first).days % len(pattern)] if first <= day <= until else None
        if name is None:
            continue
        there = [one for one in teams.get((day, name), ()) if one.starts_at > now]
        if any(person.id in {seat.responder_id for seat in trial.seats(one)} for one in there):
            continue  # already as the pattern says
        after, sentence = _seated(trial, there, person)
        if after is None:
            skipped.append(Skipped(day, sentence or f"There is no {name} shift that has not begun."))
            continue
        trial, shifts = after, shifts + 1
    return Filled(dict(trial.changed), shifts, tuple(skipped))


def _seated(trial: Trial, teams: Sequence[TeamSnapshot], person: Person) -> tuple[Trial | None, str]:
    """The trial with the person on the best open seat, or what speaks against the best one."""
    sentence = ""
    for team in sorted(teams, key=lambda one: _rank(trial, one, person)):
        place = _open_seat(trial, team, person)
        if place is None:
            sentence = sentence or f"No seat is open for {person.discipline.value}s in {team.name}."
            continue
        told = trial.against(team, place, person)
        binding = [one for one in told if one.strength is not Strength.SOFT]
        if not binding:
            return trial.put(team, place, person.id), ""
        sentence = sentence or binding[0].sentence
    return None, sentence


def _open_seat(trial: Trial, team: TeamSnapshot, person: Person) -> int | None:
    seats = enumerate(trial.seats(team))
    return next((at for at, one in seats if one.responder_id is None and one.discipline is person.discipline), None)


def _rank(trial: Trial, team: TeamSnapshot, person: Person) -> tuple[bool, bool, bool, int, int]:
    members = {one.responder_id for one in trial.seats(team) if one.responder_id is not None}
    away = person.zone_id is not None and team.zone_id != person.zone_id
    lacking = sum(one.responder_id is None for one in trial.seats(team))
    taken = _open_seat(trial, team, person) is None
    return taken, away, not (person.usually_with & members), lacking, team.place


def shift_names(book: Book) -> list[str]:
    """The names of the shifts of a roster."""
    return sorted({one.name for one in book.teams})


def pattern_of(checks: Checks, person: Person, first: date, days: int) -> str:
    """What somebody works from a day on, as a pattern that could be filled in elsewhere."""
    worked = {one.day: one.name for one in checks.ledger.all_of(person.id)}
    return " ".join(worked.get(first + timedelta(days=one), "off") for one in range(days))

