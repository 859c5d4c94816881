"""A chord that is pressed while a list of completions is open is meant for the form around the field."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


def pass_on(event: QKeyEvent, field: QWidget) -> None:
    """Press the key again on the field, its list closed, so that it goes on to the form; a completer would keep it."""
    QCoreApplication.sendEvent(field, QKeyEvent(event.type(), event.key(), event.modifiers()))
    event.accept()
