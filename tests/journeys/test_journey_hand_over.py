"""The hand-over page and the board: what is on them, on the screen and as a PDF."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from make import a_draft
from PySide6.QtWidgets import QPlainTextEdit
from station import Station, press, settle, until, write

from console.commands.dispatch import Taking, dispatch_units
from console.commands.escalations import answer_escalation, record_firings
from console.commands.settle_calls import add_note
from console.commands.take_calls import take_call
from console.domain.calls import RiskFlag
from console.domain.escalations import Firing
from console.domain.urgency import Urgency
from console.views.parts.page_dialog import PageDialog
from console.views.window.hand_over import HandOver


def a_busy_desk(station: Station) -> Any:
    worst = a_draft(
        place="9 Larkspur St", level=Urgency.EMERGENT, flags=(RiskFlag.VIOLENCE,), caller_name="Noel Abbot",
        caller_phone="308-555-0117",
    )  # fmt: skip
    calm = a_draft(place="<b>4</b> Elm St")
    for draft in (calm, worst):
        station.elsewhere(take_call, draft)
        station.call(draft.id)
    station.elsewhere(add_note, worst.id, "a brother is on the way")
    station.elsewhere(dispatch_units, calm.id, [station.unit("C01").id], Taking.ASK)
    now = station.store.now()
    station.elsewhere(
        record_firings,
        [
            Firing(worst.id, "unassigned", "1", None, "Level 4 without a team", now - timedelta(minutes=9)),
            Firing(calm.id, "unassigned", "1", None, "Level 2 waited", now - timedelta(minutes=30)),
        ],
    )
    until(lambda: len(station.store.escalations) == 2)
    mine = next(one for one in station.store.escalations if one.call_id == calm.id)
    station.elsewhere(answer_escalation, mine.id, "C01 comes from the east side")
    until(lambda: sum(1 for one in station.store.escalations if one.stands) == 1)
    return station.call(worst.id), station.call(calm.id)


def test_the_page_holds_what_the_next_supervisor_must_know(station: Station, tmp_path: Path) -> None:
    worst, calm = a_busy_desk(station)
    press("Ctrl+Shift+H")
    dialog = station.dialog()
    assert isinstance(dialog, HandOver)
    until(lambda: "brother" in dialog.page.toPlainText(), what="the notes are there")
    write("C07 has a slow tyre <soon>")
    until(lambda: "slow tyre" in dialog.page.toPlainText())
    said = dialog.page.toPlainText()
    for part in (
        "TRAINING", "Riverton", "C07 has a slow tyre <soon>", worst.number, "4 Emergent", "9 Larkspur St", "UNASSIGNED",
        "Violence", "a brother is on the way", "<b>4</b> Elm St", "C01 dispatched", "C09", "without clinician",
        "Level 4 without a team", "Level 2 waited", "C01 comes from the east side", station.actor.name,
    ):  # fmt: skip
        assert part in said, part
    assert said.index(worst.number) < said.index(calm.number), "the worst comes first"
    assert "Noel Abbot" not in said and "308-555-0117" not in said, "no caller is on it"
    file = tmp_path / "page.pdf"
    dialog.write(file)
    assert file.read_bytes().startswith(b"%PDF") and "Saved" in dialog.state.text()
    press("Escape")
    until(lambda: not station.dialogs())
    station.front()
    press("Ctrl+Shift+H")
    again = station.dialog().findChild(QPlainTextEdit)
    assert again.toPlainText() == "C07 has a slow tyre <soon>", "what was typed stays until it is handed over"


def test_the_board_needs_no_database(station: Station, tmp_path: Path) -> None:
    press("Ctrl+Shift+P")
    dialog = station.dialog()
    assert isinstance(dialog, PageDialog)
    said = dialog.page.toPlainText()
    for part in ("Board at", "TRAINING", "En route", "Cleared, how", "Next call", "C08"):
        assert part in said, part
    assert dialog.html.count("&nbsp;") > 60, "there is room to write"
    dialog.write(tmp_path / "board.pdf")
    assert (tmp_path / "board.pdf").stat().st_size > 2000
    dialog.write(tmp_path)
    assert "Not saved" in dialog.state.text()
    settle(0.05)
