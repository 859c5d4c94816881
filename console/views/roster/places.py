"""Where the board's cells lie: heads of days above, heads of shifts at the left, cells as wide as there is room."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractScrollArea

from console.ui.theme import theme

HEAD, SIDE, ROW = 96, 128, 62  # the days above, the shifts at the left, a row of two seats; in pixels at 100 %
LINE = 17  # height of one seat
WEEK_LEAST, MONTH_LEAST = 90, 58  # the narrowest column of the week and of the four weeks


class Places:
    """Turns rows and columns into rectangles of the viewport, and points back."""

    def __init__(self, area: QAbstractScrollArea) -> None:
        self._area = area
        self.column = theme().px(WEEK_LEAST)
        self._tops = [0]  # of each row, and of the end

    @property
    def head(self) -> int:
        """Height of the days above."""
        return theme().px(HEAD)

    @property
    def side(self) -> int:
        """Width of the shifts at the left."""
        return theme().px(SIDE)

    @property
    def height(self) -> int:
        """Height of all rows."""
        return self._tops[-1]

    def row(self, row: int) -> int:
        """Height of a row."""
        return self._tops[row + 1] - self._tops[row]

    def fit(self, days: int, seats: Sequence[int], *, is_week: bool) -> None:
        """Make columns as wide as the window allows, and no narrower than can be read; rows as high as their seats."""
        least = theme().px(WEEK_LEAST if is_week else MONTH_LEAST)
        self.column = max(least, (self._area.viewport().width() - self.side) // max(1, days))
        heights = (theme().px(ROW + LINE * max(0, count - 2)) for count in seats)
        self._tops = list(accumulate(heights, initial=0))

    def cell(self, row: int, column: int) -> QRect:
        """The rectangle of a cell."""
        left = self.side + column * self.column - self._area.horizontalScrollBar().value()
        top = self.head + self._tops[row] - self._area.verticalScrollBar().value()
        return QRect(left, top, self.column, self.row(row))

    def at(self, point: QPoint) -> tuple[int, int] | None:
        """Row and column under a point; None on the heads."""
        if point.x() < self.side or point.y() < self.head:
            return None
        column = (point.x() - self.side + self._area.horizontalScrollBar().value()) // self.column
        inside = point.y() - self.head + self._area.verticalScrollBar().value()
        return bisect_right(self._tops, inside) - 1, column

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
