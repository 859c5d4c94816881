"""What a locked screen shows: clock, link, who locked it, how many alarms stand, the field that unlocks; no more."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from console.store.store import LinkState, Store
from console.ui.build import button, column, label, mark, row
from console.ui.ticker import Ticker
from console.views.parts.words import local

WIDTH = 460
_LINK_WORDS = {
    LinkState.STARTING: "Starting",
    LinkState.LIVE: "● Live",
    LinkState.CATCHING_UP: "● Catching up",
    LinkState.OUTDATED: "● Read only",
    LinkState.ENDED: "● Account ended",
}


class Cover(QWidget):
    """An opaque page over a whole window, as large as the window at every time."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("lockPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._window = window
        window.installEventFilter(self)
        self.setGeometry(window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)


class Locked(Cover):
    """A window beside the main one, concealed."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setLayout(column(None, row(None, label("Locked", "heading"), None), None))
        self.show()
        self.raise_()


class LockPage(Cover):
    """Over the main window until the same person unlocks, or another one signs in."""

    unlock_requested = Signal(str)
    take_over_requested = Signal()

    def __init__(self, window: QWidget, store: Store, ticker: Ticker, person: str) -> None:
        super().__init__(window)
        self._store = store
        self._clock = label("", "lockClock")
        self._link = label("", "pill")
        self._emergencies = label("", "pill")
        self._escalations = label("", "pill")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("Password")
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.hint = label("", "dim", wrap=True)
        self.reason = label("", wrap=True)
        self.reason.hide()
        self.unlock = button("Unlock", self._ask, "primary")
        self._lay_out(person)
        self.expect_password(True)
        ticker.beat.connect(self.refresh)
        store.link_changed.connect(self.refresh)
        self.refresh()
        self.show()

    def come_forward(self) -> None:
        """Over everything, with the keyboard."""
        self.raise_()
        (self.unlock if self.password.isHidden() else self.password).setFocus()

    def expect_password(self, needed: bool) -> None:
        """Whether whoever locked it has a password."""
        self.password.setVisible(needed)
        self.hint.setText("Your password unlocks it." if needed else "This account has no password: Enter unlocks.")
        if self.isVisible():
            self.come_forward()

    def say_why(self, sentence: str) -> None:
        """Why it locked, where that is not plain."""
        self.reason.setText(sentence)
        self.reason.show()

    def refuse(self, sentence: str) -> None:
        """Say why it stays locked."""
        self.fault.setText(sentence)
        self.fault.show()
        self.password.clear()
        self.set_busy(False)
        self.come_forward()

    def set_busy(self, busy: bool) -> None:
        """Nothing is sent twice."""
        self.password.setReadOnly(busy)
        self.unlock.setText("Looking …" if busy else "Unlock")

    def refresh(self) -> None:
        """A second went by, or the link changed; how many stand is said, never where or who."""
        store = self._store
        self._clock.setText(local(store.now(), store))
        link = store.link
        lost = f"● Database lost since {local(store.program_time(link.since), store)}"
        self._link.setText(_LINK_WORDS.get(link.state, lost))
        mark(self._link, "live", link.state is LinkState.LIVE)
        mark(self._link, "alarm", link.state in (LinkState.LOST, LinkState.OUTDATED, LinkState.ENDED))
        for pill, count, one, many in (
            (self._emergencies, sum(1 for unit in store.units if unit.emergency_id), "emergency", "emergencies"),
            (self._escalations, sum(1 for one in store.escalations if one.stands), "escalation", "escalations"),
        ):
            pill.setText(f"{count} {one if count == 1 else many}" if count else f"No {many}")
            mark(pill, "alarm", count > 0)

    def _ask(self) -> None:
        if self.password.isReadOnly():
            return
        self.fault.hide()
        self.set_busy(True)
        self.unlock_requested.emit(self.password.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QPushButton) and focus is not self.unlock:
                focus.click()
            else:
                self._ask()
        event.accept()  # no key reaches what is behind

    def _lay_out(self, person: str) -> None:
        program = self._store.program
        name = program.name if program is not None else "Tandem"
        training = label("TRAINING", "training")
        if program is None or not program.is_training:
            training.hide()
        since = local(self._store.now(), self._store, "%H:%M")
        card = QFrame()
        card.setObjectName("card")
        inner = column(
            label(f"Locked since {since} by {person}", "section", wrap=True), self.reason, self.password, self.fault,
            self.hint, row(button("Somebody else signs in …", self.take_over_requested.emit), None, self.unlock),
            spacing=12,
        )  # fmt: skip
        inner.setContentsMargins(20, 18, 20, 16)
        card.setLayout(inner)
        card.setFixedWidth(WIDTH)
        self.setLayout(
            column(
                None, row(None, label(name, "heading"), training, None, spacing=12), row(None, self._clock, None),
                row(None, self._link, self._emergencies, self._escalations, None), 12, row(None, card, None), None,
                row(None, label("Sounds go on. Calls go on coming in.", "small"), None), 18, spacing=14,
            )
        )  # fmt: skip
