"""The way of the audit's entries into a file: read, put on record, written, in this order."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from console.commands.audit import note_export
from console.desk.auditing import ToldAudit, tell
from console.desk.desk import Desk
from console.desk.importing import off_the_loop
from console.desk.saving import write_whole
from console.errors import TandemError
from console.queries.audit import AuditFilter
from console.views.admin.audit_export import MOST, csv_head, csv_part


class AuditSaving(QObject):
    """Asks where, and says what became of it; nothing leaves without a trace."""

    said = Signal(str, str)  # a sentence and its kind
    saved = Signal()

    def __init__(self, desk: Desk, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._window = desk, window

    def ask(self, wanted: AuditFilter) -> None:
        """Ask for the file; its path can be typed."""
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog = QFileDialog(self._window, "Export the audit", str(folder / "audit.csv"), "CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda name: self.save(wanted, Path(name)))
        dialog.open()

    def save(self, wanted: AuditFilter, file: Path) -> None:
        """Save what the filter leaves."""
        self.said.emit("The entries are being read …", "")
        program = self._desk.store.program
        errand = tell(self._desk, wanted, MOST, partial(csv_part, program.zone if program is not None else None))
        errand.then(partial(self._note, told(wanted), file)).otherwise(self._refused)

    def _note(self, chosen_by: str, file: Path, made: ToldAudit) -> None:
        noted = self._desk.run(note_export, made.entries, chosen_by)
        noted.then(partial(self._write, made, file)).otherwise(self._refused)

    def _write(self, made: ToldAudit, file: Path, _noted: object) -> None:
        whole = [csv_head(self._desk.store.program), *made.parts]
        errand = self._desk.start(off_the_loop(write_whole, file, whole))
        errand.then(partial(self._written, made.entries, file)).otherwise(self._refused)

    def _written(self, count: int, file: Path, _none: object) -> None:
        newest = f"; the newest {MOST:,} are all that one file takes" if count == MOST else ""
        self.said.emit(f"{count:,} entries saved: {file}{newest}", "good")
        self.saved.emit()

    def _refused(self, fault: TandemError) -> None:
        self.said.emit(str(fault), "error")


def told(wanted: AuditFilter) -> str:
    """The filter in one line, for the audit."""
    parts = (
        f"words {wanted.words}" if wanted.words else "", f"person {wanted.account}" if wanted.account else "",
        f"action {wanted.action}" if wanted.action else "",
        f"from {wanted.since:%Y-%m-%d %H:%M}" if wanted.since else "",
        f"to {wanted.until:%Y-%m-%d %H:%M}" if wanted.until else "",
    )  # fmt: skip
    return ", ".join(filter(None, parts)) or "everything"
