"""Calls are merged, split, linked and closed: units go along, and nobody closes what became worse unseen."""

import pytest
from make import Program, a_draft, an_actor

from console.commands.dispatch import Taking, dispatch_units, make_primary, report_status
from console.commands.settle_calls import cancel_call, clear_call, link_calls, merge_call, reopen_call, split_call
from console.commands.take_calls import amend_call, raise_level
from console.domain.assignments import AssignmentStatus
from console.domain.calls import CallStatus, Lifecycle, LinkKind, RiskFlag
from console.domain.dispositions import MissedReason
from console.domain.urgency import Urgency
from console.errors import EditConflict

EN_ROUTE, ON_SCENE = AssignmentStatus.EN_ROUTE, AssignmentStatus.ON_SCENE


def test_merging_carries_the_units_over_with_their_times(program: Program) -> None:
    twin, kept = program.call(level=Urgency.URGENT, flags=(RiskFlag.VIOLENCE,)), program.call(needs=("youth",))
    driving, there, both = program.unit("C09"), program.unit("C11"), program.unit("C12")
    program.send(twin, driving, there, both)
    program.run(dispatch_units, kept, [both], Taking.STACK, override="next door")
    program.run(report_status, driving, EN_ROUTE)
    program.run(report_status, there, ON_SCENE)
    program.run(report_status, there, AssignmentStatus.STAGING)
    before = {one.unit_id: one for one in program.seen(twin).assignments}
    program.run(merge_call, twin, kept, None)
    into, closed = program.seen(kept), program.seen(twin)
    after = {one.unit_id: one for one in into.active}
    assert set(after) == {driving, there, both}
    for unit_id in (driving, there):
        for name in ("status", "since", "dispatched_at", "acknowledged_at", "en_route_at", "on_scene_at"):
            assert getattr(after[unit_id], name) == getattr(before[unit_id], name)
    assert (into.level, into.flags, into.needs) == (Urgency.URGENT, (RiskFlag.VIOLENCE,), ("youth",))
    assert (closed.lifecycle, closed.disposition) == (Lifecycle.CLEARED, "duplicate")
    assert [(one.kind, one.call_id) for one in closed.links] == [(LinkKind.MERGED, kept)]
    assert len(program.seen_unit(both).assignments) == 1


def test_a_unit_that_comes_by_a_merge_is_primary_where_nobody_is_any_more(program: Program) -> None:
    twin, kept = program.call(), program.call()
    left, first, primary = program.unit("C09"), program.unit("C11"), program.unit("C12")
    program.send(kept, left)
    program.run(report_status, left, AssignmentStatus.CLEARED)
    program.send(twin, first, primary)
    program.run(make_primary, twin, primary)
    program.run(merge_call, twin, kept, program.seen(twin).version)
    assert program.seen(kept).primary_unit_id == primary


def test_a_call_that_became_worse_is_not_closed_without_a_word(program: Program) -> None:
    call_id, other = program.call(), program.call()
    program.run(amend_call, call_id, 1, flags=(RiskFlag.WEAPON_IN_HAND,), by=an_actor(name="M. Chen"))
    program.run(raise_level, other, Urgency.EMERGENT, by=an_actor(name="M. Chen"))
    with pytest.raises(EditConflict, match=r"M\. Chen changed"):
        program.run(clear_call, call_id, 1, "phone", MissedReason.NO_UNIT_FREE)
    with pytest.raises(EditConflict, match=r"M\. Chen changed"):
        program.run(cancel_call, other, 1, "caller rang back")
    assert program.seen(call_id).is_open and program.seen(other).is_open


def test_a_call_may_be_merged_reopened_and_merged_again(program: Program) -> None:
    twin, kept = program.call(), program.call()
    program.run(merge_call, twin, kept, None)
    program.run(reopen_call, twin, "another person after all")
    assert program.seen(twin).status is CallStatus.REOPENED
    program.run(merge_call, twin, kept, None)
    assert len(program.seen(twin).links) == 1


def test_split_and_linked_calls_point_at_each_other(program: Program) -> None:
    call_id, other, draft = program.call(), program.call(), a_draft(place="216 Water St")
    number = program.run(split_call, call_id, draft)
    program.run(link_calls, call_id, other)
    program.run(link_calls, other, call_id)
    assert {(one.kind, one.call_id) for one in program.seen(call_id).links} == {
        (LinkKind.SPLIT, draft.id),
        (LinkKind.LINKED, other),
    }
    assert f"{number} split off" in program.said(call_id)
