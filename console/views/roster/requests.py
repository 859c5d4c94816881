"""Requests on the roster in force: who asks to give a shift away, to swap, or for an open one; decided here."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.commands.swaps import SwapWish, ask_swap, decide_swap
from console.domain.ids import ResponderId, SwapId, TeamId, new_uuid
from console.domain.roster_rules import Finding, by_strength
from console.domain.rosters import Person, RosterState, Strength
from console.errors import TandemError
from console.planning.roster.plans import label_of
from console.snapshots.rosters import SwapSnapshot, SwapState, TeamSnapshot
from console.ui.ask import ask_choice, ask_reason
from console.ui.build import button, label, row
from console.ui.notices import Notices
from console.ui.theme import theme
from console.views.roster.planner import Planner
from console.views.roster.seat_picker import TONES, Option, Picker, pick_for_seat


def open_requests(planner: Planner) -> list[SwapSnapshot]:
    """Those that nobody has decided yet, the oldest first."""
    return [one for one in planner.book.swaps if one.state is SwapState.ASKED] if planner.book is not None else []


class Requests(QDialog):
    """Follows the roster while it is open; Enter approves the chosen one."""

    def __init__(self, parent: QWidget, planner: Planner) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tandem")
        self._planner, self._shown = planner, list[SwapSnapshot]()
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName("Requests")
        self.list.itemActivated.connect(lambda _item: self.approve())
        self._said = label("", "dim", wrap=True)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self._acts = [
            button("Withdrawn", partial(self._turn_down, SwapState.WITHDRAWN), tip="Whoever asked takes it back"),
            button("Refuse", partial(self._turn_down, SwapState.REFUSED)), button("Approve", self.approve, "primary"),
        ]  # fmt: skip
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.addWidget(label("Requests", "title"))
        whole.addWidget(self._said)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.fault)
        whole.addLayout(row(None, button("Back", self.close), *self._acts))
        self.resize(theme().px(640), theme().px(420))
        planner.opened.connect(self.read)
        planner.changed.connect(self.read)
        self.read()
        self.open()
        self.list.setFocus()

    def read(self) -> None:
        """Show the open ones, each with what speaks against it; the chosen one stays chosen."""
        place, chosen = max(0, self.list.currentRow()), self._chosen()
        self._shown = open_requests(self._planner)
        self.list.clear()
        for one in self._shown:
            told = self._against(one)
            verdict = told[0].sentence if told else "No rule speaks against it."
            note = f" “{one.note}”" if one.note else ""
            item = QListWidgetItem(f"{self._sentence(one)}{note}\n{verdict}")
            item.setForeground(theme().colour(TONES.get(told[0].strength, "text") if told else "text"))
            self.list.addItem(item)
        ids = [one.id for one in self._shown]
        kept = ids.index(chosen.id) if chosen is not None and chosen.id in ids else min(place, len(ids) - 1)
        self.list.setCurrentRow(kept)
        for act in self._acts:
            act.setEnabled(bool(self._shown) and self._planner.may_change)
        hint = "Enter one for somebody: put the cursor on their seat, or on an open one, and press Ctrl+Shift+A."
        self._said.setText(hint if self._shown else f"Nobody asks for anything. {hint}")

    def approve(self) -> None:
        """Let it be done at once; where a firm rule bends, a reason is asked for."""
        one = self._chosen()
        if one is None:
            return
        told = self._against(one)
        if told and told[0].strength is Strength.FIRM:
            ask_reason(
                self, "This bends a rule", f"{told[0].sentence} Give a reason to do it all the same.", "Do it",
                partial(self._decide, one, SwapState.APPROVED),
            )  # fmt: skip
            return
        self._decide(one, SwapState.APPROVED)

    def _turn_down(self, decision: SwapState) -> None:
        if (one := self._chosen()) is not None:
            self._decide(one, decision)

    def _decide(self, one: SwapSnapshot, decision: SwapState, reason: str = "") -> None:
        errand = self._planner.desk.run(decide_swap, one.id, one.version, decision, reason)
        errand.then(self._done).otherwise(self._refuse)

    def _done(self, _none: object) -> None:  # a method: passed over when the window is gone
        self.fault.hide()

    def _refuse(self, fault: TandemError) -> None:
        self.fault.setText(str(fault))
        self.fault.show()

    def _chosen(self) -> SwapSnapshot | None:
        place = self.list.currentRow()
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def _against(self, swap: SwapSnapshot) -> list[Finding]:
        """What speaks against it as the roster is now, the strongest first."""
        team, other = self._planner.team(swap.team_id), self._planner.team(swap.other_team_id)
        moves: list[tuple[TeamSnapshot | None, ResponderId | None, ResponderId | None]] = []
        if swap.kind == "open":
            moves.append((team, None, swap.responder_id))
        else:
            moves.append((team, swap.responder_id, swap.other_id))
        if swap.kind == "swap":
            moves.append((other, swap.other_id, swap.responder_id))
        leaving = [one.id for one in (team, other) if one is not None]
        told: list[Finding] = []
        for into, leaves, comes in moves:
            person = self._planner.person(comes)
            place = _seat_of(into, leaves, person)
            if into is not None and person is not None and place is not None:
                told += self._planner.verdict(into, place, person, leaving=leaving)
        return by_strength(told)

    def _sentence(self, swap: SwapSnapshot) -> str:
        names = [one.name if one is not None else "somebody" for one in map(self._planner.person, (
            swap.responder_id, swap.other_id))]  # fmt: skip
        shifts = [self._shift(one) for one in (swap.team_id, swap.other_team_id)]
        if swap.kind == "open":
            return f"{names[0]} asks for the open seat of {shifts[0]}."
        if swap.kind == "give":
            return f"{names[0]} gives {shifts[0]} to {names[1]}."
        return f"{names[0]} and {names[1]} swap {shifts[0]} and {shifts[1]}."

    def _shift(self, key: TeamId | None) -> str:
        team, book = self._planner.team(key), self._planner.book
        return label_of(book, team) if team is not None and book is not None else "a shift"


def _seat_of(team: TeamSnapshot | None, leaves: ResponderId | None, comes: Person | None) -> int | None:
    """The seat that somebody leaves, or the first open one of the discipline of whoever comes."""
    for place, seat in enumerate(team.seats if team is not None else ()):
        if seat.responder_id == leaves and (leaves is not None or comes is None or seat.discipline is comes.discipline):
            return place
    return None


def enter_request(window: QWidget, planner: Planner, team: TeamSnapshot, place: int, notices: Notices) -> None:
    """Enter a request on somebody's behalf, for the seat under the cursor."""
    book = planner.book
    if book is None or book.roster.state is not RosterState.PUBLISHED:
        notices.refused("Requests are for the roster in force. In a draft, seat people as you like.")
        return
    who = planner.person(team.seats[place].responder_id)
    if who is None:
        pick_for_seat(
            window, planner, team, place, lambda key: _ask(planner, notices, SwapWish("open", team.id, key)),
            "Who asks for this seat?",
        )  # fmt: skip
        return
    give = partial(
        pick_for_seat, window, planner, team, place,
        lambda key: _ask(planner, notices, SwapWish("give", team.id, who.id, other_id=key)), "Who takes it over?",
    )  # fmt: skip
    ask_choice(
        window, f"What does {who.name} ask for?", "Nothing changes before it is approved.",
        (("To give this shift to somebody", give),
         ("To swap it for another shift", partial(_pick_other, window, planner, team, place, notices))),
    )  # fmt: skip


def _pick_other(window: QWidget, planner: Planner, team: TeamSnapshot, place: int, notices: Notices) -> None:
    """With which other shift: each of somebody of the same discipline that has not begun."""
    seat, now, book = team.seats[place], planner.desk.store.now(), planner.book
    who = planner.person(seat.responder_id)
    if book is None or who is None:
        return
    options = []
    for other in book.teams:
        if other.unit_id is not None:
            continue  # it rides: a supervisor changes it, under Tonight
        for at, there in enumerate(other.seats):
            mate = planner.person(there.responder_id)
            if mate is None or mate.id == who.id or there.discipline is not seat.discipline or other.starts_at <= now:
                continue
            if mate.id in team.members or who.id in other.members:
                continue
            both = [team.id, other.id]
            told = by_strength([
                *planner.verdict(team, place, mate, leaving=both), *planner.verdict(other, at, who, leaving=both),
            ])  # fmt: skip
            tone = TONES.get(told[0].strength, "text") if told else "text"
            against = f"   {told[0].sentence}" if told else ""
            options.append(Option(f"{mate.name} · {label_of(book, other)}{against}", (other.id, mate.id), tone))
    options.sort(key=lambda one: ("text", "warn.text", "danger.text").index(one.tone))

    def ask(chosen: tuple[TeamId, ResponderId]) -> None:
        _ask(planner, notices, SwapWish("swap", team.id, who.id, *chosen))

    Picker(window, label_of(book, team), "For which shift of whom?", options, ask)


def _ask(planner: Planner, notices: Notices, wish: SwapWish) -> None:
    if planner.book is None:
        return
    errand = planner.desk.run(ask_swap, SwapId(new_uuid()), planner.book.roster.id, wish)
    errand.then(lambda _none: notices.done("The request is entered: Ctrl+Shift+R decides"))
    errand.otherwise(lambda fault: notices.refused(str(fault)))
