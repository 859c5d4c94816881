"""The first start, empty programs, and files that cannot be used: each says what to do, and the program goes on."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QRadioButton
from starting import Start, push, started
from station import press, until, words, write

from console.views.window.first_start import FirstStart

NOBODY = 65534


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def fill(dialog: FirstStart, person: str, program: str, mode: str) -> None:
    person_field, name_field = [one for one in dialog.findChildren(QLineEdit) if one.parent() is dialog][:2]
    person_field.setFocus()
    write(person)
    name_field.setFocus()
    write(program)
    next(one for one in dialog.findChildren(QRadioButton) if one.text().startswith(mode)).setChecked(True)


def test_escape_leaves_nothing(start: Start) -> None:
    start.begin()
    dialog = start.dialog()
    assert str(start.path) in words(dialog)
    press("Escape")
    assert start.end() == 0
    assert start.console is None
    for table in ("program", "account", "audit"):
        assert rows(start.path, f"SELECT count(*) FROM {table}") == [(0,)]
    start.begin()
    start.dialog()
    press("Escape")
    assert start.end() == 0


def test_the_demo(start: Start) -> None:
    start.begin()
    dialog = start.dialog()
    push(dialog, "Open the demo")
    console = start.running()
    assert console.window.top._training.isVisible()
    assert len(console.session.store.units) >= 10 and len(console.session.store.calls) >= 6
    assert started == [console.session], "the demo has its simulator"
    assert start.end() == 0
    start.begin()
    assert start.running().session.store.program.name.startswith("Riverton"), "the second start asks nothing"


@pytest.mark.parametrize("mode", ["Training", "Production"])
def test_a_program_of_ones_own(start: Start, mode: str) -> None:
    start.begin()
    dialog = start.dialog()
    push(dialog, "Begin this program")
    assert "Type your name." in words(dialog)
    fill(dialog, "A. Reyes", "Harbor County", mode)
    dialog.findChild(QComboBox).setCurrentText("Nowhere/Atlantis")
    push(dialog, "Begin this program")
    assert "is no time zone" in words(dialog)
    dialog.findChild(QComboBox).setCurrentText("America/Denver")
    push(dialog, "Begin this program")
    console = start.running()
    program = console.session.store.program
    assert (program.name, program.time_zone) == ("Harbor County", "America/Denver")
    assert program.is_training == (mode == "Training")
    assert console.window.top._training.isVisible() == (mode == "Training")
    assert console.window.top._pace.isVisible() == (mode == "Training")
    assert started == [], "only the demo has a simulator"
    assert console.session._simulator is None
    at = console.operations
    assert "Press F2 to take a new call" in words(at.calls)
    assert "Add a unit" in words(at.board)
    assert "Press F2 to take the first one" in words(at.detail)
    if mode == "Production":
        console.window.activateWindow()
        until(lambda: QApplication.activeWindow() is console.window)
        press("F9")
        write("n somewhere / welfare")
        press("Return")
        until(lambda: len(console.session.store.calls) == 1, what="the first call")
        until(lambda: "Press F2" not in words(at.calls))


def test_a_production_program_keeps_real_time(start: Start) -> None:
    start.begin()
    fill(start.dialog(), "A. Reyes", "Harbor County", "Production")
    push(start.dialog(), "Begin this program")
    console = start.running()
    action = next(one for one in console.window.actions_list.offered() if one.text == "Training clock: 60×")
    action.wish()
    until(lambda: "real time, always" in "\n".join(console.window.notices.texts()), what="it is refused")
    assert console.session.store.clock.rate == 1


def test_a_broken_settings_file(start: Start, city_file: Path) -> None:
    start.path.write_bytes(city_file.read_bytes())
    start.file.write_text("theme = [unfinished", "utf-8")
    start.begin()
    console = start.running()
    said = words(console.window.banners)
    assert str(start.file) in said and "Defaults are used" in said


def test_a_file_that_is_no_database(start: Start, capsys: pytest.CaptureFixture[str]) -> None:
    start.path.write_text("Dear Sir or Madam, " * 100)
    start.begin()
    assert start.end() == 1
    assert "tandem restore" in capsys.readouterr().err
    assert start.path.read_text().startswith("Dear Sir")


@pytest.fixture
def an_ordinary_account() -> Iterator[Callable[[Path], None]]:
    """Root is held back by no permission: `become(folder)` goes on as nobody."""

    def become(folder: Path) -> None:
        for parent in (folder, *folder.parents):
            if parent != Path("/") and not parent.stat().st_mode & 0o001:
                parent.chmod(parent.stat().st_mode | 0o055)
        if os.geteuid() == 0:
            os.seteuid(NOBODY)

    yield become
    if os.getuid() == 0:
        os.seteuid(0)


def test_a_folder_closed_for_writing(
    start: Start, an_ordinary_account: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = start.path.parent / "closed"
    folder.mkdir(mode=0o555)
    start.path = folder / "tandem.db"
    an_ordinary_account(folder)
    start.begin()
    assert start.end() == 1
    said = capsys.readouterr().err
    assert str(folder) in said and "your account may write to it" in said
