"""A field that takes a place: completion while typing, coordinates, or a point from outside (a click on the map)."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from console.domain.gazetteer import Gazetteer, Match
from console.errors import BadInput
from console.ui.chords import pass_on, strayed


class PlaceField(QLineEdit):
    """Holds text and, once it is resolved, a point; a place that is not in the gazetteer is kept as text."""

    resolved = Signal(object)  # Match | None

    def __init__(self, gazetteer: Callable[[], Gazetteer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gazetteer = gazetteer
        self.match: Match | None = None
        self.fault = ""
        self._names = QStringListModel(self)
        self._matches: dict[str, Match] = {}
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._popup = QListView()
        self._popup.setObjectName("completer")
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self._on_picked)
        self.setPlaceholderText("Address, crossing, landmark, or 40.93, -100.16")
        self.textEdited.connect(self._on_edited)

    def set_match(self, match: Match) -> None:
        """Take a place from outside."""
        self._popup.hide()
        self.setText(match.label)
        self._keep(match)

    def settle(self) -> None:
        """Resolve what is typed now; text that names no place stays text, and `fault` says what is wrong with it."""
        if self.match is not None or not self.text().strip():
            return
        try:
            found = self._gazetteer().resolve(self.text())
        except BadInput as fault:
            self.fault = str(fault)
            return
        self._keep(found)

    def _on_edited(self, text: str) -> None:
        self.match, self.fault = None, ""
        try:
            exact = self._gazetteer().resolve(text)
        except BadInput as fault:
            self.fault = str(fault)
            exact = None
        matches = self._gazetteer().complete(text)
        self._matches = {match.label: match for match in matches}
        self._names.setStringList(list(self._matches))
        self._keep(exact)
        labels = list(self._matches)
        if labels and not (exact is not None and labels == [exact.label]):
            self._popup.setMinimumWidth(self.width())
            self._completer.complete()
            self._popup.setCurrentIndex(self._names.index(0))
        else:
            self._popup.hide()

    def _on_picked(self, label: str) -> None:
        match = self._matches.get(label)
        if match is not None:
            self.setText(match.label)
            self._keep(match)

    def _keep(self, match: Match | None) -> None:
        self.match = match
        self.resolved.emit(match)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if strayed(event, self):
            return
        if self._popup.isVisible() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            index = self._popup.currentIndex()
            if index.isValid():
                self._on_picked(str(index.data()))
            self._popup.hide()
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                pass_on(event, self)
            else:
                self.focusNextChild()  # the place is known: on to the next field
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Tab while the list is open picks from it; Qt would move the focus before keyPressEvent sees the key.
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and self._popup.isVisible() and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()
        super().focusOutEvent(event)
