"""Paints the board's parts: a team's cell, the head of a row, of a day, and what an empty board says."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap

from console.domain.ids import TeamId
from console.domain.roster_rules import RULES, Finding
from console.domain.rosters import Strength
from console.domain.units import Presence
from console.planning.roster.comparing import Difference
from console.snapshots.rosters import TeamSnapshot
from console.ui.theme import theme
from console.views.roster.demand_band import DemandBand
from console.views.roster.grid import Row
from console.views.roster.places import LINE
from console.views.roster.planner import Planner

TOP = 6


class CellPaint:
    """Knows what speaks against each team; asked for one rectangle at a time."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._painter = QPainter()
        self._area = QRect()
        self._compact = False
        self._told: dict[TeamId, Finding] = {}
        self._kept: dict[object, QPixmap] = {}  # what was painted, until something about it changes
        self.band = DemandBand(planner)

    def read(self) -> None:
        """What each team breaks, the strongest; a soft rule leaves no mark."""
        self._told = {}
        self.forget()
        self.band.read()
        checks = self._planner.checks
        for one in checks.of_roster() if checks is not None else ():
            held = self._told.get(one.team_id)
            if one.strength is not Strength.SOFT and (held is None or held.strength is not Strength.HARD):
                self._told[one.team_id] = one

    def forget(self) -> None:
        """Paint everything anew."""
        self._kept.clear()

    def begin(self, painter: QPainter, area: QRect, *, compact: bool) -> None:
        """From now on paint here; `compact` for narrow columns."""
        self._painter, self._area, self._compact = painter, area, compact

    def seat_at(self, y: int) -> int:
        """Which seat lies at a height within a cell."""
        return max(0, (y - theme().px(TOP)) // theme().px(LINE))

    def empty(self) -> None:
        """What a board without rows says."""
        look = theme()
        self._painter.setPen(look.colour("text.dim"))
        self._painter.setFont(look.font(14))
        text = "No roster is open.\n\nBegin a draft to plan the coming weeks: Ctrl+N."
        self._painter.drawText(self._area, Qt.AlignmentFlag.AlignCenter, text)

    def cell(
        self, rect: QRect, team: TeamSnapshot, cursor: int, target: tuple[int, str] | None, *, has_focus: bool
    ) -> None:
        """A team: who sits in it, what speaks against it; the cursor's seat and a drag's target are marked."""
        if cursor < 0 and target is None:
            self._from_kept(("team", team.id), rect, lambda whole: self._cell(whole, team, -1, None, has_focus=False))
        else:
            self._cell(rect, team, cursor, target, has_focus=has_focus)

    def _from_kept(self, key: tuple[str, object], rect: QRect, paint: Callable[[QRect], None]) -> None:
        """Draw from the picture of the last time: while somebody scrolls nothing changes but the place."""
        whole = (*key, rect.size().toTuple(), self._compact)
        picture = self._kept.get(whole)
        if picture is None:
            ratio = self._painter.device().devicePixelRatioF()
            picture = QPixmap(rect.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            outer, self._painter = self._painter, QPainter(picture)
            self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(QRect(QPoint(0, 0), rect.size()))
            self._painter.end()
            self._painter = outer
            self._kept[whole] = picture
        self._painter.drawPixmap(rect.topLeft(), picture)

    def _cell(
        self, rect: QRect, team: TeamSnapshot, cursor: int, target: tuple[int, str] | None, *, has_focus: bool
    ) -> None:
        look, painter = theme(), self._painter
        box = rect.adjusted(3, 3, -3, -3)
        told = self._told.get(team.id)
        border = "accent" if team.id in self._planner.different else "line"
        if told is not None:
            border = "danger" if told.strength is Strength.HARD else "warn"
        empty = len(team.open_seats) == len(team.seats)
        painter.setBrush(look.colour("bg.panel" if empty else "bg.raised"))
        pen = QPen(look.colour("line.strong" if empty and told is None else border))
        if empty:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(box, 6, 6)
        if cursor >= 0:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus" if has_focus else "line.strong"), 2))
            painter.drawRoundedRect(box, 6, 6)
        for place in range(len(team.seats)):
            self._seat(box, team, place, is_cursor=place == cursor, target=target)
        self._foot(box, team, told)

    def _seat(
        self, box: QRect, team: TeamSnapshot, place: int, *, is_cursor: bool, target: tuple[int, str] | None
    ) -> None:
        look, painter, seat = theme(), self._painter, team.seats[place]
        height = look.px(LINE)
        line = QRect(box.left() + 4, box.top() + look.px(TOP) - 3 + place * height, box.width() - 8, height)
        if line.bottom() > box.bottom():
            return
        if target is not None and target[0] == place:
            tones = {"refused": "danger.bg", "warned": "warn.bg"}
            painter.fillRect(line, look.colour(tones.get(target[1], "bg.selected")))
        elif is_cursor:
            painter.fillRect(line, look.colour("bg.selected"))
        person = self._planner.person(seat.responder_id)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"discipline.{seat.discipline.value}"))
        radius = look.px(3)
        centre = QPoint(line.left() + radius + 2, line.center().y() + 1)
        if person is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.colour(f"discipline.{seat.discipline.value}"))
        painter.drawEllipse(centre, radius, radius)
        long, short = f"No {seat.discipline.value}", "open"
        if person is not None:
            long, short = person.short, person.name.split()[-1]
        apart = {Presence.REMOTE: " ☎", Presence.SHARED: " ⇄"}.get(seat.presence, "")
        painter.setPen(look.colour("text" if person is not None else "danger.text"))
        painter.setFont(look.font(12 if not self._compact else 11))
        room = line.adjusted(radius * 2 + 8, 0, 0, 0)
        fits = not self._compact and QFontMetrics(painter.font()).horizontalAdvance(long + apart) <= room.width()
        self._text(room, (long if fits else short) + apart)

    def _foot(self, box: QRect, team: TeamSnapshot, told: Finding | None) -> None:
        look = theme()
        top = box.top() + look.px(TOP) - 3 + len(team.seats) * look.px(LINE)
        foot = QRect(box.left() + 6, top, box.width() - 12, look.px(LINE))
        if foot.bottom() > box.bottom() + 1 or self._compact:
            return
        self._painter.setFont(look.font(11))
        difference = self._planner.different.get(team.id)
        if difference is not None:
            self._painter.setPen(look.colour("accent.text"))
            self._text(foot, f"was {_sat(self._planner, difference)}")
        elif told is not None:
            self._painter.setPen(look.colour("danger.text" if told.strength is Strength.HARD else "warn.text"))
            self._text(foot, f"⚠ {RULES[told.rule].mark}")
        else:
            self._painter.setPen(look.colour("text.dim"))
            self._text(foot, " · ".join(_held(self._planner, team)))

    def row_head(self, rect: QRect, row: Row) -> None:
        """Zone and shift."""
        look, painter = theme(), self._painter
        painter.setPen(look.colour("text"))
        painter.setFont(look.font(12.5, QFont.Weight.DemiBold))
        name = f"{row.zone} {row.place + 1}" if row.place else row.zone
        self._text(rect.adjusted(10, look.px(9), -4, -look.px(32)), name)
        painter.setPen(look.colour("text.dim"))
        painter.setFont(look.font(11))
        shift, _, hours = row.shift.rpartition(" ")
        self._text(rect.adjusted(10, look.px(26), -4, -look.px(16)), shift)
        self._text(rect.adjusted(10, look.px(40), -4, -look.px(2)), hours)

    def day_head(self, rect: QRect, day: date) -> None:
        """Weekday and date; how many teams of the day are whole."""
        self._from_kept(("day", day), rect, lambda whole: self._day_head(whole, day))

    def _day_head(self, rect: QRect, day: date) -> None:
        look, painter = theme(), self._painter
        today = self._planner.desk.store.today() == day
        painter.setPen(look.colour("accent.text" if today else "text" if day.weekday() < 5 else "text.dim"))
        painter.setFont(look.font(12.5, QFont.Weight.DemiBold))
        form = f"{day:%a %d}" if not self._compact else f"{day:%a}"[:2] + f" {day.day}"
        painter.drawText(QRect(rect.left(), look.px(6), rect.width(), look.px(20)), Qt.AlignmentFlag.AlignCenter, form)
        self.band.draw(painter, rect.adjusted(look.px(4), look.px(30), -look.px(4), -look.px(26)), day)
        teams = [one for one in self._planner.book.teams if one.day == day] if self._planner.book is not None else []
        whole = sum(not one.open_seats for one in teams)
        painter.setPen(look.colour("good.text" if teams and whole == len(teams) else "text.dim"))
        painter.setFont(look.font(11))
        text = f"{whole} of {len(teams)}" if not self._compact else f"{whole}/{len(teams)}"
        foot = QRect(rect.left(), rect.bottom() - look.px(22), rect.width(), look.px(18))
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, text)

    def corner(self, rect: QRect) -> None:
        """Above the shifts, left of the days."""
        look = theme()
        self._painter.setFont(look.font(11))
        lines = (
            (30, "Teams needed" if self.band.needed else "", "warn.text"), (46, "rostered", "discipline.clinician"),
            (74, "Whole teams", "text.dim"),
        )  # fmt: skip
        for top, text, token in lines:
            self._painter.setPen(look.colour(token))
            self._text(QRect(rect.left() + 10, look.px(top), rect.width() - 12, look.px(18)), text)

    def _text(self, rect: QRect, text: str) -> None:
        metrics = QFontMetrics(self._painter.font())
        told = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        self._painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, told)


def _sat(planner: Planner, difference: Difference) -> str:
    people = [planner.person(one) for one in difference.other.members] if difference.other is not None else []
    return ", ".join(one.short for one in people if one is not None) or "nobody"


def _held(planner: Planner, team: TeamSnapshot) -> list[str]:
    """What the team has beside its training: languages, youth, negotiator."""
    words: dict[str, None] = {}
    for member in team.members:
        person = planner.person(member)
        for one in person.qualifications if person is not None else ():
            if one.is_language or one.code in ("youth", "negotiator", "RN"):
                words[one.word] = None
    return list(words)
