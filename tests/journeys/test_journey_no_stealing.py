"""Whatever comes in, the keyboard, what is being typed, the selection and the scroll stay where they are."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from time import monotonic
from typing import Any

import pytest
from make import a_draft
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit
from station import Station, press, settle, until, words, write

from console.commands.escalations import record_firings
from console.commands.settle_calls import add_note
from console.commands.take_calls import raise_level, take_call
from console.domain.escalations import Firing
from console.domain.geography import Point
from console.domain.ids import CallId
from console.domain.urgency import Urgency
from console.store.store import LinkState
from console.ui.columns import SNAPSHOT_ROLE

PLACE = Point(40.93, -100.16)
Storm = Callable[[CallId], None]


@pytest.fixture
def chosen(station: Station) -> CallId:
    """Fifteen calls wait, one in the middle is chosen."""
    if len(station.store.calls) < 15:
        for _ in range(15):
            station.elsewhere(take_call, a_draft(point=PLACE))
    until(lambda: station.at.calls.model.rowCount() >= 15)
    call_id: CallId = station.at.calls.model.at(9).id
    station.at.selection.choose_call(call_id)
    settle(0.1)
    return call_id


@pytest.fixture
def storm(station: Station) -> Storm:
    """Everything comes in at once: calls, a change of the chosen call, an escalation, moves."""

    def blow(call_id: CallId) -> None:
        draft = a_draft(point=PLACE, level=Urgency.EMERGENT)
        station.elsewhere(take_call, draft)
        station.elsewhere(raise_level, call_id, Urgency(station.call(call_id).level + 1))
        station.elsewhere(add_note, call_id, f"from another desk {monotonic()}")
        fired = [Firing(one, "unassigned.4", str(monotonic()), None, "No team for 60 s", station.store.now())
                 for one in (call_id, draft.id)]  # fmt: skip
        station.elsewhere(record_firings, fired)
        for step in range(3):
            station.move(station.unit("C01").id, 40.92 + step / 1000, -100.16)
        until(lambda: draft.id in station.store.calls)
        until(lambda: any(one.call_id == draft.id for one in station.store.escalations))
        until(lambda: "from another desk" in station.at.detail.timeline._text.toPlainText())
        until(lambda: station.store.positions.point(station.unit("C01").id) == Point(40.922, -100.16))

    return blow


def state(station: Station, field: QLineEdit) -> dict[str, Any]:
    """Everything that must stay."""
    centre = station.probe()
    return {
        "focus": QApplication.focusWidget(), "text": field.text(), "cursor": field.cursorPosition(),
        "marked": field.selectedText(), "call": station.at.selection.call_id,
        "centre": centre["centre"], "zoom": centre["zoom"], "window": QApplication.activeWindow(),
        "front": station.at._right.currentWidget(), "card": station.at.detail.verticalScrollBar().value(),
    }  # fmt: skip


def typed_into(field: QLineEdit, text: str) -> None:
    write(text)
    field.setSelection(2, 4)


def test_a_note_that_is_being_typed(station: Station, chosen: CallId, storm: Storm) -> None:
    press("Ctrl+N")
    note = station.at.detail.timeline.note
    typed_into(note, "neighbour says the door is open")
    before = state(station, note)
    storm(chosen)
    assert state(station, note) == before
    marked = station.at.calls.view.selectionModel().selectedIndexes()[0].row()
    assert station.at.calls.model.at(marked).id == chosen, "the mark went along with the call"
    press("Return")
    until(lambda: note.text() == "", what="the note is kept")


def test_a_call_that_is_being_typed(station: Station, chosen: CallId, storm: Storm) -> None:
    press("F2")
    place = station.at.form.place
    typed_into(place, "17 unknown lane")
    before = state(station, place)
    storm(chosen)
    assert state(station, place) == before
    assert station.at._right.currentWidget() is station.at.form


def test_a_command_that_is_being_typed(station: Station, chosen: CallId, storm: Storm) -> None:
    press("F9")
    typed_into(station.field, "note 42 he is in the garden")
    before = state(station, station.field)
    storm(chosen)
    assert state(station, station.field) == before


def test_the_scroll_of_the_list_and_the_marks_on_the_board(station: Station, chosen: CallId, storm: Storm) -> None:
    station.at.board.view.setFocus()
    station.at.board.view.selectRow(2)
    units = station.at.board.chosen()
    bar = station.at.calls.view.verticalScrollBar()
    bar.setValue(bar.maximum() - 150)
    seen = station.at.calls.view.indexAt(QPoint(20, 20)).data(SNAPSHOT_ROLE).id
    storm(chosen)
    assert station.at.board.chosen() == units
    assert QApplication.focusWidget() is station.at.board.view
    under_the_mouse = station.at.calls.view.indexAt(QPoint(20, 20)).data(SNAPSHOT_ROLE).id
    assert under_the_mouse == seen, "a click meant for one call must not hit another"


def test_letters_move_nothing(station: Station, chosen: CallId) -> None:
    for key in ("F4", "F3", "F6"):
        press(key)
        held = QApplication.focusWidget()
        write("c0x9?")
        assert QApplication.focusWidget() is held
        assert station.at.selection.call_id == chosen
        assert station.field.text() == ""


def test_a_chord_does_nothing_inside_a_text(station: Station, chosen: CallId) -> None:
    level = station.call(chosen).level
    press("Ctrl+N")
    write("quiet now")
    press("Ctrl+Up")
    settle(0.3)
    assert station.call(chosen).level == level
    press("Ctrl+Z")
    assert "undo" not in station.answer()


@pytest.fixture
def unplugged(station: Station) -> Iterator[Callable[[], None]]:
    """`unplugged()` puts a torn file in the place of the database; it is put back at the end, or by a second call."""
    away = station.path.with_suffix(".away")

    def put(on: bool) -> None:
        if on:
            with closing(sqlite3.connect(station.path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            station.path.rename(away)
            station.path.write_text("this is no database at all")
        elif away.exists():
            away.replace(station.path)
        for engine in (station.session.database.readers, station.session.database.writers):
            station.drive(engine.dispose())

    yield lambda: put(not away.exists())
    if away.exists():
        put(False)
    until(lambda: station.store.link.state is LinkState.LIVE, 10)


def test_a_note_outlives_the_loss_of_the_database(
    station: Station, chosen: CallId, unplugged: Callable[[], None]
) -> None:
    press("Ctrl+N")
    note = station.at.detail.timeline.note
    write("typed while it was lost")
    unplugged()
    banners = station.console.window.banners
    until(lambda: "Database unreachable since" in words(banners), 3, what="the banner within three seconds")
    assert "nothing can be saved" in words(banners)
    assert QApplication.focusWidget() is note
    press("Return")
    until(lambda: "Nothing was saved; your text is kept" in station.notices(), what="the sentence")
    assert note.text() == "typed while it was lost"
    press("F2")
    write("Central Library")
    press("Tab")
    write("welfare check")
    press("Ctrl+Return")
    until(lambda: "your text is kept" in words(station.at.form), what="the form says it in place")
    assert station.at.form.place.text() == "Central Library"
    unplugged()
    until(lambda: "unreachable" not in words(banners), 10, what="the banner goes by itself")
    press("Ctrl+Return")
    until(lambda: station.at.detail.call is not None and station.at.detail.call.place == "Central Library")
    assert note.text() == "", "a note belongs to its call"
