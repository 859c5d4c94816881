"""A call's record: nothing empty is printed or saved."""

from make import a_draft
from PySide6.QtWidgets import QPushButton
from station import Station, until

from console.commands.take_calls import take_call
from console.views.parts.record_dialog import RecordDialog


def test_a_record_is_printed_and_saved_only_when_it_is_there(station: Station) -> None:
    draft = a_draft()
    station.elsewhere(take_call, draft)
    call = station.call(draft.id)
    dialog = RecordDialog(station.console.window, station.session.desk, call)
    acts = [one for one in dialog.findChildren(QPushButton) if one.text() != "Close"]
    assert len(acts) == 2 and not any(one.isEnabled() for one in acts)
    until(lambda: all(one.isEnabled() for one in acts), what="the record is there")
    assert call.number in dialog.page.toPlainText()
