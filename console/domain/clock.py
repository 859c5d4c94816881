"""The program clock: every stored time, rule and timer uses it, so a training program at 30x obeys the same rules."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf

MAX_RATE = 60.0


@dataclass(frozen=True, slots=True)
class ProgramClock:
    """Program time as a line through (real_epoch, program_epoch) with slope rate; production has slope 1, always."""

    real_epoch: datetime
    program_epoch: datetime
    rate: float = 1.0

    def at(self, real: datetime) -> datetime:
        """Program time at a real time (both aware)."""
        return self.program_epoch + (real - self.real_epoch) * self.rate

    def now(self) -> datetime:
        """Program time now."""
        return self.at(datetime.now(UTC))

    def real_seconds(self, span: timedelta) -> float:
        """How many real seconds a span of program time takes; for ever while the clock stands still."""
        return span.total_seconds() / self.rate if self.rate else inf


def real_clock() -> ProgramClock:
    """The clock of a production program: program time is real time."""
    now = datetime.now(UTC)
    return ProgramClock(now, now, 1.0)


def spoken(span: timedelta) -> str:
    """A span for a timer: 04:12, 1:04:12 from an hour on, 2 d 03 h from two days on; never negative."""
    seconds = max(0, int(span.total_seconds()))
    hours, rest = divmod(seconds, 3600)
    if hours >= 48:
        return f"{hours // 24} d {hours % 24:02d} h"
    if hours:
        return f"{hours}:{rest // 60:02d}:{rest % 60:02d}"
    return f"{rest // 60:02d}:{rest % 60:02d}"
