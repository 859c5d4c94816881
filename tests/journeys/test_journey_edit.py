"""A call is edited: all of it in one go, nothing typed is lost, and what two desks changed is told field by field."""

from datetime import timedelta
from typing import Any

from make import a_draft
from station import Station, press, until, write

from console.commands.take_calls import reserve_unit, take_call
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
