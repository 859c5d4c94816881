"""Small marks that are painted the same everywhere: pair mark, level badge, chips."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygonF

from console.domain.units import Discipline
from console.domain.urgency import Urgency
from console.ui.theme import theme


def pair_mark(painter: QPainter, rect: QRectF, disciplines: Sequence[Discipline], *, faded: bool = False) -> None:
    """One circle for each member, overlapping, in the colour of the discipline; a hollow one when nobody rides."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(0.45 if faded else 1.0)
    size = rect.height()
    if not disciplines:
        painter.setPen(QPen(theme().colour("text.dim"), 1.4, Qt.PenStyle.DashLine))
        painter.drawEllipse(QRectF(rect.left() + 1, rect.top() + 1, size - 2, size - 2))
        painter.restore()
        return
    painter.setPen(Qt.PenStyle.NoPen)
    step = size * 0.62
    for place, discipline in enumerate(disciplines[:3]):
        colour = theme().colour(f"discipline.{discipline.value}")
        colour.setAlphaF(0.92)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(rect.left() + place * step, rect.top(), size, size))
    painter.restore()


def pair_mark_width(count: int, size: float) -> float:
    """How wide the mark of so many members is."""
    return size + max(0, min(count, 3) - 1) * size * 0.62


def level_shape(painter: QPainter, rect: QRectF, level: Urgency, *, digit: bool = True) -> None:
    """The level's shape in its colour: 1 circle, 2 square, 3 diamond, 4 octagon, with the digit inside."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour(f"urgency.{level.value}"))
    centre, half = rect.center(), rect.height() / 2
    if level is Urgency.ROUTINE:
        painter.drawEllipse(centre, half * 0.92, half * 0.92)
    elif level is Urgency.MODERATE:
        side = half * 1.66
        painter.drawRoundedRect(QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side), 2, 2)
    elif level is Urgency.URGENT:
        around = ((0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0))
        painter.drawPolygon(QPolygonF([QPointF(centre.x() + x * half, centre.y() + y * half) for x, y in around]))
    else:
        cut = 0.42  # share of a side that is left straight
        octagon = (
            (-cut, -1.0),
            (cut, -1.0),
            (1.0, -cut),
            (1.0, cut),
            (cut, 1.0),
            (-cut, 1.0),
            (-1.0, cut),
            (-1.0, -cut),
        )
        painter.drawPolygon(QPolygonF([QPointF(centre.x() + x * half, centre.y() + y * half) for x, y in octagon]))
    if digit:
        painter.setPen(theme().colour("text.on_level"))
        font = theme().font(11, QFont.Weight.Bold)
        font.setPixelSize(round(rect.height() * 0.62))
        painter.setFont(font)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(level.value))
    painter.restore()


def badge_text(level: Urgency) -> str:
    """What the badge says."""
    return level.label


def level_badge(painter: QPainter, left: int, top: int, level: Urgency) -> QRect:
    """A filled badge "4 EMERGENT" whose ends have the level's shape; returns the rectangle it took."""
    look = theme()
    font = look.font(11.5, QFont.Weight.Bold)
    metrics = QFontMetrics(font)
    height = look.px(20)
    rect = QRect(left, top, metrics.horizontalAdvance(badge_text(level)) + look.px(18), height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(f"urgency.{level.value}"))
    _badge_ground(painter, QRectF(rect), level)
    painter.setPen(look.colour("text.on_level"))
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, badge_text(level))
    painter.restore()
    return rect


def _badge_ground(painter: QPainter, rect: QRectF, level: Urgency) -> None:
    """The ends tell the level where there is no room for its shape: round, square, pointed, cut."""
    half = rect.height() / 2
    if level is Urgency.ROUTINE:
        painter.drawRoundedRect(rect, half, half)
    elif level is Urgency.MODERATE:
        painter.drawRect(rect)
    else:
        cut = half * (0.6 if level is Urgency.URGENT else 0.42)
        flat = 0.0 if level is Urgency.URGENT else half - cut
        left, right, top, bottom, middle = rect.left(), rect.right(), rect.top(), rect.bottom(), rect.center().y()
        corners = (
            (left + cut, top), (right - cut, top), (right, middle - flat), (right, middle + flat),
            (right - cut, bottom), (left + cut, bottom), (left, middle + flat), (left, middle - flat),
        )  # fmt: skip
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))


def chip(painter: QPainter, left: int, top: int, text: str, *, danger: bool = False) -> QRect:
    """A small rounded label; returns the rectangle it took."""
    look = theme()
    font = look.font(11.5)
    rect = QRect(left, top, QFontMetrics(font).horizontalAdvance(text) + look.px(14), look.px(20))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour("danger.bg" if danger else "bg.hover"))
    painter.drawRoundedRect(rect, 4, 4)
    painter.setPen(look.colour("danger.text" if danger else "text"))
    painter.setFont(font)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return rect


def pair_pixmap(disciplines: Sequence[Discipline], size: int) -> QPixmap:
    """The pair mark as a picture for labels and icons."""
    width = round(pair_mark_width(len(disciplines), size)) + 2
    ratio = 2
    picture = QPixmap(width * ratio, (size + 2) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(0, 0, 0, 0))
    painter = QPainter(picture)
    pair_mark(painter, QRectF(1, 1, size, size), disciplines)
    painter.end()
    return picture
