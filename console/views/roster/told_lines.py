"""Paints the lines of a list that say what is wrong in their first line, and where in the second."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from console.ui.theme import theme

TONE = Qt.ItemDataRole.UserRole + 1  # the colour of the first line
WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
ASIDE, ABOVE = 6, 4


class ToldLines(QStyledItemDelegate):
    """Each line wraps to the width of the list; the text is "what\\nwhere"."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListView) else 200
        head, below = self._rects(QRect(0, 0, width, 10_000), str(index.data()))
        return QSize(width, max(head.bottom(), below.bottom()) + ABOVE + 1)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look, text = theme(), str(index.data())
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, look.colour("bg.selected"))
        head, below = self._rects(option.rect, text)
        what, _line, where = text.partition("\n")
        painter.setFont(_bold())
        painter.setPen(look.colour(index.data(TONE) or "text"))
        painter.drawText(head, WRAP, what)
        painter.setFont(look.font(11.5))
        painter.setPen(look.colour("text.dim"))
        painter.drawText(below, WRAP, where)
        painter.restore()

    @staticmethod
    def _rects(room: QRect, text: str) -> tuple[QRect, QRect]:
        """Where the two lines go within the room."""
        what, _line, where = text.partition("\n")
        inner = room.adjusted(ASIDE, ABOVE, -ASIDE, 0)
        head = QFontMetrics(_bold()).boundingRect(inner, WRAP, what)
        rest = inner.adjusted(0, head.height(), 0, 0)
        high = QFontMetrics(theme().font(11.5)).boundingRect(rest, WRAP, where).height() if where else 0
        return (
            QRect(inner.left(), inner.top(), inner.width(), head.height()),
            QRect(inner.left(), rest.top(), inner.width(), high),
        )


def _bold() -> QFont:
    return theme().font(12.5, QFont.Weight.DemiBold)
