"""Puts on record what happens to a session; what the database could not take is told it when it is back."""

from datetime import UTC, datetime
from functools import partial

from console.commands.accounts import note_session
from console.desk.desk import Desk
from console.domain.sessions import SessionEvent
from console.errors import TandemError
from console.store.store import LinkState


class SessionRecord:
    """One desk's record of locks, unlocks and changes of the person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._owed: list[tuple[SessionEvent, datetime]] = []
        desk.store.link_changed.connect(self._settle)

    def note(self, event: SessionEvent, detail: str = "", at: datetime | None = None) -> None:
        """Put it on record now, or as soon as the database is back with the time at which it was."""
        owed = partial(self._owe, event, at or datetime.now(UTC))
        self._desk.run(note_session, event, detail).otherwise(owed)

    def _owe(self, event: SessionEvent, at: datetime, _fault: TandemError) -> None:
        self._owed.append((event, at))

    def _settle(self) -> None:
        if self._desk.store.link.state is LinkState.LIVE and self._owed:
            owed, self._owed = self._owed, []
            for event, at in owed:
                self.note(event, f"at {at:%Y-%m-%d %H:%M:%S} UTC, noted later", at)
