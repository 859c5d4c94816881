"""What was done to a roster, step by step: taken back and done again where nobody else has been meanwhile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from console.domain.ids import TeamId
from console.domain.rosters import Seat
from console.errors import TandemError
from console.planning.roster.comparing import same_seats
from console.snapshots.rosters import TeamSnapshot

MOST_UNDO = 100

Seats = Mapping[TeamId, tuple[Seat, ...]]
Send = Callable[[Seats, Callable[[], object], Callable[[TandemError], object]], None]


@dataclass(frozen=True, slots=True)
class Step:
    """What one wish changed: the seats before and after it."""

    words: str
    before: Seats
    after: Seats


class Steps:
    """Remembers the last hundred; one is under way at a time, until the roster was read again."""

    def __init__(
        self, team: Callable[[TeamId], TeamSnapshot | None], send: Send, refused: Callable[[str], object]
    ) -> None:
        self._team, self._send, self._refused = team, send, refused
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._is_busy = False

    def add(self, step: Step) -> None:
        """Remember what was done; what was taken back before is gone."""
        self._done = [*self._done[-MOST_UNDO:], step]
        self._undone = []

    def clear(self) -> None:
        """Forget everything: another roster is open."""
        self._done, self._undone = [], []

    def free(self) -> None:
        """The roster was read: the next step may be taken."""
        self._is_busy = False

    def back(self, said: Callable[[str], object]) -> None:
        """Take the last step back; `said` gets its words when it is done, or "" when there is none."""
        self._go(self._done, self._undone, said, back=True)

    def forth(self, said: Callable[[str], object]) -> None:
        """Do again what was taken back."""
        self._go(self._undone, self._done, said, back=False)

    def _go(self, source: list[Step], target: list[Step], said: Callable[[str], object], *, back: bool) -> None:
        if self._is_busy:
            return  # the last one is still being saved, and then read
        if not source:
            said("")
            return
        step = source[-1]
        there, wanted = (step.after, step.before) if back else (step.before, step.after)
        now = {key: self._team(key) for key in step.before.keys() & step.after.keys()}
        changed = [team for key, team in now.items() if team is None or not same_seats(team.seats, there[key])]
        if changed:
            source.pop()
            name = f"{changed[0].name} on {changed[0].day:%a %d %b}" if changed[0] is not None else "A team"
            self._refused(f"{name} was changed since. It stays as it is; “{step.words}” is not taken back.")
            return

        def done() -> None:
            source.pop()
            target.append(step)
            said(step.words)

        def refused(fault: TandemError) -> None:
            self._is_busy = False
            self._refused(str(fault))

        self._is_busy = True
        self._send({key: wanted[key] for key in now}, done, refused)
