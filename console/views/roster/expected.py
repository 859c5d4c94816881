"""Teams of the recurring shifts from the expected calls: what each has, what each weekday needs, which to take over."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QScrollArea, QSpinBox, QWidget

from console.commands.shift_templates import Apart, TeamsWish, set_template_teams
from console.desk.desk import Desk
from console.domain.ids import TemplateId, new_uuid
from console.domain.rosters import WEEK_DAYS, Template
from console.errors import TandemError
from console.planning.forecast import Forecast, forecast, teams_by_hour
from console.planning.roster.shift_needs import ShiftNeed, day_words, shares_of, shift_needs
from console.queries.demand import Demand, demand
from console.queries.rosters import shift_templates
from console.ui.ask import Question
from console.ui.build import button, column, emptied, label, row
from console.views.roster.grid import clock

HEADINGS = ("Shift", "Now", *WEEK_DAYS, "")
TARGET, LEAST, MOST = 10, 1, 180  # minutes until a team is free


@dataclass(slots=True)
class _Line:
    """One shift's widgets; its teams are what the boxes say."""

    need: ShiftNeed
    take: QCheckBox
    days: list[QLabel]
    split: QCheckBox


class ExpectedTeams(Question):
    """Nothing is ticked at first: the figures are a proposal, and the coordinator knows what they do not."""

    def __init__(self, parent: QWidget, desk: Desk, done: Callable[[], object]) -> None:
        super().__init__(parent, "Teams from the expected calls", "Tick the shifts that shall have what they need.")
        self._desk, self._done = desk, done
        self._seen: Demand | None = None
        self._told: Forecast | None = None
        self._templates: list[Template] = []
        self.lines: dict[TemplateId, _Line] = {}
        self.target = QSpinBox()
        self.target.setRange(LEAST, MOST)
        self.target.setValue(TARGET)
        self.target.setSuffix(" min")
        self.target.setAccessibleName("Nine of ten calls get a free team within so many minutes")
        self.said, self.fault = label("The calls are being counted …", "dim", wrap=True), label("", "error", wrap=True)
        self.whole = label("", "field", wrap=True)
        self._table, self._grid = QWidget(), QGridLayout()
        self._table.setLayout(column(self._grid, None))
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._table)
        self._scroll.setWidgetResizable(True)
        self.all = button("Tick all that differ", self.tick_all)
        self.send = button("Take over", self.save, "primary", tip="Ctrl+Enter")
        self.body.addLayout(row(label("Nine of ten calls get a free team within", "field"), self.target, None))
        for part in (self.said, self._scroll, self.whole, self.fault):
            self.body.addWidget(part)
        self.body.addLayout(row(self.all, None, button("Back", self._back), self.send))
        self.body.setStretchFactor(self._scroll, 1)
        self.resize(min(900, parent.width() - 60), min(640, parent.height() - 60))
        self._offer()
        self.open()
        self.target.setFocus()
        self.target.valueChanged.connect(lambda _minutes: self._count())
        self._look()

    def tick_all(self) -> None:
        """Tick every shift that has other teams than it needs."""
        for line in self.lines.values():
            line.take.setChecked(not line.need.is_met)

    def save(self) -> None:
        """Set the teams of every ticked shift; all of them or none."""
        wishes = [wish_of(line.need, split=line.split.isChecked()) for line in self._ticked()]
        if wishes:
            self._desk.run(set_template_teams, wishes).then(self._saved).otherwise(self._outdated)

    def _ticked(self) -> list[_Line]:
        return [line for line in self.lines.values() if line.take.isChecked() and line.take.isEnabled()]

    def _look(self) -> None:
        self._desk.ask(shift_templates).then(self._take_templates).otherwise(self._refused)

    def _take_templates(self, templates: list[Template]) -> None:
        self._templates = templates
        self.lines.clear()
        emptied(self._grid)
        self._desk.ask(demand, self._desk.store.now()).then(self._take_demand).otherwise(self._refused)

    def _take_demand(self, seen: Demand) -> None:
        self._seen = seen
        self._told = forecast(seen.received, seen.since, seen.until, seen.time_zone)
        self._count()

    def _count(self) -> None:
        """Work out the needs for the target, and show them; what is ticked stays ticked."""
        if self._seen is None or self._told is None:
            return
        self.said.setText(sentence(self._told, self._seen, has_shifts=bool(self._templates)))
        if not self._told.calls:
            return
        needed = teams_by_hour(self._told, self._seen.minutes_per_call, within_minutes=self.target.value())
        for need in shift_needs(self._templates, needed, shares_of(self._seen.by_zone)):
            self._show(need, self.lines.get(need.template.id) or self._line(need))
        self._offer()

    def _line(self, need: ShiftNeed) -> _Line:
        if not self.lines:
            for at, text in enumerate(HEADINGS):
                self._grid.addWidget(label(text, "section"), 0, at)
        template, zones = need.template, {one.id: one.name for one in self._desk.store.zones}
        zone = zones.get(template.zone_id, "Whole area") if template.zone_id is not None else "Whole area"
        name = f"{zone} · {template.name} {clock(template.begins)}–{clock(template.begins + template.minutes)}"
        line = _Line(need, QCheckBox(name), [label() for _day in WEEK_DAYS], QCheckBox("Split by weekday"))
        line.split.setAccessibleName(f"Split {name} by weekday")
        place = self._grid.rowCount()
        for at, part in enumerate((line.take, label(str(template.teams)), *line.days, line.split)):
            self._grid.addWidget(part, place, at)
        for box in (line.take, line.split):
            box.toggled.connect(lambda _on: self._offer())
        self.lines[template.id] = line
        return line

    @staticmethod
    def _show(need: ShiftNeed, line: _Line) -> None:
        line.need, now = need, need.template.teams
        for day, cell in enumerate(line.days):
            cell.setText(day_need(need.by_day.get(day), now))
        line.take.setEnabled(not need.is_met)
        line.take.setAccessibleName(f"{line.take.text()}: {now} teams now, needed {need.words}")
        line.split.setVisible(need.split is not None)
        if need.split is not None:
            line.split.setToolTip(f"{day_words(need.split[0])} become a shift of their own with {need.teams}")
        else:
            line.split.setChecked(False)

    def _offer(self) -> None:
        ticked = self._ticked()
        self.send.setEnabled(bool(ticked))
        self.send.setText(f"Take over {len(ticked)}" if ticked else "Take over")
        self.send.setShortcut("Ctrl+Return")  # a button forgets it with every new text
        self.all.setEnabled(any(not line.need.is_met for line in self.lines.values()))
        now = sum(one.teams * len(one.weekdays) for one in self._templates)
        more = sum(
            line.need.planned(split=line.split.isChecked()) - line.need.template.teams * len(line.need.by_day)
            for line in ticked
        )
        after = f"; {now + more} with what is ticked" if ticked else ""
        self.whole.setText(f"Teams that go out in a week: {now} now{after}." if self.lines else "")

    def _saved(self, _none: object) -> None:
        self._back()

    def _back(self) -> None:
        self.close()
        self._done()

    def _refused(self, fault: TandemError) -> None:
        self.fault.setText(str(fault))

    def _outdated(self, fault: TandemError) -> None:
        self._refused(fault)
        self._look()  # the shifts may be others than those that were ticked


def day_need(need: int | None, now: int) -> str:
    """What a weekday needs, with an arrow where it is more or less than there is; a dash where the shift rests."""
    if need is None:
        return "–"
    return f"{need} ↑" if need > now else f"{need} ↓" if need < now else str(need)


def wish_of(need: ShiftNeed, *, split: bool) -> TeamsWish:
    """What taking a need over means for its shift."""
    template = need.template
    if not split or need.split is None:
        return TeamsWish(template.id, template.version, need.teams)
    days, rest = need.split
    return TeamsWish(template.id, template.version, rest, Apart(TemplateId(new_uuid()), days, need.teams))


def sentence(told: Forecast, seen: Demand, *, has_shifts: bool) -> str:
    """What the figures rest on, and what they do not know."""
    if not told.calls:
        return told.sentence
    if not has_shifts:
        return f"{told.sentence} There is no shift yet: add the first one, then come back."
    runs = f"from {len(seen.minutes):,} runs" if seen.minutes else "assumed: there are no runs yet"
    zones = (
        "Each zone has its part of the calls, rounded up."
        if seen.by_zone
        else "No call has a zone: the need is the whole area's, shared by the teams that there are now."
    )
    return (
        f"{told.sentence} About {told.per_week:.0f} a week, each {seen.minutes_per_call:.0f} min of a team ({runs}). "
        f"{zones} A shift needs what its busiest hour needs, and one team at least."
    )
