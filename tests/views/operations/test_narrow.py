"""On a small screen: nothing that is needed is cut off, runs under a scroll bar, or lies below the fold."""

from dataclasses import replace
from datetime import timedelta

import pytest
from make import a_call, a_member, a_unit
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.domain.units import Discipline
from console.planning.verdicts import Recommendation
from console.store.store import Store
from console.ui.choices import Choices
from console.views.operations.call_card import fitting
from console.views.operations.call_form import CallForm
from console.views.operations.recommendations import Recommendations
from console.views.operations.unit_table import CREW, SAFETY, brief

NARROW = (333, 715)  # the right panel of a window of 1280 by 800


@pytest.fixture
def form(qtbot: QtBot) -> CallForm:
    made = CallForm(Store())
    qtbot.addWidget(made)
    made.resize(*NARROW)
    made.show()
    return made


def test_the_form_for_calls_fits_its_panel(form: CallForm) -> None:
    body = form.widget()
    assert body.width() <= form.viewport().width()
    shown = QRect(0, 0, form.viewport().width(), body.height())
    for part in body.findChildren(QWidget):
        if part.isVisible() and part.parentWidget() is body:
            assert shown.contains(part.geometry()), part
    for part in form.level.findChildren(QPushButton) + form.source.findChildren(QPushButton):
        assert part.width() >= part.sizeHint().width(), part.text()


def test_save_is_in_view_however_far_the_form_is_scrolled(form: CallForm) -> None:
    save = next(one for one in form.findChildren(QPushButton) if one.text().startswith("Save call"))
    for place in (0, form.verticalScrollBar().maximum()):
        form.verticalScrollBar().setValue(place)
        at = QRect(save.mapTo(form, save.rect().topLeft()), save.size())
        assert form.rect().contains(at)
        assert not form.viewport().geometry().intersects(at), "no field runs under it"


def test_choices_stand_in_as_many_columns_as_fit(qtbot: QtBot) -> None:
    made = Choices([(str(one), f"{one} Moderate") for one in range(4)], columns=4, narrow=2)
    panel = QWidget()
    qtbot.addWidget(panel)
    QVBoxLayout(panel).addWidget(made)
    panel.show()

    def rows() -> int:
        return len({one.y() for one in made.findChildren(QPushButton)})

    for width, wanted in ((900, 1), (300, 2), (900, 1)):
        panel.resize(width, 120)
        qtbot.waitUntil(lambda wanted=wanted: rows() == wanted)


def test_a_narrow_cell_names_both_people_and_keeps_the_minutes() -> None:
    unit = a_unit(
        members=(a_member(name="Ana Reyes"), a_member(Discipline.CLINICIAN, name="Tove Lindqvist", licence="LCSW"))
    )
    assert brief(CREW, unit, unit.crew) == "Reyes + Lindqvist"
    alone = replace(unit, members=unit.members[:1])
    assert brief(CREW, alone, "anything") == "Reyes · DEGRADED"
    assert brief(SAFETY, unit, "! OVERDUE 1:04:12") == "! 1:04:12"


def test_marks_that_do_not_fit_are_counted() -> None:
    def width(text: str) -> int:
        return 10 * len(text)

    assert fitting(["aaaa", "bbbb", "cccc"], 200, width, 5) == 3
    assert fitting(["aaaa", "bbbb", "cccc"], 109, width, 5) == 1, "the count of the rest has its room"
    assert fitting(["aaaa"], 20, width, 5) == 0
    assert fitting([], 0, width, 5) == 0


def test_why_there_are_no_drive_times_is_said_whole(qtbot: QtBot) -> None:
    teams = Recommendations()
    qtbot.addWidget(teams)
    teams.resize(*NARROW)
    teams.show()
    note = "The call has no place on the map: no drive times."
    teams.show_recommendation(Recommendation((), (), 0, None, "estimate", note), covered=False)
    [line] = [one for one in teams.findChildren(QLabel) if one.text() == note]
    qtbot.waitUntil(lambda: line.height() >= line.heightForWidth(line.width()))
    assert line.isVisible() and line.wordWrap()
    teams.show_recommendation(Recommendation((), (), 0, None, "estimate", None), covered=False)
    assert not line.isVisible()


def test_an_open_call_in_the_building_is_told_in_the_form(form: CallForm) -> None:
    store = form._store
    here = a_call("26-00007", place="14 Alder Ct apt 3", received_at=store.now() - timedelta(minutes=5))
    store.calls.fill([here])
    form.place.setText("14 Alder Ct")
    form.place.textEdited.emit("14 Alder Ct")
    assert "26-00007" in form._same_place.text() and form._same_place.isVisible()
