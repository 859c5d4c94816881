"""Twelve hours after somebody proved who they are, they are asked again (CJIS Security Policy 5.9.5, IA-5(j))."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from console.domain.sessions import SIGN_IN_AGAIN
from console.ui.ticker import Ticker

PAUSE_SECONDS = 20.0  # nobody is cut off in the middle of a word
WARN_SECONDS = 900.0


class Hours(QObject):
    """Tells `near` once, with the seconds that are left, and `over` in the first pause after the time."""

    near = Signal(float)
    over = Signal()

    def __init__(
        self, parent: QObject, ticker: Ticker, applies: Callable[[], bool], idle_seconds: Callable[[], float]
    ) -> None:
        super().__init__(parent)
        self._applies, self._idle_seconds = applies, idle_seconds
        self.begin()
        ticker.beat.connect(self.look)

    def begin(self, ago: float = 0.0) -> None:
        """Whoever sits here has just proved who they are, or did so many seconds ago."""
        self._proven = time.time() - ago  # the wall clock: a computer that slept let the hours go by
        self._warned = False

    def look(self) -> None:
        """Whether it is time."""
        if not self._applies():
            return
        left = self._proven + SIGN_IN_AGAIN.total_seconds() - time.time()
        if left <= 0 and self._idle_seconds() >= PAUSE_SECONDS:
            self.over.emit()
        elif left <= WARN_SECONDS and not self._warned:
            self._warned = True
            self.near.emit(max(left, 0.0))
