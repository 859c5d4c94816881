"""The program clock, spoken spans and safety timers."""

from datetime import datetime, timedelta
from math import inf, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from make import NOON

from console.domain.assignments import AssignmentStatus
from console.domain.clock import ProgramClock, spoken
from console.domain.safety import SAFETY_RULES, SafetyState, safety_timer
from console.domain.units import UnitKind

rates = st.floats(0, 60)
reals = st.integers(0, 10**14).map(lambda microseconds: NOON - timedelta(microseconds=microseconds))
spans = st.integers(0, 7200).map(lambda seconds: timedelta(seconds=seconds))
silences = st.sampled_from([SafetyState.RUNNING, SafetyState.WARN, SafetyState.ALERT])


@given(rates, reals, spans, spans)
def test_the_clock_never_goes_back(rate: float, epoch: datetime, one: timedelta, more: timedelta) -> None:
    clock = ProgramClock(epoch, NOON, rate)
    assert clock.at(epoch + one + more) >= clock.at(epoch + one)


@given(st.floats(0.01, 60), spans)
def test_real_seconds_undo_the_rate(rate: float, span: timedelta) -> None:
    assert isclose(ProgramClock(NOON, NOON, rate).real_seconds(span) * rate, span.total_seconds(), abs_tol=1e-6)


def test_on_a_stopped_clock_every_span_takes_for_ever() -> None:
    assert ProgramClock(NOON, NOON, 0.0).real_seconds(timedelta(seconds=1)) == inf


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-5, "00:00"), (0, "00:00"), (252, "04:12"), (3852, "1:04:12"), (172_800 + 3 * 3600, "2 d 03 h")],
)
def test_spans_are_spoken_as_timers(seconds: int, said: str) -> None:
    assert spoken(timedelta(seconds=seconds)) == said


@given(st.sampled_from(UnitKind), st.sampled_from(AssignmentStatus), spans, st.none() | spans, spans, spans)
def test_a_safety_timer_only_worsens_until_the_unit_is_heard(
    kind: UnitKind, status: AssignmentStatus, since: timedelta, heard: timedelta | None, now: timedelta, more: timedelta
) -> None:
    timer = safety_timer(kind, status, NOON + since, NOON + heard if heard is not None else None)
    assert (timer is None) == all(rule.status is not status for rule in SAFETY_RULES)
    if timer is None:
        return
    order = list(SafetyState)
    assert order.index(timer.state(NOON + now + more)) >= order.index(timer.state(NOON + now))
    assert NOON + since < timer.warn_at < timer.alert_at


@given(st.sampled_from(UnitKind), spans)
def test_a_check_in_starts_the_timer_anew_and_an_old_one_counts_for_nothing(kind: UnitKind, heard: timedelta) -> None:
    bare = safety_timer(kind, AssignmentStatus.ON_SCENE, NOON, None)
    fresh = safety_timer(kind, AssignmentStatus.ON_SCENE, NOON, NOON + heard)
    stale = safety_timer(kind, AssignmentStatus.ON_SCENE, NOON, NOON - heard)
    assert bare is not None and fresh is not None
    assert fresh.alert_at - bare.alert_at == heard
    assert stale == bare


def test_a_team_that_rides_without_police_is_asked_sooner() -> None:
    alone = safety_timer(UnitKind.MOBILE_CRISIS, AssignmentStatus.ON_SCENE, NOON, None)
    together = safety_timer(UnitKind.CO_RESPONSE, AssignmentStatus.ON_SCENE, NOON, None)
    assert alone is not None and together is not None
    assert alone.alert_at < together.alert_at
    assert alone.state(NOON + timedelta(minutes=10)) is SafetyState.WARN
