"""The dialogs of a window that is locked: put away as they are, and brought back as they were."""

from functools import partial

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from console.views.window.sign_in import SignIn


class Concealing(QObject):
    """From `begin` to `end` none of them is on the screen, whenever it opens; whoever takes over still signs in.

    It listens to the window and to its dialogs, and only for that long: a filter on the whole application would be
    asked about each event of the map, in threads of its own too.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._hidden: list[tuple[QDialog, bool]] = []
        self._begun = False

    def begin(self) -> None:
        """Put away what is open, and from now on what opens."""
        self._begun = True
        self._window.installEventFilter(self)
        for dialog in self._window.findChildren(QDialog):
            dialog.installEventFilter(self)
            if dialog.isVisible() and not isinstance(dialog, SignIn):
                had_keyboard = dialog.isActiveWindow()
                self._put_away(dialog)
                if had_keyboard:
                    self._window.activateWindow()

    def end(self) -> bool:
        """Bring all of them back; whether there was any."""
        self._begun = False
        for one in (self._window, *self._window.findChildren(QDialog)):
            one.removeEventFilter(self)
        hidden, self._hidden = self._hidden, []
        for dialog, modal in hidden:
            if isValid(dialog):
                QDialog.open(dialog) if modal else dialog.show()
        return bool(hidden)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QChildEvent) and event.type() == QEvent.Type.ChildPolished:  # before it is first shown
            if isinstance(event.child(), QDialog):
                event.child().installEventFilter(self)
        elif event.type() == QEvent.Type.Show and isinstance(watched, QDialog) and not isinstance(watched, SignIn):
            # It is told before it is on the screen, and cannot be hidden while it is being shown.
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            QTimer.singleShot(0, watched, partial(self._put_away_unseen, watched))
        return False

    def _put_away_unseen(self, dialog: QDialog) -> None:
        self._put_away(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
        if not self._begun:  # it was unlocked in the same moment
            self.end()

    def _put_away(self, dialog: QDialog) -> None:
        if dialog.isVisible():
            self._hidden.append((dialog, dialog.isModal()))
            dialog.hide()
