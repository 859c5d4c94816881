"""Sick calls, reasons and repairs on the open roster: what is asked, and what is applied."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from console.commands.staffing import add_absence
from console.domain.ids import AbsenceId, ResponderId, new_uuid
from console.domain.rosters import Absence, AbsenceKind
from console.planning.roster.plans import Repair, label_of
from console.snapshots.rosters import Book, TeamSnapshot
from console.ui.ask import ask_choice
from console.ui.notices import Notices
from console.views.roster.board import Board
from console.views.roster.planner import Planner
from console.views.roster.reasons import Apply, ask_sick, ask_why
from console.views.roster.wishes import Wishes


class Mending:
    """Asks why, and repairs; a plan is applied whole or not at all, and can be taken back."""

    def __init__(self, planner: Planner, board: Board, wishes: Wishes, notices: Notices, window: QWidget) -> None:
        self._planner, self._board, self._wishes = planner, board, wishes
        self._notices, self._window = notices, window

    def why(self) -> None:
        """Why the seat under the cursor is open, or why those of its team ride together."""
        team = self._board.team()
        if team is not None:
            place = min(self._board.seat, len(team.seats) - 1)
            ask_why(self._window, self._planner, team, place, self._applying())

    def sick(self) -> None:
        """Whoever sits under the cursor is sick: on this shift, or on all that follow."""
        team, book = self._board.team(), self._planner.book
        place = min(self._board.seat, len(team.seats) - 1) if team is not None else 0
        person = self._planner.person(team.seats[place].responder_id) if team is not None else None
        if team is None or person is None or book is None:
            self._notices.refused("Put the cursor on somebody's seat first.")
            return
        if team.ends_at <= self._planner.desk.store.now():
            self._notices.refused(f"{label_of(book, team)} is over. Nobody can cover it any more.")
            return
        later = [one for one in book.teams if person.id in one.members and one.starts_at >= team.starts_at]
        week = [one for one in later if (one.day - team.day).days < 7]
        choices = [
            ("This shift", [team]), (f"Seven days: {len(week)} shifts", week), (f"All {len(later)} to come", later),
        ]  # fmt: skip
        ask_choice(
            self._window, f"Which shifts does {person.name} miss?",
            "Nothing changes before a repair is applied; with it the absence is on record.",
            [(text, partial(self._repairs, person.id, teams)) for text, teams in choices],
        )  # fmt: skip

    def _repairs(self, person: ResponderId, teams: list[TeamSnapshot]) -> None:
        book = self._planner.book

        def applied(words: str, plan: Repair) -> None:
            self.apply(book, words, plan, partial(self._record, person, teams))

        ask_sick(self._window, self._planner, person, teams, applied)

    def _record(self, person: ResponderId, teams: list[TeamSnapshot]) -> None:
        """Put on record that somebody is sick from the first to the last of these shifts."""
        first, last = min(one.starts_at for one in teams), max(one.ends_at for one in teams)
        absence = Absence(AbsenceKind.SICK, first, last)
        work = self._planner.desk.run(add_absence, AbsenceId(new_uuid()), person, absence)
        work.then(lambda _none: self._notices.done("The absence is on record; the Directory ends it."))
        work.otherwise(lambda fault: self._notices.refused(str(fault)))

    def _applying(self) -> Apply:
        """What applies a plan to the book for which it was made: what was changed since refuses it."""
        return partial(self.apply, self._planner.book)

    def apply(
        self, book: Book | None, words: str, plan: Repair, then: Callable[[], object] = lambda: None
    ) -> None:
        """Seat everybody as the plan for a book says; in force, a firm rule asks for its reason."""
        if book is None:
            return
        if not self._planner.may_change:
            self._notices.refused("You may look at this roster, not change it.")
            return
        seats = plan.seats(book)
        self._wishes.put(words, seats, then, [one for one in book.teams if one.id in seats])
