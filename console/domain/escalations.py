"""Timed escalation rules as data, and the pure function that says which of them fire now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.assignments import AssignmentStatus
from console.domain.calls import Lifecycle, may_wait
from console.domain.ids import AssignmentId, CallId, UnitId
from console.domain.safety import safety_timer
from console.domain.units import UnitKind
from console.domain.urgency import Urgency


class Trigger(StrEnum):
    """What a rule waits for."""

    UNASSIGNED = "unassigned"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    NOT_EN_ROUTE = "not_en_route"
    EN_ROUTE_LONG = "en_route_long"
    STAGING_LONG = "staging_long"
    NO_SAFETY_CHECK = "no_safety_check"
    VISIT_OVERDUE = "visit_overdue"


@dataclass(frozen=True, slots=True)
class EscalationRule:
    """Fire when a call of the level has stood in the trigger's state for longer than `after`."""

    trigger: Trigger
    level: Urgency
    after: timedelta

    @property
    def code(self) -> str:
        """The rule's name in the record: stable for one trigger and level."""
        return f"{self.trigger.value}.{self.level.value}"


def _rules(trigger: Trigger, seconds_by_level: dict[int, int]) -> Iterator[EscalationRule]:
    for level, seconds in seconds_by_level.items():
        yield EscalationRule(trigger, Urgency(level), timedelta(seconds=seconds))


# The floor that holds when the agency has set nothing. A level-4 call may wait 60 seconds.
ESCALATION_RULES: tuple[EscalationRule, ...] = (
    *_rules(Trigger.UNASSIGNED, {4: 60, 3: 300, 2: 900, 1: 3600}),
    *_rules(Trigger.NOT_ACKNOWLEDGED, {4: 60, 3: 90, 2: 180, 1: 300}),
    *_rules(Trigger.NOT_EN_ROUTE, {4: 120, 3: 180, 2: 300, 1: 600}),
    *_rules(Trigger.EN_ROUTE_LONG, {4: 900, 3: 1200, 2: 2400, 1: 3600}),
    *_rules(Trigger.STAGING_LONG, {4: 600, 3: 900, 2: 1500, 1: 2400}),
    # Counted from the moment at which the unit board's timer says OVERDUE (safety.py), whatever the call's level is.
    *_rules(Trigger.NO_SAFETY_CHECK, {4: 0, 3: 0, 2: 0, 1: 0}),
    *_rules(Trigger.VISIT_OVERDUE, {4: 0, 3: 600, 2: 900, 1: 1800}),
)


@dataclass(frozen=True, slots=True)
class WatchedAssignment:
    """What the rules need to know of one unit on the call."""

    assignment_id: AssignmentId
    unit_id: UnitId
    call_sign: str
    kind: UnitKind
    status: AssignmentStatus
    since: datetime
    checked_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class WatchedCall:
    """What the rules need to know of one call."""

    call_id: CallId
    level: Urgency
    lifecycle: Lifecycle
    waiting_since: datetime  # received, reopened or left by its last unit; a raise of the level may be later still
    level_since: datetime
    due_at: datetime | None
    assignments: tuple[WatchedAssignment, ...]
    silent: bool = False  # imported history never escalates


@dataclass(frozen=True, slots=True)
class Firing:
    """One escalation to record: once per (call, rule, occurrence), however many watchers see it."""

    call_id: CallId
    rule: str
    occurrence: str
    unit_id: UnitId | None
    sentence: str
    due_at: datetime


def firings(calls: Iterable[WatchedCall], rules: Iterable[EscalationRule], now: datetime) -> list[Firing]:
    """The rules that stand fired at `now`; pure, so that every watcher comes to the same list."""
    by_level: dict[Urgency, list[EscalationRule]] = {}
    for rule in rules:
        by_level.setdefault(rule.level, []).append(rule)
    return [
        firing
        for call in calls
        if call.lifecycle.is_open and not call.silent
        for rule in by_level.get(call.level, ())
        for firing in _of(call, rule, now)
    ]


def _of(call: WatchedCall, rule: EscalationRule, now: datetime) -> Iterator[Firing]:
    if rule.trigger is Trigger.UNASSIGNED:
        if not call.assignments:
            start = max(call.waiting_since, call.level_since)
            if call.due_at is not None and may_wait(call.level, call.due_at):
                start = max(start, call.due_at)
            yield from _if_due(call, rule, start, None, f"No team for {_span(rule.after)}", now)
    elif rule.trigger is Trigger.VISIT_OVERDUE:
        arrived = any(one.status.is_active and _HAS_ARRIVED[one.status] for one in call.assignments)
        if call.due_at is not None and not arrived:
            yield from _if_due(call, rule, call.due_at, None, f"Visit overdue by {_span(rule.after)}", now)
    else:
        for one in call.assignments:
            yield from _of_assignment(call, rule, one, now)


def _of_assignment(
    call: WatchedCall, rule: EscalationRule, one: WatchedAssignment, now: datetime
) -> Iterator[Firing]:
    if rule.trigger is Trigger.NO_SAFETY_CHECK:
        timer = safety_timer(one.kind, one.status, one.since, one.checked_in_at)
        if timer is not None:
            start = max(one.since, one.checked_in_at) if one.checked_in_at else one.since
            whole = replace(rule, after=timer.alert_at - start + rule.after)
            said = f"{one.call_sign} {one.status.word.lower()} without a safety check for {_span(whole.after)}"
            yield from _if_due(call, whole, start, one, said, now)
        return
    status, words = _LINGERS[rule.trigger]
    if one.status is status:
        yield from _if_due(call, rule, one.since, one, f"{one.call_sign} {words} {_span(rule.after)}", now)


# A unit that stays in a status for too long, and how that is said.
_LINGERS: dict[Trigger, tuple[AssignmentStatus, str]] = {
    Trigger.NOT_ACKNOWLEDGED: (AssignmentStatus.DISPATCHED, "has not acknowledged for"),
    Trigger.NOT_EN_ROUTE: (AssignmentStatus.ACKNOWLEDGED, "has acknowledged and not moved for"),
    Trigger.EN_ROUTE_LONG: (AssignmentStatus.EN_ROUTE, "en route for"),
    Trigger.STAGING_LONG: (AssignmentStatus.STAGING, "staging for"),
}


def _if_due(
    call: WatchedCall,
    rule: EscalationRule,
    start: datetime,
    one: WatchedAssignment | None,
    sentence: str,
    now: datetime,
) -> Iterator[Firing]:
    due = start + rule.after
    if now >= due:
        # The moment the wait began makes the occurrence: a second wait of the same kind fires anew, a second look not.
        place = f"{one.assignment_id}@" if one else ""
        yield Firing(
            call.call_id, rule.code, f"{place}{start.isoformat()}", one.unit_id if one else None, sentence, due
        )


_HAS_ARRIVED = {
    status: status
    in (AssignmentStatus.ON_SCENE, AssignmentStatus.TRANSPORTING, AssignmentStatus.AT_FACILITY)
    for status in AssignmentStatus
}


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"
