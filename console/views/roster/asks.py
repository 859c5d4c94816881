"""The questions and windows that the roster's keys open."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from console.domain.ids import ResponderId
from console.domain.roster_rules import by_strength
from console.domain.rosters import Strength
from console.errors import BadInput, NotPermitted, RuleBroken
from console.planning.roster.spoken import cleared, seated, spoken, told
from console.snapshots.rosters import TeamSnapshot
from console.ui.notices import Notices
from console.views.roster.board import Board
from console.views.roster.wishes import Wishes

# Each window is imported when it is first asked for: none of them is needed to paint the board.


class Asks:
    """Opens what is asked for; `person` tells who is meant, under the cursor or chosen at the left."""

    def __init__(
        self, wishes: Wishes, board: Board, person: Callable[[], ResponderId | None], notices: Notices,
        window: QWidget,
    ) -> None:  # fmt: skip
        self._wishes, self._planner, self._board, self._person = wishes, wishes.planner, board, person
        self._notices, self._window = notices, window

    def new_draft(self) -> None:
        """Which weeks a draft is for."""
        from console.views.roster.forms import NewRoster  # noqa: PLC0415

        NewRoster(self._window, self._planner.desk, self._planner.all, self._planner.open)

    def edit_shifts(self) -> None:
        """The shifts that rosters are made of."""
        from console.views.roster.forms import Shifts  # noqa: PLC0415

        Shifts(self._window, self._planner.desk)

    def show_rules(self) -> None:
        """The rules, and their weights."""
        from console.views.roster.rules_form import RulesForm  # noqa: PLC0415

        if (book := self._planner.book) is not None:
            RulesForm(self._window, self._planner, book.rules)
        else:
            self._notices.refused("Open a roster first, or begin a draft: Ctrl+N.")

    def fill_pattern(self) -> None:
        """Fill somebody's weeks from a pattern."""
        from console.views.roster.pattern_form import PatternForm  # noqa: PLC0415

        if (team := self._changeable()) is not None:
            PatternForm(self._window, self._planner, team, self._person())

    def seats(self) -> None:
        """A further seat for the team under the cursor, or another kind of seat."""
        from console.views.roster.seats import ask_seats  # noqa: PLC0415

        if (team := self._changeable()) is not None:
            ask_seats(self._window, self._planner, team, self._place(team))

    def enter_request(self) -> None:
        """Somebody asks to give the shift under the cursor away, to swap it, or for an open seat."""
        from console.views.roster.requests import enter_request  # noqa: PLC0415

        if (team := self._changeable()) is not None:
            enter_request(self._window, self._planner, team, self._place(team), self._notices)

    def show_requests(self) -> None:
        """The requests that wait for a decision."""
        from console.views.roster.requests import Requests  # noqa: PLC0415

        Requests(self._window, self._planner)

    def show_tonight(self) -> None:
        """The teams of the running shift, and their units."""
        from console.views.roster.tonight import Tonight  # noqa: PLC0415

        self._planner.open_running()
        Tonight(self._window, self._planner, self._wishes.put)

    def print_days(self) -> None:
        """The days on the board as a page."""
        from console.views.roster.paper import show_paper  # noqa: PLC0415

        show_paper(self._window, self._planner, self._board.grid)

    def save_calendar(self) -> None:
        """Somebody's shifts as a calendar file."""
        from console.views.roster.paper import save_calendar  # noqa: PLC0415

        save_calendar(self._window, self._planner, self._person(), self._notices)

    def pair(self, words: Sequence[str], seats: bool, say: Callable[[str, bool], object]) -> None:
        """Seat people, or clear their seats, as a line of words says; the answer goes to `say` when it is done.

        Raises:
            BadInput: the line is not understood, or no roster is open.
            RuleBroken: a hard rule speaks against somebody.
            NotPermitted: the actor may only look at this roster.
        """
        checks = self._planner.checks
        if checks is None:
            raise BadInput("No roster is open. Choose one above the board, or begin a draft: Ctrl+N.")
        if not self._planner.may_change:
            raise NotPermitted("You may look at this roster, not change it.")
        meant = spoken(words, checks, self._board.grid.days)
        if seats and not meant.people:
            raise BadInput("Who? Write at least one name.")
        wanted = seated(meant) if seats else cleared(meant)
        leaves = [one for one in meant.team.members if one not in {seat.responder_id for seat in wanted}]
        names = " + ".join(person.short for key in leaves if (person := self._planner.person(key)) is not None)
        instead = f" instead of {names}" if names and seats else ""
        answer = f"{told(checks, meant)}{instead}" if seats else f"cleared · {told(checks, meant)}"
        against = by_strength([
            one for place, seat in enumerate(wanted) if (person := self._planner.person(seat.responder_id)) is not None
            and seat != meant.team.seats[place] for one in self._planner.verdict(meant.team, place, person)
        ])  # fmt: skip
        if against and against[0].strength is Strength.HARD:
            raise RuleBroken(against[0].sentence)
        if against and against[0].strength is Strength.FIRM:
            answer += f" · ⚠ {against[0].sentence}"
        self._board.go_to(meant.team.id)
        self._wishes.put(answer, {meant.team.id: wanted}, lambda: say(answer, False), [meant.team])

    def _changeable(self) -> TeamSnapshot | None:
        """The team under the cursor, if it may be changed; else a sentence says why not."""
        team = self._board.team()
        if not self._planner.may_change:
            self._notices.refused("You may look at this roster, not change it.")
        elif team is None:
            self._notices.refused("Put the cursor on a team first.")
        return team if self._planner.may_change else None

    def _place(self, team: TeamSnapshot) -> int:
        return min(self._board.seat, len(team.seats) - 1)
