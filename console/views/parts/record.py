"""One call's record as a page: on the screen, on paper, or as a PDF; a training program says so on every page."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument

from console.domain.dispositions import DISPOSITIONS, MissedReason
from console.domain.qualifications import need_word
from console.snapshots.calls import AssignmentSnapshot, CallSnapshot, TimelineEntry
from console.snapshots.program import ProgramSnapshot
from console.store.store import Store
from console.views.parts.words import local, nature_word

MARGINS = QMarginsF(16, 14, 16, 14)  # in millimetres
DPI = 96  # in which the page is laid out; a printer's own is many times as fine
NEW_SHEET = "<!-- a new sheet -->"  # what follows it begins on a sheet of its own, on paper and in a PDF
_ENDINGS = {one.code: f"{one.word} (APCO {one.apco})" for one in DISPOSITIONS}
PAPER_STYLE = (
    "body { font-size: 9.5pt; color: #000; } h1 { font-size: 15pt; margin: 0; } "
    "h2 { font-size: 11pt; margin: 12px 0 3px 0; } td { padding: 2px 10px 2px 0; vertical-align: top; } "
    ".dim { color: #444; } .mark { font-size: 11pt; font-weight: bold; color: #6b2fb3; }"
)


def record_html(
    call: CallSnapshot, timeline: list[TimelineEntry], store: Store, *, with_caller: bool, printed_by: str
) -> str:
    """The record as a page of HTML; every typed word is escaped."""
    program = store.program
    parts = [f"<html><head><style>{PAPER_STYLE}</style></head><body>"]
    if program is not None and program.is_training:
        parts.append('<p class="mark">TRAINING: this record is not about a real call.</p>')
    parts.append(f"<h1>Call {escape(call.number)}: {escape(nature_word(call.nature))}</h1>")
    printed = local(store.now(), store, "%Y-%m-%d %H:%M:%S")
    name = program.name if program else ""
    parts.append(f'<p class="dim">{escape(name)} · printed {printed} by {escape(printed_by)}</p>')
    parts.append(_table(_facts(call, store, with_caller)))
    parts.append("<h2>Units</h2>")
    units = [_unit_row(run, store, run.unit_id == call.primary_unit_id) for run in call.assignments]
    head = ("Unit", "Dispatched", "Acknowledged", "En route", "On scene", "Ended", "Status")
    parts.append(_grid(head, units) if units else "<p>No unit was sent.</p>")
    parts.append("<h2>Timeline</h2>")
    rows = [(local(one.at, store, "%Y-%m-%d %H:%M:%S"), one.text, one.who) for one in timeline]
    parts.append(_grid(("When", "What", "Who"), rows))
    parts.append('<p class="dim">Criminal-history returns are not kept in this program.</p></body></html>')
    return "".join(parts)


def _facts(call: CallSnapshot, store: Store, with_caller: bool) -> list[tuple[str, str]]:
    zone = store.zones.get(call.zone_id)
    facts = [
        ("Level", f"{call.level.value} {call.level.word}"),
        (
            "Received",
            local(call.received_at, store, "%Y-%m-%d %H:%M:%S") + (" (approximate)" if call.approximate else ""),
        ),
        ("Source", call.source.word),
        ("Place", call.place + (f", {zone.name}" if zone else "")),
        ("Coordinates", f"{call.point.lat:.5f}, {call.point.lon:.5f}" if call.point else "none"),
        ("Risk", ", ".join(flag.word for flag in call.flags) or "none recorded"),
        ("Language", (call.language or "not known").capitalize()),
        ("Needs", ", ".join(need_word(need) for need in call.needs) or "none"),
        ("Status", call.status.word),
    ]
    if with_caller:
        facts.append(
            ("Caller", ", ".join(part for part in (call.caller_name, call.caller_phone) if part) or "not given")
        )
    if call.disposition:
        facts.append(("Disposition", _ENDINGS.get(call.disposition, call.disposition)))
    if call.missed_reason:
        facts.append(("No team went", MissedReason(call.missed_reason).word))
    if call.external_number:
        facts.append(("Number elsewhere", call.external_number))
    return facts


def _unit_row(run: AssignmentSnapshot, store: Store, primary: bool) -> tuple[str, ...]:
    times = (run.dispatched_at, run.acknowledged_at, run.en_route_at, run.on_scene_at, run.ended_at)
    return (
        run.call_sign + (" (primary)" if primary else ""),
        *(local(at, store) if at else "" for at in times),
        run.status.word,
    )


def _table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td><b>{escape(name)}</b></td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<table>{cells}</table>"


def _grid(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    top = "".join(f'<td class="dim">{escape(name)}</td>' for name in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead>{body}</table>"


def write_pdf(
    html: str, file: Path, program: ProgramSnapshot | None, *, title: str = "Call record", landscape: bool = False
) -> None:
    """Write the page as a PDF, numbered, with the training mark across each page of a training program.

    Raises:
        OSError: the file cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb"):
        pass  # QPdfWriter says nothing when it cannot open its file
    writer = QPdfWriter(str(file))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    if landscape:
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    writer.setPageMargins(MARGINS, QPageLayout.Unit.Millimeter)
    writer.setResolution(DPI)
    writer.setTitle(title)
    paint_pages(writer, html, program)


def paint_pages(device: QPagedPaintDevice, html: str, program: ProgramSnapshot | None) -> None:
    """Paint the page on a printer or into a PDF: numbered, the training mark across each page."""
    scale = device.logicalDpiX() / DPI
    area = QRectF(0, 0, device.width() / scale, device.height() / scale)
    head, _body, rest = html.partition("<body>")
    documents = [_laid_out(f"{head}<body>{part}", area) for part in rest.split(NEW_SHEET)]
    painter = QPainter(device)
    painter.scale(scale, scale)
    sheets = [(document, page) for document in documents for page in range(document.pageCount())]
    training = program is not None and program.is_training
    foot = _paper_font(8)
    foot.setPixelSize(round(8 * DPI / 72))  # in points it would be scaled twice
    for number, (document, page) in enumerate(sheets, 1):
        if number > 1:
            device.newPage()
        if training:
            _watermark(painter, area)
        painter.save()
        painter.translate(0, -page * document.pageSize().height())
        document.drawContents(painter, QRectF(0, page * document.pageSize().height(), area.width(), area.height() - 30))
        painter.restore()
        painter.setFont(foot)
        mark = "TRAINING · " if training else ""
        painter.drawText(
            area, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, f"{mark}page {number} of {len(sheets)}"
        )
    painter.end()


def _laid_out(html: str, area: QRectF) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(_paper_font(9.5))
    document.setDocumentMargin(0)
    document.setPageSize(QRectF(0, 0, area.width(), area.height() - 30).size())
    document.setHtml(html)
    return document


def _paper_font(points: float) -> QFont:
    """Inter draws a colon between digits as a sign of its own, and a number copied from the PDF would lose it."""
    font = QFont("Inter")
    font.setPointSizeF(points)
    font.setFeature(QFont.Tag("calt"), 0)
    return font


def _watermark(painter: QPainter, area: QRectF) -> None:
    painter.save()
    painter.setPen(QColor(107, 47, 179, 38))
    font = QFont("Inter", weight=QFont.Weight.Bold)
    font.setPixelSize(round(80 * DPI / 72))
    painter.setFont(font)
    painter.translate(area.center())
    painter.rotate(-35)
    painter.drawText(QRectF(-500, -100, 1000, 200), Qt.AlignmentFlag.AlignCenter, "TRAINING")
    painter.restore()
