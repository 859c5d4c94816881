"""A change of some seats that mends a gap: who goes where, what it costs, which rules bend, and one sentence of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from console.domain.ids import ResponderId, TeamId
from console.domain.roster_rules import Finding
from console.domain.rosters import Person, Seat, Strength
from console.planning.roster.ledger import Work
from console.planning.roster.trial import Trial
from console.snapshots.rosters import Book, TeamSnapshot


class RepairKind(StrEnum):
    """How a gap is mended."""

    DIRECT = "direct"  # somebody who is free takes the seat
    EXCHANGE = "exchange"  # somebody takes it, and another one takes theirs
    MOVE = "move"  # somebody comes from a team that stays degraded
    OPEN = "open"  # nobody takes it


@dataclass(frozen=True, slots=True)
class SeatChange:
    """One seat that somebody else takes, or nobody (None)."""

    team_id: TeamId
    place: int
    before: ResponderId | None
    after: ResponderId | None


@dataclass(frozen=True, slots=True)
class Repair:
    """One way to mend one or more gaps. It breaks no hard rule; `bends` has the firm and soft ones that it breaks."""

    kind: RepairKind
    sentence: str
    changes: tuple[SeatChange, ...]
    bends: tuple[Finding, ...] = ()
    overtime_minutes: int = 0
    left_open: int = 0  # seats that nobody sits in afterwards

    @property
    def is_firm(self) -> bool:
        """Whether a firm rule bends, so that it needs a supervisor and a reason."""
        return any(one.strength is Strength.FIRM for one in self.bends)

    @property
    def people(self) -> tuple[ResponderId, ...]:
        """Whose shifts change beside those of the person who is away, in the order of the sentence."""
        return tuple(dict.fromkeys(one.after for one in self.changes if one.after is not None))

    def seats(self, book: Book) -> dict[TeamId, tuple[Seat, ...]]:
        """The teams' seats after it, to be written."""
        teams = {one.id: one for one in book.teams}
        found: dict[TeamId, tuple[Seat, ...]] = {}
        for one in self.changes:
            seats = list(found.get(one.team_id, teams[one.team_id].seats))
            seats[one.place] = replace(seats[one.place], responder_id=one.after, reason="")
            found[one.team_id] = tuple(seats)
        return found


Step = tuple[TeamSnapshot, int, ResponderId | None]


def label_of(book: Book, team: TeamSnapshot) -> str:
    """A team in words: Harbour Night on Mon 16 Mar."""
    zone = book.zones.get(team.zone_id, "") if team.zone_id is not None else ""
    return f"{zone} {team.name} on {team.day:%a %d %b}".strip()


def overtime_of(trial: Trial, person: Person) -> int:
    """By how many more minutes than before somebody works above the hours of their contract."""
    if (contract := person.contract) is None:
        return 0
    most = round(contract.most_minutes * trial.checks.book.roster.days / 28)

    def above(works: Sequence[Work]) -> tuple[int, int]:
        weeks: dict[object, int] = {}
        for one in works:
            weeks[one.week] = weeks.get(one.week, 0) + one.minutes
        whole = sum(one.minutes for one in works if one.counts)
        return sum(max(0, one - contract.week_minutes) for one in weeks.values()), max(0, whole - most)

    now, then = above(trial.checks.ledger.all_of(person.id)), above(trial.works(person.id))
    return max(0, then[0] - now[0], then[1] - now[1])


def repair_of(kind: RepairKind, steps: Sequence[Step], trial: Trial) -> Repair:
    """The repair that these steps are; `trial` is the book after them, and after whoever is away has left."""
    checks = trial.checks
    bends = tuple(trial.broken())
    last = {(team.id, place): (team, person) for team, place, person in steps}
    changes = tuple(
        SeatChange(team.id, place, team.seats[place].responder_id, person)
        for (_, place), (team, person) in last.items()
    )
    people = dict.fromkeys(person for _, _, person in steps if person is not None)
    overtime = sum(overtime_of(trial, checks.people[one]) for one in people)
    left = sum(one.after is None for one in changes)
    return Repair(kind, _sentence(steps, trial, bends, overtime), changes, bends, overtime, left)


def _sentence(steps: Sequence[Step], trial: Trial, bends: Sequence[Finding], overtime: int) -> str:
    """Each person once, in the order of the steps; then what it costs."""
    book, people = trial.checks.book, trial.checks.people
    parts = []
    left = {team.seats[place].responder_id: (team, person) for team, place, person in steps}
    taken: dict[ResponderId, list[str]] = {}
    for team, _place, person in steps:
        if person is not None:
            taken.setdefault(person, []).append(label_of(book, team))
    for key, labels in taken.items():
        told = f"{people[key].name} takes {_listed(labels)}"
        if key in left:
            told += f" instead of {label_of(book, left[key][0])}"
        parts.append(told)
    for team, place, person in steps:
        if person is None:
            parts.append(f"{label_of(book, team)} stays without {_a(team, place)}")
    told = "; ".join(parts) + "."
    told = told[0].upper() + told[1:]
    if overtime:
        told += f" {_hours(overtime)} h overtime."
    firm = [one for one in bends if one.strength is Strength.FIRM]
    return told + (f" Bends a rule: {firm[0].sentence}" if firm else "")


def _a(team: TeamSnapshot, place: int) -> str:
    word = team.seats[place].discipline.value
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _listed(labels: Sequence[str]) -> str:
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"


def _hours(minutes: int) -> str:
    hours = minutes / 60
    return f"{hours:.0f}" if minutes % 60 == 0 else f"{hours:.1f}"


