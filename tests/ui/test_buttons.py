"""A button is pressed by Enter as by Space, wherever it stands."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.ui.ask import ask_choice
from console.ui.build import button
from console.ui.choices import Choices
from console.ui.elided import ElidedLink

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def pressed() -> list[str]:
    return []


def shown(qtbot: QtBot, window: QWidget, *parts: QWidget) -> None:
    qtbot.addWidget(window)
    whole = QVBoxLayout(window)
    for part in parts:
        whole.addWidget(part)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


@pytest.mark.parametrize("window", [QWidget, QDialog])
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_each_of_these_keys_presses_it(qtbot: QtBot, pressed: list[str], window: type[QWidget], key: Qt.Key) -> None:
    one = button("Save as PDF …", lambda: pressed.append("save"))
    link = ElidedLink("more", lambda: pressed.append("more"))
    made = window()
    shown(qtbot, made, one, link)
    for part in (one, link):
        part.setFocus()
        QTest.keyClick(part, key)
    assert pressed == ["save", "more"]


def test_a_key_that_is_held_down_presses_it_once_and_a_chord_does_not(qtbot: QtBot, pressed: list[str]) -> None:
    one = button("Open …", lambda: pressed.append("open"))
    window = QWidget()
    shown(qtbot, window, one)
    one.setFocus()
    QTest.keyClick(one, Key.Key_Return)
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Modifier.NoModifier, "\r", True)
    QApplication.sendEvent(one, held)
    QTest.keyClick(one, Key.Key_Return, Modifier.ControlModifier)
    assert pressed == ["open"]


def test_a_choice_is_made_by_enter(qtbot: QtBot) -> None:
    choices = Choices([("1", "1 Routine"), ("2", "2 Moderate")], columns=2)
    window = QWidget()
    shown(qtbot, window, choices)
    second = choices.findChildren(QPushButton)[1]
    second.setFocus()
    QTest.keyClick(second, Key.Key_Return)
    assert choices.value == "2"


def test_a_question_is_answered_once(qtbot: QtBot, pressed: list[str]) -> None:
    window = QWidget()
    shown(qtbot, window)
    question = ask_choice(window, "Close?", "", (("Stay", lambda: pressed.append("stay")), ("Close", pressed.clear)))
    qtbot.waitUntil(question.isActiveWindow)
    QTest.keyClick(question.focusWidget(), Key.Key_Return)
    assert pressed == ["stay"]
