"""Shows a page as it will be printed, prints it, or saves it as a PDF."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QTextBrowser, QVBoxLayout, QWidget

from console.snapshots.program import ProgramSnapshot
from console.ui.build import button, label, row
from console.views.parts.record import MARGINS, paint_pages, write_pdf


class PageDialog(QDialog):
    """A page of paper on the screen; Esc closes. `file` is the name that a PDF of it is offered."""

    def __init__(
        self, parent: QWidget, program: ProgramSnapshot | None, heading: str, file: str, *, landscape: bool = False
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self._program, self._file, self._landscape = program, file, landscape
        self._heading = heading
        self.html = ""
        self.page = QTextBrowser()
        self.page.setObjectName("paper")
        self.state = label("", "small")
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(16, 14, 16, 12)
        self.whole.addWidget(label(heading, "title"))
        self.whole.addWidget(self.page, 1)
        self._acts = button("Print …", self._print), button("Save as PDF …", self._save, "primary")
        for one in self._acts:
            one.setEnabled(False)  # until the page is there
        self.whole.addLayout(row(self.state, None, button("Close", self.close), *self._acts))
        self.resize(min(1080 if landscape else 820, parent.width() - 60), min(900, parent.height() - 60))

    def show_page(self, html: str) -> None:
        """Show the page, as far down as it was read."""
        bar = self.page.verticalScrollBar()
        at = bar.value()
        self.html = html
        self.page.setHtml(html)
        bar.setValue(at)
        for one in self._acts:
            one.setEnabled(True)

    def write(self, file: Path) -> None:
        """Save the page as a PDF."""
        try:
            write_pdf(self.html, file, self._program, title=self._heading, landscape=self._landscape)
        except OSError as error:
            self.state.setText(f"Not saved: {error.strerror}. Choose another folder.")
        else:
            self.state.setText(f"Saved: {file}")

    def _save(self) -> None:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog = QFileDialog(self, f"Save: {self._heading}", str(folder / self._file), "PDF (*.pdf)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def _print(self) -> None:
        printer = QPrinter()
        printer.setPageMargins(MARGINS, QPageLayout.Unit.Millimeter)
        if self._landscape:
            printer.setPageOrientation(QPageLayout.Orientation.Landscape)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: paint_pages(printer, self.html, self._program))
        QDialog.open(dialog)  # QPrintDialog's own takes a receiver and a member name
