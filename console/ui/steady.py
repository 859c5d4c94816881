"""Keeps what is looked at in a scrolled list where it is while rows come, go and move above it."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint
from PySide6.QtWidgets import QListView


class Steady(QObject):
    """Holds the uppermost row that is seen; a list at its top stays there, so that what comes first is seen."""

    def __init__(self, view: QListView) -> None:
        """Watch the model that the view has now."""
        super().__init__(view)
        self._view = view
        self._held = QPersistentModelIndex()
        self._top = 0
        model = view.model()
        model.rowsAboutToBeInserted.connect(lambda *_: self._hold(-1, -1))
        model.rowsAboutToBeRemoved.connect(lambda _parent, first, last: self._hold(first, last))
        model.rowsAboutToBeMoved.connect(lambda _parent, first, last, *_: self._hold(first, last))
        for changed in (model.rowsInserted, model.rowsRemoved, model.rowsMoved):
            changed.connect(lambda *_: self._restore())

    def _hold(self, first: int, last: int) -> None:
        """Hold the uppermost row in sight but for those that leave their place."""
        index = self._view.indexAt(QPoint(2, 2))
        if not index.isValid():  # the gap between two rows
            index = self._view.indexAt(QPoint(2, 12))
        if first <= index.row() <= last:
            index = index.sibling(last + 1, index.column())
        scrolled = self._view.verticalScrollBar().value() > 0
        self._held = QPersistentModelIndex(index if scrolled else QModelIndex())
        self._top = self._view.visualRect(index).top()

    def _restore(self) -> None:
        if self._held.isValid():
            bar = self._view.verticalScrollBar()
            self._view.doItemsLayout()
            index = self._held.sibling(self._held.row(), self._held.column())
            bar.setValue(bar.value() + self._view.visualRect(index).top() - self._top)
