"""Short ways to make the plain parts of a screen: labels by kind, buttons, lines, boxes."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

L = TypeVar("L", bound=QBoxLayout)


def label(text: str = "", kind: str = "", *, wrap: bool = False) -> QLabel:
    """A label of a kind that the style sheet knows; plain text always, so that no typed text turns into markup."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if kind:
        made.setProperty("kind", kind)
    return made


class Button(QPushButton):
    """A push button that Enter presses too while it has the focus; a key that is held down presses it once."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plain:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()


def button(text: str, wish: Callable[[], object], kind: str = "", *, tip: str = "") -> QPushButton:
    """A push button that takes the focus by Tab, never by being clicked past."""
    made = Button(text.replace("&", "&&"))  # a crossing's ampersand is no key
    made.clicked.connect(lambda: wish())
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if tip:
        made.setToolTip(tip)
    return made


def line() -> QFrame:
    """A hair line across."""
    made = QFrame()
    made.setObjectName("line")
    return made


def row(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """Widgets beside each other; None stretches, a number is a gap in pixels."""
    return _filled(QHBoxLayout(), parts, spacing)


def column(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QVBoxLayout:
    """Widgets below each other; None stretches, a number is a gap in pixels."""
    return _filled(QVBoxLayout(), parts, spacing)


def _filled(layout: L, parts: tuple[QWidget | QLayout | int | None, ...], spacing: int) -> L:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout


def mark(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and let the style sheet see it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def emptied(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            emptied(inner)
