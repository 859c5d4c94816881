"""Who rides with whom, duty, emergencies, beds, escalations answered, and the program's founding."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from make import CENTRE, NOON, TIME_ZONE, Program, a_draft, an_actor

from console.commands.crews import crew_unit, split_team
from console.commands.dispatch import report_status
from console.commands.duty import clear_emergency, log_off, log_on, raise_emergency
from console.commands.escalations import answer_escalation, record_firings
from console.commands.places import add_providers, add_zones, set_beds
from console.commands.programs import add_shift, add_unit, found_program, set_pace
from console.commands.settle_calls import lower_level
from console.commands.take_calls import amend_call, take_call
from console.domain.assignments import AssignmentStatus
from console.domain.calls import RiskFlag
from console.domain.escalations import Firing
from console.domain.ids import ProviderId, ResponderId, ShiftId, UnitId, ZoneId, new_uuid
from console.domain.units import Availability, Discipline, Staffing, UnitKind
from console.domain.urgency import Urgency
from console.errors import BadInput, EditConflict, RuleBroken
from console.queries.program import escalations_in_window, providers, the_program
from console.snapshots.places import ProviderSnapshot, ZoneSnapshot
from console.snapshots.program import Mode


def aboard(program: Program, unit_id: UnitId) -> set[ResponderId]:
    return {one.responder_id for one in program.seen_unit(unit_id).members}


def crew(program: Program, unit_id: UnitId, people: Sequence[ResponderId]) -> None:
    """Let people ride in a unit, by somebody who sees who rides in it now."""
    program.run(crew_unit, unit_id, program.seen_unit(unit_id).pairing_id, people)


def split(program: Program, unit_id: UnitId) -> None:
    """Split a team, by somebody who sees it."""
    program.run(split_team, unit_id, program.seen_unit(unit_id).pairing_id)


def test_a_split_team_gives_each_member_back_what_they_had(program: Program) -> None:
    officers, clinicians = program.unit("P1", (Discipline.OFFICER,)), program.unit("M1", (Discipline.CLINICIAN,))
    team = program.unit("C09", ())
    officer, clinician = *aboard(program, officers), *aboard(program, clinicians)
    crew(program, team, [officer, clinician])
    assert aboard(program, team) == {officer, clinician}
    assert aboard(program, officers) == aboard(program, clinicians) == set()
    split(program, team)
    assert aboard(program, team) == set()
    assert (aboard(program, officers), aboard(program, clinicians)) == ({officer}, {clinician})


def test_a_three_person_team_splits_through_its_chain(program: Program) -> None:
    home = program.unit("P1", (Discipline.OFFICER, Discipline.OFFICER))
    first, second = program.unit("C09", ()), program.unit("C11", ())
    one, two = aboard(program, home)
    crew(program, first, [one])
    crew(program, second, [one, program.responder(Discipline.CLINICIAN), program.responder(Discipline.PEER)])
    assert aboard(program, home) == {two}
    split(program, second)
    assert aboard(program, first) == {one}
    split(program, first)
    assert aboard(program, home) == {one, two}


def test_a_team_changed_once_still_knows_where_each_came_from(program: Program) -> None:
    home, team = program.unit("P1", (Discipline.OFFICER,)), program.unit("C09", ())
    [officer] = aboard(program, home)
    crew(program, team, [officer])
    crew(program, team, [officer, program.responder(Discipline.CLINICIAN)])
    assert program.seen_unit(team).staffing is Staffing.FULL
    split(program, team)
    assert aboard(program, home) == {officer}


def test_a_crew_that_another_desk_changed_is_not_replaced(program: Program) -> None:
    team, peer = program.unit("C09", ()), program.responder(Discipline.PEER)
    officer = program.responder(Discipline.OFFICER, "Ana Reyes")
    program.run(crew_unit, team, None, [officer], by=an_actor(name="M. Chen"))
    said = r"M\. Chen changed the crew of C09 at \d\d:\d\d:\d\d \(C09 crewed by Ana Reyes\)\. Nothing of yours"
    for command, more in ((crew_unit, ([peer],)), (split_team, ())):
        with pytest.raises(EditConflict, match=said):
            program.run(command, team, None, *more)
    seen = program.seen_unit(team)
    assert [one.name for one in seen.members] == ["Ana Reyes"]
    program.run(split_team, team, seen.pairing_id, by=an_actor(name="L. Brandt"))
    with pytest.raises(EditConflict, match=r"L\. Brandt changed the crew of C09"):
        program.run(crew_unit, team, seen.pairing_id, [peer])
    crew(program, team, [peer])
    assert aboard(program, team) == {peer}


def test_tonights_crew_rides_on_the_shift_of_its_own_zone(program: Program) -> None:
    now = program.seen(program.call()).received_at
    north, south = ZoneId(new_uuid()), ZoneId(new_uuid())
    program.run(add_zones, [ZoneSnapshot(key, 1, name, ()) for key, name in ((north, "North"), (south, "South"))])
    shifts = [ShiftId(new_uuid()) for _ in range(3)]
    for key, zone, hours in zip(shifts, (north, south, None), (4, 8, 12), strict=True):
        program.run(add_shift, key, "Night", zone, now - timedelta(hours=1), now + timedelta(hours=hours))
    unit_id = UnitId(new_uuid())
    program.run(add_unit, unit_id, "C09", UnitKind.CO_RESPONSE, north)
    crew(program, unit_id, [program.responder(Discipline.OFFICER)])
    assert program.seen_unit(unit_id).shift_ends_at == now + timedelta(hours=4)
    crew(program, away := program.unit("C11", ()), [program.responder(Discipline.OFFICER)])
    assert program.seen_unit(away).shift_ends_at == now + timedelta(hours=12), "no zone of its own: the whole area's"


def test_past_pairings_stay_on_record(program: Program) -> None:
    team = program.unit()
    split(program, team)
    [(ended, left)] = program.rows(
        "SELECT count(p.ended_at), count(DISTINCT m.id) FROM pairing p JOIN pairing_member m ON m.pairing_id = p.id"
        " WHERE m.left_at IS NOT NULL"
    )
    assert (ended, left) == (2, 2)


def test_nobody_leaves_a_unit_that_is_on_a_call(program: Program) -> None:
    call_id, team, other = program.call(), program.unit("C09"), program.unit("C11", ())
    program.send(call_id, team)
    one, two = aboard(program, team)
    with pytest.raises(RuleBroken, match="rides in C09, which is on a call"):
        crew(program, other, [one])
    with pytest.raises(RuleBroken, match="Clear it before you split"):
        split(program, team)
    with pytest.raises(RuleBroken, match="before somebody leaves"):
        crew(program, team, [one])
    crew(program, team, [one, two, program.responder(Discipline.PEER)])
    assert len(aboard(program, team)) == 3


def test_a_unit_logs_on_and_off_and_not_while_on_a_call(program: Program) -> None:
    call_id, unit_id = program.call(), program.unit(on_duty=False)
    program.run(log_on, unit_id)
    assert program.seen_unit(unit_id).availability is Availability.AVAILABLE
    program.send(call_id, unit_id)
    with pytest.raises(
        RuleBroken, match=f"C09 is on {program.seen(call_id).number}; clear it there before you log off"
    ):
        program.run(log_off, unit_id)
    program.run(report_status, unit_id, AssignmentStatus.CLEARED)
    program.run(log_off, unit_id)
    assert not program.seen_unit(unit_id).on_duty


def test_one_emergency_stands_until_it_is_cleared_with_a_note(program: Program) -> None:
    unit_id = program.unit()
    program.run(raise_emergency, unit_id)
    program.run(raise_emergency, unit_id)
    assert program.rows("SELECT count(*) FROM emergency") == [(1,)]
    first = program.seen_unit(unit_id).emergency_id
    assert first is not None
    with pytest.raises(RuleBroken, match="needs a reason"):
        program.run(clear_emergency, unit_id, first, "  ")
    program.run(clear_emergency, unit_id, first, "false alarm, heard both")
    assert program.seen_unit(unit_id).emergency_id is None
    with pytest.raises(RuleBroken, match="has no emergency"):
        program.run(clear_emergency, unit_id, first, "heard by radio")
    program.run(raise_emergency, unit_id, by=an_actor(name="M. Chen"))
    assert program.rows("SELECT count(*) FROM emergency") == [(2,)]
    with pytest.raises(EditConflict, match=r"C09 called for help again: M\. Chen recorded it at \d\d:\d\d:\d\d"):
        program.run(clear_emergency, unit_id, first, "heard by radio, safe")
    assert program.seen_unit(unit_id).emergency_id not in (None, first)


def test_an_escalation_is_recorded_and_answered_once(program: Program) -> None:
    call_id = program.call()
    firing = Firing(call_id, "unassigned.4", "2026", None, "No team for 60 s", NOON)
    assert program.run(record_firings, [firing]) == 1
    assert program.run(record_firings, [firing]) == 0
    [standing] = program.ask(escalations_in_window, NOON)
    with pytest.raises(RuleBroken, match="needs a reason"):
        program.run(answer_escalation, standing.id, "")
    program.run(answer_escalation, standing.id, "C09 is free in a minute", by=an_actor(name="M. Chen"))
    with pytest.raises(EditConflict, match=r"M\. Chen has answered this already: C09 is free"):
        program.run(answer_escalation, standing.id, "me too")


def test_beds_are_between_none_and_all_and_the_later_hand_is_told(program: Program) -> None:
    key = ProviderId(new_uuid())
    program.run(add_providers, [ProviderSnapshot(key, 1, "Harbour House", "crisis", CENTRE, 8, None, None, None)])
    with pytest.raises(BadInput, match="Harbour House has 8 beds in all"):
        program.run(set_beds, key, 1, 9)
    with pytest.raises(BadInput):
        program.run(set_beds, key, 1, -1)
    program.run(set_beds, key, 1, 3, by=an_actor(name="M. Chen"))
    with pytest.raises(EditConflict, match=r"M\. Chen changed Harbour House"):
        program.run(set_beds, key, 1, 2)
    [seen] = program.ask(providers)
    assert (seen.beds_free, seen.version) == (3, 2)


def test_flags_raise_the_level_and_hold_it(program: Program) -> None:
    call_id = program.call(level=Urgency.ROUTINE, flags=(RiskFlag.WEAPON_SEEN,))
    assert program.seen(call_id).level is Urgency.URGENT
    assert "Level 1 → 3: risk flags" in program.said(call_id)
    with pytest.raises(RuleBroken, match=r"demand level 3\. Withdraw them first"):
        program.run(lower_level, call_id, 1, Urgency.ROUTINE, "calm")
    program.run(amend_call, call_id, 1, flags=())
    assert program.seen(call_id).level is Urgency.URGENT
    program.run(lower_level, call_id, 2, Urgency.ROUTINE, "calm")
    assert program.seen(call_id).level is Urgency.ROUTINE


def test_call_numbers_count_within_the_agencys_year(program: Program) -> None:
    last_minute = NOON.replace(year=2027, month=1, day=1, hour=4, minute=59)  # still 2026 in Riverton
    numbers = [program.run(take_call, a_draft(received_at=at)) for at in (
        last_minute, last_minute + timedelta(minutes=1), last_minute, NOON)]  # fmt: skip
    assert numbers == ["26-00001", "27-00001", "26-00002", "26-00003"]


def test_a_program_is_founded_once(program: Program) -> None:
    with pytest.raises(RuleBroken, match="holds a program already"):
        program.run(found_program, "Second", Mode.TRAINING, TIME_ZONE)
    seen = program.ask(the_program)
    assert (seen.name, seen.mode, seen.is_training) == ("Riverton", Mode.TRAINING, True)


def test_the_pace_changes_without_a_jump_and_only_in_training(program: Program) -> None:
    before = program.ask(the_program).clock
    program.run(set_pace, 30.0)
    after = program.ask(the_program).clock
    assert after.rate == 30
    assert abs(after.at(after.real_epoch) - before.at(after.real_epoch)) < timedelta(milliseconds=1)
    program.run(set_pace, 0.0)
    program.run(set_pace, 1.0)
    with pytest.raises(BadInput, match="The speed is 0 to 60"):
        program.run(set_pace, 61.0)


def test_a_call_sign_is_one_word_and_taken_once(program: Program) -> None:
    program.unit("C09")
    with pytest.raises(RuleBroken, match="There is a unit C09 already"):
        program.run(add_unit, UnitId(new_uuid()), " c09 ", UnitKind.CO_RESPONSE, None)
    with pytest.raises(BadInput):
        program.run(add_unit, UnitId(new_uuid()), "C 09", UnitKind.CO_RESPONSE, None)
