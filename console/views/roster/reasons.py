"""Why a seat is open, why these ride together, who covers a sick call: in words, with what can be applied."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.domain.ids import ResponderId
from console.planning.roster.explain import why_open
from console.planning.roster.pairs import why_pair
from console.planning.roster.plans import Repair, label_of
from console.planning.roster.repair import sick_call
from console.snapshots.rosters import TeamSnapshot
from console.ui.build import button, label, row
from console.ui.theme import theme
from console.views.roster.planner import Planner

Apply = Callable[[str, Repair], object]


class Reasons(QDialog):
    """A sentence, what stands behind it, and plans; Enter applies the chosen one."""

    def __init__(
        self, parent: QWidget, heading: str, sentence: str, reasons: Sequence[str], plans: Sequence[Repair],
        apply: Apply,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tandem")
        self._apply, self._plans, self._heading = apply, list(plans), heading
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(8)
        whole.addWidget(label(heading, "title", wrap=True))
        whole.addWidget(label(sentence, wrap=True))
        for one in reasons:
            whole.addWidget(label(f"• {one}", "dim", wrap=True))
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("What can be done")
        for plan in plans:
            item = QListWidgetItem(plan.sentence)
            item.setForeground(theme().colour("warn.text" if plan.is_firm else "text"))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self.do())
        if plans:
            whole.addWidget(label("What can be done, the best first", "section"))
            whole.addWidget(self.list, 1)
        acts = [button("Apply", self.do, "primary")] if plans else []
        hint = "Enter applies · yellow ones bend a firm rule" if plans else ""
        whole.addLayout(row(label(hint, "small"), None, button("Back", self.close), *acts))
        self.resize(theme().px(640), theme().px(460 if plans else 220))
        self.open()
        self.list.setFocus()

    def do(self) -> None:
        """Apply the chosen plan."""
        place = self.list.currentRow()
        if 0 <= place < len(self._plans):
            self.close()
            self._apply(self._heading, self._plans[place])


def ask_why(parent: QWidget, planner: Planner, team: TeamSnapshot, place: int, apply: Apply) -> Reasons | None:
    """Why the seat is open, with what would fill it; for a seat that is taken, why these ride together."""
    if planner.book is None:
        return None
    heading = label_of(planner.book, team)
    if team.seats[place].responder_id is None:
        told = why_open(planner.book, team.id, place, planner.desk.store.now(), checks=planner.checks)
        fixes = told.fixes if planner.may_change else ()
        return Reasons(parent, heading, told.sentence, [one.sentence for one in told.reasons], fixes, apply)
    pair = why_pair(planner.book, team, checks=planner.checks)
    against = [f"Against it: {one.sentence}" for one in pair.against]
    sentence = "Why these ride together." if pair.speaks_for else "Nothing in particular speaks for these together."
    return Reasons(parent, heading, sentence, [*pair.speaks_for, *against], (), apply)


def ask_sick(
    parent: QWidget, planner: Planner, person: ResponderId, teams: Sequence[TeamSnapshot], apply: Apply
) -> Reasons | None:
    """The ways to cover the shifts that somebody misses."""
    if planner.book is None:
        return None
    now = planner.desk.store.now()
    told = sick_call(planner.book, person, [one.id for one in teams], now, checks=planner.checks)
    who = planner.person(person)
    heading = f"Sick call: {who.name}" if who is not None else "Sick call"
    return Reasons(parent, heading, told.sentence, (), told.plans, apply)
