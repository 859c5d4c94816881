"""The rules that rosters are checked and built by: what each asks, how strongly, and what the soft ones weigh."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLineEdit, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from console.commands.shift_templates import MOST_WEIGHT, set_roster_rules
from console.domain.roles import Permission
from console.domain.roster_rules import RULES, WEIGHED, RosterRules
from console.domain.rosters import Strength
from console.errors import EditConflict, TandemError
from console.ui.ask import Question
from console.ui.build import button, label, row
from console.ui.theme import theme
from console.views.roster.planner import Planner

HEADS = {
    Strength.HARD: "Nobody breaks these",
    Strength.FIRM: "In force, these bend with a reason only; a draft says where it breaks one",
    Strength.SOFT: "These have weights: the builder weighs them against each other, 0 switches one off",
}


class RulesForm(Question):
    """Everybody who sees rosters may read it; who plans them sets the weights. Ctrl+Enter saves."""

    def __init__(self, parent: QWidget, planner: Planner, rules: RosterRules) -> None:
        super().__init__(parent, "Rules of rosters")
        self._planner, self._seen = planner, rules
        self._is_told = False  # of newer rules, which are shown in the sentence; the next save is a decision
        planner.changed.connect(self._follow)
        may = planner.desk.may(Permission.EDIT_ROSTER)
        self.weights = {name: QSpinBox() for name in WEIGHED}
        self.training = QLineEdit(rules.crisis_training)
        self.training.setPlaceholderText("Empty: no training is asked for")
        self.training.setAccessibleName("Training of officers")
        self.training.setReadOnly(not may)
        page = QWidget()
        lines = QVBoxLayout(page)
        lines.setContentsMargins(0, 0, 8, 0)
        for strength, head in HEADS.items():
            lines.addWidget(label(head, "section", wrap=True))
            lines.addLayout(self._form(strength, rules, may))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        self.body.addWidget(scroll, 1)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.body.addWidget(self.fault)
        back = button("Back" if may else "Close", self.close)
        if may:
            save = button("Save", self.save, "primary")
            save.setShortcut("Ctrl+Return")
            self.body.addLayout(row(label("Ctrl+Enter saves", "small"), None, back, save))
        else:
            self.body.addLayout(row(None, back))
        self.resize(theme().px(620), min(theme().px(680), parent.height() - 40))
        self.open()
        next(iter(self.weights.values())).setFocus()

    def _form(self, strength: Strength, rules: RosterRules, may: bool) -> QFormLayout:
        form = QFormLayout()
        weighed = {rule: field for field, rule in WEIGHED.items()}
        for rule in (one for one in RULES.values() if one.strength is strength):
            if (name := weighed.get(rule.name)) is not None:
                field = self.weights[name]
                field.setRange(0, MOST_WEIGHT)
                field.setValue(getattr(rules, name))
                field.setReadOnly(not may)
                field.setAccessibleName(rule.asks)
                form.addRow(label(rule.asks, "dim", wrap=True), field)
            elif rule.name == "training":
                form.addRow(label(rule.asks, "dim", wrap=True), self.training)
            else:
                form.addRow(label(rule.asks, "dim", wrap=True))
        return form

    def save(self) -> None:
        """Write the weights; a conflict is said, and nothing that was typed is lost."""
        wanted = replace(
            self._seen, crisis_training=self.training.text().strip(),
            **{name: field.value() for name, field in self.weights.items()},
        )  # fmt: skip
        errand = self._planner.desk.run(set_roster_rules, wanted, self._seen)
        errand.then(self._saved).otherwise(self._refused)

    def _saved(self, _none: object) -> None:
        self._planner.refresh()
        self.close()

    def _follow(self) -> None:
        if self._is_told and self._planner.book is not None:
            self._seen, self._is_told = self._planner.book.rules, False

    def _refused(self, fault: TandemError) -> None:
        if isinstance(fault, EditConflict):
            self._is_told = True
            self._planner.refresh()
        self.fault.setText(str(fault))
        self.fault.show()
