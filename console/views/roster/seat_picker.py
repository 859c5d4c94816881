"""Who could sit here: everybody of the seat's discipline, those who fit first, each with what speaks against them."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.domain.ids import ResponderId
from console.domain.rosters import Person, Strength
from console.snapshots.rosters import TeamSnapshot
from console.ui.build import label
from console.ui.theme import theme
from console.views.roster.planner import Planner

RANKS = {None: 0, Strength.SOFT: 1, Strength.FIRM: 2, Strength.HARD: 3}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody, with the strongest finding against them and its sentence."""

    person: Person
    strength: Strength | None
    sentence: str
    hours: int


def candidates(planner: Planner, team: TeamSnapshot, place: int) -> list[Candidate]:
    """Everybody of the seat's discipline: who fits and has the fewest hours first, who may not comes last."""
    found = []
    assert planner.checks is not None
    for person in planner.checks.people.values():
        if person.discipline is not team.seats[place].discipline:
            continue
        told = planner.verdict(team, place, person)
        hours = round(planner.checks.ledger.minutes(person.id) / 60)
        strength, sentence = (told[0].strength, told[0].sentence) if told else (None, "")
        found.append(Candidate(person, strength, sentence, hours))
    return sorted(found, key=lambda one: (RANKS[one.strength], one.hours, one.person.name))


class SeatPicker(QDialog):
    """Typing narrows, ↑ ↓ choose, Enter seats, Esc leaves everything as it is."""

    def __init__(
        self, parent: QWidget, planner: Planner, team: TeamSnapshot, place: int, seat: Callable[[ResponderId], object]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tandem")
        self._seat = seat
        self._found = candidates(planner, team, place)
        self._field = QLineEdit()
        self._field.setPlaceholderText(f"Who takes the {team.seats[place].discipline.value}'s seat?")
        self._field.setAccessibleName("Who takes the seat")
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.itemActivated.connect(lambda _item: self._do())
        self.list.itemClicked.connect(lambda _item: self._do())
        self._field.textChanged.connect(self._narrow)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.addWidget(label(f"{team.name}, {team.day:%A %d %B}", "title"))
        whole.addWidget(self._field)
        whole.addWidget(self.list, 1)
        whole.addWidget(label("Enter seats · Esc leaves it", "small"))
        self.resize(theme().px(620), theme().px(440))
        self._narrow("")
        self.open()
        self._field.setFocus()

    def _narrow(self, text: str) -> None:
        self.list.clear()
        words = text.lower().split()
        tones = {Strength.HARD: "danger.text", Strength.FIRM: "warn.text"}
        for one in self._found:
            if not all(word in one.person.name.lower() for word in words):
                continue
            against = f"   {one.sentence}" if one.sentence else ""
            item = QListWidgetItem(f"{one.person.name} · {one.hours} h{against}")
            item.setData(Qt.ItemDataRole.UserRole, one.person.id)
            colour: QColor = theme().colour(tones.get(one.strength, "text") if one.strength else "text")
            item.setForeground(colour)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _do(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.close()
            self._seat(item.data(Qt.ItemDataRole.UserRole))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.list.currentRow()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do()
        elif event.key() == Qt.Key.Key_Down:
            self.list.setCurrentRow(min(row + 1, self.list.count() - 1))
        elif event.key() == Qt.Key.Key_Up:
            self.list.setCurrentRow(max(row - 1, 0))
        else:
            super().keyPressEvent(event)
