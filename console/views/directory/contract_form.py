"""The form of a contract: hours and limits as numbers, availability as windows of the week."""

from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLineEdit, QWidget

from console.commands.staffing import set_contract
from console.desk.desk import Desk
from console.domain.availability import read_windows, told_windows
from console.domain.rosters import Contract, Person
from console.errors import BadInput, TandemError
from console.ui.ask import Question
from console.ui.build import button, label, row

# Field of the contract, words, least, most, minutes in one unit.
FIELDS = (
    ("week_minutes", "Hours a week, at most", 0, 168, 60), ("week_shifts", "Shifts a week, at most", 0, 7, 1),
    ("least_minutes", "Hours owed in four weeks", 0, 672, 60),
    ("most_minutes", "Hours in four weeks, at most", 0, 672, 60),
    ("run", "Days in a row, at most", 1, 14, 1), ("least_run", "Days in a row, at least", 1, 14, 1),
    ("rest_days", "Days off in a row, at least", 1, 7, 1), ("weekends", "Weekends in four weeks, at most", 0, 9, 1),
    ("nights", "Nights in four weeks, at most", 0, 56, 1),
    ("rest_minutes", "Hours between shifts, at least", 0, 48, 60),
)  # fmt: skip


class ContractForm(Question):
    """Ctrl+Enter saves; what was refused stays as it was typed."""

    def __init__(self, parent: QWidget, desk: Desk, person: Person) -> None:
        sentence = "Drafts are built within it. On the night a supervisor may bend it with a reason."
        super().__init__(parent, f"Contract of {person.name}", sentence)
        self._desk, self._person = desk, person
        self._held = held = person.contract or Contract()
        self.fields: dict[str, QDoubleSpinBox] = {}
        form = QFormLayout()
        for name, words, least, most, unit in FIELDS:
            field = QDoubleSpinBox()
            field.setDecimals(2 if unit > 1 else 0)  # hours may be quarters
            field.setRange(least, most)
            field.setValue(getattr(held, name) / unit)
            field.setAccessibleName(words)
            self.fields[name] = field
            form.addRow(label(words, "field"), field)
        self.windows = QLineEdit(told_windows(held.availability))
        self.windows.setPlaceholderText("Empty: at any time. Such as Mon-Fri 07:00-19:00, Sat 08:00-16:00")
        self.windows.setAccessibleName("Available at")
        form.addRow(label("Available at", "field"), self.windows)
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.body.addLayout(form)
        self.body.addWidget(self.fault)
        send = button("Save", self._send, "primary")
        send.setShortcut("Ctrl+Return")
        self.body.addLayout(row(label("Ctrl+Enter saves", "small"), None, button("Back", self.close), send))
        self.setMinimumWidth(560)
        self.open()
        self.fields["week_minutes"].setFocus()

    def _send(self) -> None:
        units = {name: unit for name, _words, _least, _most, unit in FIELDS}
        values = {name: round(field.value() * units[name]) for name, field in self.fields.items()}
        try:
            contract = Contract(**values, availability=read_windows(self.windows.text()))
        except BadInput as fault:
            self._refused(fault)
            return
        errand = self._desk.run(set_contract, self._person.id, self._person.contract_version, contract)
        errand.then(self.finish).otherwise(self._refused)

    def _refused(self, fault: TandemError) -> None:
        self.fault.setText(str(fault))
        self.fault.show()
