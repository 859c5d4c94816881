"""Two desks on one file: each follows the other, and who comes second is told who, what and when."""

import re
from collections.abc import Callable, Iterator

import pytest
from make import a_draft
from station import Station, press, until, words, write

from console.commands.escalations import record_firings
from console.commands.take_calls import amend_call, take_call
from console.domain.calls import CallStatus, RiskFlag
from console.domain.escalations import Firing
from console.domain.geography import Point
from console.domain.ids import CallId

Pair = tuple[Station, Station]


@pytest.fixture(scope="module")
def two(open_station: Callable[..., Station]) -> Iterator[Pair]:
    """The desks of R. Okafor and L. Brandt."""
    first = open_station()
    second = open_station(first.path, name="L. Brandt")
    yield first, second
    second.close()
    first.close()


@pytest.fixture
def desks(two: Pair) -> Pair:
    """Both at rest."""
    for one in two:
        one.at_rest()
    return two


def shared(desks: Pair) -> CallId:
    """A call that both desks have chosen."""
    draft = a_draft(point=Point(40.93, -100.16))
    desks[0].elsewhere(take_call, draft)
    for one in desks:
        until(lambda one=one: draft.id in one.store.calls)
        one.at.selection.choose_call(draft.id)
    return draft.id


def test_what_one_sends_the_other_sees(desks: Pair) -> None:
    first, second = desks
    call_id = shared(desks)
    first.front()
    press("F6")
    until(lambda: first.at.detail.recommendations.marked_unit() is not None)
    unit_id = first.at.detail.recommendations.marked_unit()
    press("Return")
    until(lambda: second.board(unit_id)[3] == second.call(call_id).number, what="the second desk's board")
    until(lambda: second.call(call_id).status is CallStatus.DISPATCHED)
    assert second.board(unit_id)[2] == "Dispatched"
    assert "Dispatched" in words(second.at.detail.head)
    until(lambda: "dispatched" in second.at.detail.timeline._text.toPlainText())
    assert "R. Okafor" in second.at.detail.timeline._text.toPlainText()
    until(lambda: (second.probe("unit", unit_id) or {}).get("status") == "dispatched")
    assert second.notices() == "", "only the desk that sent it may undo it"


def test_who_edits_second_is_told_and_keeps_the_text(desks: Pair) -> None:
    first, second = desks
    call_id = shared(desks)
    for one, tabs, text in ((first, 1, "psychotic"), (second, 0, "Quarry Elementary School")):
        one.front()
        press("Ctrl+E")
        until(one.at.form.place.hasFocus)
        press("Tab", times=tabs)
        press("Ctrl+A")
        write(text)
    first.front()
    first.at.form.nature.setFocus()
    press("Ctrl+Return")
    for one in desks:
        until(lambda one=one: one.call(call_id).nature == "psychotic_episode", what="the first edit is everywhere")
    assert second.at.form.place.text() == "Quarry Elementary School", "an open form keeps what is typed"
    second.front()
    second.at.form.place.setFocus()
    press("Ctrl+Return")
    until(lambda: "Nothing of yours was saved" in words(second.at.form), what="the conflict is said in the form")
    said = words(second.at.form)
    assert re.search(r"R\. Okafor changed 26-\d+ at \d\d:\d\d:\d\d", said), said
    assert "nature: Person in emotional crisis → Psychotic episode" in said
    assert second.at.form.place.text() == "Quarry Elementary School"
    assert second.call(call_id).place == "214 Water St"
    until(lambda: second.at.form.nature.code == "psychotic_episode", what="what is untouched follows the other desk")
    assert "Both desks changed this" not in words(second.at.form)
    press("Ctrl+Return")
    until(lambda: second.call(call_id).place == "Quarry Elementary School", what="a second press saves it")
    assert second.call(call_id).nature == "psychotic_episode", "and keeps what the first desk saved"


def test_both_values_of_what_both_desks_changed_are_told(desks: Pair) -> None:
    first, second = desks
    call_id = shared(desks)
    second.front()
    press("Ctrl+E")
    until(second.at.form.place.hasFocus)
    second.at.form.caller.setText("Jane Roe")
    second.at.form.flags[RiskFlag.MINOR].click()
    changed = {"caller_name": "John Doe", "flags": (RiskFlag.WEAPON_IN_HAND,)}
    first.elsewhere(amend_call, call_id, second.call(call_id).version, **changed)
    press("Ctrl+Return")
    until(lambda: "Caller: yours Jane Roe, theirs John Doe" in words(second.at.form))
    assert second.at.form.flags[RiskFlag.WEAPON_IN_HAND].isChecked() and second.at.form.level.value == "4"
    press("Ctrl+Return")
    until(lambda: second.call(call_id).caller_name == "Jane Roe")
    assert set(second.call(call_id).flags) == {RiskFlag.MINOR, RiskFlag.WEAPON_IN_HAND}


def test_an_escalation_is_answered_once(desks: Pair) -> None:
    first, second = desks
    call_id = shared(desks)
    fired = Firing(call_id, "unassigned.4", "one", None, "No team for 60 s", first.store.now())
    first.elsewhere(record_firings, [fired])
    for one in desks:
        until(lambda one=one: any(item.stands for item in one.store.escalations))
    escalation = next(item for item in second.store.escalations if item.stands)
    card = second.at.detail.escalations._cards[escalation.id]
    card.note.setText("I called the family back")
    first.front()
    press("F7")
    write("Sending C02 from the bridge")
    press("Return")
    # Both answers are under way before either desk has heard of the other's.
    card._answer()
    until(lambda: not any(item.stands for item in first.store.escalations))
    until(lambda: not any(item.stands for item in second.store.escalations), what="it goes on the other desk")
    until(lambda: not second.at.detail.escalations.isVisible())
    until(lambda: first.is_refused() or second.is_refused(), what="who comes second is refused")
    assert first.is_refused() != second.is_refused()
    late, who, said = (
        (second, "R. Okafor", "Sending C02 from the bridge")
        if second.is_refused()
        else (first, "L. Brandt", "I called the family back")
    )
    assert late.answer() == f"{who} has answered this already: {said}"
    answers = first.rows("SELECT text, who FROM timeline WHERE kind = 'answered'")
    assert answers == [(f"Escalation answered (No team for 60 s): {said}", who)]


def test_both_desks_send_the_same_team_at_once(desks: Pair) -> None:
    first, second = desks
    calls = [shared(desks), shared(desks)]
    unit_id = first.unit("C08").id
    first.at.wishes.dispatch(calls[0], [unit_id])
    second.at.wishes.dispatch(calls[1], [unit_id])
    until(lambda: first.dialogs() or second.dialogs(), what="who comes second is asked")
    asked = first if first.dialogs() else second
    assert re.search(r"C08 is dispatched on 26-\d+", words(asked.dialogs()[0]))
    assert len(first.rows("SELECT 1 FROM assignment WHERE unit_id = ? AND ended_at IS NULL", unit_id.hex)) == 1
    press("Escape")
    until(lambda: not asked.dialogs())
    assert len(first.rows("SELECT 1 FROM assignment WHERE unit_id = ? AND ended_at IS NULL", unit_id.hex)) == 1
