"""A roster as screens see it: its weeks, its teams, the people, and what was asked to be swapped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from console.domain.ids import ResponderId, RosterId, SwapId, TeamId, TemplateId, UnitId, ZoneId
from console.domain.roster_rules import RosterRules
from console.domain.rosters import Person, RosterState, Seat, Template


@dataclass(frozen=True, slots=True)
class RosterSnapshot:
    """Some weeks: a draft, in force, or replaced."""

    id: RosterId
    version: int
    name: str
    first_day: date
    days: int
    state: RosterState
    base_id: RosterId | None
    made_by: str
    made_at: datetime
    published_by: str | None = None
    published_at: datetime | None = None
    note: str | None = None

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.first_day + timedelta(days=self.days - 1)

    @property
    def dates(self) -> list[date]:
        """Every day of it."""
        return [self.first_day + timedelta(days=one) for one in range(self.days)]


@dataclass(frozen=True, slots=True)
class TeamSnapshot:
    """One team of a dated shift."""

    id: TeamId
    version: int
    roster_id: RosterId
    template_id: TemplateId
    place: int
    name: str
    zone_id: ZoneId | None
    day: date
    starts_at: datetime
    ends_at: datetime
    needs: tuple[str, ...]
    seats: tuple[Seat, ...]
    unit_id: UnitId | None = None
    base_version: int | None = None  # of the team in force that this one of a draft was taken over from

    @property
    def members(self) -> tuple[ResponderId, ...]:
        """Who sits in it."""
        return tuple(seat.responder_id for seat in self.seats if seat.responder_id is not None)

    @property
    def open_seats(self) -> tuple[int, ...]:
        """The places of the seats that are empty."""
        return tuple(place for place, seat in enumerate(self.seats) if seat.responder_id is None)

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class SwapState(StrEnum):
    """Where a request stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SwapSnapshot:
    """Somebody asks to give a shift away, to swap two, or for an open one."""

    id: SwapId
    version: int
    kind: str
    team_id: TeamId
    responder_id: ResponderId
    other_team_id: TeamId | None
    other_id: ResponderId | None
    state: SwapState
    note: str | None
    asked_at: datetime
    asked_by: str


@dataclass(frozen=True, slots=True)
class Book:
    """All that the board, the checks and the builder need of one roster.

    `before` is what people worked in the two weeks before its first day, from the rosters in force then; `after` what
    they are to work in the two weeks behind its last.
    """

    roster: RosterSnapshot
    teams: tuple[TeamSnapshot, ...]
    people: tuple[Person, ...]
    templates: tuple[Template, ...]
    zones: Mapping[ZoneId, str]
    rules: RosterRules = field(default_factory=RosterRules)
    before: tuple[TeamSnapshot, ...] = ()
    after: tuple[TeamSnapshot, ...] = ()
    swaps: tuple[SwapSnapshot, ...] = ()
    time_zone: str = "UTC"
