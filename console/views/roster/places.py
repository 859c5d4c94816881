"""Where the board's cells lie: heads of days above, heads of shifts at the left, cells as wide as there is room."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractScrollArea

from console.ui.theme import theme

HEAD, SIDE, ROW = 96, 128, 62  # the days above, the shifts at the left, a row; in pixels at 100 %
WEEK_LEAST, MONTH_LEAST = 90, 58  # the narrowest column of the week and of the four weeks


class Places:
    """Turns rows and columns into rectangles of the viewport, and points back."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        self._area = area
        self.column = theme().px(WEEK_LEAST)

    @property
    def head(self) -> int:
        """Height of the days above."""
        return theme().px(HEAD)

    @property
    def side(self) -> int:
        """Width of the shifts at the left."""
        return theme().px(SIDE)

    @property
    def row(self) -> int:
        """Height of a row."""
        return theme().px(ROW)

    def fit(self, days: int, *, is_week: bool) -> None:
        """Make columns as wide as the window allows, and no narrower than can be read."""
        least = theme().px(WEEK_LEAST if is_week else MONTH_LEAST)
        self.column = max(least, (self._area.viewport().width() - self.side) // max(1, days))

    def cell(self, row: int, column: int) -> QRect:
        """The rectangle of a cell."""
        left = self.side + column * self.column - self._area.horizontalScrollBar().value()
        top = self.head + row * self.row - self._area.verticalScrollBar().value()
        return QRect(left, top, self.column, self.row)

    def at(self, point: QPoint) -> tuple[int, int] | None:
        """Row and column under a point; None on the heads."""
        if point.x() < self.side or point.y() < self.head:
            return None
        column = (point.x() - self.side + self._area.horizontalScrollBar().value()) // self.column
        return (point.y() - self.head + self._area.verticalScrollBar().value()) // self.row, column

    def reveal(self, row: int, column: int) -> None:
        """Scroll as far as a cell needs to be seen whole, and no further."""
        rect, port = self.cell(row, column), self._area.viewport()
        for bar, low, high, first, last in (
            (self._area.horizontalScrollBar(), rect.left(), rect.right(), self.side, port.width()),
            (self._area.verticalScrollBar(), rect.top(), rect.bottom(), self.head, port.height()),
        ):
            if low < first:
                bar.setValue(bar.value() + low - first)
            elif high > last:
                bar.setValue(bar.value() + high - last)
