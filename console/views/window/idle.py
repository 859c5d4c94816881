"""Notices when nobody has touched keyboard or mouse for a while."""

import time

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QKeyEvent, QWindow

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate,
    }
)  # fmt: skip


class IdleWatch(QObject):
    """Tells `idle` once each second while the limit is passed; without a limit it tells nothing.

    It listens to whichever window has the keyboard and looks where the pointer is: a filter on the whole application
    would be asked about each paint of the map.
    """

    idle = Signal()
    chord = Signal()  # Ctrl+Shift+K in whichever window; a shortcut of the main one does not reach a dialog

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.limit: float | None = None  # seconds
        self._pointer = QCursor.pos()
        self.touch()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._listen)
        self._listen(app.focusWindow())
        timer = QTimer(self)
        timer.timeout.connect(self.look)
        timer.start(1000)

    def touch(self) -> None:
        """Somebody is there."""
        self._at, self._clock = time.monotonic(), time.time()

    @property
    def seconds(self) -> float:
        """How long nobody was; a computer that slept was left alone too, which only the wall clock knows."""
        return max(time.monotonic() - self._at, time.time() - self._clock)

    def look(self) -> None:
        """Whether the limit is passed."""
        pointer = QCursor.pos()
        if pointer != self._pointer:
            self._pointer = pointer
            self.touch()
        if self.limit is not None and self.seconds >= self.limit:
            self.idle.emit()

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_chord(event):
            self.chord.emit()
            return True
        return super().eventFilter(watched, event)


def _is_chord(event: QKeyEvent) -> bool:
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_K and event.modifiers() == held
