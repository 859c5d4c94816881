"""Import calls from a file: choose it, say how it is read, see its first rows, start; the desk goes on meanwhile."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTemporaryDir, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QProgressBar, QWidget
from shiboken6 import isValid

from console.desk.desk import Desk
from console.desk.importing import (
    Preview,
    columns_of,
    default_rejects,
    off_the_loop,
    preview,
    rejected_rows,
)
from console.documents.import_mapping import ImportMapping
from console.errors import TandemError
from console.jobs.import_job import Imported, ImportJob, ImportOrder
from console.ui.build import button, column, label, row
from console.ui.notices import Notices
from console.ui.rows_table import RowsTable
from console.views.operations.import_choice import MappingChoice
from console.views.operations.import_tables import PREVIEW, RejectsList, seen_texts

SETTLE_MS = 250  # after the last change, before the file is read again


class ImportForm(QDialog):
    """Beside the window, never over it; closing it during an import hides it, and the end is told as a notice."""

    def __init__(self, parent: QWidget, desk: Desk, notices: Notices) -> None:
        super().__init__(parent)
        self.setWindowTitle("Import calls from a file")
        self._desk, self._notices = desk, notices
        self._turn = 0
        self._mapping: ImportMapping | None = None
        self._ran = (Path(), ",")  # rejects file and delimiter of the import that ran last
        self._folder = QTemporaryDir()  # holds an own mapping while it is used
        self.job = ImportJob(self)
        self.file = QLineEdit()
        zone = desk.store.program.time_zone if desk.store.program else "UTC"
        self.choice = MappingChoice(zone)
        self.mapping, self.fields = self.choice.box, self.choice.fields
        self.table = RowsTable(PREVIEW, "First rows as they would be read")
        self.state, self.fault = label("Choose a file.", "dim", wrap=True), label("", "warn", wrap=True)
        self.bar, self.outcome = QProgressBar(), label("", "", wrap=True)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self._lay_out()
        self._connect()
        self._refresh()
        self.resize(min(1080, parent.width() - 60), min(760, parent.height() - 60))
        self.show()
        self.file.setFocus()

    def _lay_out(self) -> None:
        self.file.setPlaceholderText("Path of the call file (CSV)")
        self.file.setAccessibleName("Call file")
        self.start_button = button("Start", self.start, "primary")
        self.stop_button = button("Stop", self.job.cancel)
        self.save_button = button("Save this mapping …", lambda: self.choice.choose_saving(self.path))
        self.rejects_button = button("Show the rejected rows", self.show_rejects)
        self.again_button = button("Import the corrected file again", self.again)
        self.bar.setAccessibleName("How far the import is")
        whole = column(
            label("Import calls from a file", "title"),
            label("They come in as closed history: nothing sounds and nothing escalates.", "dim", wrap=True),
            row(self.file, button("Choose …", self._choose_file)),
            self.choice, self.state, self.fault, self.table, self.bar, self.outcome,
            row(self.rejects_button, self.again_button, self.save_button, None,
                button("Close", self.close), self.stop_button, self.start_button),
        )  # fmt: skip
        whole.setContentsMargins(16, 14, 16, 12)
        whole.setStretchFactor(self.table, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.file.textChanged.connect(lambda _text: self._new_file())
        self.mapping.currentIndexChanged.connect(lambda _index: self._new_file())
        self.fields.changed.connect(self._settle.start)
        self.fields.delimiter_changed.connect(self._offer_columns)
        self.choice.said.connect(self._say)
        self.job.progressed.connect(self._show_progress)
        self.job.done.connect(self._show_done)
        self.job.refused.connect(self._show_refused)
        self.job.stopped.connect(self._show_stopped)

    @property
    def path(self) -> Path:
        """The chosen file."""
        return Path(self.file.text().strip()).expanduser()

    def _new_file(self) -> None:
        self._mapping = None
        self.table.fill([])
        if self.choice.is_own and self.file.text().strip():
            self._offer_columns(None)
        self._settle.start()
        self._refresh()

    def _offer_columns(self, delimiter: str | None) -> None:
        path = self.path
        self._ask(off_the_loop(columns_of, path, delimiter), lambda found: self.fields.offer(*found))

    def _look(self) -> None:
        """Read the first rows as they would come in."""
        self._mapping = None
        self._refresh()
        if not self.file.text().strip():
            self._say("Choose a file.")
            return
        try:
            mapping = self.choice.chosen(self.path)
        except TandemError as fault:
            self._say("", str(fault))
            return
        if mapping is not None:
            program = self._desk.store.program
            now = program.clock.now() if program else None
            self._ask(off_the_loop(preview, self.path, mapping, now), lambda seen: self._show(mapping, seen))

    def _ask(self, work: Any, show: Any) -> None:
        """Ask for something of the file; only the newest answer is shown, and only while this window is there."""
        self._turn += 1
        turn = self._turn

        def current() -> bool:
            return isValid(self) and turn == self._turn

        errand = self._desk.start(work)
        errand.otherwise(lambda fault: self._say("", str(fault)) if current() else None)
        errand.then(lambda answer: show(answer) if current() else None)

    def _show(self, mapping: ImportMapping, seen: Preview) -> None:
        self._mapping = mapping
        self.table.fill([seen_texts(one, self._desk.store) for one in seen.rows])
        wrong = sum(1 for one in seen.rows if one.reason)
        among = f"{wrong} of the first {len(seen.rows)} would be rejected." if wrong else "The first rows can be read."
        self._say(f"About {seen.lines:,} rows, {seen.encoding}. {among}")
        self._refresh()

    def _say(self, state: str, fault: str = "") -> None:
        self.state.setText(state)
        self.fault.setText(fault)

    def _refresh(self) -> None:
        running = self.job.is_running
        focused = self.focusWidget()
        self.fields.setVisible(self.choice.is_own)
        for widget in (self.file, self.choice):
            widget.setEnabled(not running)
        self.start_button.setEnabled(not running and self._mapping is not None)
        self.stop_button.setEnabled(running)
        self.save_button.setVisible(self.choice.is_own)
        self.save_button.setEnabled(self.choice.is_own and self._mapping is not None)
        for press in (self.rejects_button, self.again_button):
            press.setVisible(not running and self._has_rejects())
        self.bar.setVisible(running)
        if running and focused is self.start_button:
            self.stop_button.setFocus()

    def _has_rejects(self) -> bool:
        return self._ran[0] != Path() and self._ran[0].exists()

    def start(self) -> None:
        """Begin the import in a process of its own."""
        if self._mapping is None or self.job.is_running:
            return
        try:
            mapping = self.choice.in_file(Path(self._folder.path()))
        except TandemError as fault:
            self._say("", str(fault))
            return
        rejects = default_rejects(self.path)
        self._ran = (rejects, self._mapping.delimiter)
        self.bar.setRange(0, 0)
        self.outcome.setText("")
        self.job.start(ImportOrder(self.path, mapping, self._desk.database_path, rejects, self._desk.actor.account_id))
        self._refresh()

    def again(self) -> None:
        """Take the corrected rejects as the file, read as before."""
        self._again_of(self._ran[0])

    def _again_of(self, rejects: Path) -> None:
        self.file.setText(str(rejects))
        self.file.setFocus()

    def show_rejects(self) -> None:
        """The rejected rows in a list."""
        path, delimiter = self._ran
        self._ask(
            off_the_loop(rejected_rows, path, delimiter),
            lambda rows: RejectsList(self, path, rows, self.again),
        )

    def _show_progress(self, rows: int, total: int) -> None:
        self.bar.setRange(0, max(1, total))
        self.bar.setValue(rows)
        self.bar.setFormat(f"{rows:,} of {total:,} rows")

    def _show_done(self, told: Imported) -> None:
        rejects = self._ran[0]
        if not told.rejected:
            self._ran = (Path(), ",")  # an older file of rejects may lie there; it is not this import's
        where = f" The rejected rows are in {rejects}." if told.rejected else ""
        self._ended(
            f"{told.rows:,} rows: {told.imported:,} imported, {told.duplicates:,} duplicates, "
            f"{told.rejected:,} rejected, in {told.seconds:.1f} s.{where}"
        )

    def _show_refused(self, sentence: str) -> None:
        self._ran = (Path(), ",")
        self._ended("")
        self._say(self.state.text(), sentence)
        if not self.isVisible():
            self._notices.refused(sentence)

    def _show_stopped(self, rows: int) -> None:
        self._ended(f"Stopped after about {rows:,} rows. What was imported stays; start again to add the rest.")

    def _ended(self, sentence: str) -> None:
        self.outcome.setText(sentence)
        self._refresh()
        if sentence and not self.isVisible():
            self._notices.done(f"Import: {sentence}")

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "Call file", str(self.path.parent), "Call files (*.csv *.txt *.tsv);;All files (*)")
        dialog.fileSelected.connect(self.file.setText)
        dialog.open()

    def reject(self) -> None:
        """Esc closes."""
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.job.is_running:
            self._notices.done("The import goes on. Open it again to see how far it is.")
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._settle.stop()
        super().closeEvent(event)
