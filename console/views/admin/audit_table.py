"""The audit's entries as a Qt table, the newest first."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from console.snapshots.audit import AuditSnapshot
from console.ui.theme import theme
from console.views.admin.audit_words import command_words, in_one_line, moment, roles_of, short, what

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
HEADINGS = ("When", "Who", "Role", "Desk", "Command", "What", "Before → after", "Place")
_WIDTHS = (176, 104, 116, 72, 128, 190, 200, 62)  # at 100 %; the one before the last takes what is left
_LONG = 300  # letters of a cell: what is longer is read in the detail


class AuditModel(QAbstractTableModel):
    """Words are made when a row is painted: most of what is loaded is never looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[AuditSnapshot] = []
        self._zone: ZoneInfo | None = None

    def show(self, entries: Sequence[AuditSnapshot], zone: ZoneInfo | None) -> None:
        """Show these entries; those that are only longer than before leave what is above as it is."""
        known = len(self.entries)
        self._zone = zone
        if known and len(entries) > known and entries[known - 1].seq == self.entries[-1].seq:
            self.beginInsertRows(QModelIndex(), known, len(entries) - 1)
            self.entries = list(entries)
            self.endInsertRows()
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_side(section) | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_side(index.column()) | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.FontRole and index.column() in (0, len(HEADINGS) - 1):
            return theme().font(12.5)  # figures of equal width
        if role == Qt.ItemDataRole.DisplayRole:
            return cells(self.entries[index.row()], self._zone)[index.column()][:_LONG]
        return None


def cells(entry: AuditSnapshot, zone: ZoneInfo | None) -> tuple[str, ...]:
    """One entry in words, a text for each heading."""
    return (
        moment(entry.real_at, zone), entry.account_name, roles_of(entry), short(entry.desk_id),
        command_words(entry.command), what(entry), in_one_line(entry, zone),
        "none" if entry.chain is None else str(entry.chain),
    )  # fmt: skip


def _side(section: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight if section == len(HEADINGS) - 1 else Qt.AlignmentFlag.AlignLeft


def set_widths(table: QTableView) -> None:
    """Columns as wide as what usually stands in them, at the present text size."""
    header = table.horizontalHeader()
    for section, width in enumerate(_WIDTHS):
        header.resizeSection(section, theme().px(width))
    header.setSectionResizeMode(len(HEADINGS) - 2, QHeaderView.ResizeMode.Stretch)
    table.verticalHeader().setDefaultSectionSize(theme().px(26))
