"""Paints a call as a card: level, number, timer, nature, place, marks, who is on it."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from console.domain.units import Discipline
from console.snapshots.calls import CallSnapshot
from console.store.store import Store
from console.ui.columns import SNAPSHOT_ROLE
from console.ui.paint import chip, level_badge, level_shape, pair_mark, pair_mark_width
from console.ui.theme import theme
from console.views.parts.words import chips_of, nature_word, waiting, wants_team, who_is_on

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 100
GAP = 8


class CallCards(QStyledItemDelegate):
    """One card for each row; what is too long is cut with an ellipsis, never over the edge."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store
        self.escalated: set[object] = set()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, theme().px(HEIGHT) + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        call: CallSnapshot = index.data(SNAPSHOT_ROLE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        card: QRect = option.rect.adjusted(8, GAP // 2, -8, -GAP // 2)
        painter.save()
        self._frame(painter, card, call, selected, focused)
        inner = card.adjusted(theme().px(14), theme().px(9), -theme().px(10), -theme().px(8))
        self._head(painter, inner, call)
        left_over = self._foot(painter, inner, call)
        self._middle(painter, inner, call, left_over)
        painter.restore()

    def _frame(self, painter: QPainter, card: QRect, call: CallSnapshot, selected: bool, focused: bool) -> None:
        look = theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = look.colour(f"urgency.{call.level.value}")
        border = look.colour("focus" if selected else "line")
        painter.setPen(QPen(border, 2 if selected else 1, Qt.PenStyle.SolidLine))
        painter.setBrush(look.colour("bg.selected" if selected else "bg.raised"))
        painter.drawRoundedRect(card, 8, 8)
        if focused:
            painter.setPen(QPen(look.colour("focus"), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card, 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRect(card.left(), card.top() + 1, 5, card.height() - 1), 3, 3)

    def _head(self, painter: QPainter, inner: QRect, call: CallSnapshot) -> None:
        look = theme()
        shape = look.px(26) if inner.width() > look.px(190) else 0
        if shape:
            level_shape(painter, QRectF(inner.left(), inner.top(), look.px(20), look.px(20)), call.level, digit=False)
        badge = level_badge(painter, inner.left() + shape, inner.top(), call.level)
        timer = waiting(call, self._store.now())
        font = look.font(14, QFont.Weight.DemiBold)
        wide = QFontMetrics(font).horizontalAdvance(timer)
        urgent = call.is_unassigned and call.level >= 3
        painter.setFont(font)
        painter.setPen(look.colour("danger.text" if urgent and call.level == 4 else "text"))
        top = QRect(inner.left(), inner.top(), inner.width(), look.px(20))
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, timer)
        room = top.right() - wide - badge.right() - look.px(14)
        number = QRect(badge.right() + look.px(8), top.top(), room, top.height())
        # Where it is narrow the end of the number must do: it is what people say and type.
        fits = QFontMetrics(look.font(12.5)).horizontalAdvance(call.number) <= number.width()
        said = call.number if fits else call.number.rpartition("-")[2]
        self._line(painter, number, said, look.font(12.5), "text.dim")

    def _middle(self, painter: QPainter, inner: QRect, call: CallSnapshot, source: str) -> None:
        """Nature and place; beside the place how the call came in, when it found no room below."""
        look = theme()
        nature = QRect(inner.left(), inner.top() + look.px(24), inner.width(), look.px(20))
        self._line(painter, nature, nature_word(call.nature), look.font(13.5, QFont.Weight.DemiBold), "text")
        place = QRect(inner.left(), inner.top() + look.px(43), inner.width(), look.px(18))
        font = look.font(12.5)
        self._line(painter, place, call.place, font, "text.dim")
        used = QFontMetrics(font).horizontalAdvance(call.place) + look.px(10)
        if place.width() - used > look.px(24):  # the place is never cut for it
            self._line(painter, place.adjusted(used, 0, 0, 0), source, font, "text.dim", right=True)

    def _foot(self, painter: QPainter, inner: QRect, call: CallSnapshot) -> str:
        """Marks and who is on it; gives back the source that found no room."""
        look = theme()
        top = inner.top() + look.px(64)
        reserved = self._store.units.get(call.reserved_unit_id)
        who = ("▲ " if call.id in self.escalated else "") + who_is_on(call, self._store.now())
        if reserved is not None and call.is_unassigned:
            who = f"{reserved.call_sign} reserved"
        waits = wants_team(call, self._store.now())
        alarm = waits or call.id in self.escalated
        font = look.font(12.5, QFont.Weight.DemiBold if waits else QFont.Weight.Medium)
        wide = min(QFontMetrics(font).horizontalAdvance(who) + 2, round(inner.width() * 0.6))
        left = inner.right() - wide
        mark = 0.0
        crew = self._crew(call)
        if crew:
            mark = pair_mark_width(len(crew), look.px(13)) + look.px(6)
            pair_mark(painter, QRectF(left - mark, top + look.px(3), look.px(13), look.px(13)), crew)
        token = "danger.text" if alarm else "text"
        self._line(painter, QRect(left, top, wide, look.px(20)), who, font, token, right=True)
        *marks, (source, _no_danger) = chips_of(call)
        at, room = inner.left(), round(left - mark - look.px(8))
        shown = fitting([text for text, _danger in marks], room - at, self._chip_width, look.px(6))
        for text, danger in marks[:shown]:
            at = chip(painter, at, top, text, danger=danger).right() + look.px(6)
        if shown < len(marks):
            more = any(danger for _text, danger in marks[shown:])
            at = chip(painter, at, top, f"+{len(marks) - shown}", danger=more).right() + look.px(6)
        if at + self._chip_width(source) > room:
            return source
        chip(painter, at, top, source)
        return ""

    def _chip_width(self, text: str) -> int:
        return QFontMetrics(theme().font(11.5)).horizontalAdvance(text) + theme().px(14)

    def _crew(self, call: CallSnapshot) -> list[Discipline]:
        if not call.active:
            return []
        unit = self._store.units.get(call.primary_unit_id) or self._store.units.get(call.active[0].unit_id)
        return list(unit.disciplines) if unit else []

    def _line(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str, *, right: bool = False) -> None:
        painter.setFont(font)
        painter.setPen(theme().colour(token))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0, rect.width()))
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, cut)


def fitting(texts: list[str], room: int, width: Callable[[str], int], gap: int) -> int:
    """How many marks fit, with room kept for the one that counts the rest."""
    used = 0
    for place, text in enumerate(texts):
        left = len(texts) - place - 1
        rest = gap + width(f"+{left}") if left else 0
        if used + width(text) + rest > room:
            return place
        used += width(text) + gap
    return len(texts)
