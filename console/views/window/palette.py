"""Ctrl+K: everything the program can do, found by some letters; units and calls too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QVBoxLayout, QWidget

from console.ui.build import label


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette."""

    text: str
    keys: str
    wish: Callable[[], object]


class Palette(QDialog):
    """Typing narrows, ↑ ↓ choose, Enter does it, Esc leaves."""

    def __init__(self, parent: QWidget, entries: Sequence[Entry]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Everything")
        self._entries = list(entries)
        self._found: list[Entry] = []
        self._field = QLineEdit()
        self._field.setPlaceholderText("What do you want to do? Or a unit, a call")
        self._field.setAccessibleName("Find an action")
        self._names = QStringListModel(self)
        self._list = QListView()
        self._list.setModel(self._names)
        self._list.setObjectName("palette")
        self._list.setUniformItemSizes(True)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.activated.connect(lambda _index: self._do())
        self._list.clicked.connect(lambda _index: self._do())
        self._nothing = label("Nothing is called that.", "dim")
        self._field.textChanged.connect(self._narrow)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.addWidget(self._field)
        whole.addWidget(self._nothing)
        whole.addWidget(self._list, 1)
        self.resize(640, 460)
        self._narrow("")
        self.open()
        self._field.setFocus()

    def _narrow(self, text: str) -> None:
        words = text.lower().split()
        self._found = [one for one in self._entries if all(word in one.text.lower() for word in words)][:60]
        self._names.setStringList([f"{one.text}{'   ·   ' + one.keys if one.keys else ''}" for one in self._found])
        self._list.setCurrentIndex(self._names.index(0))
        self._nothing.setVisible(not self._found)

    def _do(self) -> None:
        row = self._list.currentIndex().row()
        if 0 <= row < len(self._found):
            wish = self._found[row].wish
            self.close()
            wish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._list.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do()
        elif event.key() == Qt.Key.Key_Down:
            self._list.setCurrentIndex(self._names.index(min(row + 1, len(self._found) - 1)))
        elif event.key() == Qt.Key.Key_Up:
            self._list.setCurrentIndex(self._names.index(max(row - 1, 0)))
        else:
            super().keyPressEvent(event)
