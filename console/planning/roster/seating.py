"""Who rides with whom: the people that were built for the shifts of a day are seated in its teams."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from scipy.optimize import linear_sum_assignment

from console.domain.ids import ResponderId, TeamId, TemplateId
from console.domain.qualifications import meets
from console.domain.rosters import Person, Seat, Strength
from console.domain.units import Discipline
from console.planning.roster import problem as numbers
from console.planning.roster.checks import Checks
from console.planning.roster.model import Stage
from console.snapshots.rosters import Book, TeamSnapshot

NEVER, NEED, USUAL, FAMILIAR, LANGUAGE = 100_000, 500, 4, 1, 3
MOST_FAMILIAR = 3

Working = dict[tuple[date, TemplateId, Discipline], list[ResponderId]]


def seated(
    book: Book, built: Sequence[tuple[Stage, numbers.Roster]], stays: Collection[TeamId] = ()
) -> dict[TeamId, tuple[Seat, ...]]:
    """Everybody's seat. Whoever would break a binding rule there is left out, and the seat stays open; in the teams
    that stay nobody gets up, and nobody of a discipline that was not built.
    """
    disciplines = {stage.discipline for stage, _roster in built}
    working = _working(book, built)
    people = {one.id: one for one in book.people}
    together = Counter[frozenset[ResponderId]]()
    seats: dict[TeamId, tuple[Seat, ...]] = {}
    groups: dict[tuple[date, TemplateId], list[TeamSnapshot]] = defaultdict(list)
    for team in book.teams:
        groups[team.day, team.template_id].append(team)
    for (day, template), teams in sorted(groups.items(), key=lambda one: (one[0][0], str(one[0][1]))):
        crews = _matched(teams, working, (day, template), people, together, stays)
        for team, crew in zip(teams, crews, strict=True):
            together.update(frozenset((one, other)) for one in crew for other in crew if str(one) < str(other))
            seats[team.id] = _on_seats(team, crew, people, disciplines if team.id not in stays else set())
    return _kept(book, seats)


def _working(book: Book, built: Sequence[tuple[Stage, numbers.Roster]]) -> Working:
    found: Working = defaultdict(list)
    dates = book.roster.dates
    for stage, roster in built:
        for place, row in enumerate(roster):
            for day, kind in enumerate(row):
                if kind != numbers.OFF:
                    found[dates[day], stage.kinds[int(kind)], stage.discipline].append(stage.people[place])
    return found


def _matched(
    teams: Sequence[TeamSnapshot], working: Working, shift: tuple[date, TemplateId],
    people: Mapping[ResponderId, Person], together: Counter[frozenset[ResponderId]], stays: Collection[TeamId],
) -> list[list[ResponderId]]:  # fmt: skip
    """The crews of a shift's teams, discipline after discipline, each matched to what sits there already."""
    crews = [[one for one in team.members if one in people] if team.id in stays else [] for team in teams]
    sitting = {one for crew in crews for one in crew}
    for discipline in Discipline:
        left = [one for one in working.get((*shift, discipline), ()) if one not in sitting]
        open_seats = [
            sum(one.discipline is discipline and not (one.responder_id and team.id in stays) for one in team.seats)
            for team in teams
        ]
        while left and any(open_seats):
            able = [at for at, count in enumerate(open_seats) if count]
            costs = np.array(
                [[_cost(people[one], crews[at], teams[at], people, together) for at in able] for one in left]
            )
            taken: set[int] = set()
            for row, column in zip(*linear_sum_assignment(costs), strict=True):
                crews[able[column]].append(left[row])
                open_seats[able[column]] -= 1
                taken.add(row)
            left = [one for at, one in enumerate(left) if at not in taken]
    return crews


def _cost(
    person: Person, crew: Sequence[ResponderId], team: TeamSnapshot, people: Mapping[ResponderId, Person],
    together: Counter[frozenset[ResponderId]],
) -> float:  # fmt: skip
    mates = [people[one] for one in crew]
    cost = 0.0
    for mate in mates:
        if mate.id in person.never_with or person.id in mate.never_with:
            cost += NEVER
        if mate.id in person.usually_with:
            cost -= USUAL
        cost -= FAMILIAR * min(MOST_FAMILIAR, together[frozenset((person.id, mate.id))])
        own = {one.code for one in person.qualifications if one.is_language}
        if own & {one.code for one in mate.qualifications if one.is_language}:
            cost += LANGUAGE  # two who speak it in one team are one too few elsewhere
    for need in team.needs:
        met = any(meets(need, mate.qualifications, team.day) for mate in mates)
        if not met and meets(need, person.qualifications, team.day):
            cost -= NEED
    return cost


def _on_seats(
    team: TeamSnapshot, crew: Sequence[ResponderId], people: Mapping[ResponderId, Person], free: set[Discipline]
) -> tuple[Seat, ...]:
    """The team's seats; whoever sits on one that is not of a free discipline stays."""
    stay = {seat.responder_id for seat in team.seats if seat.discipline not in free}
    left = [one for one in crew if one not in stay]
    seats = []
    for seat in team.seats:
        if seat.discipline not in free and seat.responder_id is not None:
            seats.append(seat)
            continue
        person = next((one for one in left if people[one].discipline is seat.discipline), None)
        if person is not None:
            left.remove(person)
        same = person == seat.responder_id
        seats.append(seat if same else replace(seat, responder_id=person, reason=""))
    return tuple(seats)


def _kept(book: Book, seats: dict[TeamId, tuple[Seat, ...]]) -> dict[TeamId, tuple[Seat, ...]]:
    """The rules are asked once more, apart from the solvers; nobody sits where a hard rule or a mate forbids it."""
    teams = tuple(replace(team, seats=seats[team.id]) for team in book.teams)
    before = {team.id: set(team.members) for team in book.teams}
    for one in Checks(replace(book, teams=teams)).of_roster():
        person = one.responder_id
        if one.strength is not Strength.HARD and one.rule != "never together":
            continue
        if person is None:  # what a team lacks: whoever was seated last gets up
            new = [member for member in _members(seats[one.team_id]) if member not in before[one.team_id]]
            person = new[-1] if new else None
        if person is not None and person not in before[one.team_id]:
            seats[one.team_id] = tuple(
                replace(seat, responder_id=None) if seat.responder_id == person else seat for seat in seats[one.team_id]
            )
    return seats


def _members(seats: Sequence[Seat]) -> list[ResponderId]:
    return [seat.responder_id for seat in seats if seat.responder_id is not None]
