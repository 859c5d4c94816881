"""Lines that come up over the window without taking the focus: done, refused, undo within ten seconds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from console.ui.build import button, label, mark, row
from console.ui.theme import theme

SHOWN_MS = 6_000
REFUSED_MS = 12_000
UNDO_MS = 10_000
MOST = 4
LEAST_WIDTH = 380
GAP, BESIDE = 10, 90  # pixels below, and beside for what stands in a map's corners


class Notice(QFrame):
    """One line, with an optional act; it goes by itself."""

    gone = Signal(object)  # itself

    def __init__(
        self, text: str, tone: str, for_ms: int, act: tuple[str, Callable[[], object]] | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        mark(self, "tone", tone)
        self.text = text
        line = label(text, wrap=True)
        parts: list[QWidget | None] = [line]
        if act is not None:
            parts.append(button(act[0], lambda: self._act(act[1]), "primary"))
        close = button("✕", self.close_now, "plain", tip="Close")
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.setAccessibleName("Close this notice")
        parts.append(close)
        inner = row(*parts)
        inner.setContentsMargins(12, 8, 6, 8)
        inner.setStretch(0, 1)
        self.setLayout(inner)
        QTimer.singleShot(for_ms, self, self.close_now)

    def close_now(self) -> None:
        """Take the notice away."""
        self.hide()
        self.gone.emit(self)
        self.deleteLater()

    def _act(self, wish: Callable[[], object]) -> None:
        wish()
        self.close_now()


class Notices(QWidget):
    """The stack of notices at the lower middle of a window, or of a part of it; never modal, never focused."""

    def __init__(self, window: QWidget, *, lift: int = 64) -> None:
        super().__init__(window)
        self._window = window
        self._lift = lift
        self._shown: list[Notice] = []
        self._concealed = False
        self._over: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.hide()
        window.installEventFilter(self)

    def stay_over(self, part: QWidget) -> None:
        """Stand at the foot of this part while it is in front, so that no row of a list is covered."""
        self._over = part

    def done(self, text: str) -> None:
        """Something was done."""
        self._add(text, "done", SHOWN_MS, None)

    def refused(self, text: str) -> None:
        """Something was refused; the sentence says what to do."""
        self._add(text, "refused", REFUSED_MS, None)

    def with_act(self, text: str, act: str, wish: Callable[[], object], for_ms: int = UNDO_MS) -> None:
        """Something was done that can be undone, or that asks for one more press."""
        self._add(text, "ask", for_ms, (act, wish))

    def retract(self) -> None:
        """Take refusals back whose cause is gone."""
        for one in [one for one in self._shown if one.property("tone") == "refused"]:
            one.close_now()

    def texts(self) -> list[str]:
        """What is shown now, the oldest first."""
        return [notice.text for notice in self._shown]

    def conceal(self, concealed: bool) -> None:
        """Show nothing while the screen is locked; what still stands then is shown again."""
        self._concealed = concealed
        self.setVisible(bool(self._shown) and not concealed)

    def _add(self, text: str, tone: str, for_ms: int, act: tuple[str, Callable[[], object]] | None) -> None:
        for old in [one for one in self._shown if one.text == text] + self._shown[
            : max(0, len(self._shown) - MOST + 1)
        ]:
            old.close_now()
        notice = Notice(text, tone, for_ms, act, self)
        self._shown.append(notice)
        notice.gone.connect(self._forget)
        self._column.addWidget(notice)
        notice.show()  # now: the layout leaves room for what is shown, and would show it only later
        self.setVisible(not self._concealed)
        self._place()

    def _forget(self, notice: Notice) -> None:
        self._shown = [one for one in self._shown if one is not notice]
        if not self._shown:
            self.hide()
        else:
            QTimer.singleShot(0, self, self._place)

    def _place(self) -> None:
        left, foot, room = 0, self._window.height() - self._lift, self._window.width()
        if self._over is not None and self._over.isVisible():
            corner = self._over.mapTo(self._window, QPoint(0, self._over.height()))
            left, foot, room = corner.x(), corner.y() - GAP, self._over.width()
        beside = room - 2 * theme().px(BESIDE)
        width = min(theme().px(520), beside if beside >= theme().px(LEAST_WIDTH) else room - 40)
        self.setFixedWidth(width)
        self._column.activate()
        self.resize(width, self._column.totalHeightForWidth(width))  # its hint still knows an older width
        self.move(left + (room - width) // 2, max(0, foot - self.height()))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._shown:
            self._place()
        return super().eventFilter(watched, event)
