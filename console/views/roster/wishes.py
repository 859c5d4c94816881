"""What the keys, the mouse and the panels of the roster ask for, put into seats."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from console.commands.rosters import drop_draft, publish_roster
from console.domain.ids import ResponderId, TeamId
from console.domain.roster_rules import firm_told
from console.domain.rosters import Seat, Strength
from console.errors import ReasonNeeded, TandemError
from console.planning.roster.copying import earlier_teams
from console.planning.roster.ledger import week_of
from console.snapshots.rosters import TeamSnapshot
from console.ui.ask import ask_choice, ask_reason
from console.ui.notices import Notices
from console.views.roster.board import Board
from console.views.roster.dragged import Dragged, fitting_seat
from console.views.roster.planner import Planner
from console.views.roster.seat_picker import pick_for_seat
from console.views.roster.steps import Seats


class Wishes:
    """Turns a gesture into a change of seats; asks for a reason where a firm rule would bend in a roster in force."""

    def __init__(self, planner: Planner, board: Board, notices: Notices, window: QWidget) -> None:
        self.planner = planner
        self._board, self._notices, self._window = board, notices, window
        self._copied: tuple[Seat, ...] | None = None
        self._reason = ""  # the last one that could not be saved
        board.seat_requested.connect(self.pick)
        board.dropped.connect(self.drop)

    # One seat

    def pick(self, team_id: TeamId, place: int) -> None:
        """Ask who should take a seat."""
        team = self.planner.team(team_id)
        if team is None or not self._allowed():
            return
        place = min(place, len(team.seats) - 1)
        pick_for_seat(self._window, self.planner, team, place, lambda person: self.seat(team, place, person))

    def seat(self, team: TeamSnapshot, place: int, person: ResponderId) -> None:
        """Put somebody on a seat of a team as it was seen; whoever sat there gets up."""
        if (who := self.planner.person(person)) is not None:
            self.put(f"{who.name} on {_told(team)}", {team.id: _with(team, place, person)}, seen=[team])

    def seat_here(self, person: ResponderId) -> None:
        """Put somebody of the list on the seat under the cursor, or on the one of their discipline."""
        team = self._board.team()
        if team is not None and self._allowed():
            self.seat(team, fitting_seat(self.planner, team, self._board.seat, person), person)

    def clear(self) -> None:
        """Let whoever sits under the cursor get up."""
        team, place = self._board.team(), self._board.seat
        if team is None or place >= len(team.seats) or team.seats[place].responder_id is None or not self._allowed():
            return
        self.put(f"Seat cleared on {_told(team)}", {team.id: _with(team, place, None)})

    def drop(self, dragged: Dragged, team_id: TeamId, place: int) -> None:
        """Somebody was dragged here, from the list or from another team, alone or with the whole team."""
        team = self.planner.team(team_id)
        source = self.planner.team(dragged.team_id) if dragged.team_id is not None else None
        if team is None or not self._allowed():
            return
        if source is None or source.id == team.id:
            self.seat(team, place, dragged.person_id)
            return
        seats: dict[TeamId, tuple[Seat, ...]] = {}
        if dragged.whole and len(source.seats) == len(team.seats):
            seats = {team.id: _moved(source, team), source.id: _moved(team, source)}
            self.put(f"Teams of {_told(source)} and {_told(team)} changed places", seats)
            return
        leaves = next((at for at, one in enumerate(source.seats) if one.responder_id == dragged.person_id), None)
        if leaves is None:
            return
        other = team.seats[place].responder_id  # they change seats, unless this one was open
        seats = {team.id: _with(team, place, dragged.person_id), source.id: _with(source, leaves, other)}
        self.put(f"Moved to {_told(team)}", seats)

    # Shifts, days, weeks

    def copy(self) -> None:
        """Remember who sits in the team under the cursor."""
        team = self._board.team()
        if team is not None:
            self._copied = team.seats
            self._notices.done(f"Copied: {_told(team)}")

    def paste(self) -> None:
        """Let those who were copied sit in the team under the cursor."""
        team = self._board.team()
        if team is None or self._copied is None or len(self._copied) != len(team.seats) or not self._allowed():
            return
        self.put(f"Pasted on {_told(team)}", {team.id: _taken_over(self._copied, team.seats)})

    def repeat_day(self) -> None:
        """Let the day under the cursor be as the day before it."""
        self._repeat(1, "The day before was copied")

    def repeat_week(self) -> None:
        """Let the week under the cursor be as the week before it, where nobody sits yet."""
        self._repeat(7, "The week before was copied")

    def _repeat(self, back: int, words: str) -> None:
        book, team = self.planner.book, self._board.team()
        if book is None or team is None or not self._allowed():
            return
        first = team.day if back == 1 else week_of(team.day)
        days = {one for one in book.roster.dates if 0 <= (one - first).days < back}
        earlier = earlier_teams(book.teams, back)
        seats: dict[TeamId, tuple[Seat, ...]] = {}
        for one in book.teams:
            if one.day not in days or one.members:
                continue
            before = earlier.get(one.id)
            if before is not None and before.members:
                seats[one.id] = _fitting(self.planner, before, one)
        if not seats:
            self._notices.refused("Nothing to copy: each team here has somebody, or nobody sat there before.")
            return
        self.put(words, seats)

    # The roster

    def undo(self) -> None:
        """Take the last wish back."""
        self.planner.undo(lambda words: self._notices.done(f"Taken back: {words}" if words else "Nothing to take back"))

    def redo(self) -> None:
        """Do it again."""
        self.planner.redo(lambda words: self._notices.done(f"Done again: {words}" if words else "Nothing to do again"))

    def publish(self) -> None:
        """Put the draft in force, with a note."""
        book, checks, at = self.planner.book, self.planner.checks, self.planner.desk.store.now()
        if book is None or checks is None or not self.planner.is_draft or not self._allowed():
            return
        gaps = sum(len(team.open_seats) for team in book.teams)
        told = f"{gaps} {'seat is' if gaps == 1 else 'seats are'} open. " if gaps else "Every seat is taken. "
        if firm := sum(one.strength is Strength.FIRM for one in checks.of_roster(after=at)):
            told += f"{firm_told(firm)} Your note is kept as the reason. "

        def send(note: str) -> None:
            now = self.planner.book  # what was changed while the note was typed is on the board
            seen = sum(one.version for one in (now if now and now.roster.id == book.roster.id else book).teams)
            errand = self.planner.desk.run(publish_roster, book.roster.id, book.roster.version, note, seen)
            errand.then(lambda _none: self._notices.done(f"{book.roster.name} is in force")).otherwise(self._refuse)

        ask_reason(
            self._window, f"Publish {book.roster.name}?", told + "Everybody sees it from now on.", "Publish", send,
            suggestions=("As agreed", "After the sick calls of this week"),
        )  # fmt: skip

    def drop_draft(self) -> None:
        """Put the draft away, after a question."""
        book = self.planner.book
        if book is None or not self.planner.is_draft or not self._allowed():
            return

        def send() -> None:
            errand = self.planner.desk.run(drop_draft, book.roster.id, book.roster.version)
            errand.then(lambda _none: self._notices.done("The draft is put away")).otherwise(self._refuse)

        ask_choice(
            self._window, f"Put {book.roster.name} away?", "It leaves the list; what was done stays on record.",
            (("Keep it", lambda: None), ("Put it away", send)),
        )  # fmt: skip

    def put(
        self, words: str, seats: Seats, then: Callable[[], object] = lambda: None, seen: Sequence[TeamSnapshot] = ()
    ) -> None:
        """Seat people; where a firm rule would bend in a roster in force, ask for a reason.

        `seen` are the teams as they were when it was asked, as `Planner.put` takes them.
        """
        known = {one.id: one for one in seen}
        teams = [team for key in seats if (team := known.get(key) or self.planner.team(key)) is not None]

        def send(reason: str, asked: Callable[[TandemError], object]) -> None:
            self.planner.put(words, seats, reason=reason, asked=asked, then=then, seen=teams)

        def ask(fault: TandemError) -> None:
            if not isinstance(fault, ReasonNeeded):
                self._refuse(fault)
                return
            told = "\n".join(self.planner.bent(teams, seats) or [str(fault)])
            ask_reason(
                self._window, "This bends a rule", f"{told}\nGive a reason to do it all the same.", "Do it",
                lambda reason: send(reason, partial(self._refuse_reasoned, reason)),
                suggestions=[self._reason] if self._reason else (),
            )  # fmt: skip

        send("", ask)

    def _refuse_reasoned(self, reason: str, fault: TandemError) -> None:
        self._reason = reason  # offered again: what was typed is not lost
        self._refuse(fault)

    def _allowed(self) -> bool:
        if not self.planner.may_change:
            self._notices.refused("You may look at this roster, not change it.")
        return self.planner.may_change

    def _refuse(self, fault: TandemError) -> None:
        self._notices.refused(str(fault))


def _with(team: TeamSnapshot, place: int, person: ResponderId | None) -> tuple[Seat, ...]:
    seats = list(team.seats)
    for at, seat in enumerate(seats):
        if person is not None and seat.responder_id == person and at != place:
            seats[at] = replace(seat, responder_id=None)
    seats[place] = replace(seats[place], responder_id=person, reason="")
    return tuple(seats)


def _moved(source: TeamSnapshot, target: TeamSnapshot) -> tuple[Seat, ...]:
    return _taken_over(source.seats, target.seats)


def _taken_over(source: tuple[Seat, ...], target: tuple[Seat, ...]) -> tuple[Seat, ...]:
    """The people of some seats on others, without the reasons for which a rule was bent there."""
    return tuple(
        replace(seat, responder_id=one.responder_id, reason="") for seat, one in zip(target, source, strict=True)
    )


def _fitting(planner: Planner, source: TeamSnapshot, target: TeamSnapshot) -> tuple[Seat, ...]:
    """Those of a team who may sit in another one: nobody is copied into what a rule forbids."""
    seats = []
    for place, seat in enumerate(target.seats):
        person = planner.person(source.seats[place].responder_id) if place < len(source.seats) else None
        told = planner.verdict(target, place, person) if person is not None else []
        fits = person is not None and not any(one.strength is not Strength.SOFT for one in told)
        seats.append(replace(seat, responder_id=person.id) if fits and person is not None else seat)
    return tuple(seats)


def _told(team: TeamSnapshot) -> str:
    return f"{team.name}, {team.day:%a %d %b}"
