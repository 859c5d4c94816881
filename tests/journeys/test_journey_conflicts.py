"""Somebody else was first: a window that is open tells it, and one that was closed meanwhile does not swallow it."""

from make import a_draft
from station import Station, press, until, words, write

from console.commands.crews import crew_unit
from console.commands.duty import clear_emergency, raise_emergency
from console.commands.places import set_beds
from console.commands.take_calls import amend_call, take_call
from console.domain.calls import RiskFlag
from console.domain.dispositions import MissedReason, disposition
from console.domain.geography import Point
from console.domain.ids import CallId
from console.domain.urgency import Urgency
from console.views.operations.beds_form import BedsForm
from console.views.operations.clear_form import ClearForm
from console.views.operations.crew_form import CrewForm

PLACE = Point(40.93, -100.16)


def chosen(station: Station) -> CallId:
    draft = a_draft(point=PLACE, nature="welfare_check", level=Urgency.ROUTINE)
    station.elsewhere(take_call, draft)
    station.call(draft.id)
    station.at.selection.choose_call(draft.id)
    until(lambda: station.at.detail.call is not None and station.at.detail.call.id == draft.id)
    return draft.id


def clearing(station: Station) -> ClearForm:
    press("Ctrl+Shift+C")
    form = station.dialog()
    assert isinstance(form, ClearForm)
    return form


def became_worse(station: Station, call_id: CallId) -> None:
    station.elsewhere(amend_call, call_id, station.call(call_id).version, flags=(RiskFlag.WEAPON_IN_HAND,))
    until(lambda: station.call(call_id).level is Urgency.EMERGENT)


def ended(station: Station) -> None:
    """Referred, and no unit was free."""
    write("referred")
    press("Return")
    press("1")


def test_a_call_that_became_worse_under_the_form_is_cleared_only_knowingly(station: Station) -> None:
    call_id = chosen(station)
    form = clearing(station)
    became_worse(station, call_id)
    ended(station)
    until(lambda: "Nothing of yours was saved" in words(form), what="the form says what changed")
    assert station.call(call_id).is_open
    until(lambda: form._call.version == station.call(call_id).version, what="it has the newer call")
    press("1")
    until(lambda: not station.call(call_id).is_open, what="the second choice counts")


def test_a_line_clears_the_call_that_was_on_the_screen(station: Station) -> None:
    call_id = chosen(station)
    seen = station.call(call_id)
    became_worse(station, call_id)
    station.store.calls.upsert([seen])  # as if the news had not reached this desk yet
    station.at.verbs.run(f"c {seen.number} referred no_unit")
    until(lambda: "Nothing of yours was saved" in station.answer(), what="the line is refused")
    assert station.rows("SELECT lifecycle FROM call WHERE id = ?", call_id.hex) == [("open",)]


def test_a_refusal_after_the_window_was_closed_is_said_all_the_same(station: Station) -> None:
    call_id = chosen(station)
    form = clearing(station)
    became_worse(station, call_id)
    form._send(disposition("referred"), MissedReason.NO_UNIT_FREE)
    form.close()  # before the answer can have come
    until(lambda: "Nothing of yours was saved" in station.notices(), what="the desk says it")
    assert station.call(call_id).is_open


def test_a_crew_that_changed_under_the_form_is_replaced_only_knowingly(station: Station) -> None:
    unit = station.unit("C06")
    form = CrewForm(station.console.window, station.session.desk, station.at._notices, unit)
    until(lambda: form._list.count() > 0)
    alone = [unit.members[0].responder_id]
    station.elsewhere(crew_unit, unit.id, unit.pairing_id, alone)
    until(lambda: len(station.unit("C06").members) == 1)
    form._save()
    until(lambda: "changed the crew of C06" in words(form), what="the form says who rides there now")
    assert [one.responder_id for one in station.unit("C06").members] == alone
    until(lambda: form._unit.pairing_id == station.unit("C06").pairing_id)
    form._save()
    until(lambda: len(station.unit("C06").members) == 2, what="the second Save counts")


def test_a_second_emergency_stands_while_the_first_one_is_cleared(station: Station) -> None:
    unit_id = station.unit("C07").id
    station.elsewhere(raise_emergency, unit_id)
    until(lambda: station.unit("C07").emergency_id is not None)
    first = station.unit("C07").emergency_id
    press("Ctrl+Shift+L")
    station.dialog()
    station.elsewhere(clear_emergency, unit_id, first, "heard by radio")
    station.elsewhere(raise_emergency, unit_id)
    until(lambda: station.unit("C07").emergency_id not in (None, first))
    write("pressed by accident")
    press("Return")
    until(lambda: "C07 called for help again" in station.answer(), what="it is said")
    assert station.unit("C07").emergency_id is not None


def test_free_beds_are_said_over_the_number_on_the_screen(station: Station) -> None:
    first, second = sorted(station.store.providers, key=lambda one: one.name)[:2]
    form = BedsForm(station.console.window, station.session.desk, station.at.wishes, first.id)
    mine, untouched = form.lines[first.id], form.lines[second.id]
    mine.field.setValue(0)
    for one in (first, second):
        station.elsewhere(set_beds, one.id, one.version, 1)
    until(lambda: untouched.field.value() == 1, what="an untouched line follows")
    until(lambda: mine.said.text().startswith("now 1, "), what="a touched one says it beside")
    assert mine.field.value() == 0
    mine.save()
    until(lambda: f"changed {first.name}" in station.notices(), what="the desk says who was first")
    assert station.store.providers.get(first.id).beds_free == 1
    until(lambda: mine.provider.version == first.version + 1)
    mine.save()
    until(lambda: station.store.providers.get(first.id).beds_free == 0, what="the second time it is a decision")
    until(lambda: mine.provider.version == first.version + 2)
