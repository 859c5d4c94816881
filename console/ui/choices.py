"""A row of buttons of which one is down."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QWidget

from console.ui.build import Button


class Choices(QWidget):
    """Buttons of which one is down; arrows move between them, Tab goes past."""

    picked = Signal()

    def __init__(self, choices: list[tuple[str, str]], columns: int, narrow: int | None = None) -> None:
        """`narrow` is the number of columns where the usual ones would be cut off."""
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        self._columns, self._narrow = columns, narrow or columns
        self._laid = 0  # columns now
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
        """Lay the buttons out for the present width and text size."""
        roomy = not self.width() or self._needed(self._columns) <= self.width()
        columns = self._columns if roomy else self._narrow
        if columns == self._laid:
            return
        self._laid = columns
        for place, made in enumerate(self._buttons.values()):
            self._grid.addWidget(made, place // columns, place % columns)

    def _needed(self, columns: int) -> int:
        widths = [made.sizeHint().width() for made in self._buttons.values()]
        return sum(max(widths[column::columns]) for column in range(columns)) + self._grid.spacing() * (columns - 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._needed(self._narrow), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    @property
    def value(self) -> str:
        """The value of the button that is down."""
        return next(value for value, made in self._buttons.items() if made.isChecked())

    def choose(self, value: str) -> None:
        """Press a button by its value."""
        self._buttons[value].setChecked(True)
