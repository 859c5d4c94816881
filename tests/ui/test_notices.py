"""Notices stand over the map while it is in front: no row of a list is covered, none is squashed."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.ui.notices import Notices


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    return made


def test_they_end_where_the_part_ends(qtbot: QtBot, window: QWidget) -> None:
    notices = Notices(window)
    pages, page, upper, lower = QStackedWidget(), QWidget(), QWidget(), QWidget()
    for one in (upper, lower):
        one.setMinimumHeight(300)
    column = QVBoxLayout(page)
    column.addWidget(upper)
    column.addWidget(lower)
    pages.addWidget(page)
    pages.addWidget(QWidget())
    QHBoxLayout(window).addWidget(pages)
    window.show()
    notices.stay_over(upper)
    notices.with_act("C01 dispatched to 26-00012", "Undo (Ctrl+Z)", lambda: None)
    notices.refused("The database cannot be reached. Nothing was saved; your text is kept. Try again soon. " * 2)
    assert notices.geometry().bottom() < lower.mapTo(window, QPoint(0, 0)).y()
    for one in notices._shown:
        assert one.height() >= one.heightForWidth(one.width()), "each of its lines is seen"
    pages.setCurrentIndex(1)
    notices.done("saved")
    assert notices.geometry().bottom() == window.height() - 65, "elsewhere they stand at the foot"
