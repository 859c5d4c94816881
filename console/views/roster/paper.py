"""The roster on paper and in calendars: the shown days as a page to print, one person's shifts as a calendar file."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from console.domain.ids import ResponderId
from console.queries.rosters import shifts_once
from console.snapshots.rosters import Book, TeamSnapshot
from console.ui.notices import Notices
from console.views.parts.page_dialog import PageDialog
from console.views.parts.record import NEW_SHEET
from console.views.roster.grid import Grid
from console.views.roster.planner import Planner

STYLE = """body { font-family: Inter; font-size: 9pt; color: #111; } h1 { font-size: 14pt; margin: 0; }
th, td { border: 1px solid #999; padding: 3px 5px; text-align: left; vertical-align: top; } th { background: #eee; }
.open { color: #a11; } .dim { color: #555; }"""
DAYS_A_SHEET = 7


def roster_html(planner: Planner, grid: Grid, made_at: datetime, printed_by: str) -> str:
    """The days of a grid as tables, a week on each sheet; open seats are said."""
    book = planner.book
    if book is None:
        return ""
    state = "draft" if planner.is_draft else f"in force, published by {book.roster.published_by}"
    head = (
        f"<html><head><style>{STYLE}</style></head><body><h1>{escape(book.roster.name)}</h1>"
        f'<p class="dim">{escape(state)} · printed {made_at:%Y-%m-%d %H:%M} by {escape(printed_by)}</p>'
    )
    weeks = [grid.days[at : at + DAYS_A_SHEET] for at in range(0, len(grid.days), DAYS_A_SHEET)]
    return head + NEW_SHEET.join(_week(planner, grid, week) for week in weeks) + "</body></html>"


def _week(planner: Planner, grid: Grid, days: Sequence[date]) -> str:
    heads = "".join(f"<th>{day:%a %d %b}</th>" for day in days)
    first = grid.days.index(days[0])
    rows = []
    for at, row in enumerate(grid.rows):
        cells = "".join(f"<td>{_cell(planner, grid, at, first + column)}</td>" for column in range(len(days)))
        rows.append(f"<tr><th>{escape(row.zone)}<br/>{escape(row.shift)}</th>{cells}</tr>")
    return f'<table cellspacing="0" width="100%"><thead><tr><th>Shift</th>{heads}</tr></thead>{"".join(rows)}</table>'


def _cell(planner: Planner, grid: Grid, row: int, column: int) -> str:
    team = grid.team(row, column)
    if team is None:
        return ""
    lines = []
    for seat in team.seats:
        person = planner.person(seat.responder_id)
        remote = f" ({seat.presence.word})" if seat.is_apart else ""
        nobody = f'<span class="open">no {seat.discipline.value}</span>'
        lines.append(escape(person.name) + remote if person is not None else nobody)
    return "<br/>".join(lines)


def show_paper(parent: QWidget, planner: Planner, grid: Grid) -> PageDialog | None:
    """The shown days as they will be printed; None when no roster is open."""
    if planner.book is None or not grid.days:
        return None
    store = planner.desk.store
    now = store.now().astimezone(store.program.zone if store.program is not None else None)
    name = f"roster-{grid.days[0]:%Y-%m-%d}.pdf"
    dialog = PageDialog(parent, store.program, "Roster", name, landscape=True)
    dialog.show_page(roster_html(planner, grid, now, planner.desk.actor.name))
    dialog.open()
    return dialog


def save_calendar(
    parent: QWidget, planner: Planner, person: ResponderId | None, notices: Notices
) -> QFileDialog | None:
    """Ask where one person's shifts go as a calendar file (ICS); None when nobody is chosen."""
    who = planner.person(person)
    if who is None or planner.book is None:
        notices.refused("Put the cursor on somebody's seat, or choose somebody at the left.")
        return None
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    name = folder / f"{who.name.replace(' ', '-')}-{planner.book.roster.first_day}.ics"
    dialog = QFileDialog(parent, f"Save the calendar of {who.name}", str(name), "Calendar (*.ics)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("ics")
    dialog.fileSelected.connect(lambda name: write_calendar(planner, who.id, Path(name), notices))
    dialog.finished.connect(lambda _code: dialog.deleteLater())
    dialog.open()
    return dialog


def write_calendar(planner: Planner, person: ResponderId, file: Path, notices: Notices) -> None:
    """Write the file, with what is theirs no more as cancelled; a folder that cannot be written is said."""
    if planner.book is None:
        return
    asked = planner.desk.ask(shifts_once, planner.book.roster.id, person)
    asked.then(partial(_write, planner, planner.book, person, file, notices))
    asked.otherwise(lambda fault: notices.refused(str(fault)))


def _write(
    planner: Planner, book: Book, person: ResponderId, file: Path, notices: Notices, left: list[TeamSnapshot]
) -> None:
    from console.planning.roster.calendar_file import calendar_of  # noqa: PLC0415  its library is seldom needed

    try:
        file.write_bytes(calendar_of(book, person, planner.desk.store.now(), left=left))
    except OSError as error:
        notices.refused(f"Not saved: {error.strerror}. Choose another folder.")
    else:
        who = next((one.name for one in book.people if one.id == person), "")
        notices.done(f"Saved: the shifts of {who}, {file.name}")
