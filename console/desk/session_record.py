"""Puts on record what happens to a session; what the database could not take is told it when it is back."""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from console.commands.accounts import note_session
from console.desk.desk import Desk
from console.domain.ids import new_uuid
from console.domain.sessions import SessionEvent
from console.errors import LinkDown, StorageFault, TandemError
from console.store.store import LinkState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Happened:
    """One event; under its key it is put on record once, however often it is told."""

    event: SessionEvent
    detail: str
    at: datetime
    key: UUID = field(default_factory=new_uuid)

    @property
    def told_later(self) -> str:
        """The detail of an event that could not be told when it was."""
        return ", ".join(filter(None, (self.detail, f"at {self.at:%Y-%m-%d %H:%M:%S} UTC, noted later")))


class SessionRecord:
    """One desk's record of locks, unlocks and changes of the person."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._owed: list[_Happened] = []
        self._queue: list[tuple[_Happened, str]] = []  # told one after the other, in the order in which it was
        self._is_telling = False
        desk.store.link_changed.connect(self._settle)

    def note(self, event: SessionEvent, detail: str = "") -> None:
        """Put it on record now, or as soon as the database is back with the time at which it was."""
        self._tell(_Happened(event, detail, datetime.now(UTC)), detail)

    def _tell(self, happened: _Happened, detail: str) -> None:
        self._queue.append((happened, detail))
        self._tell_next()

    def _tell_next(self) -> None:
        if self._is_telling or not self._queue:
            return
        self._is_telling = True
        happened, detail = self._queue.pop(0)
        errand = self._desk.run_once(happened.key, note_session, happened.event, detail)
        errand.then(self._told).otherwise(partial(self._owe, happened))

    def _told(self, _none: None = None) -> None:
        self._is_telling = False
        self._tell_next()

    def _owe(self, happened: _Happened, fault: TandemError) -> None:
        self._told()
        if isinstance(fault, (LinkDown, StorageFault)):
            self._owed.append(happened)
        else:  # it would be refused for ever, as to an account that was disabled
            log.warning("not put on record: %s of %s: %s", happened.event.value, happened.at, fault)

    def _settle(self) -> None:
        if self._desk.store.link.state is LinkState.LIVE and self._owed:
            owed, self._owed = self._owed, []
            for one in owed:
                self._tell(one, one.told_later)
