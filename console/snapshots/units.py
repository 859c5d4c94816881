"""A unit as screens see it: who rides in it tonight and what it is doing."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.assignments import AssignmentStatus, by_progress
from console.domain.ids import AssignmentId, CallId, EmergencyId, PairingId, ResponderId, UnitId, ZoneId
from console.domain.qualifications import Held
from console.domain.safety import SafetyTimer, safety_timer
from console.domain.units import Availability, Discipline, Presence, Staffing, UnitKind, missing_disciplines, staffing


@dataclass(frozen=True, slots=True)
class MemberSnapshot:
    """One responder of the pairing that crews the unit now."""

    responder_id: ResponderId
    name: str
    discipline: Discipline
    licence: str | None
    qualifications: tuple[Held, ...]
    presence: Presence = Presence.ABOARD

    @property
    def short(self) -> str:
        """The name as the boards show it: "Ofc. Reyes", "T. Lindqvist LCSW" or "T. Lindqvist LCSW (by phone)"."""
        if self.discipline is Discipline.OFFICER:
            return f"Ofc. {self.name.split()[-1]}"
        named = f"{self.name} {self.licence}" if self.licence else self.name
        return f"{named} ({self.presence.word})" if self.presence is not Presence.ABOARD else named


@dataclass(frozen=True, slots=True)
class UnitAssignment:
    """A call that the unit is on."""

    id: AssignmentId
    call_id: CallId
    number: str
    status: AssignmentStatus
    since: datetime


@dataclass(frozen=True, slots=True)
class UnitSnapshot:
    """One unit; `assignments` holds active ones only, the latest dispatch last."""

    id: UnitId
    version: int
    call_sign: str
    kind: UnitKind
    zone_id: ZoneId | None
    availability: Availability
    availability_since: datetime
    availability_note: str | None
    members: tuple[MemberSnapshot, ...]
    pairing_id: PairingId | None
    on_duty_since: datetime | None
    shift_ends_at: datetime | None
    checked_in_at: datetime | None
    assignments: tuple[UnitAssignment, ...] = ()
    emergency_id: EmergencyId | None = None
    emergency_since: datetime | None = None

    @property
    def disciplines(self) -> list[Discipline]:
        """The disciplines aboard, one entry for each member."""
        return [member.discipline for member in self.members]

    @property
    def staffing(self) -> Staffing:
        """Full, degraded or empty against what its kind needs."""
        return staffing(self.kind, self.disciplines)

    @property
    def missing(self) -> list[Discipline]:
        """The disciplines that its kind needs and nobody aboard has."""
        return missing_disciplines(self.kind, self.disciplines)

    @property
    def current(self) -> UnitAssignment | None:
        """The assignment that it is on now; others were stacked on it and wait."""
        return next(iter(by_progress(self.assignments)), None)

    @property
    def safety(self) -> SafetyTimer | None:
        """The strictest safety timer of all its runs."""
        timers = (safety_timer(self.kind, one.status, one.since, self.checked_in_at) for one in self.assignments)
        return min((timer for timer in timers if timer is not None), key=lambda timer: timer.alert_at, default=None)

    @property
    def is_free(self) -> bool:
        """Whether it can be sent without taking it from anything."""
        return self.availability is Availability.AVAILABLE and not self.assignments and self.emergency_id is None

    @property
    def on_duty(self) -> bool:
        """Whether it is logged on."""
        return self.availability is not Availability.OFF_DUTY

    @property
    def status_token(self) -> str:
        """The colour token of its status: the current assignment's, else its availability."""
        current = self.current
        return current.status.value if current else self.availability.value

    @property
    def status_word(self) -> str:
        """Its status on the screen."""
        current = self.current
        return current.status.word if current else self.availability.word

    @property
    def status_since(self) -> datetime:
        """Since when it has that status."""
        current = self.current
        return current.since if current else self.availability_since

    @property
    def crew(self) -> str:
        """Who rides in it, in one line."""
        return " + ".join(member.short for member in self.members) if self.members else "No crew"
