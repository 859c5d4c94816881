"""Fill somebody's weeks from a pattern; what it would fill is said before it is done."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from console.domain.ids import ResponderId
from console.errors import BadInput
from console.planning.roster.patterns import Filled, filled, parsed, pattern_of, shift_names
from console.snapshots.rosters import TeamSnapshot
from console.ui.ask import Question
from console.ui.build import button, label, row
from console.views.roster.planner import Planner

SHOWN = 4  # days that could not be filled
LATER_MS = 120  # typing is not interrupted by counting


class PatternForm(Question):
    """Who, which shifts day after day, from which day to which; Ctrl+Enter fills."""

    last = ""  # what was typed last, offered again for the next person

    def __init__(self, parent: QWidget, planner: Planner, team: TeamSnapshot, chosen: ResponderId | None) -> None:
        sentence = "Open seats only: nobody is moved, and where a rule speaks against a day it is left out."
        super().__init__(parent, "Fill from a pattern", sentence)
        self._planner = planner
        self._found: Filled | None = None
        self._made_of: Sequence[TeamSnapshot] = ()  # the teams from which it was found
        self.who, self.first, self.until = QComboBox(), QComboBox(), QComboBox()
        self.pattern = QLineEdit(PatternForm.last)
        self.said, self.fault = label("", "dim", wrap=True), label("", "error", wrap=True)
        self._fill(team, chosen)
        form = QFormLayout()
        for text, field in (
            ("Who", self.who), ("Day by day", self.pattern), ("First day", self.first), ("Until", self.until),
        ):  # fmt: skip
            field.setAccessibleName(text)
            form.addRow(label(text, "field"), field)
        self.pattern.setPlaceholderText("Day Day Evening Evening off off off, or 4 Day 3 off")
        as_now = button("As the last seven days", self._take_over, tip="What they work in the week before")
        self.body.addLayout(form)
        self.body.addLayout(row(as_now, None))
        self.body.addWidget(self.said)
        self.body.addWidget(self.fault)
        self.fill = button("Fill", self.do, "primary")
        self.fill.setShortcut("Ctrl+Return")
        self.body.addLayout(row(label("Ctrl+Enter fills", "small"), None, button("Back", self.close), self.fill))
        self._later = QTimer(self, singleShot=True, interval=LATER_MS)
        self._later.timeout.connect(self.read)
        self.pattern.textChanged.connect(lambda _text: self._later.start())
        for choice in (self.who, self.first, self.until):
            choice.currentIndexChanged.connect(lambda _index: self._later.start())
        planner.changed.connect(self._later.start)
        self.read()
        self.open()
        self.pattern.setFocus()

    def _fill(self, team: TeamSnapshot, chosen: ResponderId | None) -> None:
        checks = self._planner.checks
        assert checks is not None
        for person in sorted(checks.people.values(), key=lambda one: (one.discipline.value, one.name)):
            if person.contract is not None:
                self.who.addItem(f"{person.name} · {person.discipline.value}", person.id)
        self.who.setCurrentIndex(max(0, self.who.findData(chosen)))
        for day in checks.book.roster.dates:
            for field in (self.first, self.until):
                field.addItem(f"{day:%a %d %b}", day)
        self.first.setCurrentIndex(checks.book.roster.dates.index(team.day))
        self.until.setCurrentIndex(self.until.count() - 1)

    def read(self) -> None:
        """Count what it would fill, and say which days not."""
        checks = self._planner.checks
        person = self._planner.person(self.who.currentData())
        self._found = None
        self.fault.hide()
        self.said.setText("")
        if checks is not None and person is not None and self.pattern.text().strip():
            try:
                pattern = parsed(self.pattern.text(), shift_names(checks.book))
                now, days = self._planner.desk.store.now(), (self.first.currentData(), self.until.currentData())
                self._made_of = checks.book.teams
                self._found = filled(checks, person, pattern, *days, now)
                self.said.setText(_told(self._found))
            except BadInput as fault:
                self.fault.setText(str(fault))
                self.fault.show()
        self.fill.setEnabled(self._found is not None and self._found.shifts > 0)

    def do(self) -> None:
        """Seat them; one step, which can be taken back."""
        self.read()
        person = self._planner.person(self.who.currentData())
        if self._found is not None and self._found.shifts and person is not None:
            PatternForm.last = self.pattern.text()
            self.close()
            words = f"{person.name}: {self._found.shifts} shifts from a pattern"
            self._planner.put(words, self._found.seats, seen=self._made_of)

    def _take_over(self) -> None:
        checks, person = self._planner.checks, self._planner.person(self.who.currentData())
        if checks is not None and person is not None:
            week = self.first.currentData() - timedelta(days=7)
            self.pattern.setText(pattern_of(checks, person, week, 7))


def _told(found: Filled) -> str:
    shifts = f"Fills {found.shifts} {'shift' if found.shifts == 1 else 'shifts'}."
    if not found.skipped:
        return shifts
    lines = [f"{one.day:%a %d %b}: {one.sentence}" for one in found.skipped[:SHOWN]]
    more = len(found.skipped) - SHOWN
    days = f"{len(found.skipped)} {'day is' if len(found.skipped) == 1 else 'days are'} left out:"
    return "\n".join([f"{shifts} {days}", *lines, *([f"and {more} more"] if more > 0 else [])])
