"""Import people from a table: choose the file, see what it would change and which rows are left out, then import."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from console.commands.people_import import import_people
from console.desk.desk import Desk
from console.desk.importing import off_the_loop
from console.desk.people_files import planned
from console.domain.rosters import Person
from console.errors import TandemError
from console.planning.people_changes import PeoplePlan
from console.queries.rosters import staff
from console.ui.ask import Question
from console.ui.build import button, label, row
from console.ui.notices import Notices
from console.ui.rows_table import RowsTable

SENTENCE = (
    "A row changes the person with its name and discipline, or adds one. Columns that are missing change nothing. "
    "Export the people first to see which columns there are."
)
HEADINGS = ("Line", "Who", "Column", "What happens, or why not")
SETTLE_MS = 250  # after the last letter of the path, before the file is read


class PeopleImport(Question):
    """Nothing is written before "Import"; then every good row is, together."""

    def __init__(self, parent: QWidget, desk: Desk, notices: Notices) -> None:
        super().__init__(parent, "Import people from a file", SENTENCE)
        self._desk, self._notices = desk, notices
        self._turn = 0
        self.plan: PeoplePlan | None = None
        self.file = QLineEdit()
        self.file.setPlaceholderText("Path of the file (CSV)")
        self.file.setAccessibleName("File of people")
        self.state, self.notes = label("Choose a file.", "dim", wrap=True), label("", "dim", wrap=True)
        self.fault = label("", "error", wrap=True)
        self.table = RowsTable(HEADINGS, "What the file changes")
        self.table.setMinimumHeight(260)
        self.read_again = button("Read it again", self.look)
        self.send = button("Import", self.save, "primary", tip="Ctrl+Enter")
        self.send.setShortcut("Ctrl+Return")
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.look)
        self.body.addLayout(row(self.file, button("Choose …", self._choose)))
        for part in (self.state, self.table, self.notes, self.fault):
            self.body.addWidget(part)
        self.body.addLayout(row(self.read_again, None, button("Back", self.close), self.send))
        self.resize(min(900, parent.width() - 60), min(640, parent.height() - 60))
        self.file.textChanged.connect(lambda _text: self._begin_anew())
        self._begin_anew()
        self.open()
        self.file.setFocus()

    @property
    def path(self) -> Path:
        """The chosen file."""
        return Path(self.file.text().strip()).expanduser()

    def look(self) -> None:
        """Read the file, and compare it with the directory as it is now."""
        self.plan = None
        self._offer()
        if not self.file.text().strip():
            self.state.setText("Choose a file.")
            return
        self._turn += 1
        self.fault.setText("")
        self._desk.ask(staff).then(partial(self._compare, self._turn)).otherwise(partial(self._unread, self._turn))

    def save(self) -> None:
        """Write every good row."""
        plan = self.plan
        if plan is None or not plan.told:
            return
        self.plan = None
        self._offer()
        self._desk.run(import_people, plan.people, plan.pairs).then(partial(self._saved, plan)).otherwise(self._refused)

    def _begin_anew(self) -> None:
        self.plan = None
        self._turn += 1  # an answer that is under way is of another file
        self.table.fill([])
        self.notes.setText("")
        self.fault.setText("")
        self._offer()
        self._settle.start()

    def _compare(self, turn: int, people: list[Person]) -> None:
        if turn == self._turn:
            zones = {one.id: one.name for one in self._desk.store.zones}
            errand = self._desk.start(off_the_loop(planned, self.path, people, zones))
            errand.then(partial(self._show, turn)).otherwise(partial(self._unread, turn))

    def _show(self, turn: int, plan: PeoplePlan) -> None:
        if turn != self._turn:
            return
        self.plan = plan
        rows = [((str(one.line), one.name, one.column or "Row", one.sentence), True) for one in plan.faults]
        for told in plan.told:
            what = "is new" if told.is_new else "changes"
            rows.append(((str(told.line), told.name, ", ".join(told.columns), what), False))
        self.table.fill(rows)
        self.state.setText(counted(plan))
        self.notes.setText("\n".join(plan.notes))
        self._offer()

    def _unread(self, turn: int, fault: TandemError) -> None:
        if turn == self._turn:
            self.state.setText("")
            self.fault.setText(str(fault))

    def _saved(self, plan: PeoplePlan, _none: object) -> None:
        said = f"{plan.new} added, {plan.changed} changed"
        if not plan.faults:
            self.close()
            self._notices.done(f"People: {said}.")
            return
        left = "1 row was" if plan.rejected == 1 else f"{plan.rejected} rows were"
        self._notices.done(f"People: {said}. {left} left out: correct the file, save it, and read it again.")
        self.look()

    def _refused(self, fault: TandemError) -> None:
        self.look()  # what it is compared with may have changed
        self.fault.setText(str(fault))

    def _offer(self) -> None:
        self.send.setEnabled(self.plan is not None and bool(self.plan.told))
        self.read_again.setEnabled(bool(self.file.text().strip()))

    def _choose(self) -> None:
        dialog = QFileDialog(self, "File of people", str(self.path.parent), "Tables (*.csv *.txt *.tsv);;All files (*)")
        dialog.fileSelected.connect(self.file.setText)
        dialog.finished.connect(lambda _code: dialog.deleteLater())
        dialog.open()


def counted(plan: PeoplePlan) -> str:
    """How many rows are new, changed, unchanged and left out."""
    sentence = f"{plan.new} new, {plan.changed} changed, {plan.unchanged} unchanged, {plan.rejected} rejected."
    if plan.faults:
        sentence += " Import takes the good rows; correct the others in the file and read it again."
    elif not plan.told:
        sentence += " There is nothing to import."
    return sentence
