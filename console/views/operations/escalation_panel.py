"""Escalations that stand on a call, each with a field in which somebody answers for it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from console.domain.ids import CallId, EscalationId
from console.snapshots.escalations import EscalationSnapshot
from console.store.store import Store
from console.ui.build import button, label, mark, row
from console.views.operations.wishes import Wishes
from console.views.parts.words import local


class EscalationCard(QFrame):
    """One standing escalation; what is being typed survives every refresh because the card itself stays."""

    def __init__(
        self, store: Store, wishes: Wishes, one: EscalationSnapshot, answered: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setObjectName("alarm")
        self._wishes, self._id, self._answered = wishes, one.id, answered
        self.note = QLineEdit()
        self.note.setPlaceholderText("Answer for it: what are you doing about it?")
        self.note.setAccessibleName(f"Answer to: {one.sentence}")
        self.note.returnPressed.connect(self._answer)
        may = wishes.may_answer()
        self.note.setEnabled(may)
        if not may:
            self.note.setPlaceholderText("A dispatch supervisor answers for it")
        send = button("Answer", self._answer, "danger")
        send.setEnabled(may)
        head = label(f"▲ {one.sentence}", "section", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 8)
        whole.setSpacing(6)
        whole.addLayout(row(head, label(local(one.fired_at, store), "small")))
        whole.addLayout(row(self.note, send))

    def _answer(self) -> None:
        if self.note.text().strip():
            self._wishes.answer(self._id, self.note.text().strip(), self._answered)
        else:
            mark(self.note, "wrong", True)


class EscalationPanel(QWidget):
    """The standing escalations of the chosen call, the oldest first."""

    answered = Signal()

    def __init__(self, store: Store, wishes: Wishes) -> None:
        super().__init__()
        self._store, self._wishes = store, wishes
        self._call_id: CallId | None = None
        self._cards: dict[EscalationId, EscalationCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 0, 12, 8)
        self._column.setSpacing(6)
        for change in (store.escalations.upserted, store.escalations.removed):
            change.connect(lambda _changed: self._refresh())
        store.escalations.reset.connect(self._refresh)

    def show_for(self, call_id: CallId) -> None:
        """Show those of a call."""
        self._call_id = call_id
        self._refresh()

    def focus_first(self) -> bool:
        """Put the cursor into the first answer; False when none stands."""
        card = next(iter(self._cards.values()), None)
        if card is not None:
            card.note.setFocus()
        return card is not None

    def _refresh(self) -> None:
        standing = {
            one.id: one
            for one in sorted(self._store.escalations, key=lambda one: one.fired_at)
            if one.stands and one.call_id == self._call_id
        }
        for key in [key for key in self._cards if key not in standing]:
            card = self._cards.pop(key)
            card.hide()
            card.deleteLater()
        for key, one in standing.items():
            if key not in self._cards:
                self._cards[key] = EscalationCard(self._store, self._wishes, one, self.answered.emit)
                self._column.addWidget(self._cards[key])
        self.setVisible(bool(self._cards))
