"""Everybody of the directory as a table: asked where, written whole, and said."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from console.desk.desk import Desk
from console.desk.importing import off_the_loop
from console.desk.people_files import save_people
from console.domain.rosters import Person
from console.errors import TandemError
from console.queries.rosters import staff
from console.ui.notices import Notices


class PeopleExport(QObject):
    """Reads everybody anew, so that the file holds what is so now and not what is shown."""

    def __init__(self, window: QWidget, desk: Desk, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk, self._notices = window, desk, notices

    def ask(self) -> None:
        """Ask for the file; its path can be typed."""
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog = QFileDialog(self._window, "Export the people", str(folder / "people.csv"), "CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def save(self, file: Path) -> None:
        """Write everybody."""
        self._desk.ask(staff).then(partial(self._write, file)).otherwise(self._refused)

    def _write(self, file: Path, people: list[Person]) -> None:
        zones = {one.id: one.name for one in self._desk.store.zones}
        errand = self._desk.start(off_the_loop(save_people, file, people, zones))
        errand.then(partial(self._saved, file)).otherwise(self._refused)

    def _saved(self, file: Path, count: int) -> None:
        self._notices.done(f"{count} people saved: {file.name}. It holds contracts: keep it where only you look.")

    def _refused(self, fault: TandemError) -> None:
        self._notices.refused(str(fault))
