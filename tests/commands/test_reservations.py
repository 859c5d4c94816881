"""A unit kept for a scheduled visit."""

from datetime import timedelta

import pytest
from make import NOON, Program, a_draft

from console.commands.take_calls import amend_call, reserve_unit, take_call
from console.errors import EditConflict, RuleBroken


def test_a_scheduled_visit_keeps_a_unit_that_stays_free(program: Program) -> None:
    unit = program.unit("C09")
    visit = a_draft(due_at=program.seen(program.call()).received_at + timedelta(hours=2))
    program.run(take_call, visit)
    program.run(reserve_unit, visit.id, 1, unit)
    assert program.seen(visit.id).reserved_unit_id == unit
    assert program.seen_unit(unit).is_free
    program.run(reserve_unit, visit.id, 2, None)
    assert program.seen(visit.id).reserved_unit_id is None


def test_a_call_without_a_due_time_keeps_nobody(program: Program) -> None:
    call, unit = program.call(), program.unit("C09")
    with pytest.raises(RuleBroken, match="no due time"):
        program.run(reserve_unit, call, 1, unit)


def test_two_desks_that_reserve_at_once_do_not_overwrite_each_other(program: Program) -> None:
    first, second = program.unit("C09"), program.unit("C12")
    visit = a_draft(due_at=program.seen(program.call()).received_at + timedelta(hours=2))
    program.run(take_call, visit)
    program.run(reserve_unit, visit.id, 1, first)
    with pytest.raises(EditConflict):
        program.run(reserve_unit, visit.id, 1, second)


def test_a_due_time_can_be_moved_and_taken_off_with_the_unit_that_was_kept(program: Program) -> None:
    unit = program.unit("C09")
    visit = a_draft(due_at=NOON)
    program.run(take_call, visit)
    program.run(reserve_unit, visit.id, 1, unit)
    program.run(amend_call, visit.id, 2, nature="welfare_check")
    assert program.seen(visit.id).due_at == NOON
    program.run(amend_call, visit.id, 3, due_at=NOON + timedelta(hours=1))
    assert program.seen(visit.id).reserved_unit_id == unit
    program.run(amend_call, visit.id, 4, due_at=None)
    seen = program.seen(visit.id)
    assert (seen.due_at, seen.reserved_unit_id) == (None, None)
    assert program.said(visit.id)[-2:] == ["No longer a scheduled visit", "Reservation withdrawn"]


def test_times_of_a_visit_are_told_in_the_agencys_time_zone(program: Program) -> None:
    visit = a_draft(due_at=NOON)
    program.run(take_call, visit)
    program.run(reserve_unit, visit.id, 1, program.unit("C09"))
    assert {"Visit due 2026-03-14 08:00", "C09 reserved for 08:00"} <= set(program.said(visit.id))
