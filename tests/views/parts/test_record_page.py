"""A call's record on paper: every page is numbered, nothing typed is lost, and a training program says so on each."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from make import NOON, Program, a_call
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from console.domain.ids import TimelineEntryId, new_uuid
from console.queries.program import the_program
from console.snapshots.calls import TimelineEntry
from console.snapshots.program import Mode
from console.store.store import Store
from console.views.parts.record import paint_pages, record_html, write_pdf


def the_timeline(count: int) -> list[TimelineEntry]:
    def line(number: int) -> TimelineEntry:
        at, text = NOON + timedelta(minutes=number), f"Line {number} <b>as typed</b>"
        return TimelineEntry(TimelineEntryId(new_uuid()), at, "note", text, "R. Okafor", None, None)

    return [line(number) for number in range(count)]


@pytest.fixture
def store(program: Program, qtbot: QtBot) -> Store:
    held = Store()
    held.set_program(program.ask(the_program))
    return held


def pages_of(file: Path) -> list[str]:
    document = QPdfDocument()
    assert document.load(str(file)) is QPdfDocument.Error.None_
    texts = [document.getAllText(page).text() for page in range(document.pageCount())]
    document.close()
    return texts


def test_a_long_record_is_whole_and_marked_on_every_page(store: Store, tmp_path: Path) -> None:
    html = record_html(a_call(), the_timeline(150), store, with_caller=True, printed_by="R. Okafor")
    file = tmp_path / "records" / "26-00042.pdf"
    write_pdf(html, file, store.program)
    pages = pages_of(file)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in page
        assert "TRAINING" in page
    whole = "\n".join(pages)
    assert all(f"Line {number} <b>as typed</b>" in whole for number in range(150))
    assert "26-00042" in pages[0] and "R. Okafor" in pages[0]


@pytest.mark.parametrize("mode", [QPrinter.PrinterMode.ScreenResolution, QPrinter.PrinterMode.HighResolution])
def test_a_printed_record_is_the_saved_one(store: Store, tmp_path: Path, mode: QPrinter.PrinterMode) -> None:
    html = record_html(a_call(), the_timeline(150), store, with_caller=True, printed_by="R. Okafor")
    printer = QPrinter(mode)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    paint_pages(printer, html, store.program)
    pages = pages_of(tmp_path / "printed.pdf")
    assert 2 < len(pages) < 8
    for number, page in enumerate(pages, 1):
        assert f"TRAINING · page {number} of {len(pages)}" in page
        assert page.count("TRAINING") >= 2, "across the page and at its foot"
    assert all(f"Line {number} <b>as typed</b>" in "\n".join(pages) for number in range(150))


def test_a_production_record_carries_no_mark(store: Store, tmp_path: Path) -> None:
    assert store.program is not None
    store.set_program(replace(store.program, mode=Mode.PRODUCTION))
    html = record_html(a_call(), the_timeline(1), store, with_caller=False, printed_by="R. Okafor")
    write_pdf(html, tmp_path / "one.pdf", store.program)
    (page,) = pages_of(tmp_path / "one.pdf")
    assert "TRAINING" not in page
    assert "Caller" not in page, "a reader without the right sees no caller"


def test_a_folder_that_cannot_be_written_says_so(store: Store, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    with pytest.raises(OSError, match="taken"):
        write_pdf("<p>x</p>", tmp_path / "taken" / "one.pdf", store.program)
