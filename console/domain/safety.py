"""Safety-check timers: how long a unit may be silent in a status before it warns, then alerts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.assignments import AssignmentStatus
from console.domain.units import UnitKind


class SafetyState(StrEnum):
    """Where a unit's timer stands."""

    OFF = "off"
    RUNNING = "running"
    WARN = "warn"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """Warn and alert after this long without a word; kind None means every kind."""

    status: AssignmentStatus
    warn: timedelta
    alert: timedelta
    kind: UnitKind | None = None


# Clinician safety: check-ins at 15 and 30 minutes are the field's habit; a mobile crisis team rides without police.
SAFETY_RULES: tuple[SafetyRule, ...] = (
    SafetyRule(AssignmentStatus.ON_SCENE, timedelta(minutes=10), timedelta(minutes=15), UnitKind.MOBILE_CRISIS),
    SafetyRule(AssignmentStatus.ON_SCENE, timedelta(minutes=15), timedelta(minutes=20)),
    SafetyRule(AssignmentStatus.STAGING, timedelta(minutes=15), timedelta(minutes=20)),
    SafetyRule(AssignmentStatus.TRANSPORTING, timedelta(minutes=30), timedelta(minutes=40)),
    SafetyRule(AssignmentStatus.AT_FACILITY, timedelta(minutes=60), timedelta(minutes=90)),
)


@dataclass(frozen=True, slots=True)
class SafetyTimer:
    """A running timer: its two moments; `state` says where `now` stands against them."""

    warn_at: datetime
    alert_at: datetime

    def state(self, now: datetime) -> SafetyState:
        """The state at a moment of program time."""
        if now >= self.alert_at:
            return SafetyState.ALERT
        return SafetyState.WARN if now >= self.warn_at else SafetyState.RUNNING


def safety_timer(
    kind: UnitKind,
    status: AssignmentStatus,
    since: datetime,
    checked_in_at: datetime | None,
    rules: tuple[SafetyRule, ...] = SAFETY_RULES,
) -> SafetyTimer | None:
    """The timer of one unit in a status; it starts at the status or at the last check-in, whichever is later."""
    fitting = [rule for rule in rules if rule.status is status and rule.kind in (kind, None)]
    if not fitting:
        return None
    rule = next((one for one in fitting if one.kind is kind), fitting[0])
    start = max(since, checked_in_at) if checked_in_at else since
    return SafetyTimer(start + rule.warn, start + rule.alert)
