"""Above each day: the teams that the expected calls need, hour by hour, and the whole teams that are rostered."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from console.planning.forecast import Forecast, forecast, teams_by_hour
from console.queries.demand import Demand, demand
from console.ui.theme import theme
from console.views.roster.planner import Planner

HOURS = 24


class DemandBand:
    """Asks for the program's calls once; draws one day at a time."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self.needed: tuple[int, ...] = ()
        self.told: Forecast | None = None
        self._staffed: Counter[tuple[date, int]] = Counter()
        self._most = 1
        planner.desk.ask(demand, planner.desk.store.now()).then(self._take)

    @property
    def sentence(self) -> str:
        """What the forecast rests on; a rough one says so."""
        return self.told.sentence if self.told is not None else ""

    def _take(self, seen: Demand) -> None:
        self.told = forecast(seen.received, seen.since, seen.until, seen.time_zone)
        self.needed = teams_by_hour(self.told, seen.minutes_per_call) if self.told.calls else ()
        self.read()
        self._planner.changed.emit()

    def read(self) -> None:
        """Count the whole teams of each hour anew."""
        book = self._planner.book
        self._staffed = Counter()
        for team in book.teams if book is not None else ():
            if not team.open_seats and book is not None:
                zone, at = ZoneInfo(book.time_zone), _hour(team.starts_at)
                while at < team.ends_at:
                    local = at.astimezone(zone)
                    self._staffed[local.date(), local.hour] += 1
                    at += timedelta(hours=1)
        self._most = max([1, *self.needed, *self._staffed.values()])

    def draw(self, painter: QPainter, rect: QRect, day: date) -> None:
        """One day: needed as a filled curve, rostered as a step line."""
        look = theme()
        step = rect.width() / HOURS

        def y(count: int) -> float:
            return rect.bottom() - rect.height() * count / self._most

        if self.needed:
            first = day.weekday() * HOURS
            points = [QPointF(rect.left(), rect.bottom())]
            for hour in range(HOURS):
                height = y(self.needed[first + hour])
                points += [QPointF(rect.left() + hour * step, height), QPointF(rect.left() + (hour + 1) * step, height)]
            points.append(QPointF(rect.right(), rect.bottom()))
            colour = look.colour("warn")
            painter.setPen(QPen(colour, 1.2))
            colour.setAlpha(50)
            painter.setBrush(colour)
            painter.drawPolygon(QPolygonF(points))
        line = []
        for hour in range(HOURS):
            height = y(self._staffed[day, hour])
            line += [QPointF(rect.left() + hour * step, height), QPointF(rect.left() + (hour + 1) * step, height)]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("discipline.clinician"), 1.6))
        painter.drawPolyline(QPolygonF(line))


def _hour(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
