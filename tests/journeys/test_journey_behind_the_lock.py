"""What comes about while the screen is locked is not seen, and what is asked on the locked page is answered there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog
from station import Station, press, settle, until, words, write
from test_journey_lock import lock, lock_page, opened
from test_journey_notes import reader, written

from console.desk import doors
from console.domain.ids import CallId
from console.domain.roles import Role
from console.errors import StorageFault
from console.ui.ask import ask_choice
from console.views.parts.note_forms import OpenNote
from console.views.window.sign_in import SignIn

__all__ = ["opened", "reader", "written"]


def on_the_screen(dialog: QDialog) -> bool:
    handle = dialog.windowHandle()
    return handle is not None and handle.isVisible()


def test_a_dialog_that_opens_behind_the_lock_never_reaches_the_screen(station: Station) -> None:
    page = lock(station)
    dialog = ask_choice(station.console.window, "Disable A. Reyes?", "", (("Keep", lambda: None),))
    assert not on_the_screen(dialog)
    until(lambda: not dialog.isVisible(), what="it is put away")
    until(lambda: page.password.isHidden())
    page.come_forward()
    press("Return")
    until(lambda: on_the_screen(dialog), what="it is there after the lock")
    dialog.close()
    again = ask_choice(station.console.window, "Another?", "", (("Keep", lambda: None),))
    assert on_the_screen(again), "nothing is concealed any more"
    again.close()


def test_a_note_whose_opening_was_on_its_way_is_not_readable_behind_the_lock(
    reader: Callable[..., Station], written: tuple[Path, CallId]
) -> None:
    station = reader(Role.CLINICIAN)
    press("Ctrl+Shift+N")
    panel = station.at.clinical.panel
    until(lambda: panel.notes and panel.list.hasFocus(), what="the notes are listed")
    press("Return")
    form = station.dialog()
    assert isinstance(form, OpenNote)
    write("hand-over of care")
    form._open()
    station.console.guard.lock()
    until(lambda: station.rows("SELECT basis FROM note_opening"), what="it was opened")
    settle(0.3)
    assert panel.reader.opened is None and panel.reader.body.toPlainText() == ""
    station.console.guard._open(None)
    settle(0.1)
    assert panel.reader.opened is None and panel.reader.body.toPlainText() == ""


def test_a_door_that_does_not_open_is_said_on_the_locked_page(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_session: Any) -> Any:
        raise StorageFault("The file is away.")

    page = lock(station)
    with monkeypatch.context() as held:
        held.setattr(doors, "door_for", away)
        page.take_over_requested.emit()
        until(lambda: "The file is away." in words(page), what="said in place")
    assert "The file is away." not in station.notices()
    until(lambda: page.password.isHidden())
    press("Return")
    until(lambda: not station.console.guard.is_locked)
    with monkeypatch.context() as held:
        held.setattr(doors, "door_for", away)
        station.console.guard.take_over()
        until(lambda: "The file is away." in station.notices(), what="said as a notice")


def test_a_second_click_asks_no_second_person(station: Station) -> None:
    page = lock(station)
    for _ in range(2):
        page.take_over_requested.emit()
    until(lambda: sign_ins(station), what="somebody is asked")
    settle(0.2)
    (dialog,) = sign_ins(station)
    dialog.reject()
    until(lambda: not sign_ins(station))
    page.take_over_requested.emit()
    until(lambda: sign_ins(station), what="the next one is asked again")
    sign_ins(station)[0].reject()
    station.front()
    assert lock_page(station.console) is page, "it is locked as before"
    page.unlock.click()
    until(lambda: not station.console.guard.is_locked)


def sign_ins(station: Station) -> list[SignIn]:
    return [one for one in station.console.window.findChildren(SignIn) if one.isVisible()]
