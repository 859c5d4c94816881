"""Draws the board: the cells that are in sight, the shifts at the left, the days above."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from console.domain.ids import TeamId
from console.views.roster.cell_paint import CellPaint
from console.views.roster.grid import Grid
from console.views.roster.places import Places


def draw_board(
    painter: QPainter, paint: CellPaint, places: Places, grid: Grid, cursor: tuple[int, int, int],
    target: tuple[TeamId, int, str] | None, port: QRect, *, has_focus: bool,
) -> None:  # fmt: skip
    """Draw it within `port`; `cursor` is row, column and seat, `target` what lies under a drag, and its tone."""
    side, head = places.side, places.head
    painter.setClipRect(side, head, port.width() - side, port.height() - head)
    for row in range(len(grid.rows)):
        if not head - places.row(row) < places.cell(row, 0).top() < port.height():
            continue
        for column in range(len(grid.days)):
            rect, team = places.cell(row, column), grid.team(row, column)
            if team is None or not rect.intersects(port):
                continue
            seat = cursor[2] if (row, column) == cursor[:2] else -1
            aimed = target[1:] if target is not None and target[0] == team.id else None
            paint.cell(rect, team, seat, aimed, has_focus=has_focus)
    painter.setClipRect(0, head, side, port.height())
    for row, one in enumerate(grid.rows):
        paint.row_head(QRect(0, places.cell(row, 0).top(), side, places.row(row)), one)
    painter.setClipRect(side, 0, port.width(), head)
    for column, day in enumerate(grid.days):
        rect = QRect(places.cell(0, column).left(), 0, places.column, head)
        if rect.intersects(port):
            paint.day_head(rect, day)
    painter.setClipping(False)
    paint.corner(QRect(0, 0, side, head))
