"""Searches, the desk's window, history at a place and by a caller, numbers by their end."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from make import NOON, Program
from sqlalchemy import update

from console.commands.settle_calls import clear_call, merge_call
from console.domain.calls import CallSource, RiskFlag
from console.domain.dispositions import MissedReason
from console.domain.ids import CallId
from console.models.calls import Call
from console.queries.calls import call_by_number, calls_by_ids, calls_in_window, search_calls
from console.queries.history import history_of_call, timeline_of_call
from console.queries.program import the_program
from console.queries.units import all_units


def found(program: Program, words: str) -> set[CallId]:
    return {call.id for call in program.ask(search_calls, words)}


def close(program: Program, call_id: CallId) -> None:
    program.run(clear_call, call_id, program.seen(call_id).version, "settled", MissedReason.NO_UNIT_FREE)


def test_a_search_holds_every_word_in_any_column(program: Program) -> None:
    water = program.call(place="214 Water St", caller_name="Jane Roe", caller_phone="(610) 555-0142")
    row = program.call(place="9 Peña Row", nature="welfare_check")
    close(program, water)
    assert found(program, "water 214") == found(program, "JANE") == found(program, "5550142") == {water}
    assert found(program, "settled") == {water}
    assert found(program, "pena welfare") == {row}
    assert found(program, "water welfare") == set()
    assert found(program, program.seen(row).number) == {row}


@pytest.mark.parametrize("signs", ["%", "_", "!!", "'", "100%"])
def test_signs_are_looked_for_as_they_are(program: Program, signs: str) -> None:
    program.call()
    assert found(program, signs) == set()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(words=st.text(max_size=20))
def test_any_text_can_be_searched_for(program: Program, words: str) -> None:
    program.ask(search_calls, words)
    program.ask(call_by_number, words)


def test_a_call_is_named_by_the_end_of_its_number(program: Program) -> None:
    call_id = program.call()
    number = program.seen(call_id).number
    assert program.ask(call_by_number, number) == call_id
    assert program.ask(call_by_number, number[-5:]) == call_id
    assert program.ask(call_by_number, "") is None
    assert program.ask(call_by_number, "%") is None


def test_the_window_holds_open_calls_and_a_day_of_closed_ones(program: Program) -> None:
    still_open = program.call(received_at=NOON - timedelta(days=3))
    closed = program.call()
    close(program, closed)
    now = program.ask(the_program).clock.now()
    assert {call.id for call in program.ask(calls_in_window, now)} == {still_open, closed}
    assert {call.id for call in program.ask(calls_in_window, now + timedelta(hours=25))} == {still_open}


def test_a_word_of_a_newer_version_costs_nobody_the_window(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    call_id = program.call(flags=(RiskFlag.MINOR,))
    for words, one in ((RiskFlag, "hazmat_indoors"), (CallSource, "text_line")):
        words._value2member_map_.pop(one, None)  # as a desk that has just been started
    reworded = {"flags": ["minor", "hazmat_indoors"], "source": "text_line"}
    program.alter(update(Call).where(Call.id == call_id).values(reworded))
    for _ in range(2):
        [call] = program.ask(calls_in_window, NOON)
        assert [(flag.word, flag.is_danger) for flag in call.flags] == [("Minor", False), ("Hazmat indoors", True)]
        assert call.source.word == "Text line"
    assert len([one for one in caplog.records if "another version" in one.getMessage()]) == 2, "once for each word"
    assert "hazmat" not in caplog.text
    assert all(flag.value != "hazmat_indoors" for flag in RiskFlag), "no form offers it"


def test_history_counts_the_place_and_the_caller_but_no_duplicates(program: Program) -> None:
    def earlier(days: int, **more: str) -> CallId:
        return program.call(received_at=NOON - timedelta(days=days), **more)

    here = {"place": "214 Water St.", "caller_phone": "610-555-0142"}
    by_place = earlier(10, place="214 WATER ST")
    by_caller = earlier(45, place="elsewhere", caller_phone="+1 (610) 555 0142")
    earlier(100, place="214 Water St")
    earlier(5, place="216 Water St")
    twin = earlier(1, place="214 Water St")
    program.run(merge_call, twin, by_place, None)
    now = program.call(received_at=NOON, **here)
    history = program.ask(history_of_call, now)
    assert (history.in_30_days, history.in_90_days) == (1, 2)
    assert [(one.id, one.by_place, one.by_caller) for one in history.calls] == [
        (by_place, True, False),
        (by_caller, False, True),
    ]


def test_history_is_that_of_the_building(program: Program) -> None:
    at_number_4 = program.call(place="2210 Larkspur Ave #4", received_at=NOON - timedelta(days=3))
    below = program.call(place="2210 LARKSPUR AVE, Apt. 2B", received_at=NOON - timedelta(days=2))
    program.call(place="2210 Larkspur Ave North", received_at=NOON - timedelta(days=1))
    program.call(place="221 Larkspur Ave", received_at=NOON - timedelta(days=1))
    for place in ("2210 Larkspur Ave", "2210 Larkspur Ave unit 9"):
        now = program.call(place=place, received_at=NOON)
        history = program.ask(history_of_call, now)
        found = [one.id for one in history.calls if one.received_at < NOON]
        assert found == [below, at_number_4], place
        assert all(one.by_place for one in history.calls)


def test_the_timeline_of_a_call_runs_forward(program: Program) -> None:
    call_id, unit_id = program.call(note="door is open"), program.unit()
    program.send(call_id, unit_id)
    assert [line.text for line in program.ask(timeline_of_call, call_id)] == [
        "Call received, 911: Person in emotional crisis",
        "door is open",
        "C09 dispatched",
    ]


def test_many_ids_are_read_in_pieces(program: Program) -> None:
    call_id = program.call()
    many = [CallId(type(call_id)(int=number)) for number in range(1200)]
    assert [call.id for call in program.ask(calls_by_ids, [*many, call_id])] == [call_id]


def test_a_unit_shows_its_crew_officers_first(program: Program) -> None:
    unit_id = program.unit()
    [unit] = program.ask(all_units)
    assert unit.id == unit_id
    assert [member.discipline.value for member in unit.members] == ["officer", "clinician"]
