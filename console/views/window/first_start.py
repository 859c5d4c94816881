"""The first start: open the demo, or begin a program of one's own."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QRadioButton, QWidget

from console.snapshots.program import Mode
from console.ui.build import button, column, label, line, mark, row


@dataclass(frozen=True, slots=True)
class NewProgram:
    """What the operator chose; `demo` opens Riverton."""

    demo: bool
    person: str
    name: str = ""
    mode: Mode = Mode.TRAINING
    time_zone: str = "UTC"


class FirstStart(QDialog):
    """Two ways in; Esc leaves without having made anything."""

    chosen = Signal(object)  # NewProgram
    left = Signal()

    def __init__(self, place: str, fault: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tandem")
        self._person = QLineEdit()
        self._person.setPlaceholderText("Your name, as others shall see it")
        self._name = QLineEdit()
        self._name.setPlaceholderText("Name of the program")
        self._training = QRadioButton("Training: simulator and replay allowed, marked on every screen and print")
        self._production = QRadioButton("Production: real calls, real time, no simulator")
        self._training.setChecked(True)
        self._zone = QComboBox()
        self._zone.setEditable(True)
        self._zone.addItems(sorted(available_timezones()))
        self._zone.setCurrentText("America/Chicago")
        self._fault = label(fault, "error", wrap=True)
        self._fault.setVisible(bool(fault))
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for name, field in (("Program", self._name), ("Time zone", self._zone)):
            form.addRow(label(name, "field"), field)
            field.setAccessibleName(name)
        demo = button("Open the demo: Riverton", self._open_demo, "primary")
        demo.setMinimumHeight(38)
        begin = button("Begin this program", self._begin)
        whole = column(
            label("Welcome to Tandem", "heading"),
            label("One screen for teams of officers and clinicians, open crisis calls, and the map.", "dim", wrap=True),
            row(label("Your name", "field"), self._person), 4,
            demo, label("A made-up city with teams, calls and a simulator; nothing is real.", "small", wrap=True), 6,
            line(), label("Or begin a program of your own", "title"), form, self._training, self._production,
            self._fault, row(None, begin), label(f"Everything is kept in {place}", "small", wrap=True), spacing=10,
        )  # fmt: skip
        whole.setContentsMargins(26, 22, 26, 18)
        self.setLayout(whole)
        self.setMinimumWidth(560)
        self._person.setFocus()
        demo.setDefault(True)

    def say(self, fault: str) -> None:
        """Show why it did not work; everything typed is still here."""
        self._fault.setText(fault)
        self._fault.show()
        self.setEnabled(True)

    def _open_demo(self) -> None:
        self.chosen.emit(NewProgram(True, self._person.text().strip() or "Demo supervisor"))

    def _begin(self) -> None:
        for field, what in ((self._person, "Type your name."), (self._name, "Type the program's name.")):
            mark(field, "wrong", not field.text().strip())
            if not field.text().strip():
                field.setFocus()
                self.say(what)
                return
        zone = self._zone.currentText().strip()
        if zone not in available_timezones():
            self.say(f"{zone} is no time zone; choose one of the list, such as America/Chicago.")
            return
        mode = Mode.TRAINING if self._training.isChecked() else Mode.PRODUCTION
        self.chosen.emit(NewProgram(False, self._person.text().strip(), self._name.text().strip(), mode, zone))

    def reject(self) -> None:
        self.left.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        super().closeEvent(event)
