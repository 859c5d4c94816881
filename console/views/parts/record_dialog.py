"""Shows a call's record and saves it as a PDF or prints it."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QTextBrowser, QVBoxLayout, QWidget

from console.desk.desk import Desk
from console.domain.roles import Permission
from console.queries.history import timeline_of_call
from console.snapshots.calls import CallSnapshot, TimelineEntry
from console.ui.build import button, label, row
from console.views.parts.record import MARGINS, paint_pages, record_html, write_pdf


class RecordDialog(QDialog):
    """The record as it will be printed; Esc closes."""

    def __init__(self, parent: QWidget, desk: Desk, call: CallSnapshot) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"Record of {call.number}")
        self._desk, self._call = desk, call
        self._html = ""
        self._page = QTextBrowser()
        self._page.setObjectName("paper")
        self._state = label("", "small")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 12)
        whole.addWidget(label(f"Record of {call.number}", "title"))
        whole.addWidget(self._page, 1)
        self._acts = button("Print …", self._print), button("Save as PDF …", self._save, "primary")
        for one in self._acts:
            one.setEnabled(False)  # until the record is there
        whole.addLayout(row(self._state, None, button("Close", self.close), *self._acts))
        self.resize(min(820, parent.width() - 60), min(900, parent.height() - 60))
        self.open()
        desk.ask(timeline_of_call, call.id).then(self._show)

    def _show(self, timeline: list[TimelineEntry]) -> None:
        self._html = record_html(
            self._call, timeline, self._desk.store, with_caller=self._desk.may(Permission.SEE_CALLER),
            printed_by=self._desk.actor.name,
        )  # fmt: skip
        self._page.setHtml(self._html)
        for one in self._acts:
            one.setEnabled(True)

    def _save(self) -> None:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog = QFileDialog(self, "Save the record", str(folder / f"call-{self._call.number}.pdf"), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self._write(Path(name)))
        dialog.open()

    def _write(self, file: Path) -> None:
        try:
            write_pdf(self._html, file, self._desk.store.program)
        except OSError as error:
            self._state.setText(f"Not saved: {error.strerror}. Choose another folder.")
        else:
            self._state.setText(f"Saved: {file}")

    def _print(self) -> None:
        printer = QPrinter()
        printer.setPageMargins(MARGINS, QPageLayout.Unit.Millimeter)
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: paint_pages(printer, self._html, self._desk.store.program))
        QDialog.open(dialog)  # QPrintDialog's own takes a receiver and a member name
