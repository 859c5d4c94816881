"""A call as screens see it: frozen, with its assignments inside."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallSource, CallStatus, Lifecycle, LinkKind, RiskFlag
from console.domain.geography import Point
from console.domain.ids import AssignmentId, CallId, TimelineEntryId, UnitId, ZoneId
from console.domain.urgency import Urgency


@dataclass(frozen=True, slots=True)
class AssignmentSnapshot:
    """One unit on one call with its own status times (program time, UTC)."""

    id: AssignmentId
    call_id: CallId
    unit_id: UnitId
    call_sign: str
    status: AssignmentStatus
    since: datetime
    dispatched_at: datetime
    acknowledged_at: datetime | None = None
    en_route_at: datetime | None = None
    on_scene_at: datetime | None = None
    ended_at: datetime | None = None
    radio_recorded_by: str | None = None  # who typed an acknowledgement that came by radio


@dataclass(frozen=True, slots=True)
class LinkSnapshot:
    """Another call that belongs to this one."""

    kind: LinkKind
    call_id: CallId
    number: str


@dataclass(frozen=True, slots=True)
class CallSnapshot:
    """One call; `assignments` holds active and ended ones in the order of dispatch."""

    id: CallId
    version: int
    number: str
    received_at: datetime
    nature: str
    source: CallSource
    place: str
    point: Point | None
    zone_id: ZoneId | None
    level: Urgency
    level_since: datetime
    waiting_since: datetime
    flags: tuple[RiskFlag, ...]
    language: str | None
    needs: tuple[str, ...]
    caller_name: str | None
    caller_phone: str | None
    lifecycle: Lifecycle
    status: CallStatus
    primary_unit_id: UnitId | None
    assignments: tuple[AssignmentSnapshot, ...] = ()
    links: tuple[LinkSnapshot, ...] = ()
    due_at: datetime | None = None
    reserved_unit_id: UnitId | None = None
    disposition: str | None = None
    missed_reason: str | None = None
    closed_at: datetime | None = None
    external_number: str | None = None
    imported: bool = False
    approximate: bool = False

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes the call something."""
        return self.lifecycle.is_open

    @property
    def active(self) -> tuple[AssignmentSnapshot, ...]:
        """The units that are on it now."""
        return tuple(one for one in self.assignments if one.status.is_active)

    @property
    def is_unassigned(self) -> bool:
        """Whether it is open and nobody is on it."""
        return self.is_open and not any(one.status.is_active for one in self.assignments)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of what happened; never edited, only added to."""

    id: TimelineEntryId
    at: datetime
    kind: str
    text: str
    who: str
    call_id: CallId | None
    unit_id: UnitId | None


@dataclass(frozen=True, slots=True)
class EarlierCall:
    """A line of the past in the same building or from the same caller."""

    id: CallId
    number: str
    received_at: datetime
    nature: str
    level: Urgency
    place: str
    disposition: str | None
    by_place: bool
    by_caller: bool


@dataclass(frozen=True, slots=True)
class History:
    """What happened here before: repeat contacts, the call itself not counted."""

    in_30_days: int
    in_90_days: int
    calls: tuple[EarlierCall, ...]
