"""The database goes away and comes back: what was refused says so where it stands, and says no more than is true."""

from datetime import UTC, datetime

from make import a_draft
from PySide6.QtWidgets import QPushButton
from station import Station, press, until, words, write

from console.commands.take_calls import take_call
from console.domain.geography import Point
from console.store.store import Link, LinkState

GENERIC = "The database cannot be reached. Nothing was saved; your text is kept. Try again soon."
NOT_SAVED = "This note is not saved yet: Enter saves it."


def go_away(station: Station) -> None:
    """Until the follower's next beat, which finds the file in its place."""
    station.store.set_link(Link(LinkState.LOST, datetime.now(UTC), fault=GENERIC))


def is_back(station: Station) -> bool:
    return station.store.link.state is LinkState.LIVE


def chosen(station: Station) -> None:
    draft = a_draft(point=Point(40.93, -100.16))
    station.elsewhere(take_call, draft)
    station.call(draft.id)
    station.at.selection.choose_call(draft.id)
    until(lambda: station.at.detail.call is not None and station.at.detail.call.id == draft.id)


def test_a_refusal_goes_when_the_database_is_back(station: Station) -> None:
    press("F9")
    write("C01 break")
    go_away(station)
    press("Return")
    until(lambda: station.answer() == GENERIC)
    assert GENERIC in station.notices()
    until(lambda: is_back(station))
    assert station.answer() == "" and GENERIC not in station.notices(), "green and red must not stand side by side"
    assert station.field.text() == "C01 break", "what was typed is still there"


def test_a_note_that_is_not_saved_says_so_until_it_is(station: Station) -> None:
    chosen(station)
    press("Ctrl+N")
    write("a brother is on the way")
    go_away(station)
    press("Return")
    until(lambda: NOT_SAVED in words(station.at.detail.timeline))
    until(lambda: is_back(station))
    assert NOT_SAVED in words(station.at.detail.timeline)
    station.at.detail.timeline.note.setFocus()
    press("Return")
    until(lambda: station.at.detail.timeline.note.text() == "")
    assert NOT_SAVED not in words(station.at.detail.timeline)
    chosen(station)
    press("Ctrl+N")
    write("given up")
    go_away(station)
    press("Return")
    until(lambda: NOT_SAVED in words(station.at.detail.timeline))
    press("Backspace", len("given up"))
    assert NOT_SAVED not in words(station.at.detail.timeline), "nothing is in the field"


def test_a_call_that_is_not_saved_says_so_when_it_can_be(station: Station) -> None:
    press("F2")
    write("Central Library")
    press("Tab")
    write("welfare check")
    go_away(station)
    press("Ctrl+Return")
    until(lambda: GENERIC in words(station.at.form))
    until(lambda: "The database is back. This is not saved yet: Ctrl+Enter saves it." in words(station.at.form))
    press("Ctrl+Return")
    until(lambda: station.at.detail.call is not None and station.at.detail.call.place == "Central Library")


def test_an_emergency_that_is_not_sent_stands_across_the_window(station: Station) -> None:
    unsent, unit = station.console.window.unsent, station.unit("C02")
    station.at.board.view.setFocus()
    station.at.board.view.selectRow(station.at.board.model.row_of(unit.id))
    go_away(station)
    press("Ctrl+Shift+E")
    until(lambda: "EMERGENCY of C02 NOT SENT: use the radio" in words(unsent))
    assert {one.text() for one in unsent.findChildren(QPushButton)} == {"Send again", "Dismiss"}
    assert "NOT SENT" in station.answer() and GENERIC not in station.notices()
    until(lambda: station.unit("C02").emergency_id is not None, what="it was sent by itself")
    until(lambda: not unsent.isVisible())


def test_an_emergency_can_be_dismissed(station: Station) -> None:
    unsent, unit = station.console.window.unsent, station.unit("C04")
    station.at.board.view.setFocus()
    station.at.board.view.selectRow(station.at.board.model.row_of(unit.id))
    go_away(station)
    press("Ctrl+Shift+E")
    until(unsent.isVisible)
    next(one for one in unsent.findChildren(QPushButton) if one.text() == "Dismiss").click()
    assert not unsent.isVisible()
    until(lambda: is_back(station))
    assert station.unit("C04").emergency_id is None
