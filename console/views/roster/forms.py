"""Questions about rosters: which weeks a draft is for, and the shifts that rosters are made of."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QWidget,
)

from console.commands.rosters import begin_roster
from console.commands.shift_templates import retire_template, save_template
from console.desk.desk import Desk
from console.domain.ids import RosterId, TemplateId, ZoneId, new_uuid
from console.domain.rosters import WEEK_DAYS, Template
from console.domain.units import Discipline
from console.errors import TandemError
from console.planning.roster.shift_needs import day_words
from console.queries.rosters import shift_templates
from console.snapshots.rosters import RosterSnapshot
from console.ui.ask import Question
from console.ui.build import button, label, row
from console.views.roster.expected import ExpectedTeams
from console.views.roster.grid import clock

LENGTHS = ((28, "4 weeks"), (7, "1 week"), (14, "2 weeks"), (56, "8 weeks"))


class NewRoster(Question):
    """A draft of whole weeks: empty, or begun from one that is there."""

    def __init__(
        self, parent: QWidget, desk: Desk, known: Sequence[RosterSnapshot], done: Callable[[RosterId], object]
    ) -> None:
        super().__init__(parent, "Begin a draft", "It is nobody's plan until it is published.")
        self._desk, self._done, self._id = desk, done, RosterId(new_uuid())
        self.name, self.first, self.length, self.base = QLineEdit(), QDateEdit(), QComboBox(), QComboBox()
        last = max((one.last_day for one in known), default=desk.store.today() - timedelta(days=1))
        monday = last + timedelta(days=(7 - last.weekday() - 1) % 7 + 1)
        self.first.setDate(QDate(monday.year, monday.month, monday.day))
        self.first.setDisplayFormat("ddd d MMM yyyy")
        self.first.setCalendarPopup(True)
        for days, text in LENGTHS:
            self.length.addItem(text, days)
        self.base.addItem("Empty, of the shifts", None)
        for one in known:
            self.base.addItem(f"From {one.name} ({one.state.value})", one)
        self.base.currentIndexChanged.connect(lambda _index: self._follow_base())
        form = QFormLayout()
        fields = (("Name", self.name), ("First Monday", self.first), ("Length", self.length), ("Begun", self.base))
        for text, field in fields:
            field.setAccessibleName(text)
            form.addRow(label(text, "field"), field)
        self.name.setPlaceholderText("Such as April; empty: the first day")
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.body.addLayout(form)
        self.body.addWidget(self.fault)
        send = button("Begin", self._send, "primary")
        send.setShortcut("Ctrl+Return")
        self.body.addLayout(row(label("Ctrl+Enter begins", "small"), None, button("Back", self.close), send))
        self.open()
        self.name.setFocus()

    def _follow_base(self) -> None:
        base = self.base.currentData()
        if isinstance(base, RosterSnapshot):
            self.first.setDate(QDate(base.first_day.year, base.first_day.month, base.first_day.day))
            self.length.setCurrentIndex(self.length.findData(base.days))

    def _send(self) -> None:
        chosen, base = self.first.date(), self.base.currentData()
        day = date(chosen.year(), chosen.month(), chosen.day())
        base_id = base.id if isinstance(base, RosterSnapshot) else None
        length = self.length.currentData()
        errand = self._desk.run_once(self._id, begin_roster, self._id, self.name.text(), day, length, base_id)
        errand.then(self._begun).otherwise(self._refused)

    def _begun(self, _teams: int | None) -> None:
        self.close()
        self._done(self._id)

    def _refused(self, fault: TandemError) -> None:
        self._id = RosterId(new_uuid())
        self.fault.setText(str(fault))
        self.fault.show()


class ShiftForm(Question):
    """One recurring shift: name, zone, hours, weekdays, how many teams of whom."""

    def __init__(self, parent: QWidget, desk: Desk, template: Template | None, done: Callable[[], object]) -> None:
        super().__init__(parent, "A shift" if template is None else f"Shift {template.name}")
        self._desk, self._done, self._old = desk, done, template
        self._id = template.id if template is not None else TemplateId(new_uuid())
        self.name, self.zone, self.begins, self.hours = QLineEdit(), QComboBox(), QTimeEdit(), QSpinBox()
        self.teams, self.needs, self.rest = QSpinBox(), QLineEdit(), QSpinBox()
        self.weekdays = [QCheckBox(one) for one in WEEK_DAYS]
        self.seats = {one: QSpinBox() for one in Discipline}
        self._fill(template)
        days, seats = QHBoxLayout(), QHBoxLayout()
        for check in self.weekdays:
            days.addWidget(check)
        for discipline, count in self.seats.items():
            seats.addWidget(label(f"{discipline.value.capitalize()}s", "small"))
            seats.addWidget(count)
        form = QFormLayout()
        for text, field in (
            ("Name", self.name), ("Zone", self.zone), ("Begins", self.begins), ("Hours", self.hours),
            ("Teams", self.teams), ("Rest after it", self.rest), ("The team has", self.needs),
        ):  # fmt: skip
            field.setAccessibleName(text)
            form.addRow(label(text, "field"), field)
        form.addRow(label("Weekdays", "field"), days)
        form.addRow(label("Seats of a team", "field"), seats)
        self.needs.setPlaceholderText("Such as language:spanish, youth; empty: nothing more")
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.body.addLayout(form)
        self.body.addWidget(self.fault)
        send = button("Save", self._send, "primary")
        send.setShortcut("Ctrl+Return")
        stop = [button("Retire", self._retire)] if template is not None else []
        self.body.addLayout(row(*stop, None, button("Back", self.close), send))
        self.open()
        self.name.setFocus()

    def _fill(self, template: Template | None) -> None:
        self.zone.addItem("Whole area", None)
        for zone in sorted(self._desk.store.zones, key=lambda one: one.name):
            self.zone.addItem(zone.name, zone.id)
        self.begins.setDisplayFormat("HH:mm")
        self.hours.setRange(1, 24)
        self.teams.setRange(1, 99)
        self.rest.setRange(0, 24)
        self.rest.setSuffix(" h")
        self.rest.setSpecialValueText("As the contract says")
        for count in self.seats.values():
            count.setRange(0, 3)
        shown = template or Template(self._id, 0, "", None, 7 * 60, 600, frozenset(range(7)))
        self.name.setText(shown.name)
        self.zone.setCurrentIndex(max(0, self.zone.findData(shown.zone_id)))
        self.begins.setTime(self.begins.time().fromString(clock(shown.begins), "HH:mm"))
        self.hours.setValue(shown.minutes // 60)
        self.teams.setValue(shown.teams)
        self.rest.setValue(shown.rest_minutes // 60)
        self.needs.setText(", ".join(shown.needs))
        for day, check in enumerate(self.weekdays):
            check.setChecked(day in shown.weekdays)
        for discipline, count in self.seats.items():
            count.setValue(shown.disciplines.count(discipline))

    def _send(self) -> None:
        zone, begins = self.zone.currentData(), self.begins.time()
        template = Template(
            id=self._id, version=self._old.version if self._old is not None else 0, name=self.name.text(),
            zone_id=ZoneId(zone) if zone is not None else None, begins=begins.hour() * 60 + begins.minute(),
            minutes=self.hours.value() * 60,
            weekdays=frozenset(day for day, check in enumerate(self.weekdays) if check.isChecked()),
            teams=self.teams.value(),
            disciplines=tuple(one for one, count in self.seats.items() for _ in range(count.value())),
            needs=tuple(one.strip() for one in self.needs.text().split(",") if one.strip()),
            rest_minutes=self.rest.value() * 60,
        )  # fmt: skip
        self._desk.run(save_template, template).then(self._saved).otherwise(self._refused)

    def _retire(self) -> None:
        assert self._old is not None
        self._desk.run(retire_template, self._old.id, self._old.version).then(self._saved).otherwise(self._refused)

    def _saved(self, _none: object) -> None:
        self.close()
        self._done()

    def _refused(self, fault: TandemError) -> None:
        self.fault.setText(str(fault))
        self.fault.show()


class Shifts(Question):
    """The recurring shifts, each a button to change it."""

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        sentence = "Rosters are made of these. What exists already keeps the shifts it was made with."
        super().__init__(parent, "Shifts", sentence)
        self._desk, self._parent = desk, parent
        self._nothing = label("No shift yet. Add the first one: when, where, and for which team.", "dim", wrap=True)
        self.body.addWidget(self._nothing)
        expected = button("From expected calls …", self.expected)
        self.body.addLayout(row(expected, None, button("Back", self.close), button("Add …", self.add, "primary")))
        self.open()
        desk.ask(shift_templates).then(self._show)

    def _show(self, known: list[Template]) -> None:
        self._nothing.setVisible(not known)
        zones = {one.id: one.name for one in self._desk.store.zones}
        for place, one in enumerate(known):
            zone = zones.get(one.zone_id, "Whole area") if one.zone_id is not None else "Whole area"
            hours = f"{clock(one.begins)}–{clock(one.begins + one.minutes)}"
            days = "" if len(one.weekdays) == len(WEEK_DAYS) else f" {day_words(one.weekdays)}"
            seats = ", ".join(seat.value for seat in one.disciplines)
            text = f"{zone} · {one.name} {hours}{days} · {one.teams} × {seats}"
            self.body.insertWidget(2 + place, button(text, partial(self._edit, one), "choice"))

    def add(self) -> None:
        """Ask for a new one."""
        self._edit(None)

    def expected(self) -> None:
        """How many teams the expected calls need in each."""
        self.close()
        ExpectedTeams(self._parent, self._desk, lambda: Shifts(self._parent, self._desk))

    def _edit(self, template: Template | None) -> None:
        self.close()
        ShiftForm(self._parent, self._desk, template, lambda: Shifts(self._parent, self._desk))
