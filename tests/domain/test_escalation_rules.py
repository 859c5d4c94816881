"""Which timed rules fire: once for each occurrence, never for what is closed or imported, and for ever once due."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make import NOON

from console.domain.assignments import AssignmentStatus
from console.domain.calls import Lifecycle
from console.domain.escalations import (
    ESCALATION_RULES,
    Firing,
    Trigger,
    WatchedAssignment,
    WatchedCall,
    firings,
)
from console.domain.ids import AssignmentId, CallId, UnitId, new_uuid
from console.domain.safety import SAFETY_RULES, safety_timer
from console.domain.units import UnitKind
from console.domain.urgency import Urgency

moments = st.integers(0, 7200).map(lambda seconds: NOON + timedelta(seconds=seconds))
maybe_moments = st.none() | moments
runs = st.builds(
    WatchedAssignment,
    assignment_id=st.builds(lambda: AssignmentId(new_uuid())),
    unit_id=st.builds(lambda: UnitId(new_uuid())),
    call_sign=st.just("C09"),
    kind=st.sampled_from(UnitKind),
    status=st.sampled_from([one for one in AssignmentStatus if one.is_active]),
    since=moments,
    checked_in_at=maybe_moments,
)
calls = st.builds(
    WatchedCall,
    call_id=st.builds(lambda: CallId(new_uuid())),
    level=st.sampled_from(Urgency),
    lifecycle=st.sampled_from(Lifecycle),
    waiting_since=moments,
    level_since=moments,
    due_at=maybe_moments,
    assignments=st.lists(runs, max_size=3).map(tuple),
    silent=st.booleans(),
)


def waiting(level: Urgency = Urgency.EMERGENT) -> WatchedCall:
    return WatchedCall(CallId(new_uuid()), level, Lifecycle.OPEN, NOON, NOON, None, ())


def a_run(status: AssignmentStatus, kind: UnitKind = UnitKind.CO_RESPONSE, **changes: Any) -> WatchedAssignment:
    run = WatchedAssignment(AssignmentId(new_uuid()), UnitId(new_uuid()), "C09", kind, status, NOON, None)
    return replace(run, **changes)


def fired(call: WatchedCall, seconds: float) -> list[Firing]:
    return firings([call], ESCALATION_RULES, NOON + timedelta(seconds=seconds))


def keys(found: list[Firing]) -> set[tuple[CallId, str, str]]:
    return {(one.call_id, one.rule, one.occurrence) for one in found}


@given(st.lists(calls, max_size=4), moments)
def test_each_occurrence_comes_once_and_the_same_for_every_watcher(some: list[WatchedCall], now: datetime) -> None:
    found = firings(some, ESCALATION_RULES, now)
    assert len(keys(found)) == len(found)
    assert found == firings(some, ESCALATION_RULES, now)
    assert keys(found) == keys(firings(reversed(some), ESCALATION_RULES, now))


@given(calls, moments)
def test_what_is_closed_or_imported_never_fires(call: WatchedCall, now: datetime) -> None:
    if not call.lifecycle.is_open or call.silent:
        assert firings([call], ESCALATION_RULES, now) == []


@given(calls, moments, st.integers(0, 7200))
def test_what_fired_stays_fired_while_nothing_changes(call: WatchedCall, now: datetime, later: int) -> None:
    first = firings([call], ESCALATION_RULES, now)
    second = firings([call], ESCALATION_RULES, now + timedelta(seconds=later))
    assert keys(first) <= keys(second)
    assert all(one.due_at <= now for one in first)


def test_a_level_4_call_may_wait_sixty_seconds() -> None:
    call = waiting()
    assert fired(call, 59.9) == []
    [one] = fired(call, 60)
    assert one.rule == "unassigned.4"
    assert one.sentence == "No team for 60 s"


def test_raising_the_level_begins_the_wait_anew() -> None:
    call = replace(waiting(Urgency.MODERATE), waiting_since=NOON - timedelta(minutes=10))
    raised = replace(call, level=Urgency.EMERGENT, level_since=NOON)
    assert fired(raised, 59) == []
    assert [one.rule for one in fired(raised, 61)] == ["unassigned.4"]


def test_a_unit_on_it_stops_the_wait_and_a_second_wait_fires_anew() -> None:
    call = waiting()
    first = fired(call, 61)
    left = replace(call, waiting_since=NOON + timedelta(minutes=5))
    second = fired(left, 300 + 61)
    assert keys(first).isdisjoint(keys(second))


def test_a_check_in_stops_the_safety_rule() -> None:
    run = a_run(AssignmentStatus.ON_SCENE)
    call = replace(waiting(), assignments=(run,))
    assert [one.unit_id for one in fired(call, 1200)] == [run.unit_id]
    heard = replace(call, assignments=(replace(run, checked_in_at=NOON + timedelta(seconds=1100)),))
    assert fired(heard, 1200) == []


def test_a_visit_ahead_waits_for_its_time_and_is_overdue_until_somebody_is_there() -> None:
    due = NOON + timedelta(hours=1)
    call = replace(waiting(Urgency.MODERATE), due_at=due)
    assert fired(call, 3599 + 900) == []
    assert {one.rule for one in fired(call, 3600 + 900)} == {"visit_overdue.2", "unassigned.2"}
    run = a_run(AssignmentStatus.ON_SCENE, since=due, checked_in_at=due)
    assert fired(replace(call, assignments=(run,)), 3700) == []


def test_a_visit_ahead_that_became_urgent_waits_for_nothing() -> None:
    raised = NOON + timedelta(minutes=5)
    visit = replace(waiting(), due_at=NOON + timedelta(days=1), level_since=raised)
    [one] = fired(visit, 5 * 60 + 60)
    assert (one.rule, one.sentence) == ("unassigned.4", "No team for 60 s")
    assert fired(replace(visit, level=Urgency.MODERATE), 7200) == []


@pytest.mark.parametrize("level", Urgency)
@pytest.mark.parametrize("status", [one for one in AssignmentStatus if one.is_active])
def test_no_status_can_last_for_ever_unseen(level: Urgency, status: AssignmentStatus) -> None:
    assert fired(replace(waiting(level), assignments=(a_run(status),)), 6 * 3600)


@pytest.mark.parametrize("kind", UnitKind)
@pytest.mark.parametrize("status", [rule.status for rule in SAFETY_RULES])
def test_what_is_overdue_on_the_board_fires_in_that_moment(kind: UnitKind, status: AssignmentStatus) -> None:
    timer = safety_timer(kind, status, NOON, None)
    assert timer is not None
    overdue = (timer.alert_at - NOON).total_seconds()
    for level in Urgency:
        call = replace(waiting(level), assignments=(a_run(status, kind),))
        rule = f"no_safety_check.{level.value}"
        assert rule not in {one.rule for one in fired(call, overdue - 1)}
        assert rule in {one.rule for one in fired(call, overdue)}


def test_every_trigger_has_a_rule_for_every_level() -> None:
    assert {(rule.trigger, rule.level) for rule in ESCALATION_RULES} == {
        (trigger, level) for trigger in Trigger for level in Urgency
    }
    assert len({rule.code for rule in ESCALATION_RULES}) == len(ESCALATION_RULES)
