"""The form in which an administrator founds the program of a shared database that holds none."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QRadioButton

from console.snapshots.program import Mode
from console.ui.build import button, column, label, mark, row


@dataclass(frozen=True, slots=True)
class NewShared:
    """The program that is wanted."""

    name: str
    mode: Mode
    time_zone: str


class Founding(QDialog):
    """Name, training or production, time zone; Esc leaves without having made anything."""

    chosen = Signal(object)  # NewShared
    left = Signal()

    def __init__(self, person: str) -> None:
        super().__init__()
        self.setWindowTitle("Tandem")
        self.name = QLineEdit()
        self.name.setPlaceholderText("Name of the program")
        self.training = QRadioButton("Training: replay allowed, marked on every screen and print")
        self.production = QRadioButton("Production: real calls, real time, no simulator")
        self.training.setChecked(True)
        self.zone = QComboBox()
        self.zone.setEditable(True)
        self.zone.addItems(sorted(available_timezones()))
        self.zone.setCurrentText("America/Chicago")
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for name, field in (("Program", self.name), ("Time zone", self.zone)):
            form.addRow(label(name, "field"), field)
            field.setAccessibleName(name)
        begin = button("Found this program", self._begin, "primary")
        begin.setDefault(True)
        sentence = f"This shared database holds no program yet. {person} founds it for everybody who signs in here."
        whole = column(
            label("Found the program", "heading"), label(sentence, "dim", wrap=True), form, self.training,
            self.production, label("Training or production cannot be changed later.", "small"), self._fault,
            row(None, button("Leave", self.reject), begin), spacing=12,
        )  # fmt: skip
        whole.setContentsMargins(26, 22, 26, 18)
        self.setLayout(whole)
        self.setMinimumWidth(520)
        self.name.setFocus()

    def say(self, fault: str) -> None:
        """Show why it did not work; everything typed is still here."""
        self._fault.setText(fault)
        self._fault.show()
        self.setEnabled(True)

    def _begin(self) -> None:
        name, zone = self.name.text().strip(), self.zone.currentText().strip()
        mark(self.name, "wrong", not name)
        if not name:
            self.name.setFocus()
            self.say("Type the program's name.")
            return
        if zone not in available_timezones():
            self.say(f"{zone} is no time zone; choose one of the list, such as America/Chicago.")
            return
        self.setEnabled(False)
        self.chosen.emit(NewShared(name, Mode.TRAINING if self.training.isChecked() else Mode.PRODUCTION, zone))

    def reject(self) -> None:
        self.left.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        super().closeEvent(event)
