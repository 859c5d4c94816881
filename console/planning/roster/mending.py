"""Finds who could take one empty seat: somebody who is free, somebody whose shift another one takes, or leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from console.domain.ids import ResponderId, TeamId
from console.domain.roster_rules import Finding
from console.domain.rosters import Person, Strength
from console.planning.roster.checks import Checks
from console.planning.roster.leaving import BY_OTHER_SHIFTS, may_help, surely_bends
from console.planning.roster.plans import RepairKind, Step, overtime_of
from console.planning.roster.trial import Trial
from console.snapshots.rosters import TeamSnapshot

Cost = tuple[int, ...]

MOST_EXCHANGES = 6  # each with another person who takes the seat
ENOUGH = 3  # short repairs, beside which nobody needs an exchange of three people


@dataclass(frozen=True, slots=True)
class Way:
    """One way to fill a seat: the steps, the trial after them, and what it costs in the order of the ranking."""

    kind: RepairKind
    steps: tuple[Step, ...]
    trial: Trial
    cost: Cost  # firm rules, overtime, wishes, minutes worked, away from home, without the usual partner

    @property
    def rank(self) -> Cost:
        """Clean direct ones, clean exchanges, firm direct ones, those that open another seat, those that open this."""
        firm = self.cost[0] > 0
        order = {RepairKind.DIRECT: 0, RepairKind.EXCHANGE: 1, RepairKind.MOVE: 4, RepairKind.OPEN: 6}[self.kind]
        return (order + (2 if firm and order < 2 else 1 if firm else 0), len(self.steps), *self.cost)


class Mender:
    """Looks for ways in one book. `away` are never asked; a shift that began by `now` is never touched.

    `effort` bounds how many questions long exchanges may ask, so that the same book gives the same list at any speed.
    """

    def __init__(self, checks: Checks, now: datetime, away: frozenset[ResponderId], effort: int = 3_000) -> None:
        self.checks, self.now = checks, now
        self.effort = effort
        self._people: dict[str, list[Person]] = {}
        for one in checks.people.values():
            if one.id not in away:
                self._people.setdefault(one.discipline.value, []).append(one)
        self._takers: dict[tuple[int, TeamId, int], list[tuple[Cost, Person]]] = {}
        self._kept: list[Trial] = []  # what the keys above name must stay alive

    def direct(self, trial: Trial, team: TeamSnapshot, place: int) -> list[Way]:
        """Those who are free, the best first; the ones for whom a firm rule bends behind the others."""
        found = []
        for cost, person in self._able(trial, team, place):
            steps = ((team, place, person.id),)
            after = trial.put(team, place, person.id)
            if cost[0]:
                cost = (cost[0], overtime_of(after, person), *cost[2:])  # noqa: PLW2901
            found.append(Way(RepairKind.DIRECT, steps, after, cost))
        return sorted(found, key=lambda one: one.rank)

    def exchanges(self, trial: Trial, team: TeamSnapshot, place: int, *, longest: int = 3) -> list[Way]:
        """Somebody takes the seat, another one their shift, and perhaps a third one the other's. No rule bends."""
        found: list[Way] = []
        leavers = sorted(self._leavers(trial, team, place), key=lambda one: (one[0], abs(one[2].day - team.day)))
        settled: set[ResponderId] = set()
        for cost, first, own, seat in leavers:
            if first.id in settled:
                continue
            for more, second in self._clean(trial, own, seat):
                if second.id != first.id:
                    steps = ((team, place, first.id), (own, seat, second.id))
                    found.append(self._way(RepairKind.EXCHANGE, trial, steps, cost, more))
                    settled.add(first.id)
                    break
            if len(found) >= MOST_EXCHANGES or self.effort <= 0:
                break
        if longest > 2 and len(found) + len(self._clean(trial, team, place)) < ENOUGH:
            for cost, first, own, seat in leavers:
                found += self._threes(trial, (team, place, first.id), cost, own, seat)
                if self.effort <= 0 or len(found) >= ENOUGH:
                    break
        return sorted(found, key=lambda one: one.rank)

    def _threes(self, trial: Trial, step: Step, cost: Cost, own: TeamSnapshot, seat: int) -> Iterator[Way]:
        for more, second, other, its_seat in self._leavers(trial, own, seat):
            if self.effort <= 0:
                return
            if second.id == step[2] or other.id == step[0].id:
                continue
            for last, third in self._clean(trial, other, its_seat):
                if third.id not in (step[2], second.id):
                    steps = (step, (own, seat, second.id), (other, its_seat, third.id))
                    yield self._way(RepairKind.EXCHANGE, trial, steps, cost, more, last)
                    break

    def moves(self, trial: Trial, team: TeamSnapshot, place: int) -> list[Way]:
        """Somebody comes from a team that then stays degraded; one that is degraded already is asked first."""
        found = []
        for cost, person, own, seat in self._leavers(trial, team, place):
            whole = all(one.responder_id is not None for one in trial.seats(own))
            steps = ((team, place, person.id), (own, seat, None))
            # A team that is whole is broken up as unwillingly as the strongest wish is not met.
            found.append(self._way(RepairKind.MOVE, trial, steps, (*cost[:2], cost[2] + 100 * whole, *cost[3:])))
        return _varied(sorted(found, key=lambda one: one.rank))

    def leave_open(self, trial: Trial, team: TeamSnapshot, place: int) -> Way:
        """Nobody takes it."""
        return Way(RepairKind.OPEN, ((team, place, None),), trial.put(team, place, None), (0,) * 6)

    @staticmethod
    def _way(kind: RepairKind, trial: Trial, steps: tuple[Step, ...], *costs: Cost) -> Way:
        for team, place, person in reversed(steps):  # whoever leaves a shift leaves it before they take another
            trial = trial.put(team, place, person)
        return Way(kind, steps, trial, tuple(map(sum, zip(*costs, strict=True))))

    def _able(self, trial: Trial, team: TeamSnapshot, place: int) -> list[tuple[Cost, Person]]:
        """Everybody whom no hard rule keeps from the seat, with what it costs; overtime is not counted yet."""
        able = []
        for person in self._free(trial, team, place):
            told = trial.against(team, place, person)
            if not told or told[0].strength is not Strength.HARD:
                able.append((self._cost(trial, team, place, person, told), person))
        return sorted(able, key=lambda one: one[0])

    def _clean(self, trial: Trial, team: TeamSnapshot, place: int) -> list[tuple[Cost, Person]]:
        """Those of them for whom no firm rule bends either."""
        key = (id(trial), team.id, place)
        if key not in self._takers:
            self._kept.append(trial)
            work, clean = self.checks.ledger.work(team), []
            for person in self._free(trial, team, place):
                if surely_bends(person, work, trial.works(person.id), self.checks.book.roster.days):
                    continue
                self.effort -= 1
                told = trial.against(team, place, person)
                if not told or told[0].strength is Strength.SOFT:
                    clean.append((self._cost(trial, team, place, person, told), person))
            self._takers[key] = sorted(clean, key=lambda one: one[0])
        return self._takers[key]

    def _free(self, trial: Trial, team: TeamSnapshot, place: int) -> Iterator[Person]:
        members = {one.responder_id for one in trial.seats(team)}
        for person in self._people.get(team.seats[place].discipline.value, ()):
            if person.id not in members:
                yield person

    def _leavers(
        self, trial: Trial, team: TeamSnapshot, place: int
    ) -> Iterator[tuple[Cost, Person, TeamSnapshot, int]]:
        """Who could take the seat without bending a rule, if they left one of their own shifts that have not begun."""
        wanted, days = self.checks.ledger.work(team), self.checks.book.roster.days
        for person in self._free(trial, team, place):
            works = trial.works(person.id)
            told = trial.against(team, place, person)
            broken = {one.rule for one in told if one.strength is not Strength.SOFT}
            if not broken or not broken <= BY_OTHER_SHIFTS:
                continue  # they could take it as it is, or leaving a shift does not help
            for work in works:
                own = self.checks.teams.get(work.team_id)
                if own is None or own.starts_at <= self.now or not may_help(work, wanted, broken):
                    continue
                if surely_bends(person, wanted, [one for one in works if one is not work], days):
                    continue
                self.effort -= 1
                told = trial.against(team, place, person, leaving=own.id)
                if not told or told[0].strength is Strength.SOFT:
                    seat = next(at for at, one in enumerate(trial.seats(own)) if one.responder_id == person.id)
                    yield self._cost(trial, team, place, person, told), person, own, seat

    def _cost(
        self, trial: Trial, team: TeamSnapshot, place: int, person: Person, told: list[Finding]
    ) -> Cost:  # fmt: skip
        firm = sum(one.strength is Strength.FIRM for one in told)
        wishes = sum(one.weight for one in told if one.rule == "wish")
        away = person.zone_id is not None and team.zone_id not in (None, person.zone_id)
        others = {one.responder_id for at, one in enumerate(trial.seats(team)) if at != place}
        alone = not (person.usually_with & others)
        minutes = sum(one.minutes for one in trial.works(person.id) if one.counts)
        return firm, 0, wishes, minutes, int(away), int(alone)


def _varied(ways: list[Way]) -> list[Way]:
    """The best one of each person who takes the seat, then the others."""
    first: dict[ResponderId | None, Way] = {}
    for one in ways:
        first.setdefault(one.steps[0][2], one)
    best = list(first.values())
    return [*best, *(one for one in ways if first[one.steps[0][2]] is not one)]
