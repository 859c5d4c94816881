"""The way of an opened note onto paper or into a PDF: put on record first, then painted."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from console.commands.clinical_notes import note_exported
from console.desk.desk import Desk
from console.errors import TandemError
from console.ui.ask import ask_choice
from console.ui.notices import Notices
from console.views.parts.note_page import OpenedNote, note_html
from console.views.parts.record import MARGINS, paint_pages, write_pdf


class NoteExport(QObject):
    """Holds a note only until it is out; no preview shows its body."""

    def __init__(self, window: QWidget, desk: Desk, notices: Notices) -> None:
        super().__init__(window)
        self._window, self._desk, self._notices = window, desk, notices

    def ask(self, opened: OpenedNote) -> None:
        """Ask how it leaves; what may not leave is refused before anything is asked."""
        refusal = opened.refusal(datetime.now(UTC))
        if refusal is not None:
            self._notices.refused(refusal)
            return
        notice = "The notice of 42 CFR part 2 and its consent or emergency go with it. " if opened.note.part2 else ""
        ask_choice(
            self._window, "Pass on this note?", f"{notice}That you passed it on is on record.",
            (("Save as PDF", partial(self._save, opened)), ("Print", partial(self._print, opened))),
        )  # fmt: skip

    def _save(self, opened: OpenedNote) -> None:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        name = str(folder / f"note-{opened.note.id.hex[-6:]}.pdf")
        dialog = QFileDialog(self._window, "Save the note", name, "PDF (*.pdf)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self.save(opened, Path(name)))
        dialog.open()

    def save(self, opened: OpenedNote, file: Path) -> None:
        """Put it on record, then write the PDF."""
        self._on_record(opened, partial(self._write, file))

    def _print(self, opened: OpenedNote) -> None:
        printer = QPrinter()
        printer.setPageMargins(MARGINS, QPageLayout.Unit.Millimeter)
        dialog = QPrintDialog(printer, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # its handler holds the note
        dialog.accepted.connect(lambda: self._on_record(opened, partial(self._paint, printer)))
        QDialog.open(dialog)  # QPrintDialog's own takes a receiver and a member name

    def _on_record(self, opened: OpenedNote, then: Callable[[str], None]) -> None:
        html = note_html(opened, self._desk.store, self._desk.actor.name, datetime.now(UTC))
        errand = self._desk.run(note_exported, opened.note.id, opened.opening)
        errand.then(partial(self._go, then, html)).otherwise(self._refused)

    def _go(self, then: Callable[[str], None], html: str, _noted: object) -> None:
        then(html)

    def _write(self, file: Path, html: str) -> None:
        try:
            write_pdf(html, file, self._desk.store.program, title="Clinical note")
        except OSError as error:
            self._notices.refused(f"Not saved: {error.strerror}. Choose another folder.")
        else:
            self._notices.done(f"The note was saved: {file}")

    def _paint(self, printer: QPrinter, html: str) -> None:
        paint_pages(printer, html, self._desk.store.program)

    def _refused(self, fault: TandemError) -> None:
        self._notices.refused(str(fault))
