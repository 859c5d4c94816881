"""The positions' lane to the page: one message under way at a time, at most one per interval, the newest fixes."""

from array import array
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer

from console.store.positions import Positions
from console.views.parts.map.packing import as_text, pack_positions

INTERVAL_MS = 500


class Lane(QObject):
    """Gathers moved slots and sends them when the page painted what it got before.

    A page that is slow, hidden or gone therefore gets no backlog: what waits is a set of slots, read when it is sent.
    """

    def __init__(
        self, send: Callable[[str], None], interval_ms: int = INTERVAL_MS, parent: QObject | None = None
    ) -> None:
        """Send scripts through `send`; wait for `restart` before the first."""
        super().__init__(parent)
        self.interval_ms = interval_ms
        self._send = send
        self._positions: Positions | None = None
        self._moved: list[array[int]] = []
        self._seq = 0
        self._under_way: int | None = None
        self._open = False
        self._sent_at = 0.0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._go)

    def restart(self, positions: Positions | None) -> None:
        """The page is fresh and knows the slots: send all that is held, wait for no older answer."""
        self._positions, self._open, self._under_way = positions, True, None
        self._moved = [positions.held()] if positions is not None and len(positions) else []
        self._sent_at = 0.0
        self._go()

    def stop(self) -> None:
        """The page is gone: gather nothing until `restart`."""
        self._open = False
        self._timer.stop()
        self._moved = []

    def offer(self, slots: "array[int]") -> None:
        """These slots moved."""
        if self._open:
            self._moved.append(slots)
            self._go()

    def acknowledge(self, seq: int) -> None:
        """The page painted this message."""
        if seq == self._under_way:
            self._under_way = None
            self._go()

    def _go(self) -> None:
        positions = self._positions
        if not self._moved or self._under_way is not None or positions is None or self._timer.isActive():
            return
        wait = self._sent_at + self.interval_ms / 1000 - monotonic()
        if wait > 0:
            self._timer.start(int(wait * 1000) + 1)
            return
        slots = self._moved[0] if len(self._moved) == 1 else _united(self._moved, len(positions))
        self._moved = []
        self._seq += 1
        self._under_way = self._seq
        self._sent_at = monotonic()
        self._send(f'tandem.positions("{as_text(pack_positions(positions, slots))}",{self._seq})')


def _united(batches: "list[array[int]]", count: int) -> "array[int]":
    if sum(map(len, batches)) >= 2 * count:  # nearly all of them: no need to find out which
        return array("i", range(count))
    return array("i", sorted(set().union(*batches)))
