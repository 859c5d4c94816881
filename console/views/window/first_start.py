"""The first start: open the demo, or begin a program of one's own."""

from dataclasses import dataclass
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QLineEdit, QRadioButton, QWidget

from console.snapshots.program import Mode
from console.ui.build import button, column, label, line, mark, row


@dataclass(frozen=True, slots=True)
class NewProgram:
    """What the operator chose; `demo` opens Riverton, an address asks who signs in there."""

    demo: bool
    person: str
    name: str = ""
    mode: Mode = Mode.TRAINING
    time_zone: str = "UTC"
    address: str = ""


class FirstStart(QDialog):
    """Three ways in; Esc leaves without having made anything."""

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
        self._address = QLineEdit()
        self._address.setPlaceholderText("postgresql://server/database?sslrootcert=file")
        self._address.setAccessibleName("Address of the shared database")
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
            row(None, begin), 2,
            line(), label("Or sign in to a shared database", "title"),
            row(self._address, button("Sign in …", self._sign_in)), self._fault,
            label(f"A program of this computer is kept in {place}", "small", wrap=True), spacing=10,
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

    def _sign_in(self) -> None:
        mark(self._address, "wrong", not self._address.text().strip())
        if not self._address.text().strip():
            self._address.setFocus()
            self.say("Type the address of the shared database; your administrator knows it.")
            return
        self.chosen.emit(NewProgram(False, "", address=self._address.text().strip()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._address.hasFocus():
            self._sign_in()  # else Enter would press the default button, the demo
            return
        super().keyPressEvent(event)

    def reject(self) -> None:
        self.left.emit()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        super().closeEvent(event)
