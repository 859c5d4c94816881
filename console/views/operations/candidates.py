"""The candidates of a recommendation as a list of cards."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.ids import UnitId
from console.planning.verdicts import Candidate, Verdict
from console.ui.paint import pair_mark, pair_mark_width
from console.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
CANDIDATE_ROLE = Qt.ItemDataRole.UserRole + 1


class Candidates(QAbstractListModel):
    """The candidates as rows; the same units in the same order are replaced without a reset."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Candidate, ...] = ()

    def show(self, rows: tuple[Candidate, ...]) -> None:
        """Show these candidates."""
        if [one.unit.id for one in rows] == [one.unit.id for one in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self._rows[index.row()]
        if role == CANDIDATE_ROLE:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            drive = f"{one.minutes} minutes" if one.minutes else "no drive time"
            why = "; ".join((*(one.reasons or one.against), *one.cautions))
            return f"{one.unit.call_sign}, {one.unit.crew}, {drive}, {why}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((one.unit.crew, *one.reasons, *one.against, *one.cautions))
        return None

    def at(self, row_at: int) -> Candidate | None:
        """The candidate of a row."""
        return self._rows[row_at] if 0 <= row_at < len(self._rows) else None

    def row_of(self, unit_id: UnitId | None) -> int:
        """The row of a unit, -1 when it is not shown."""
        return next((row_at for row_at, one in enumerate(self._rows) if one.unit.id == unit_id), -1)


class CandidateCards(QStyledItemDelegate):
    """One card each: pair mark, call sign and crew, reasons, drive time and distance."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(200), theme().px(66))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one: Candidate = index.data(CANDIDATE_ROLE)
        look = theme()
        card = option.rect.adjusted(12, 3, -12, -3)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        refused = one.verdict is Verdict.NO
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("focus" if chosen else "line"), 3 if focused else 2 if chosen else 1))
        painter.setBrush(look.colour("bg.selected" if chosen else "bg.panel" if refused else "bg.raised"))
        painter.drawRoundedRect(card, 7, 7)
        self._drive(painter, card, one)
        size = look.px(15)
        pair_mark(painter, QRectF(card.left() + look.px(10), card.top() + look.px(9), size, size), one.unit.disciplines)
        mark = max(size * 1.62, pair_mark_width(len(one.unit.disciplines), size))
        left = card.left() + look.px(10) + round(mark) + look.px(9)
        width = card.right() - look.px(74) - left
        top = QRect(left, card.top() + look.px(6), width, look.px(18))
        sign = look.font(13.5, QFont.Weight.Bold)
        self._text(painter, top, one.unit.call_sign, sign, "text")
        used = QFontMetrics(sign).horizontalAdvance(one.unit.call_sign) + look.px(8)
        self._text(painter, top.adjusted(used, 0, 0, 0), one.unit.crew, look.font(12.5), "text.dim")
        why = " · ".join(one.against if refused else one.reasons)
        token = "warn.text" if refused or one.verdict is Verdict.DIVERT else "text.dim"
        self._text(painter, QRect(left, card.top() + look.px(24), width, look.px(16)), why, look.font(12), token)
        at = QRect(left, card.top() + look.px(40), width, look.px(16))
        self._text(painter, at, " · ".join(one.cautions), look.font(12), "warn.text")
        painter.restore()

    def _drive(self, painter: QPainter, card: QRect, one: Candidate) -> None:
        look = theme()
        right = QRect(card.right() - look.px(84), card.top() + look.px(7), look.px(74), look.px(20))
        drive = "– min" if not one.minutes else f"{one.minutes} min" if one.minutes < 180 else "> 3 h"
        token = "warn.text" if one.aged else "text"
        self._text(painter, right, drive, look.font(15, QFont.Weight.Bold), token, right=True)
        if one.metres is not None:
            away = right.translated(0, look.px(20))
            self._text(painter, away, f"{one.metres / 1000:.1f} km", look.font(12), "text.dim", right=True)

    def _text(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str, *, right: bool = False) -> None:
        painter.setFont(font)
        painter.setPen(theme().colour(token))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, rect.width()))
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, cut)


class CandidateList(QListView):
    """The list; Enter dispatches, letters move nothing."""

    dispatch_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Recommended teams")

    def keyboardSearch(self, search: str) -> None:
        """Letters never move the selection."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard comes here without marking anybody: Qt would mark the first row, and Enter would send it."""
        nobody = not self.currentIndex().isValid()
        self.selectionModel().blockSignals(nobody)
        super().focusInEvent(event)
        if nobody:
            self.selectionModel().clearCurrentIndex()
            self.selectionModel().blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.dispatch_requested.emit()
            return
        super().keyPressEvent(event)
