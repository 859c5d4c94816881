"""The hand-over page and the board: what is needed when nothing else is there, counted as the desk counts it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from make import Program, a_call, a_unit
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from console.domain.assignments import AssignmentStatus
from console.domain.calls import RiskFlag
from console.domain.ids import AssignmentId, new_uuid
from console.domain.urgency import Urgency
from console.queries.program import the_program
from console.snapshots.calls import AssignmentSnapshot, CallSnapshot
from console.snapshots.units import UnitAssignment, UnitSnapshot
from console.store.store import Store
from console.views.parts.hand_over_page import board_html, hand_over_html
from console.views.parts.record import write_pdf
from console.views.parts.words import local


@pytest.fixture
def store(program: Program, qtbot: QtBot) -> Store:
    held = Store()
    held.set_program(program.ask(the_program))
    return held


def a_desk(store: Store, calls: int = 0) -> tuple[CallSnapshot, CallSnapshot, UnitSnapshot]:
    """A call with a team on scene, a visit for tomorrow, one that waits, and more."""
    now = store.now()
    unit = a_unit("C09", on_duty_since=now)
    at = AssignmentStatus.ON_SCENE
    busy = a_call(
        "26-00001", language="Spanish", flags=(RiskFlag.WEAPON_IN_HAND,), needs=("nurse",),
        level=Urgency.EMERGENT, received_at=now - timedelta(minutes=30),
    )  # fmt: skip
    run = AssignmentSnapshot(
        AssignmentId(new_uuid()), busy.id, unit.id, "C09", at, now - timedelta(minutes=4),
        now - timedelta(minutes=20), None, now - timedelta(minutes=15), now - timedelta(minutes=4),
    )  # fmt: skip
    busy = replace(busy, assignments=(run,))
    unit = replace(unit, assignments=(UnitAssignment(run.id, busy.id, busy.number, at, run.since),))
    visit = a_call(
        "26-00002", level=Urgency.ROUTINE, received_at=now - timedelta(hours=55), due_at=now + timedelta(hours=25),
        waiting_since=now - timedelta(hours=55), level_since=now - timedelta(hours=55),
    )  # fmt: skip
    waits = [a_call(f"26-{number:05}", received_at=now, waiting_since=now) for number in range(3, 4 + calls)]
    store.calls.fill([busy, visit, *waits])
    store.units.fill([unit])
    return busy, visit, unit


def read(html: str) -> str:
    page = QTextBrowser()
    page.setHtml(html)
    return page.toPlainText()


def test_the_board_has_what_is_needed_while_the_program_is_down(store: Store) -> None:
    busy, visit, unit = a_desk(store)
    assert unit.safety is not None and visit.due_at is not None
    said = read(board_html(store, printed_by="R. Okafor"))
    run = busy.active[0]
    for part in (
        "Weapon in hand, Spanish, Nurse", f"due {local(visit.due_at, store, '%d %b %H:%M')}",
        f"C09 {local(run.en_route_at or store.now(), store, '%H:%M')}",
        f"C09 {local(run.on_scene_at or store.now(), store, '%H:%M')}",
        "Safety check", f"due {local(unit.safety.alert_at, store, '%H:%M')}",
    ):  # fmt: skip
        assert part in said, part


def test_each_sheet_of_the_board_has_its_heads_and_the_units_stay_together(store: Store, tmp_path: Path) -> None:
    a_desk(store, calls=20)
    file = tmp_path / "board.pdf"
    write_pdf(board_html(store, printed_by="R. Okafor"), file, store.program, landscape=True)
    pages = pages_of(file)
    assert len(pages) >= 3
    assert all("Cleared, how" in page for page in pages[:-1]), "the calls' heads, on each of their sheets"
    assert "Next call" in pages[-1] and "C09" in pages[-1] and "Cleared, how" not in pages[-1]
    assert not any("Next call" in page for page in pages[:-1]), "the units begin on a sheet of their own"


def test_the_hand_over_counts_as_the_desk_does_and_tells_when_a_visit_is_due(store: Store) -> None:
    _busy, visit, _unit = a_desk(store)
    assert visit.due_at is not None
    said = read(hand_over_html(store, {}, "", printed_by="R. Okafor"))
    assert "Open calls: 3, 1 unassigned, 1 scheduled" in said
    assert f"due {local(visit.due_at, store, '%d %b %H:%M')} (in " in said
    assert "(2 d 07 h)" not in said, "it has not waited since it was taken"


def pages_of(file: Path) -> list[str]:
    document = QPdfDocument()
    assert document.load(str(file)) is QPdfDocument.Error.None_
    texts: list[Any] = [document.getAllText(page).text() for page in range(document.pageCount())]
    document.close()
    return texts
