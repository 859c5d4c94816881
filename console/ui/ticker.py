"""One beat a second for every running timer on the screen."""

from PySide6.QtCore import QObject, QTimer, Signal


class Ticker(QObject):
    """Beats once a second of real time, or oftener when a training clock runs fast."""

    beat = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.beat)
        self._timer.start(1000)

    def set_rate(self, rate: float) -> None:
        """At 2x and more a beat each half second keeps the seconds from jumping by the dozen."""
        self._timer.setInterval(500 if rate >= 2 else 1000)
