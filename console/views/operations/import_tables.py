"""The two tables of an import: the first rows as they would be read, and the rows that were rejected."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from console.desk.importing import SeenRow
from console.store.store import Store
from console.ui.build import button, column, label, row
from console.ui.rows_table import RowsTable
from console.views.parts.words import local, nature_word

PREVIEW = ("Row", "Received", "Nature", "Place", "Coordinates", "Why not")


def seen_texts(one: SeenRow, store: Store) -> tuple[Sequence[str], bool]:
    """A row of the preview as texts."""
    when = local(one.received_at, store, "%Y-%m-%d %H:%M:%S") if one.received_at else ""
    nature = nature_word(one.nature) if one.nature else ""
    return (str(one.row), when, nature, one.place, one.coordinates, one.reason), bool(one.reason)


class RejectsList(QDialog):
    """Which rows were rejected and why; the file itself is corrected in any spreadsheet."""

    def __init__(
        self, parent: QWidget, file: Path, rows: Sequence[tuple[int, str]], again: Callable[[], object]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Rejected rows")
        self.table = RowsTable(("Row", "Why not"), "Rejected rows")
        self.table.fill([((str(number), reason), False) for number, reason in rows])
        self._again = again
        whole = column(
            label(f"{len(rows):,} rejected rows", "title"),
            label(f"They are in {file}. Correct them there, save, and import that file.", "dim", wrap=True),
            self.table,
            row(None, button("Close", self.close), button("Import the corrected file again", self._import, "primary")),
        )
        whole.setContentsMargins(16, 14, 16, 12)
        self.setLayout(whole)
        self.resize(min(760, parent.width()), 420)
        self.show()
        self.table.setFocus()

    def _import(self) -> None:
        self.close()
        self._again()
