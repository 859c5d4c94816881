"""Timed escalation rules as data, and the pure function that says which of them fire now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from console.domain.assignments import AssignmentStatus
from console.domain.calls import Lifecycle
from console.domain.ids import AssignmentId, CallId, UnitId
from console.domain.urgency import Urgency


class Trigger(StrEnum):
    """What a rule waits for."""

    UNASSIGNED = "unassigned"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    EN_ROUTE_LONG = "en_route_long"
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
    *_rules(Trigger.EN_ROUTE_LONG, {4: 900, 3: 1200, 2: 2400, 1: 3600}),
    *_rules(Trigger.NO_SAFETY_CHECK, {4: 1200, 3: 1200, 2: 1500, 1: 1800}),
    *_rules(Trigger.VISIT_OVERDUE, {4: 0, 3: 600, 2: 900, 1: 1800}),
)


@dataclass(frozen=True, slots=True)
class WatchedAssignment:
    """What the rules need to know of one unit on the call."""

    assignment_id: AssignmentId
    unit_id: UnitId
    call_sign: str
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
        visit_still_ahead = call.due_at is not None and call.due_at > now
        if not call.assignments and not visit_still_ahead:
            start = max(call.waiting_since, call.level_since, call.due_at or call.waiting_since)
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
    span = _span(rule.after)
    if rule.trigger is Trigger.NOT_ACKNOWLEDGED and one.status is AssignmentStatus.DISPATCHED:
        yield from _if_due(call, rule, one.since, one, f"{one.call_sign} has not acknowledged for {span}", now)
    elif rule.trigger is Trigger.EN_ROUTE_LONG and one.status is AssignmentStatus.EN_ROUTE:
        yield from _if_due(call, rule, one.since, one, f"{one.call_sign} en route for {span}", now)
    elif rule.trigger is Trigger.NO_SAFETY_CHECK and one.status is AssignmentStatus.ON_SCENE:
        start = max(one.since, one.checked_in_at) if one.checked_in_at else one.since
        yield from _if_due(call, rule, start, one, f"{one.call_sign} on scene without a safety check for {span}", now)


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
