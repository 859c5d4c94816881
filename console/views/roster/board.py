"""The board: shifts below each other, days beside each other, who sits in each team; all of it painted."""

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from console.domain.ids import TeamId
from console.snapshots.rosters import TeamSnapshot
from console.ui.theme import theme
from console.views.roster.board_paint import draw_board
from console.views.roster.cell_paint import CellPaint
from console.views.roster.dragged import MIME, Dragged, dragged_of, fitting_seat, mime_of, said_of
from console.views.roster.grid import Grid
from console.views.roster.places import ROW, Places
from console.views.roster.planner import Planner

_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class Board(QAbstractScrollArea):
    """A cursor on one seat of one team; the arrows move it, Enter asks who should sit there."""

    chosen = Signal()  # the cursor stands elsewhere
    seat_requested = Signal(object, int)  # TeamId, place: who should sit there?
    dropped = Signal(object, object, int)  # Dragged, TeamId, place
    hovered = Signal(str, str)  # sentence, tone: what a drop here would mean

    def __init__(self, planner: Planner) -> None:
        super().__init__()
        self._planner = planner
        self.grid = Grid(None)
        self.weeks_shown = 1
        self.first_day = 0
        self.row = self.column = self.seat = 0
        self._target: tuple[TeamId, int, str] | None = None  # team, seat and tone under a drag
        self._press: QPoint | None = None
        self._paint = CellPaint(planner)
        self.band = self._paint.band
        self._places = Places(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAcceptDrops(True)
        self.setAcceptDrops(True)
        self.setAccessibleName("Roster board")
        planner.opened.connect(self.reload)
        planner.changed.connect(self.reload)
        planner.compared.connect(self.repaint_all)

    # What is shown

    def reload(self) -> None:
        """Take the book as it is now; the cursor stays where it was."""
        days = 7 if self.weeks_shown == 1 else None
        self.grid = Grid(self._planner.book, self.first_day if self.weeks_shown == 1 else 0, days)
        self._paint.read()
        self.row = min(self.row, max(0, len(self.grid.rows) - 1))
        self.column = min(self.column, max(0, len(self.grid.days) - 1))
        self._fit()
        self.viewport().update()
        self.chosen.emit()

    def repaint_all(self) -> None:
        """Paint every cell anew: what is told about them has changed."""
        self._paint.forget()
        self.viewport().update()

    def show_weeks(self, weeks: int, first_day: int = 0, column: int | None = None) -> None:
        """One week from a day of the roster, or all of it; with a column the cursor goes to its first team."""
        self.weeks_shown, self.first_day = weeks, first_day
        self.reload()
        if column is not None:
            self._move_to(0, column, 0)

    def team(self) -> TeamSnapshot | None:
        """The team under the cursor."""
        return self.grid.team(self.row, self.column)

    def go_to(self, team_id: TeamId) -> None:
        """Put the cursor on a team, in whichever week it is."""
        team, book = self._planner.team(team_id), self._planner.book
        if team is None or book is None:
            return
        if self.weeks_shown == 1:
            self.first_day = (team.day - book.roster.first_day).days // 7 * 7
            self.reload()
        if (place := self.grid.place_of(team_id)) is not None:
            self._move_to(*place, seat=(team.open_seats or (0,))[0])

    def _seat_at(self, point: QPoint) -> tuple[int, int, int] | None:
        """Row, column and seat under a point."""
        at = self._places.at(point)
        team = self.grid.team(*at) if at is not None else None
        if at is None or team is None:
            return None
        inside = point.y() - self._places.cell(*at).top()
        return *at, min(len(team.seats) - 1, self._paint.seat_at(inside))

    def _fit(self) -> None:
        self._places.fit(len(self.grid.days), self.grid.seats, is_week=self.weeks_shown == 1)
        port, width = self.viewport().size(), self._places.column
        whole = QSize(self._places.side + width * len(self.grid.days), self._places.head + self._places.height)
        for bar, size, seen, step in (
            (self.horizontalScrollBar(), whole.width(), port.width(), width),
            (self.verticalScrollBar(), whole.height(), port.height(), theme().px(ROW)),
        ):
            bar.setRange(0, max(0, size - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(step // 2)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint.begin(painter, self.viewport().rect(), compact=self.weeks_shown > 1)
        if self.grid.rows:
            cursor = (self.row, self.column, self.seat)
            draw_board(
                painter, self._paint, self._places, self.grid, cursor, self._target, self.viewport().rect(),
                has_focus=self.hasFocus(),
            )  # fmt: skip
        else:
            self._paint.empty()
        painter.end()  # before the event is over: whoever else holds it must not paint any more

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, team = Qt.Key(event.key()), self.team()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._step(*_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and team is not None:
            self.seat_requested.emit(team.id, self.seat)
        elif key == Qt.Key.Key_Home:
            self._move_to(self.row, 0)
        elif key == Qt.Key.Key_End:
            self._move_to(self.row, len(self.grid.days) - 1)
        else:
            super().keyPressEvent(event)

    def _step(self, down: int, right: int) -> None:
        team = self.team()
        if down and team is not None and 0 <= self.seat + down < len(team.seats):
            self._move_to(self.row, self.column, self.seat + down)
            return
        row, column = self.row + down, self.column + right
        if 0 <= row < len(self.grid.rows) and 0 <= column < len(self.grid.days):
            other = self.grid.team(row, column)
            last = len(other.seats) - 1 if other is not None else 0
            self._move_to(row, column, last if down < 0 else 0 if down > 0 else min(self.seat, last))

    def _move_to(self, row: int, column: int, seat: int | None = None) -> None:
        self.row, self.column = row, column
        self.seat = self.seat if seat is None else seat
        self._places.reveal(row, column)
        self.viewport().update()
        self.chosen.emit()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._seat_at(event.position().toPoint())
        self._press = event.position().toPoint() if at is not None else None
        if at is not None:
            self._move_to(*at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (team := self.team()) is not None and self._seat_at(event.position().toPoint()) is not None:
            self.seat_requested.emit(team.id, self.seat)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        team, place = self.team(), self.seat
        far = self._press is not None and (event.position().toPoint() - self._press).manhattanLength() > 8
        if not far or team is None or not self._planner.may_change or place >= len(team.seats):
            return
        self._press = None
        whole = event.modifiers() == Qt.KeyboardModifier.AltModifier  # the pair, not one of them
        member = team.seats[place].responder_id
        if member is not None:
            self._drag(Dragged(member, team.id, whole))

    def _drag(self, dragged: Dragged) -> None:
        drag = QDrag(self)
        drag.setMimeData(mime_of(dragged))
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        dragged, at = dragged_of(event.mimeData()), self._seat_at(event.position().toPoint())
        team = self.grid.team(*at[:2]) if at is not None else None
        if dragged is None or at is None or team is None:
            self._aim(None)
            event.ignore()
            return
        place = fitting_seat(self._planner, team, at[2], dragged.person_id)
        tone, sentence = said_of(self._planner, dragged, team, place)
        self._aim((team.id, place, tone))
        self.hovered.emit(sentence, tone)
        event.setAccepted(tone != "refused")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._aim(None)

    def dropEvent(self, event: QDropEvent) -> None:
        dragged, target = dragged_of(event.mimeData()), self._target
        self._aim(None)
        if dragged is not None and target is not None:
            self.dropped.emit(dragged, target[0], target[1])
            event.acceptProposedAction()

    def _aim(self, target: tuple[TeamId, int, str] | None) -> None:
        if target != self._target:
            self._target = target
            self.viewport().update()
        if target is None:
            self.hovered.emit("", "")

