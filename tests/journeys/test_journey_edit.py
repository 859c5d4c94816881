"""A call is edited: all of it in one go, nothing typed is lost, and what two desks changed is told field by field."""

from datetime import timedelta
from typing import Any

from make import a_draft
from station import Station, press, until, words, write

from console.commands.take_calls import raise_level, reserve_unit, take_call
from console.domain.calls import RiskFlag
from console.domain.geography import Point
from console.domain.ids import CallId
from console.domain.urgency import Urgency

PLACE = Point(40.93, -100.16)


def chosen(station: Station, **changes: Any) -> CallId:
    """A call from another desk, chosen here."""
    draft = a_draft(point=PLACE, **changes)
    station.elsewhere(take_call, draft)
    station.call(draft.id)
    station.at.selection.choose_call(draft.id)
    until(lambda: station.at.detail.call is not None and station.at.detail.call.id == draft.id)
    return draft.id


def saved(station: Station) -> None:
    """Ctrl+Enter, and the card is back."""
    station.at.form.place.setFocus()
    press("Ctrl+Return")
    until(lambda: station.at._right.currentWidget() is station.at.detail, what="the edit is saved")


def timeline(station: Station, call_id: CallId) -> list[str]:
    found = station.rows("SELECT text FROM timeline WHERE call_id = ? ORDER BY at, id", call_id.hex)
    return [text for (text,) in found]


def test_an_edit_that_raises_the_level_keeps_the_flag_and_the_note(station: Station) -> None:
    call_id = chosen(station, level=Urgency.ROUTINE)
    press("Ctrl+E")
    until(station.at.form.place.hasFocus)
    station.at.form.flags[RiskFlag.WEAPON_IN_HAND].click()
    station.at.form.note.setFocus()
    write("he holds a knife")
    saved(station)
    until(lambda: station.call(call_id).level is Urgency.EMERGENT)
    assert station.call(call_id).flags == (RiskFlag.WEAPON_IN_HAND,)
    assert timeline(station, call_id)[-3:] == ["Risk: Weapon in hand", "Level 1 → 4: risk flags", "he holds a knife"]


def test_a_visit_is_taken_off_with_the_unit_that_was_kept(station: Station) -> None:
    call_id = chosen(station, due_at=station.store.now() + timedelta(hours=3))
    station.elsewhere(reserve_unit, call_id, 1, station.unit("C05").id)
    until(lambda: station.call(call_id).reserved_unit_id is not None)
    press("Ctrl+E")
    until(station.at.form.place.hasFocus)
    station.at.form.due.given.click()
    saved(station)
    until(lambda: station.call(call_id).due_at is None)
    assert station.call(call_id).reserved_unit_id is None
    assert "No longer a scheduled visit" in timeline(station, call_id)


def test_each_call_keeps_what_was_half_typed_for_it(station: Station) -> None:
    form, note = station.at.form, station.at.detail.timeline.note
    press("F2")
    write("Quarry Elem")
    press("Escape")
    press("Escape")
    first, second = chosen(station), chosen(station)
    press("Ctrl+N")
    write("neighbour says")
    station.at.selection.choose_call(first)
    until(lambda: station.at.detail.call is not None and station.at.detail.call.id == first)
    assert note.text() == ""
    station.at.calls.view.setFocus()
    press("Ctrl+E")
    form.caller.setText("Jane Roe")
    press("F2")
    assert (form.editing, form.place.text()) == (None, "Quarry Elem")
    station.elsewhere(raise_level, first, Urgency.URGENT)
    until(lambda: station.call(first).level is Urgency.URGENT)
    press("Ctrl+E")
    assert (form.editing.id, form.caller.text(), form.level.value) == (first, "Jane Roe", "3")
    saved(station)
    until(lambda: station.call(first).caller_name == "Jane Roe")
    press("F2")
    assert form.place.text() == "Quarry Elem", "the new call outlives a saved edit"
    form.dropped.emit()
    station.at.selection.choose_call(second)
    assert note.text() == "neighbour says"
    note.clear()


def test_enter_twice_keeps_one_note_and_what_is_typed_since(station: Station) -> None:
    call_id = chosen(station)
    note = station.at.detail.timeline.note
    note.setText("the door is open")
    note.returnPressed.emit()
    note.returnPressed.emit()
    note.setText("the door is open and a dog barks")
    until(lambda: note.text() == "and a dog barks", what="the first part is kept")
    until(lambda: not station.session.desk._tasks, what="everything that was sent is done")
    assert timeline(station, call_id).count("the door is open") == 1
    note.clear()


def test_saving_twice_takes_one_call_and_what_is_typed_since_is_an_edit(station: Station) -> None:
    form = station.at.form
    press("F2")
    write("Central Library")
    form.nature.choose("welfare_check")
    before = len(station.rows("SELECT 1 FROM call"))
    form.save()
    form.save()
    form.flags[RiskFlag.WEAPON_IN_HAND].click()
    until(lambda: form.editing is not None, what="it goes on as an edit")
    assert "What you typed since is not" in words(form)
    assert len(station.rows("SELECT 1 FROM call")) == before + 1
    call_id = form.editing.id
    assert station.call(call_id).flags == ()
    saved(station)
    until(lambda: station.call(call_id).level is Urgency.EMERGENT)


def test_a_call_that_was_taken_before_its_answer_was_lost_is_not_taken_twice(station: Station) -> None:
    form = station.at.form
    press("F2")
    write("Central Library")
    form.nature.choose("welfare_check")
    draft = form._draft()
    station.elsewhere(take_call, draft, command_id=draft.id)
    before = len(station.rows("SELECT 1 FROM call"))
    form.caller.setText("Jane Roe")
    form.save()
    until(lambda: form.editing is not None and form.editing.id == draft.id)
    assert len(station.rows("SELECT 1 FROM call")) == before
    saved(station)
    until(lambda: station.call(draft.id).caller_name == "Jane Roe")


def test_an_edit_of_something_else_leaves_the_language_as_it_was(station: Station) -> None:
    for told in (None, "English", "Spanish"):
        call_id = chosen(station, language=told)
        press("Ctrl+E")
        until(station.at.form.place.hasFocus)
        station.at.form.note.setFocus()
        write("speaks softly")
        saved(station)
        until(lambda call_id=call_id: "speaks softly" in timeline(station, call_id))
        assert station.rows("SELECT language FROM call WHERE id = ?", call_id.hex) == [(told,)]


def test_a_language_that_was_wrong_becomes_unknown_again(station: Station) -> None:
    call_id = chosen(station, language="Spanish")
    press("Ctrl+E")
    until(station.at.form.place.hasFocus)
    station.at.form.language.setFocus()
    station.at.form.language.lineEdit().clear()
    saved(station)
    until(lambda: station.call(call_id).language is None)


def test_a_new_call_is_in_a_language_only_when_somebody_said_so(station: Station) -> None:
    for told in ("", "English"):
        press("F2")
        write("Central Library")
        press("Tab")
        write("welfare check")
        press("Tab")
        assert station.at.form.language.currentText() == ""
        station.at.form.language.setCurrentText(told)
        press("Ctrl+Return")
        until(lambda: station.at._right.currentWidget() is station.at.detail, what="it is saved")
        until(lambda: station.at.detail.call is not None)
        assert station.at.detail.call.language == (told.lower() or None)
