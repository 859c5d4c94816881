"""Search over all calls, closed ones too; Enter opens one on the call card."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QLineEdit, QTableView, QVBoxLayout, QWidget

from console.desk.desk import Desk
from console.domain.dispositions import DISPOSITIONS
from console.domain.roles import Permission
from console.queries.calls import search_calls
from console.snapshots.calls import CallSnapshot
from console.store.store import Store
from console.ui.build import label, row
from console.views.parts.words import local, nature_word

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
HEADINGS = ("Number", "Received", "Level", "Nature", "Place", "Ended")
LIMIT = 200
_ENDINGS = {one.code: one.word for one in DISPOSITIONS}


class Found(QAbstractTableModel):
    """What a search found."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.calls: Sequence[CallSnapshot] = ()

    def show(self, calls: Sequence[CallSnapshot]) -> None:
        """Show these calls."""
        self.beginResetModel()
        self.calls = calls
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.calls)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        call = self.calls[index.row()]
        ended = _ENDINGS.get(call.disposition or "", call.disposition or "") if not call.is_open else call.status.word
        return (
            call.number, local(call.received_at, self._store, "%Y-%m-%d %H:%M"),
            f"{call.level.value} {call.level.word}",
            nature_word(call.nature), call.place, ended,
        )[index.column()]  # fmt: skip


class Search(QDialog):
    """Typing searches after a moment; ↑ ↓ choose, Enter opens, Esc leaves."""

    opened = Signal(object)  # CallId

    def __init__(self, parent: QWidget, desk: Desk, words: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Search calls")
        self._desk = desk
        self._asked = 0
        self._field = QLineEdit(words)
        self._field.setPlaceholderText("Number, place, nature, caller, disposition: every word must fit")
        self._field.setAccessibleName("Search words")
        self._state = label("", "dim")
        self.model = Found(desk.store)
        self._table = QTableView()
        self._table.setModel(self.model)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setShowGrid(False)
        self._table.setWordWrap(False)
        self._table.verticalHeader().hide()
        self._table.horizontalHeader().setHighlightSections(False)
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.doubleClicked.connect(lambda _index: self._open())
        self._wait = QTimer(self, singleShot=True, interval=120)
        self._wait.timeout.connect(self._ask)
        self._field.textChanged.connect(lambda _text: self._wait.start())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 12)
        whole.addWidget(self._field)
        whole.addWidget(self._state)
        whole.addWidget(self._table, 1)
        whole.addLayout(row(label("↑ ↓ choose · Enter opens · Esc closes", "small"), None))
        self.resize(min(1080, parent.width() - 80), min(640, parent.height() - 120))
        self.open()
        self._field.setFocus()
        self._ask()

    def _ask(self) -> None:
        self._asked += 1
        self._desk.ask(
            search_calls, self._field.text(), callers=self._desk.may(Permission.SEE_CALLER), limit=LIMIT
        ).then(partial(self._show, self._asked))

    def _show(self, turn: int, calls: list[CallSnapshot]) -> None:
        if turn != self._asked:
            return
        self.model.show(calls)
        more = ", the newest are shown" if len(calls) == LIMIT else ""
        self._state.setText(f"{len(calls)} calls{more}" if calls else "No call fits these words.")
        header = self._table.horizontalHeader()
        for section in range(len(HEADINGS)):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        if calls:
            self._table.selectRow(0)

    def _open(self) -> None:
        chosen = self._table.currentIndex().row()
        if 0 <= chosen < len(self.model.calls):
            self.close()
            self.opened.emit(self.model.calls[chosen].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self._table.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Down:
            self._table.selectRow(min(chosen + 1, len(self.model.calls) - 1))
        elif event.key() == Qt.Key.Key_Up:
            self._table.selectRow(max(chosen - 1, 0))
        else:
            super().keyPressEvent(event)
