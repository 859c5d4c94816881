"""Keys that a list of completions gets, and that are meant for something else."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


def pass_on(event: QKeyEvent, field: QWidget) -> None:
    """Press a chord again on the field, its list closed, so that it goes on to the form; a completer would keep it."""
    QCoreApplication.sendEvent(field, QKeyEvent(event.type(), event.key(), event.modifiers()))
    event.accept()


def strayed(event: QKeyEvent, field: QWidget) -> bool:
    """Give a key to whoever has the keyboard when that is not the field; True when it was given away.

    The window system learns late that the list was closed by Tab, and the next letter would still come to its field.
    """
    holder = field.window().focusWidget()
    if holder is None or holder is field:
        return False
    QCoreApplication.sendEvent(holder, event)
    return True
