"""The cost of the best roster and the bound below it, over the seconds of a build."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.jobs.roster_build import Step
from console.ui.theme import theme

LEGEND = (("roster cost", "discipline.officer"), ("lower bound", "discipline.clinician"))
FIRST = 8  # what was found in the first eighth of the time may be cut off above: it costs many times the last


class Curves(QWidget):
    """Two lines that close in on each other; where they meet the roster is proven the best possible."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self.setAccessibleName("Roster cost and lower bound over time")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def is_worth_it(self) -> bool:
        """Whether there are two lines to draw: a roster that is proven at once has no curve."""
        return len(self._known) > 1 and any(cost != bound for _seconds, cost, bound in self._known)

    @property
    def _known(self) -> list[tuple[float, int, int]]:
        return [
            (one.seconds, one.objective, one.bound)
            for one in self.steps
            if one.objective is not None and one.bound is not None
        ]

    def sizeHint(self) -> QSize:
        return QSize(100, theme().px(104))

    def paintEvent(self, _event: QPaintEvent) -> None:
        known = self._known
        if len(known) < 2:
            return
        painter, look = QPainter(self), theme()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(11))
        line = painter.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(2, line + 6, -2, -line - 4)
        longest = known[-1][0] or 1.0
        low = min(bound for _seconds, _cost, bound in known)
        high = max([low + 1, *(cost for seconds, cost, _bound in known if seconds >= longest / FIRST)])

        def at(seconds: float, value: int) -> QPointF:
            share = (min(value, high) - low) / (high - low)
            return QPointF(area.left() + area.width() * seconds / longest, area.bottom() - area.height() * share)

        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        costs, bounds = [(when, cost) for when, cost, _ in known], [(when, bound) for when, _, bound in known]
        for (_word, token), values in zip(LEGEND, (costs, bounds), strict=True):
            painter.setPen(QPen(look.colour(token), 2))
            painter.drawPolyline(QPolygonF(_steps(values, at)))
        self._legend(painter, line, longest)
        painter.end()

    def _legend(self, painter: QPainter, line: int, longest: float) -> None:
        look, left = theme(), 2
        for word, token in LEGEND:
            painter.setPen(QPen(look.colour(token), 2))
            painter.drawLine(left, line // 2 + 2, left + 14, line // 2 + 2)
            painter.setPen(look.colour("text.dim"))
            painter.drawText(left + 20, line - 1, word)
            left += 34 + painter.fontMetrics().horizontalAdvance(word)
        below = QRectF(2, self.height() - line, self.width() - 4, line)
        painter.setPen(look.colour("text.dim"))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, "0 s")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{longest:.0f} s")


def _steps(values: list[tuple[float, int]], at: Callable[[float, int], QPointF]) -> list[QPointF]:
    """The corners of a line that stays at a value until the next one is known."""
    points = [at(*values[0])]
    for (_before, value), (seconds, then) in pairwise(values):
        if then != value:
            points += [at(seconds, value), at(seconds, then)]
    return [*points, at(values[-1][0], values[-1][1])]
