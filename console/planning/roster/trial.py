"""A roster as it would be after some changes: asked in thought, thousands of times, and never written."""

from collections.abc import Mapping
from dataclasses import replace

from console.domain.ids import ResponderId, TeamId
from console.domain.roster_rules import Finding, by_strength
from console.domain.rosters import Person, Seat
from console.planning.roster.checks import Checks
from console.planning.roster.ledger import Work
from console.snapshots.rosters import Book, TeamSnapshot


class Trial:
    """Some seats of a book taken otherwise. `put` gives another trial; this one stays as it is."""

    def __init__(
        self, checks: Checks, seats: Mapping[TeamId, tuple[Seat, ...]] | None = None,
        works: Mapping[ResponderId, list[Work]] | None = None,
    ) -> None:  # fmt: skip
        self.checks = checks
        self.changed: Mapping[TeamId, tuple[Seat, ...]] = seats or {}
        self._works: Mapping[ResponderId, list[Work]] = works or {}

    def seats(self, team: TeamSnapshot) -> tuple[Seat, ...]:
        """Who would sit in a team."""
        return self.changed.get(team.id, team.seats)

    def works(self, person: ResponderId) -> list[Work]:
        """What a person would work, the earliest first."""
        held = self._works.get(person)
        return self.checks.ledger.all_of(person) if held is None else held

    def put(self, team: TeamSnapshot, place: int, person: ResponderId | None) -> "Trial":
        """The trial in which this person (None: nobody) sits there, too; whoever sat there does not any more."""
        seats, works = dict(self.changed), dict(self._works)
        chosen = list(self.seats(team))
        before = chosen[place].responder_id
        chosen[place] = replace(chosen[place], responder_id=person, reason="")
        seats[team.id] = tuple(chosen)
        members = {one.responder_id for one in chosen}
        if before is not None and before not in members:
            works[before] = [one for one in self.works(before) if one.team_id != team.id]
        if person is not None and person != before:
            others = [one for one in self.works(person) if one.team_id != team.id]
            works[person] = sorted([*others, self.checks.ledger.work(team)], key=lambda one: one.starts_at)
        return Trial(self.checks, seats, works)

    def against(
        self, team: TeamSnapshot, place: int, person: Person, leaving: TeamId | None = None
    ) -> list[Finding]:  # fmt: skip
        """What would speak against a person on a seat, alone and beside the others, the strongest first."""
        chosen = list(self.seats(team))
        seat = chosen[place]
        chosen[place] = replace(seat, responder_id=person.id)
        works = [one for one in self.works(person.id) if one.team_id not in (team.id, leaving)]
        told = self.checks.of_works(team, seat, person, works)
        return by_strength([*told, *self.checks.of_team(team, chosen)])

    def broken(self) -> list[Finding]:
        """What the changes break, the strongest first: who is new on a seat is asked, who was there is not again."""
        told: list[Finding] = []
        for key, seats in self.changed.items():
            team = self.checks.teams[key]
            before = set(team.members)
            members = [one.responder_id for one in seats if one.responder_id is not None]
            if set(members) <= before:
                continue
            told += self.checks.of_team(team, seats)
            for seat in seats:
                if seat.responder_id is None or seat.responder_id in before:
                    continue
                works = [one for one in self.works(seat.responder_id) if one.team_id != key]
                told += self.checks.of_works(team, seat, self.checks.people[seat.responder_id], works)
        return by_strength(told)

    def book(self) -> Book:
        """The book with these seats."""
        changed = self.changed
        teams = [replace(one, seats=changed[one.id]) if one.id in changed else one for one in self.checks.book.teams]
        return replace(self.checks.book, teams=tuple(teams))
