"""How long a search may go on: until a time, or until so much counted work, which is the same on every machine."""

import time
from collections.abc import Callable


class Meter:
    """Says when to stop. With `work` the clock is never asked, so that the same work gives the same roster."""

    def __init__(self, seconds: float, work: float | None = None, stopped: Callable[[], bool] = lambda: False) -> None:
        self._ends, self._work, self._stopped = time.monotonic() + seconds, work, stopped
        self.done = 0.0  # units of work: about a second each on the machine that the figures are from

    @property
    def is_counted(self) -> bool:
        """Whether work is counted instead of time."""
        return self._work is not None

    def add(self, work: float) -> None:
        """So much was done."""
        self.done += work

    @property
    def left(self) -> float:
        """Seconds, or units of work, that are left; 0 after a stop."""
        if self._stopped():
            return 0.0
        rest = self._ends - time.monotonic() if self._work is None else self._work - self.done
        return max(0.0, rest)

    @property
    def is_over(self) -> bool:
        """Whether to stop now."""
        return self.left <= 0
