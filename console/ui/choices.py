"""A row of buttons of which one is down."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QWidget

from console.ui.build import Button
from console.ui.theme import theme

LARGE_TEXT = 125


class Choices(QWidget):
    """Buttons of which one is down; arrows move between them, Tab goes past."""

    picked = Signal()

    def __init__(self, choices: list[tuple[str, str]], columns: int, narrow: int | None = None) -> None:
        """`narrow` is the number of columns at large text, where the usual ones would be cut off."""
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._columns, self._narrow = columns, narrow or columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        for value, text in choices:
            made = Button(text)
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setProperty("kind", "choice")
            self._group.addButton(made)
            self._buttons[value] = made
        self.fit()
        self._group.buttonClicked.connect(lambda _button: self.picked.emit())

    def fit(self) -> None:
        """Lay the buttons out for the present text size."""
        columns = self._columns if theme().scale < LARGE_TEXT else self._narrow
        for place, made in enumerate(self._buttons.values()):
            self._grid.addWidget(made, place // columns, place % columns)

    @property
    def value(self) -> str:
        """The value of the button that is down."""
        return next(value for value, made in self._buttons.items() if made.isChecked())

    def choose(self, value: str) -> None:
        """Press a button by its value."""
        self._buttons[value].setChecked(True)
