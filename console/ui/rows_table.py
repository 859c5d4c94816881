"""A table of rows to look at, such as the rows of a file before it is imported."""

from collections.abc import Sequence

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTableWidget, QTableWidgetItem

from console.ui.theme import theme


def dress(table: QTableView) -> None:
    """Whole rows, one chosen at a time, that are read and never written; Tab goes on to what comes next."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)


class RowsTable(QTableWidget):
    """Rows to look at; the last column takes the room that is left."""

    def __init__(self, headings: Sequence[str], name: str) -> None:
        super().__init__(0, len(headings))
        self.setHorizontalHeaderLabels(list(headings))
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(len(headings) - 1, QHeaderView.ResizeMode.Stretch)

    def fill(self, rows: Sequence[tuple[Sequence[str], bool]]) -> None:
        """Show these; True marks a row that would not come in."""
        self.setRowCount(len(rows))
        for place, (texts, wrong) in enumerate(rows):
            for section, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if section == len(texts) - 1:
                    item.setToolTip(text)
                if wrong:
                    item.setForeground(theme().colour("warn.text"))
                self.setItem(place, section, item)
