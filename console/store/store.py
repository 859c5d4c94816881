"""All that a desk holds: collections, positions, the program and the state of its link."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Signal

from console.domain.clock import ProgramClock, real_clock
from console.domain.gazetteer import Entry, Gazetteer
from console.snapshots.calls import CallSnapshot
from console.snapshots.escalations import EscalationSnapshot
from console.snapshots.places import PlaceSnapshot, ProviderSnapshot, ZoneSnapshot
from console.snapshots.program import ProgramSnapshot
from console.snapshots.units import UnitSnapshot
from console.store.collection import Collection
from console.store.positions import Positions


class LinkState(StrEnum):
    """How the desk stands to its database."""

    STARTING = "starting"
    LIVE = "live"
    CATCHING_UP = "catching up"  # the line is back; what happened meanwhile is being read
    OUTDATED = "outdated"  # another schema than this version knows: reading as far as it goes, no writing
    LOST = "lost"
    ENDED = "ended"  # whoever is signed in may not read any more: nothing is shown


@dataclass(frozen=True, slots=True)
class Link:
    """State, since when (real time), round trip of the last read in milliseconds, and the fault's sentence."""

    state: LinkState
    since: datetime
    round_trip_ms: float = 0.0
    fault: str = ""


class Store(QObject):
    """What widgets read from; only the follower and the positions' lane write to it."""

    program_changed = Signal()
    link_changed = Signal()
    timeline_grew = Signal(object)  # set of CallId
    crew_changed = Signal()
    rosters_changed = Signal(object)  # set of ids of rosters, teams, templates and people
    watched_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.calls: Collection[CallSnapshot] = Collection(self)
        self.units: Collection[UnitSnapshot] = Collection(self)
        self.zones: Collection[ZoneSnapshot] = Collection(self)
        self.providers: Collection[ProviderSnapshot] = Collection(self)
        self.escalations: Collection[EscalationSnapshot] = Collection(self)
        self.positions = Positions(self)
        self.gazetteer = Gazetteer(())
        self.program: ProgramSnapshot | None = None
        self.link = Link(LinkState.STARTING, datetime.now(UTC))
        self.ahead = timedelta(0)  # how much a shared database's clock is ahead of this workstation's
        self.watched = True

    @property
    def clock(self) -> ProgramClock:
        """The program clock; real time until the program is known."""
        return self.program.clock if self.program else _REAL

    def now(self) -> datetime:
        """Program time now, by the clock that all desks share."""
        return self.clock.at(datetime.now(UTC) + self.ahead)

    @property
    def zone(self) -> tzinfo:
        """The agency's time zone; UTC until the program is known."""
        return self.program.zone if self.program else UTC

    def today(self) -> date:
        """The agency's date: in the evening it is another one than that of UTC."""
        return self.now().astimezone(self.zone).date()

    def program_time(self, real: datetime) -> datetime:
        """What the clock on the screen showed at a moment of real time; a training program has a clock of its own."""
        return self.clock.at(real)

    def forget(self) -> None:
        """Show nothing more: whoever sits here lost the right to it."""
        held: tuple[Collection[Any], ...] = (self.calls, self.units, self.escalations, self.providers)
        for collection in held:
            collection.fill([])

    def set_program(self, program: ProgramSnapshot) -> None:
        """Take in the program."""
        if program != self.program:
            self.program = program
            self.program_changed.emit()

    def set_places(self, places: Iterable[PlaceSnapshot]) -> None:
        """Take in the gazetteer; it is large and changes rarely, so it is read once, after the first picture."""
        self.gazetteer = Gazetteer(
            Entry(one.name, one.kind, one.point, one.end, one.first_number, one.last_number) for one in places
        )

    def set_link(self, link: Link) -> None:
        """Take in the state of the link."""
        self.link = link
        self.link_changed.emit()

    def set_ahead(self, ahead: timedelta) -> None:
        """How much the shared database's clock is ahead of this workstation's."""
        self.ahead = ahead
        self.link_changed.emit()

    def set_watched(self, watched: bool) -> None:
        """Whether somebody watches the timed rules."""
        if watched != self.watched:
            self.watched = watched
            self.watched_changed.emit(watched)


_REAL = real_clock()
