"""The open calls, worst and oldest first, as cards that the keyboard walks through."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from console.domain.ids import CallId
from console.snapshots.calls import CallSnapshot
from console.store.store import Store
from console.ui.build import button, label, line, row
from console.ui.columns import SNAPSHOT_ROLE, CollectionModel, Column
from console.ui.drag import UNITS_MIME, units_in
from console.ui.steady import Steady
from console.ui.ticker import Ticker
from console.views.operations.call_card import CallCards
from console.views.parts.selection import Selection
from console.views.parts.words import nature_word, turn, waiting, wants_team, who_is_on

_HEAD_MARGINS = 50  # pixels beside and between the parts of the heading
Key = Callable[[CallSnapshot], Any]
ORDERS: tuple[tuple[str, Key], ...] = (
    ("Urgency", lambda call: (-call.level, turn(call), call.number)),
    ("Waiting longest", lambda call: (turn(call), call.number)),
    ("Unassigned first", lambda call: (not call.is_unassigned, -call.level, call.received_at, call.number)),
)


_CHOOSING = (
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Enter,
)  # fmt: skip


class CallView(QListView):
    """The list itself; a letter typed here neither searches nor moves anything."""

    units_dropped = Signal(object, object)  # tuple[UnitId], CallId

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAcceptDrops(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setAccessibleName("Open calls")

    def keyboardSearch(self, search: str) -> None:
        """Letters never move the selection."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The first arrow chooses the row that has the keyboard; having the keyboard alone chooses nothing."""
        index, chosen = self.currentIndex(), self.selectionModel()
        if event.key() in _CHOOSING and index.isValid() and not chosen.isSelected(index):
            chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(UNITS_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            event.acceptProposedAction()
            self._dropped(index, event.mimeData())

    def _dropped(self, index: QModelIndex, data: QMimeData) -> None:
        call: CallSnapshot = index.data(SNAPSHOT_ROLE)
        self.units_dropped.emit(units_in(data), call.id)


class CallList(QWidget):
    """Heading with counts, the order, and the cards."""

    units_dropped = Signal(object, object)
    opened = Signal(object)  # CallId: Enter was pressed on it

    def __init__(self, store: Store, selection: Selection, ticker: Ticker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._store, self._selection = store, selection
        self._order = 0
        self._unassigned = 0
        self._heading = label("Open calls", "section")
        self._counts = label("", "dim")
        self._sorter = button("", self.next_order, "pill", tip="Order of the list (Ctrl+O)")
        self._sorter.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        columns: list[Column[CallSnapshot]] = [Column("Call", self._spoken, ticks=True)]
        self.model: CollectionModel[CallSnapshot] = CollectionModel(
            store.calls, columns, ORDERS[0][1], lambda call: call.is_open, self
        )
        self.view = CallView(self)
        self.cards = CallCards(store, self.view)
        self.view.setItemDelegate(self.cards)
        self.view.setModel(self.model)
        Steady(self.view)
        self._empty = label("", "dim", wrap=True)
        self._empty.setContentsMargins(18, 14, 18, 0)
        self._lay_out()
        self._connect(ticker)
        self._recount()

    def _lay_out(self) -> None:
        head = row(self._heading, self._counts, None, self._sorter)
        head.setContentsMargins(16, 9, 12, 9)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(line())
        whole.addWidget(self._empty)
        whole.addWidget(self.view, 1)

    def _connect(self, ticker: Ticker) -> None:
        ticker.beat.connect(self.model.tick)
        for change in (self._store.calls.upserted, self._store.calls.removed):
            change.connect(lambda _changed: self._recount())
        self._store.calls.reset.connect(self._recount)
        for change in (self._store.escalations.upserted, self._store.escalations.removed):
            change.connect(lambda _changed: self._mark_escalated())
        self._store.escalations.reset.connect(self._mark_escalated)
        self._store.units.upserted.connect(lambda _changed: self.view.viewport().update())
        self.view.selectionModel().selectionChanged.connect(self._on_chosen)
        self.view.units_dropped.connect(self.units_dropped)
        self._selection.call_changed.connect(self.show_chosen)
        for laid in (self.model.rowsInserted, self.model.modelReset):
            laid.connect(lambda *_: self._mark_again())
        self._mark_escalated()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_head()

    def next_order(self) -> None:
        """Sort by the next order."""
        self._order = (self._order + 1) % len(ORDERS)
        self.model.set_key(ORDERS[self._order][1])
        self._recount()
        self.show_chosen(self._selection.call_id)

    def show_chosen(self, call_id: CallId | None) -> None:
        """Mark the chosen call here too."""
        row_of = self.model.row_of(call_id)
        if row_of < 0:
            self.view.clearSelection()
            return
        index = self.model.index(row_of, 0)
        chosen = self.view.selectionModel()
        if not chosen.isSelected(index):  # taking the focus makes a row current without choosing it
            chosen.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.view.scrollTo(index)

    def step(self, by: int) -> None:
        """Choose the next or the previous call, without moving the focus."""
        count = self.model.rowCount()
        if count:
            now = self.model.row_of(self._selection.call_id)
            target = 0 if now < 0 else max(0, min(count - 1, now + by))
            call = self.model.at(target)
            self._selection.choose_call(call.id if call else None)

    def _on_chosen(self, selected: QItemSelection, _gone: QItemSelection) -> None:
        indexes = selected.indexes()
        if indexes:
            call: CallSnapshot = indexes[0].data(SNAPSHOT_ROLE)
            self._selection.choose_call(call.id)

    def _mark_again(self) -> None:
        # The chosen call may come into the list after it was chosen, and a list laid anew has lost its mark.
        if not self.view.selectionModel().hasSelection():
            self.show_chosen(self._selection.call_id)

    def _mark_escalated(self) -> None:
        self.cards.escalated = {one.call_id for one in self._store.escalations if one.stands}
        self.view.viewport().update()

    def _recount(self) -> None:
        calls = self.model.snapshots()
        now = self._store.now()
        self._unassigned = sum(1 for call in calls if wants_team(call, now))
        self._sorter.setText(f"{ORDERS[self._order][0]} ▾")
        self._fit_head()
        self._empty.setVisible(not calls)
        if not calls:
            self._empty.setText(
                "No open calls.\nPress F2 to take a new call. Calls from feeds appear here by themselves."
            )

    def _fit_head(self) -> None:
        """Say it shorter where the list is narrow or the text large; the number that waits is never cut off."""
        open_ones, waits = len(self.model.snapshots()), self._unassigned
        more = f" · {waits} unassigned" if waits else ""
        room = self.width() - self._sorter.sizeHint().width() - _HEAD_MARGINS
        shortest = f"{waits} unassigned" if waits else f"{open_ones} open"
        forms = ((True, f"{open_ones}{more}"), (False, f"{open_ones} open{more}"), (False, shortest))
        for headed, text in forms:
            self._heading.setVisible(headed)
            self._counts.setText(text)
            taken = self._counts.sizeHint().width() + (self._heading.sizeHint().width() if headed else 0)
            if taken <= room:
                break

    def _spoken(self, call: CallSnapshot) -> str:
        return (
            f"Level {call.level.value} {call.level.word}, {call.number}, {nature_word(call.nature)}, {call.place}, "
            f"{who_is_on(call, self._store.now())}, {waiting(call, self._store.now())}"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selection.call_id is not None:
            self.opened.emit(self._selection.call_id)
            return
        super().keyPressEvent(event)
