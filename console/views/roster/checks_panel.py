"""What is not right about the open roster: gaps and broken rules in words; one press goes there. And how fair it is."""

from collections import Counter
from statistics import fmean, pstdev

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.domain.ids import TeamId
from console.domain.roster_rules import Finding, by_strength
from console.domain.rosters import Strength
from console.planning.roster.checks import Checks
from console.planning.roster.plans import label_of
from console.ui.build import button, label, row
from console.views.roster.demand_band import DemandBand
from console.views.roster.planner import Planner
from console.views.roster.told_lines import TONE, ToldLines

MOST = 200
LATER_MS = 60  # the board is painted first


class ChecksPanel(QWidget):
    """Follows the planner; reads everything anew shortly after a change."""

    team_requested = Signal(object)  # TeamId
    why_requested = Signal()

    def __init__(self, planner: Planner, band: DemandBand) -> None:
        super().__init__()
        self._planner, self.band = planner, band
        self.head = label("Checks", "section")
        self.list = QListWidget()
        self.list.setItemDelegate(ToldLines(self.list))
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Gaps and broken rules")
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self.why = button("Why, and what fills it …", self._ask_why, tip="Ctrl+E")
        self.fairness, self.forecast = label("", "dim", wrap=True), label("", "dim", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 8)
        whole.addWidget(self.head)
        whole.addWidget(self.list, 1)
        whole.addLayout(row(self.why, None))
        whole.addWidget(label("Fairness", "section"))
        whole.addWidget(self.fairness)
        whole.addWidget(self.forecast)
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self.read)
        planner.opened.connect(self._later.start)
        planner.changed.connect(self._later.start)

    def read(self) -> None:
        """Say what is open and what is broken, the strongest first."""
        checks = self._planner.checks
        self.list.clear()
        if checks is None:
            self.head.setText("Checks")
            self.fairness.setText("")
            return
        gaps = [team for team in checks.book.teams if team.open_seats]
        findings = grouped(checks)
        seats = sum(len(team.open_seats) for team in gaps)
        self.head.setText(
            f"Checks   {seats} open {'seat' if seats == 1 else 'seats'} · "
            f"{len(findings)} {'warning' if len(findings) == 1 else 'warnings'}"
        )
        for one, count in findings[:MOST]:
            tone = "danger.text" if one.strength is Strength.HARD else "warn.text"
            more = f" and {count - 1} more" if count > 1 else ""
            self._add(f"{one.sentence}\n{label_of(checks.book, checks.teams[one.team_id])}{more}", one.team_id, tone)
        for team in gaps[: MOST - min(MOST, len(findings))]:
            zone = checks.book.zones.get(team.zone_id, "") if team.zone_id is not None else ""
            lacks = Counter(team.seats[place].discipline.value for place in team.open_seats)
            who = " · ".join(f"No {name}" if count == 1 else f"{count} {name}s open" for name, count in lacks.items())
            where = " ".join(filter(None, (zone, team.name)))
            self._add(f"{who}\n{where}, {team.day:%a %d %b}", team.id, "danger.text")
        self.why.setEnabled(self.list.count() > 0)
        if self.list.count() == 0:
            self._add("Every seat is taken, and no rule is broken.", None, "good.text")
        self.fairness.setText(fairness(checks))
        self.forecast.setText(f"Expected calls. {self.band.sentence}" if self.band.sentence else "")

    def _add(self, text: str, team_id: TeamId | None, tone: str) -> None:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, team_id)
        item.setData(TONE, tone)
        self.list.addItem(item)

    def _ask_why(self) -> None:
        item = self.list.currentItem() or self.list.item(0)
        if item is not None and item.data(Qt.ItemDataRole.UserRole) is not None:
            self._go(item)
            self.why_requested.emit()

    def _go(self, item: QListWidgetItem) -> None:
        team_id = item.data(Qt.ItemDataRole.UserRole)
        if team_id is not None:
            self.team_requested.emit(team_id)


def grouped(checks: Checks) -> list[tuple[Finding, int]]:
    """Broken rules, the strongest first, each said once with the number of shifts; what has its reason is left out."""
    found: dict[tuple[str, object, str], tuple[Finding, int]] = {}
    for one in by_strength([one for one in checks.of_roster() if one.strength is not Strength.SOFT]):
        seats = checks.teams[one.team_id].seats
        bent = any(seat.reason and seat.responder_id == one.responder_id for seat in seats)
        if bent and one.strength is Strength.FIRM:
            continue
        key = (one.rule, one.responder_id, one.sentence)
        first, count = found.get(key, (one, 0))
        found[key] = (first, count + 1)
    return list(found.values())


def fairness(checks: Checks) -> str:
    """Hours, weekend shifts and nights of those who work at all: mean and spread."""
    hours, weekends, nights = [], [], []
    for person in checks.people.values():
        works = [one for one in checks.ledger.of(person.id) if one.counts]
        if works:
            hours.append(sum(one.minutes for one in works) / 60)
            weekends.append(float(sum(one.day.weekday() >= 5 for one in works)))
            nights.append(float(sum(one.is_night for one in works)))
    if not hours:
        return "Nobody works in this roster yet."
    parts = (("Hours per person", hours), ("weekend shifts", weekends), ("nights", nights))
    told = " · ".join(f"{name} {fmean(values):.1f} ± {pstdev(values):.1f}" for name, values in parts)
    met, asked = _wishes(checks)
    return told + (f" · Wishes met {100 * met // asked} %" if asked else "")


def _wishes(checks: Checks) -> tuple[int, int]:
    days = set(checks.book.roster.dates)
    met = asked = 0
    for person in checks.people.values():
        worked = {one.day for one in checks.ledger.of(person.id) if one.counts}
        for wish in person.wishes:
            if wish.day in days:
                asked += 1
                met += (wish.day in worked) == wish.works
    return met, asked


