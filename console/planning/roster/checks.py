"""Asks the rules of a roster: what speaks against somebody on a seat, how strongly, and in which sentence."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.ids import TeamId
from console.domain.qualifications import meets, need_word
from console.domain.roster_rules import Finding, RosterRules, by_strength
from console.domain.rosters import DAY_MINUTES, AbsenceKind, Contract, Person, Seat
from console.domain.units import Discipline, Presence
from console.planning.roster.ledger import Ledger, Work
from console.snapshots.rosters import Book, TeamSnapshot

Say = Callable[..., None]  # rule, sentence, weight


class Checks:
    """Asks the rules of one book. Made anew when the book changes; one verdict takes far less than a millisecond."""

    def __init__(self, book: Book) -> None:
        self.book, self.ledger = book, Ledger(book)
        self.people = {one.id: one for one in book.people}
        self.teams = {one.id: one for one in book.teams}
        self._zone = ZoneInfo(book.time_zone)
        self._rules: RosterRules = book.rules

    def of_seat(
        self, team: TeamSnapshot, seat: Seat, person: Person, *, without: Sequence[TeamId] = ()
    ) -> list[Finding]:
        """What speaks against a person on a seat of a team, the strongest first.

        `without` are teams that the person would leave for it; whatever they now do in this team is left out, too.
        """
        works = self.ledger.of(person.id, without=(team.id, *without))
        return self.of_works(team, seat, person, works)

    def of_works(self, team: TeamSnapshot, seat: Seat, person: Person, works: Sequence[Work]) -> list[Finding]:
        """What speaks against a person on a seat who works these other shifts, the strongest first."""
        work = self.ledger.work(team)
        told: list[Finding] = []

        def say(rule: str, sentence: str, weight: int = 0) -> None:
            told.append(Finding(rule, sentence, team.id, person.id, weight))

        if person.discipline is not seat.discipline:
            say("seat", f"{person.name} is {_a(person.discipline)}; this seat is for {_a(seat.discipline)}.")
        if seat.is_apart and self._is_beside(replace(seat, responder_id=person.id), work, works):
            works = [one for one in works if one.begins != work.begins]  # these hours are worked once
        self._presence(person, work, works, say)
        self._competence(person, team.day, say)
        self._contract(person, work, works, say)
        self._wishes(person, team, say)
        return by_strength(told)

    def _is_beside(self, seat: Seat, work: Work, works: Sequence[Work]) -> bool:
        """Whether somebody who is shared, or with a team by telephone, may be with this one as well."""
        assert seat.responder_id is not None
        if seat.presence is Presence.SHARED and self.ledger.beside(seat.responder_id, work) > 1:
            return False  # between two teams, not three
        return any(self.ledger.is_beside(seat, work, one) for one in works)

    def of_team(self, team: TeamSnapshot, seats: Sequence[Seat] | None = None) -> list[Finding]:
        """What speaks against these people riding together; `seats` are the team's own unless others are given."""
        chosen = team.seats if seats is None else seats
        members = [self.people[one.responder_id] for one in chosen if one.responder_id in self.people]
        told = []
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                if other.id in one.never_with or one.id in other.never_with:
                    sentence = f"{one.name} and {other.name} must not ride together."
                    told.append(Finding("never together", sentence, team.id, one.id))
        if members and all(seat.responder_id is not None for seat in chosen):
            held = [one for member in members for one in member.qualifications]
            told += [
                Finding("need", f"Nobody of this team has {need_word(need)}.", team.id)
                for need in team.needs
                if not meets(need, held, team.day)
            ]
        return told

    def of_roster(self, after: datetime | None = None) -> Iterator[Finding]:
        """Every rule that the roster breaks as it is, team by team; `after`: in shifts that begin later only."""
        for team in self.book.teams:
            if after is None or team.starts_at > after:
                yield from self.of_whole_team(team)

    def of_whole_team(self, team: TeamSnapshot) -> list[Finding]:
        """Every rule that a team breaks as it is: seat by seat, then together."""
        told: list[Finding] = []
        for seat in team.seats:
            person = self.people.get(seat.responder_id) if seat.responder_id is not None else None
            if person is not None:
                told += self.of_seat(team, seat, person)
        return [*told, *self.of_team(team)]

    def _presence(self, person: Person, work: Work, works: Sequence[Work], say: Say) -> None:
        begins, ends = work.begins, work.ends
        for other in works:
            if other.begins < ends and begins < other.ends:
                say("double", f"{person.name} already works {other.name} on {_day(other.day)}.")
        for absence in person.absences:
            binds = absence.approved and absence.kind is not AbsenceKind.LATE
            if binds and absence.touches(work.starts_at, work.ends_at):
                until = absence.ends_at.astimezone(self._zone)
                say("away", f"{person.name}: {absence.kind.word.lower()} until {until:%a %d %b %H:%M}.")
        windows = person.contract.availability if person.contract is not None else ()
        if windows and not self._is_available(person, work):
            say("available", f"{person.name} is not available at these hours.")

    def _is_available(self, person: Person, work: Work) -> bool:
        assert person.contract is not None
        begins, ends = (at.astimezone(self._zone) for at in (work.starts_at, work.ends_at))
        first = begins.hour * 60 + begins.minute
        # By the clock on the wall, in a night when clocks change too; a window of the day before may reach into this.
        last = (ends.date() - begins.date()).days * DAY_MINUTES + ends.hour * 60 + ends.minute
        return any(
            one.weekday == (begins.weekday() - back) % 7
            and one.begins <= first + back * DAY_MINUTES and last + back * DAY_MINUTES <= one.ends
            for one in person.contract.availability for back in (0, 1)
        )  # fmt: skip

    def _competence(self, person: Person, day: date, say: Say) -> None:
        training = self._rules.crisis_training
        if person.discipline is Discipline.CLINICIAN:
            if not person.licence:
                say("licence", f"{person.name} has no licence on record.")
            elif (expires := _expired(person, person.licence, day)) is not None:
                said = f"{person.name}'s licence {person.licence} expires on {expires:%d %b}, before this shift."
                say("licence", said)
        if person.discipline is Discipline.OFFICER and training:
            if not any(one.code == training for one in person.qualifications):
                say("training", f"{person.name} has no {training} on record.")
            elif (expires := _expired(person, training, day)) is not None:
                say("training", f"{person.name}'s {training} expires on {expires:%d %b}, before this shift.")

    def _contract(self, person: Person, work: Work, works: Sequence[Work], say: Say) -> None:
        contract = person.contract
        if contract is None:
            say("contract", f"{person.name} has no contract: nobody knows which hours they owe.")
            return
        self._rest(person, contract, work, works, say)
        week = [one for one in works if one.week == work.week]
        minutes = sum(one.minutes for one in week) + work.minutes
        if minutes > contract.week_minutes:
            allowed = _hours(contract.week_minutes)
            say("week hours", f"{person.name}: {_hours(minutes)} h that week; at most {allowed} h.")
        if len(week) + 1 > contract.week_shifts:
            say("week shifts", f"{person.name}: {len(week) + 1} shifts that week; at most {contract.week_shifts}.")
        inside = [one for one in works if one.counts]
        most = round(contract.most_minutes * self.book.roster.days / 28)
        minutes = sum(one.minutes for one in inside) + work.minutes
        if minutes > most:
            say("hours", f"{person.name}: {_hours(minutes)} h in these weeks; at most {_hours(most)} h.")
        self._patterns(person, contract, work, works, say)

    @staticmethod
    def _rest(person: Person, contract: Contract, work: Work, works: Sequence[Work], say: Say) -> None:
        before = after = None  # the last shift that ends before this one, and the first that begins after it
        for one in works:
            if one.ends <= work.begins:
                before = one
            if after is None and one.begins >= work.ends:
                after = one
        for other, word in ((before, "after"), (after, "before")):
            if other is None:
                continue
            minutes = (work.begins - other.ends if other is before else other.begins - work.ends) / 60
            least = max(contract.rest_minutes, (other if other is before else work).rest)
            if 0 <= minutes < least:
                when = f"{word} {other.name} on {_day(other.day)}"
                say("rest", f"{person.name}: {_hours(minutes)} h rest {when}; at least {_hours(least)} h.")

    def _patterns(self, person: Person, contract: Contract, work: Work, works: Sequence[Work], say: Say) -> None:
        days = {one.day for one in works}
        run = 1 + _streak(days, work.day, -1) + _streak(days, work.day, 1)
        if run > contract.run:
            say("run", f"{person.name}: {run} days in a row; at most {contract.run}.")
        if work.is_night:
            nights = 1 + sum(one.is_night for one in works if one.counts)
            most = contract.within(contract.nights, self.book.roster.days)
            if nights > most:
                say("nights", f"{person.name}: {nights} nights; at most {most}.")
        if work.day.weekday() >= 5:
            weekends = {one.week for one in works if one.counts and one.day.weekday() >= 5} | {work.week}
            most = contract.within(contract.weekends, self.book.roster.days)
            if len(weekends) > most:
                say("weekends", f"{person.name}: {len(weekends)} weekends; at most {most}.")

    def _wishes(self, person: Person, team: TeamSnapshot, say: Say) -> None:
        for wish in person.wishes:
            if wish.day == team.day and not wish.works and wish.template_id in (None, team.template_id):
                say("wish", f"{person.name} would like {_day(team.day)} off.", wish.weight * self._rules.wish)
        if self._rules.home_zone and person.zone_id is not None and team.zone_id not in (None, person.zone_id):
            home = self.book.zones.get(person.zone_id, "another zone")
            say("zone", f"{person.name}'s home zone is {home}.", self._rules.home_zone)


def _expired(person: Person, code: str, day: date) -> date | None:
    """When a qualification ended before the day; None while any holding of it is valid, or none is dated."""
    held = [one for one in person.qualifications if one.code == code]
    if not held or any(one.valid_on(day) for one in held):
        return None
    return max(one.expires for one in held if one.expires is not None)


def _streak(days: set[date], day: date, step: int) -> int:
    count = 0
    while day + timedelta(days=step * (count + 1)) in days:
        count += 1
    return count


def _hours(minutes: float) -> str:
    hours = minutes / 60
    return f"{hours:.0f}" if hours == round(hours) else f"{hours:.1f}"


def _day(day: date) -> str:
    return f"{day:%a %d %b}"


def _a(discipline: Discipline) -> str:
    word = discipline.value
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
