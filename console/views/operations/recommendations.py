"""The ranked teams for the chosen call, with reasons; Enter on one dispatches it."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.ids import UnitId
from console.planning.verdicts import Candidate, Recommendation, Verdict
from console.ui.build import button, label, row
from console.ui.elided import ElidedLabel, ElidedLink
from console.ui.theme import theme
from console.views.operations.candidates import CandidateCards, CandidateList, Candidates

SHOWN_FIRST, SHOWN_WHEN_COVERED = 3, 2


class Recommendations(QWidget):
    """Heading, the ranked teams, the button that sends the marked one, and the ones that were passed over."""

    dispatch_requested = Signal(object)  # UnitId
    medic_requested = Signal(object)  # UnitId
    marked = Signal(object)  # UnitId | None: what the map's line leads from

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: Recommendation | None = None
        self._all = False
        self._covered = False
        self._marks_first = True
        self._by_hand = False  # the operator moved the mark: nothing else moves it then
        self._showing = False
        self.may_send = True
        self._heading = label("Recommended teams", "section")
        self._basis = ElidedLabel("small")
        self._note = label("", "small", wrap=True)
        self._note.hide()
        self._empty = label("", "warn", wrap=True)
        self.model = Candidates(self)
        self.view = CandidateList(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(CandidateCards(self.view))
        self._send = button(
            "Dispatch ⏎", self._dispatch, "primary", tip="Enter in the list (F6) dispatches the marked team"
        )
        self._medic = button("+ Medic", self._dispatch_medic, tip="Send the nearest free medic too")
        self._more = ElidedLink("", self._toggle_all)
        self._more.setToolTip("Why not the others")
        self._lay_out()
        self.view.dispatch_requested.connect(self._dispatch)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._on_moved())

    def show_recommendation(self, told: Recommendation, *, covered: bool, better: bool = False) -> None:
        """Show what was recommended; the marked team stays marked while it is still there.

        The first one is marked by itself only while nobody is on the call (`covered` False): a second press of Enter
        after a dispatch must not send a second team. `better` says that this ranking replaces a rougher one.
        """
        if covered and not self._covered:
            self.forget_mark()  # it was just covered, here or elsewhere: what was marked is not wanted twice
        kept = None if better and not self._by_hand else self.marked_unit()
        self._told, self._covered = told, covered
        first = SHOWN_WHEN_COVERED if covered else SHOWN_FIRST
        rows = (*told.ranked, *told.refused) if self._all else told.ranked[:first]
        if not self._all and not told.ranked:
            rows = told.refused[:first]
        self._showing = True
        self.model.show(rows)
        self._mark(self._to_mark(kept, told))
        self._showing = False
        self._heading.setText("Send another team" if covered else "Recommended teams")
        self._say(told, rows)
        self._on_marked()

    def _to_mark(self, kept: UnitId | None, told: Recommendation) -> int:
        """The row to mark, -1 for none: Enter must not send by itself who was refused, or how far off is not known."""
        row_of = self.model.row_of(kept)
        one = self.model.at(row_of)
        if one is not None and (self._by_hand or one.verdict is not Verdict.NO):
            return row_of
        best = told.best
        timed = best is not None and best.seconds is not None
        return 0 if timed and self._marks_first and not self._covered and not self._by_hand else -1

    def _mark(self, row_of: int) -> None:
        if row_of < 0:
            self.view.setCurrentIndex(QModelIndex())
            return
        mark = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.view.selectionModel().setCurrentIndex(self.model.index(row_of), mark)

    def forget(self) -> None:
        """Show nobody until another call's recommendation is there."""
        self._told = None
        self.model.show(())
        self._on_marked()

    def marked_unit(self) -> UnitId | None:
        """The team that Enter would send."""
        one = self.model.at(self.view.currentIndex().row())
        return one.unit.id if one else None

    def candidate(self) -> Candidate | None:
        """The marked candidate."""
        return self.model.at(self.view.currentIndex().row())

    def _say(self, told: Recommendation, rows: tuple[Candidate, ...]) -> None:
        hidden = len(told.ranked) + len(told.refused) + told.more_refused - len(rows)
        self._more.setVisible(bool(hidden) or self._all)
        passed = len(told.refused) + told.more_refused
        self._more.setText("Best only" if self._all else f"{passed} others" if passed else "")
        self._basis.show_text("" if told.note else _basis_of(told.source))
        self._note.setText(told.note or "")  # on lines of its own: cut at its end it would lose the reason
        self._note.setVisible(bool(told.note))
        nobody = not told.ranked
        self._empty.setVisible(nobody)
        if nobody:
            self._empty.setText(
                "No team passes. The nearest ones and what speaks against them:" if rows else "No unit is on duty."
            )
        height = theme().px(66) * min(len(rows), 5 if self._all else SHOWN_FIRST) + 4
        self.view.setFixedHeight(max(height, 10))
        self._medic.setVisible(told.medic is not None and self.may_send)
        if told.medic is not None:
            minutes = f" {told.medic.minutes} min" if told.medic.minutes else ""
            self._medic.setText(f"+ {told.medic.unit.call_sign}{minutes}")
            aged = f" ({told.medic.aged})" if told.medic.aged else ""
            self._medic.setToolTip(f"Send the nearest free medic too{aged}")

    def _on_moved(self) -> None:
        if not self._showing:
            self._by_hand = self.marked_unit() is not None
        self._on_marked()

    def _on_marked(self) -> None:
        one = self.candidate()
        self._send.setEnabled(one is not None and self.may_send)
        sends = "… ⏎" if one is not None and one.verdict is Verdict.NO else " ⏎"  # the one asks for a reason first
        self._send.setText(f"Dispatch {one.unit.call_sign} {sends}" if one else "Choose a team ↑ ↓")
        self.marked.emit(one.unit.id if one else None)

    def start_over(self, *, covered: bool) -> None:
        """Another call was chosen: its first team may be marked again."""
        self._marks_first, self._covered, self._by_hand = True, covered, False
        self.view.setCurrentIndex(QModelIndex())

    def forget_mark(self) -> None:
        """Mark nobody: what was marked has been sent, and only the operator's own hand marks the next."""
        self._marks_first = self._by_hand = False
        self.view.setCurrentIndex(QModelIndex())

    def _dispatch(self) -> None:
        unit_id = self.marked_unit()
        if unit_id is not None:
            self.forget_mark()
            self.dispatch_requested.emit(unit_id)

    def _dispatch_medic(self) -> None:
        if self._told is not None and self._told.medic is not None:
            self.medic_requested.emit(self._told.medic.unit.id)

    def _toggle_all(self) -> None:
        self._all = not self._all
        if self._told is not None:
            self.show_recommendation(self._told, covered=self._covered)

    def _lay_out(self) -> None:
        head = row(self._heading, self._basis)
        head.setStretch(1, 1)
        self._basis.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.setContentsMargins(16, 8, 16, 2)
        foot = row(self._send, self._medic, self._more)
        foot.setStretch(2, 1)
        foot.setContentsMargins(12, 4, 12, 8)
        for said in (self._note, self._empty):
            said.setContentsMargins(16, 0, 16, 4)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (head, self._note, self._empty, self.view, foot):
            if isinstance(part, QWidget):
                whole.addWidget(part)
            else:
                whole.addLayout(part)


def _basis_of(source: str) -> str:
    return "Drive times are estimates" if "estimate" in source else source
