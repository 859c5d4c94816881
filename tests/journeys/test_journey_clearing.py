"""The list of ways in which a call can end stands in an order that can be seen."""

from datetime import timedelta

from make import a_draft
from PySide6.QtWidgets import QPushButton
from station import Station, press, until, words

from console.commands.dispatch import Taking, dispatch_units, report_status
from console.commands.take_calls import take_call
from console.domain.assignments import AssignmentStatus
from console.domain.geography import Point

WITHOUT, WITH = "Without a team on scene", "A team was on scene"


def shown(station: Station) -> list[str]:
    press("Ctrl+Shift+C")
    dialog = station.dialog()
    places = [(one.x(), one.y(), one.text()) for one in dialog.findChildren(QPushButton) if one.isVisible()]
    heads = words(dialog)
    first = WITHOUT if heads.index(WITHOUT) < heads.index(WITH) else WITH
    press("Escape")
    until(lambda: not station.dialogs())
    station.front()
    return [first, *(text for _x, _y, text in sorted(places))]


def test_dispositions_are_in_two_groups_each_by_its_letters(station: Station) -> None:
    draft = a_draft(point=Point(40.93, -100.16), received_at=station.store.now() - timedelta(minutes=9))
    station.elsewhere(take_call, draft)
    station.call(draft.id)
    station.at.selection.choose_call(draft.id)
    until(lambda: station.at.detail.call is not None)
    first, *texts = shown(station)
    assert first == WITHOUT
    left = [text for text in texts if text[0] in "ACDEGHIN"]
    assert left[:4] == ["Cancelled  (10)", "Cancelled en route  (21)", "Duplicate call  (22)", "Information only  (13)"]
    assert left[4:] == sorted(left[4:]), "down the column, the second group too"
    unit = station.unit("C05").id
    station.elsewhere(dispatch_units, draft.id, [unit], Taking.ASK)
    station.elsewhere(report_status, unit, AssignmentStatus.ON_SCENE)
    until(lambda: station.call(draft.id).active and station.call(draft.id).active[0].on_scene_at is not None)
    assert shown(station)[0] == WITH, "who was there comes first then"
