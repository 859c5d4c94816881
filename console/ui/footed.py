"""A panel that scrolls above a foot that stays in view."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from console.ui.build import line, row


class FootedScroll(QScrollArea):
    """What scrolls is the area's widget; the foot holds what must never be below the fold."""

    _foot: QWidget | None = None

    def set_foot(self, foot: QWidget) -> None:
        """Keep a widget at the lower edge."""
        foot.setParent(self)
        self._foot = foot
        self._place_foot()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_foot()

    def _place_foot(self) -> None:
        if self._foot is None:
            return
        high = self._foot.sizeHint().height()
        self.setViewportMargins(0, 0, 0, high)
        self._foot.setGeometry(0, self.height() - high, self.width(), high)


def panel_foot(*parts: QWidget | None) -> QWidget:
    """Parts beside each other below a line; None stretches."""
    made = QWidget()
    made.setObjectName("panelBody")
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    inner = row(*parts)
    inner.setContentsMargins(16, 8, 16, 8)
    whole = QVBoxLayout(made)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(line())
    whole.addLayout(inner)
    return made
