"""Who could sit here: everybody of the seat's discipline, those who fit first, each with what speaks against them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.domain.ids import ResponderId
from console.domain.rosters import Person, Strength
from console.planning.roster.plans import label_of
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


@dataclass(frozen=True, slots=True)
class Option:
    """One line to choose: what it says, what it stands for, and the colour it is said in."""

    text: str
    key: object
    tone: str = "text"


class Picker(QDialog):
    """Typing narrows, ↑ ↓ choose, Enter takes it, Esc leaves everything as it is."""

    def __init__(
        self, parent: QWidget, heading: str, question: str, options: Sequence[Option], take: Callable[..., object]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tandem")
        self._take, self._options = take, options
        self._field = QLineEdit()
        self._field.setPlaceholderText(question)
        self._field.setAccessibleName(question)
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.itemActivated.connect(lambda _item: self._do())
        self.list.itemClicked.connect(lambda _item: self._do())
        self._field.textChanged.connect(self._narrow)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.addWidget(label(heading, "title"))
        whole.addWidget(self._field)
        whole.addWidget(self.list, 1)
        whole.addWidget(label("Enter takes the chosen line · Esc leaves it", "small"))
        self.resize(theme().px(620), theme().px(440))
        self._narrow("")
        self.open()
        self._field.setFocus()

    def _narrow(self, text: str) -> None:
        self.list.clear()
        words = text.lower().split()
        for one in self._options:
            if all(word in one.text.lower() for word in words):
                item = QListWidgetItem(one.text)
                item.setData(Qt.ItemDataRole.UserRole, one.key)
                item.setForeground(theme().colour(one.tone))
                self.list.addItem(item)
        if self.list.count() == 0:
            self.list.addItem("Nobody by these words" if self._options else "There is nobody to choose")
        self.list.setCurrentRow(0)

    def _do(self) -> None:
        item = self.list.currentItem()
        key = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if key is not None:
            self.close()
            self._take(key)

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


TONES = {Strength.HARD: "danger.text", Strength.FIRM: "warn.text"}


def pick_for_seat(
    parent: QWidget, planner: Planner, team: TeamSnapshot, place: int, take: Callable[[ResponderId], object],
    question: str = "",
) -> Picker:  # fmt: skip
    """Ask who should sit on a seat; each line says the hours and what speaks against it."""
    options = []
    for one in candidates(planner, team, place):
        against = f"   {one.sentence}" if one.sentence else ""
        tone = TONES.get(one.strength, "text") if one.strength is not None else "text"
        options.append(Option(f"{one.person.name} · {one.hours} h{against}", one.person.id, tone))
    asked = question or f"Who takes the {team.seats[place].discipline.value}'s seat?"
    heading = label_of(planner.book, team) if planner.book is not None else team.name
    return Picker(parent, heading, asked, options, take)
