"""A unit's run, the status of a call, and the level that flags demand."""

from hypothesis import given
from hypothesis import strategies as st

from console.domain.assignments import RUN, AssignmentStatus, furthest, may_follow
from console.domain.calls import FLAG_FLOOR, CallStatus, Lifecycle, RiskFlag, call_status, level_floor
from console.domain.units import REQUIRED_DISCIPLINES, Discipline, Staffing, UnitKind, missing_disciplines, staffing
from console.domain.urgency import Urgency

statuses = st.sampled_from(AssignmentStatus)
many_statuses = st.lists(statuses, max_size=6)
flags = st.lists(st.sampled_from(RiskFlag), max_size=6)
crews = st.lists(st.sampled_from(Discipline), max_size=4)


@given(statuses, statuses)
def test_an_ended_run_reports_nothing_more(now: AssignmentStatus, wanted: AssignmentStatus) -> None:
    if not now.is_active:
        assert not may_follow(now, wanted)


@given(statuses)
def test_no_status_follows_itself_and_none_goes_back_to_dispatched(now: AssignmentStatus) -> None:
    assert not may_follow(now, now)
    assert not may_follow(now, AssignmentStatus.DISPATCHED)


@given(st.sampled_from(RUN), st.sampled_from(RUN))
def test_a_unit_may_always_skip_ahead(now: AssignmentStatus, wanted: AssignmentStatus) -> None:
    if RUN.index(wanted) > RUN.index(now):
        assert may_follow(now, wanted)


@given(st.sampled_from(RUN))
def test_a_unit_on_a_call_can_always_be_released(now: AssignmentStatus) -> None:
    assert may_follow(now, AssignmentStatus.CLEARED)
    assert may_follow(now, AssignmentStatus.CANCELLED)


def test_a_scene_that_turns_dangerous_is_left_for_staging() -> None:
    assert may_follow(AssignmentStatus.ON_SCENE, AssignmentStatus.STAGING)
    assert not may_follow(AssignmentStatus.ON_SCENE, AssignmentStatus.ACKNOWLEDGED)


@given(many_statuses)
def test_the_furthest_is_one_of_the_active_and_none_is_ahead_of_it(of_units: list[AssignmentStatus]) -> None:
    ahead = furthest(of_units)
    active = [one for one in of_units if one.is_active]
    assert (ahead is None) == (not active)
    if ahead is not None:
        assert ahead in active
        assert all(RUN.index(one) <= RUN.index(ahead) for one in active)


@given(st.sampled_from(Lifecycle), many_statuses)
def test_a_call_shows_its_end_or_its_furthest_unit_in_any_order(
    lifecycle: Lifecycle, of_units: list[AssignmentStatus]
) -> None:
    shown = call_status(lifecycle, of_units)
    assert shown is call_status(lifecycle, list(reversed(of_units)))
    if not lifecycle.is_open:
        assert shown.value == lifecycle.value
    elif any(one.is_active for one in of_units):
        assert shown.value == str(furthest(of_units))
    else:
        assert shown in (CallStatus.PENDING, CallStatus.REOPENED)


@given(flags, flags)
def test_more_flags_never_lower_the_floor(some: list[RiskFlag], more: list[RiskFlag]) -> None:
    assert level_floor([*some, *more]) >= level_floor(some)
    assert level_floor([*some, *more]) == max(level_floor(some), level_floor(more))


def test_a_weapon_in_hand_is_emergent_and_no_flag_demands_nothing() -> None:
    assert level_floor([RiskFlag.WEAPON_IN_HAND]) is Urgency.EMERGENT
    assert level_floor([]) is Urgency.ROUTINE
    assert all(level_floor([flag]) >= Urgency.URGENT for flag in RiskFlag if flag.is_danger)
    assert all(flag.is_danger for flag in FLAG_FLOOR)


@given(st.sampled_from(UnitKind), crews)
def test_a_unit_is_full_exactly_when_nothing_is_missing(kind: UnitKind, crew: list[Discipline]) -> None:
    lacking = missing_disciplines(kind, crew)
    assert (staffing(kind, crew) is Staffing.FULL) == (not lacking)
    assert set(lacking) == REQUIRED_DISCIPLINES[kind] - set(crew)
    assert (staffing(kind, crew) is Staffing.EMPTY) == (not crew)


@given(st.sampled_from(UnitKind), crews, st.sampled_from(Discipline))
def test_one_more_aboard_never_degrades_a_unit(kind: UnitKind, crew: list[Discipline], more: Discipline) -> None:
    order = [Staffing.EMPTY, Staffing.DEGRADED, Staffing.FULL]
    assert order.index(staffing(kind, [*crew, more])) >= order.index(staffing(kind, crew))
