"""Units are sent, diverted, stacked, reported, taken back and carried over."""

from datetime import timedelta

import pytest
from make import Program, an_actor
from sqlalchemy import update

from console.commands.dispatch import (
    DoubleAssignment,
    Taking,
    make_primary,
    report_status,
    undo_dispatch,
)
from console.commands.duty import check_in, set_availability
from console.commands.settle_calls import cancel_call, clear_call
from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallStatus
from console.domain.dispositions import MissedReason
from console.domain.ids import CallId, UnitId
from console.domain.roles import Role
from console.domain.units import Availability
from console.domain.urgency import Urgency
from console.errors import RuleBroken
from console.models.calls import Assignment

ACK, EN_ROUTE, ON_SCENE = AssignmentStatus.ACKNOWLEDGED, AssignmentStatus.EN_ROUTE, AssignmentStatus.ON_SCENE


def status_on(program: Program, call_id: CallId, unit_id: UnitId) -> AssignmentStatus:
    return next(one.status for one in reversed(program.seen(call_id).assignments) if one.unit_id == unit_id)


def test_the_first_unit_is_primary_and_the_call_shows_the_furthest(program: Program) -> None:
    call_id, first, second = program.call(), program.unit("C09"), program.unit("C11")
    program.send(call_id, first, second)
    program.run(report_status, second, ON_SCENE)
    seen = program.seen(call_id)
    assert seen.primary_unit_id == first
    assert seen.status is CallStatus.ON_SCENE
    assert [one.status for one in seen.assignments] == [AssignmentStatus.DISPATCHED, ON_SCENE]
    program.run(make_primary, call_id, second)
    assert program.seen(call_id).primary_unit_id == second


def test_a_unit_sent_twice_is_on_it_once(program: Program) -> None:
    call_id, unit_id = program.call(), program.unit()
    program.send(call_id, unit_id, unit_id)
    assert program.send(call_id, unit_id) == []
    assert len(program.seen(call_id).assignments) == 1


def test_a_stacked_call_waits_behind_the_one_at_hand(program: Program) -> None:
    at_hand, stacked, unit_id = program.call(), program.call(), program.unit()
    program.send(at_hand, unit_id)
    program.run(report_status, unit_id, ON_SCENE)
    program.send(stacked, unit_id, taking=Taking.STACK)
    seen = program.seen_unit(unit_id)
    assert seen.status_word == "On scene" and seen.safety is not None
    program.run(check_in, unit_id)
    assert "C09 checked in, safe" in program.said(at_hand)
    program.run(report_status, unit_id, ON_SCENE)
    program.run(report_status, unit_id, ACK)
    assert status_on(program, stacked, unit_id) is ACK, "of the scene it cannot be said"
    program.run(report_status, unit_id, AssignmentStatus.TRANSPORTING)
    assert status_on(program, at_hand, unit_id) is AssignmentStatus.TRANSPORTING
    program.run(report_status, unit_id, AssignmentStatus.CLEARED)
    assert status_on(program, at_hand, unit_id) is AssignmentStatus.CLEARED
    assert status_on(program, stacked, unit_id) is ACK


def test_who_recorded_an_acknowledgement_by_radio_is_kept(program: Program) -> None:
    call_id, unit_id = program.call(), program.unit()
    program.send(call_id, unit_id)
    program.run(report_status, unit_id, ACK, by_radio=True, by=an_actor(Role.DISPATCHER, name="S. Ito"))
    assert program.seen(call_id).assignments[0].radio_recorded_by == "S. Ito"
    assert "C09 acknowledged (by radio)" in program.said(call_id)


def test_a_status_that_cannot_follow_is_refused_in_words(program: Program) -> None:
    call_id, unit_id = program.call(), program.unit()
    with pytest.raises(RuleBroken, match="C09 is on no call, so it cannot be on scene"):
        program.run(report_status, unit_id, ON_SCENE)
    program.send(call_id, unit_id)
    program.run(report_status, unit_id, ON_SCENE)
    with pytest.raises(RuleBroken, match="C09 is on scene; it cannot become acknowledged"):
        program.run(report_status, unit_id, ACK)


def test_a_unit_on_another_call_is_asked_for_and_named(program: Program) -> None:
    first, second, unit_id = program.call(level=Urgency.URGENT), program.call(), program.unit()
    program.send(first, unit_id)
    with pytest.raises(DoubleAssignment, match=rf"C09 is dispatched on {program.seen(first).number} \(level 3\)"):
        program.send(second, unit_id)


def test_a_stacked_unit_is_on_both_and_a_diverted_one_on_the_last(program: Program) -> None:
    first, second, third, unit_id = program.call(), program.call(), program.call(), program.unit()
    program.send(first, unit_id)
    program.send(second, unit_id, taking=Taking.STACK)
    assert [one.call_id for one in program.seen_unit(unit_id).assignments] == [first, second]
    program.send(third, unit_id, taking=Taking.DIVERT)
    assert [one.call_id for one in program.seen_unit(unit_id).assignments] == [third]
    assert program.seen(first).status is CallStatus.PENDING


def test_undo_gives_a_diverted_unit_back_to_every_call_as_it_was(program: Program) -> None:
    first, second, third, unit_id = program.call(), program.call(), program.call(), program.unit()
    program.send(first, unit_id)
    program.run(report_status, unit_id, EN_ROUTE)  # acknowledged in the same moment
    program.send(second, unit_id, taking=Taking.STACK)
    waiting = program.seen(third).waiting_since
    [made] = program.send(third, unit_id, taking=Taking.DIVERT)
    program.run(undo_dispatch, made)
    assert status_on(program, first, unit_id) is EN_ROUTE
    assert status_on(program, second, unit_id) is AssignmentStatus.DISPATCHED
    back = program.seen(third)
    assert (back.status, back.waiting_since, back.primary_unit_id) == (CallStatus.PENDING, waiting, None)
    assert "C09 back on this call" in program.said(first)


def test_a_dispatch_that_was_answered_or_is_old_is_not_undone(program: Program) -> None:
    call_id, first, second = program.call(), program.unit("C09"), program.unit("C11")
    answered, old = program.send(call_id, first, second)
    program.run(report_status, first, ACK)
    with pytest.raises(RuleBroken, match="C09 has answered already"):
        program.run(undo_dispatch, answered)
    earlier = program.seen(call_id).assignments[1].dispatched_at - timedelta(minutes=1)
    program.alter(update(Assignment).where(Assignment.id == old).values(dispatched_at=earlier))
    with pytest.raises(RuleBroken, match="can be undone for 10 seconds"):
        program.run(undo_dispatch, old)


def test_the_next_unit_after_all_have_left_is_primary(program: Program) -> None:
    call_id, first, second = program.call(), program.unit("C09"), program.unit("C11")
    program.send(call_id, first)
    program.run(report_status, first, AssignmentStatus.CANCELLED)
    assert program.seen(call_id).waiting_since > program.seen(call_id).received_at
    program.send(call_id, second)
    assert program.seen(call_id).primary_unit_id == second


def test_when_the_primary_leaves_another_one_is(program: Program) -> None:
    call_id, first, second = program.call(), program.unit("C09"), program.unit("C11")
    program.send(call_id, first, second)
    program.run(report_status, first, AssignmentStatus.CLEARED)
    assert program.seen(call_id).primary_unit_id == second


def test_clearing_releases_the_units_and_keeps_the_primary_on_record(program: Program) -> None:
    call_id, unit_id = program.call(), program.unit()
    program.send(call_id, unit_id)
    program.run(report_status, unit_id, ON_SCENE)
    program.run(clear_call, call_id, program.seen(call_id).version, "settled")
    seen = program.seen(call_id)
    assert (seen.status, seen.disposition, seen.primary_unit_id) == (CallStatus.CLEARED, "settled", unit_id)
    assert program.seen_unit(unit_id).is_free


def test_an_eligible_call_without_a_team_says_why(program: Program) -> None:
    call_id = program.call()
    program.run(clear_call, call_id, program.seen(call_id).version, "phone", MissedReason.NO_UNIT_FREE)
    assert program.seen(call_id).missed_reason == "no_unit_free"
    other = program.call(nature="harassment")
    program.run(clear_call, other, program.seen(other).version, "phone")
    assert program.seen(other).missed_reason is None


def test_a_check_in_outlives_another_calls_status(program: Program) -> None:
    first, second, unit_id = program.call(), program.call(), program.unit()
    program.send(first, unit_id)
    program.run(report_status, unit_id, ON_SCENE)
    program.run(check_in, unit_id)
    heard = program.seen_unit(unit_id).checked_in_at
    program.send(second, unit_id, taking=Taking.STACK)
    program.run(report_status, unit_id, AssignmentStatus.CANCELLED, second)
    assert heard is not None
    assert program.seen_unit(unit_id).checked_in_at == heard


def test_what_is_closed_is_not_dispatched_and_says_how_to_go_on(program: Program) -> None:
    call_id, unit_id = program.call(), program.unit()
    program.run(cancel_call, call_id, program.seen(call_id).version, "caller rang back")
    with pytest.raises(RuleBroken, match=r"is cancelled\. Reopen it first"):
        program.send(call_id, unit_id)


def test_a_unit_at_its_meal_is_not_sent_and_one_on_a_call_takes_no_meal(program: Program) -> None:
    call_id, unit_id = program.call(), program.unit()
    program.run(set_availability, unit_id, Availability.BREAK, "dinner")
    with pytest.raises(RuleBroken, match=r"C09 is not available: break \(dinner\)"):
        program.send(call_id, unit_id)
    program.run(set_availability, unit_id, Availability.AVAILABLE)
    program.send(call_id, unit_id)
    with pytest.raises(RuleBroken, match="clear it there before you go to break"):
        program.run(set_availability, unit_id, Availability.BREAK)
