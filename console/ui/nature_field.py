"""A field that takes a nature by some letters of its name or code."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from console.domain.natures import Nature
from console.ui.chords import pass_on, strayed


class NatureField(QLineEdit):
    """Typing narrows the list; Enter or Tab takes the marked one."""

    chosen = Signal(object)  # Nature | None

    def __init__(self, natures: Sequence[Nature], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._natures = {nature.name: nature for nature in natures}
        self.code: str | None = None
        self._names = QStringListModel(list(self._natures), self)
        self._completer = QCompleter(self._names, self)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(10)
        self._popup = QListView()
        self._popup.setObjectName("completer")
        self._completer.setPopup(self._popup)
        self._completer.setWidget(self)
        self._completer.activated.connect(self._take)
        self.setPlaceholderText("Type some letters: suicid, welfare, psych …")
        self.textEdited.connect(self._on_edited)

    def choose(self, code: str | None) -> None:
        """Show a nature by its code."""
        nature = next((one for one in self._natures.values() if one.code == code), None)
        self.code = nature.code if nature else None
        self.setText(nature.name if nature else "")

    def _on_edited(self, text: str) -> None:
        self.code = next(
            (one.code for name, one in self._natures.items() if name.lower() == text.strip().lower()), None
        )
        self._completer.setCompletionPrefix(text)
        self._popup.setMinimumWidth(self.width())
        self._completer.complete()
        self._popup.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _take(self, name: str) -> None:
        nature = self._natures.get(name)
        if nature is not None:
            self.code = nature.code
            self.setText(nature.name)
            self.chosen.emit(nature)

    def _first(self) -> str | None:
        index = self._popup.currentIndex()
        if not index.isValid():
            index = self._completer.completionModel().index(0, 0)
        return str(index.data()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if strayed(event, self):
            return
        if self._popup.isVisible() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            name = self._first()
            self._popup.hide()
            if name is not None:
                self._take(name)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                pass_on(event, self)
            return
        if event.key() == Qt.Key.Key_Down and not self._popup.isVisible():
            self._on_edited(self.text())
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason and self.code is None and self.text().strip():
            self._completer.setCompletionPrefix(self.text())
            name = self._first() if self._completer.completionCount() else None
            if name is not None:
                self._take(name)
        super().focusOutEvent(event)
