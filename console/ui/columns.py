"""Turns a collection and a list of columns into a Qt table model; views declare columns as data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from console.store.collection import Collection, HasId

T = TypeVar("T", bound=HasId)
Index = QModelIndex | QPersistentModelIndex
SNAPSHOT_ROLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A heading, the text of a cell, and whether it runs with the clock; `token` names the colour of its mark."""

    heading: str
    text: Callable[[T], str]
    token: Callable[[T], str] | None = None
    ticks: bool = False
    right: bool = False


class CollectionModel(QAbstractTableModel, Generic[T]):
    """Rows of a collection that pass `shown`, in the order of `key`; a change moves only the rows it concerns.

    Selection and scroll survive a change because rows are inserted, removed and moved one by one.
    """

    def __init__(
        self,
        collection: Collection[T],
        columns: Sequence[Column[T]],
        key: Callable[[T], Any],
        shown: Callable[[T], bool] = lambda _one: True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._collection = collection
        self._columns = list(columns)
        self._key = key
        self._shown = shown
        self._rows: list[T] = []
        collection.upserted.connect(self._on_upserted)
        collection.removed.connect(self._on_removed)
        collection.reset.connect(self.refill)
        self.refill()

    def refill(self) -> None:
        """Read the whole collection anew."""
        self.beginResetModel()
        self._rows = sorted((one for one in self._collection if self._shown(one)), key=self._key)
        self.endResetModel()

    def set_shown(self, shown: Callable[[T], bool]) -> None:
        """Show other rows."""
        self._shown = shown
        self.refill()

    def set_key(self, key: Callable[[T], Any]) -> None:
        """Sort by another key."""
        self._key = key
        self.refill()

    def snapshots(self) -> list[T]:
        """The rows in their order."""
        return list(self._rows)

    def at(self, row: int) -> T | None:
        """The snapshot of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def row_of(self, key: UUID | None) -> int:
        """The row of an id, -1 when it is not shown."""
        return next((row for row, one in enumerate(self._rows) if one.id == key), -1)

    def tick(self) -> None:
        """A second went by: repaint the cells that run with the clock."""
        if not self._rows:
            return
        for place, column in enumerate(self._columns):
            if column.ticks:
                self.dataChanged.emit(self.index(0, place), self.index(len(self._rows) - 1, place))

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == SNAPSHOT_ROLE:
            return row
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            column = self._columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.heading
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _on_upserted(self, changed: list[T]) -> None:
        if len(changed) > 50:
            # Hundreds of rows at once are a new picture; moving them one by one would be quadratic.
            self._relay()
            return
        for one in changed:
            self._place(one)

    def _relay(self) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [(index, self._rows[index.row()].id) for index in before]
        fresh = sorted((one for one in self._collection if self._shown(one)), key=self._key)
        same_size = len(fresh) == len(self._rows)
        if not same_size:
            self.layoutChanged.emit()
            self.refill()
            return
        self._rows = fresh
        rows = {one.id: row for row, one in enumerate(fresh)}
        self.changePersistentIndexList(
            before,
            [self.index(rows[key], index.column()) if key in rows else QModelIndex() for index, key in held],
        )
        self.layoutChanged.emit()

    def _place(self, one: T) -> None:
        row = self.row_of(one.id)
        if not self._shown(one):
            self._take_out(row)
            return
        if row >= 0:
            target = self._target(one, row)
            if target not in (row, row + 1):
                self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target)
                self._rows.insert(target, one)
                del self._rows[row if target > row else row + 1]
                self.endMoveRows()
                row = target - 1 if target > row else target
            self._rows[row] = one
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(self._columns) - 1))
            return
        target = self._target(one, -1)
        self.beginInsertRows(QModelIndex(), target, target)
        self._rows.insert(target, one)
        self.endInsertRows()

    def _target(self, one: T, row: int) -> int:
        """Where it belongs, counted with its present row still in place."""
        key = self._key(one)
        for place, other in enumerate(self._rows):
            if place != row and self._key(other) > key:
                return place
        return len(self._rows)

    def _on_removed(self, gone: list[T]) -> None:
        for one in gone:
            self._take_out(self.row_of(one.id))

    def _take_out(self, row: int) -> None:
        if row >= 0:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._rows[row]
            self.endRemoveRows()
