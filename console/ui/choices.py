"""A row of buttons of which one is down."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QWidget


class Choices(QWidget):
    """Buttons of which one is down; arrows move between them, Tab goes past."""

    picked = Signal()

    def __init__(self, choices: list[tuple[str, str]], columns: int) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for place, (value, text) in enumerate(choices):
            made = QPushButton(text)
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setProperty("kind", "choice")
            self._group.addButton(made)
            self._buttons[value] = made
            grid.addWidget(made, place // columns, place % columns)
        self._group.buttonClicked.connect(lambda _button: self.picked.emit())

    @property
    def value(self) -> str:
        """The value of the button that is down."""
        return next(value for value, made in self._buttons.items() if made.isChecked())

    def choose(self, value: str) -> None:
        """Press a button by its value."""
        self._buttons[value].setChecked(True)
