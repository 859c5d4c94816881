"""What an operator's hands and eyes do: press, write, wait until something is so, read."""

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

Key, Modifier, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


def until(fact: Callable[[], object], seconds: float = 6, what: str = "") -> None:
    """Let the program run until the fact is so."""
    end = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < end, f"it did not come about within {seconds} s: {what}"
        let_run(10)


def let_run(milliseconds: int) -> None:
    """Run Qt's loop; `QTest.qWait` would hold the interpreter, and the database's threads would stand still."""
    inner = QEventLoop()
    QTimer.singleShot(milliseconds, inner.quit)
    inner.exec()


def settle(seconds: float = 0.2) -> None:
    """Let the program run for a moment, to see that nothing comes of it."""
    let_run(round(seconds * 1000))


HELD = {"Ctrl": Modifier.ControlModifier, "Shift": Modifier.ShiftModifier, "Alt": Modifier.AltModifier}
struck: list[str] = []  # every key since the test began


def press(keys: str, times: int = 1) -> None:
    """Press a key or a chord ("Ctrl+Return") where the keyboard is."""
    *held, name = keys.split("+")
    modifiers = Modifier.NoModifier
    for one in held:
        modifiers |= HELD[one]
    for _ in range(times):
        struck.append(keys)
        QTest.keyClick(keyboard(), getattr(Key, f"Key_{name}"), modifiers)
        QCoreApplication.processEvents()


def write(text: str) -> None:
    """Type text where the keyboard is, key by key."""
    for letter in text:
        struck.append(letter)
        QTest.keyClicks(keyboard(), letter)
        QCoreApplication.processEvents()


def keyboard() -> QWidget:
    """What gets the keys now."""
    target = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    assert target is not None, "no window has the keyboard"
    return target


def words(widget: QWidget) -> str:
    """All the text that the labels of a widget show."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget))
