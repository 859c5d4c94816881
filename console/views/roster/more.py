"""What a narrow window has no room for, under one button; and the keys that lists of choices keep for themselves."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton


def show_more(below: QPushButton, parts: Sequence[QPushButton], fold: Callable[[], object]) -> QMenu:
    """The buttons that are not in sight as a menu, and `fold` for the column at the right."""
    menu = QMenu(below)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for one in parts:
        if not one.isVisible():
            menu.addAction(f"{one.text()}\t{one.toolTip()}", one.click)
    menu.addSeparator()
    menu.addAction("Build and checks: show or hide", fold)
    menu.popup(below.mapToGlobal(QPoint(0, below.height() + 4)))
    return menu


def opens_a_list(event: QKeyEvent) -> bool:
    """Alt with an arrow opens and closes a list of choices everywhere."""
    arrows = (Qt.Key.Key_Down, Qt.Key.Key_Up)
    return event.key() in arrows and bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
