"""The one place where the body of a clinical note is seen: for a minute, in a window that is in front."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from console.domain.clinical_notes import OPENING_SECONDS
from console.ui.build import button, label, row
from console.views.parts.note_page import OpenedNote

AWAY_MS = 500  # between two windows of the program there is a moment without any; what stays away longer counts
_BASES = {"author": "you wrote it", "care": "for care", "consent": "on consent", "emergency": "EMERGENCY"}
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}


class Body(QPlainTextEdit):
    """Text that can be read and scrolled, and neither marked nor copied: what leaves goes by the export."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Body of the note")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + step)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()


class NoteReader(QFrame):
    """Shows an opened note and lets go of it by itself."""

    export_requested = Signal(object)  # OpenedNote
    concealed = Signal()  # the keyboard was in it, and now is nowhere

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.opened: OpenedNote | None = None
        self._left = 0
        self._head = label("", "section")
        self._until = label("", "small")
        self.body = Body()
        self._beat = QTimer(self, interval=1000)
        self._beat.timeout.connect(self._tick)
        self._away = QTimer(self, singleShot=True, interval=AWAY_MS)
        self._away.timeout.connect(self._look_who_is_in_front)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 8)
        whole.addWidget(self._head)
        whole.addWidget(self.body, 1)
        acts = button("Hide", self.conceal), button("Export …", self._export)
        whole.addLayout(row(self._until, None, *acts))
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusWindowChanged.connect(self._on_window)

    def show_note(self, opened: OpenedNote) -> None:
        """Show a note that was just opened; not below a locked screen, nor in a panel that was left."""
        panel = self.parentWidget()
        if not self.isEnabled() or (panel is not None and not panel.isVisible()):
            return
        self.opened = opened
        self._left = OPENING_SECONDS
        self._head.setText(f"{opened.note.author}, {_BASES[opened.basis.value]}")
        self.body.setPlainText(opened.body)
        self._say_left()
        self._beat.start()
        self.show()
        self.body.setFocus()

    def conceal(self) -> None:
        """Let go of the note."""
        if self.opened is None:
            return
        self.opened = None
        had_keyboard = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self._beat.stop()
        self.body.clear()
        self.hide()
        if had_keyboard:
            self.concealed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.conceal()

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.conceal()
        else:
            self._say_left()

    def _say_left(self) -> None:
        self._until.setText(f"Hidden in {self._left} s")

    def _on_window(self, _window: object) -> None:
        if self.opened is not None:
            self._away.start()

    def _look_who_is_in_front(self) -> None:
        front: QWidget | None = QApplication.activeWindow()
        while front is not None and front is not self.window():
            front = front.parentWidget()
        if front is None:
            self.conceal()

    def _export(self) -> None:
        if self.opened is not None:
            self.export_requested.emit(self.opened)
