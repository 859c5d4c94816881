"""A mapping of one's own: which column of the file holds what, how its times are written."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QGridLayout, QLineEdit, QWidget

from console.desk.importing import DELIMITERS, guessed
from console.ui.build import label

NO_COLUMN = "Not in this file"
FIELDS: tuple[tuple[str, str, bool, tuple[str, ...]], ...] = (
    ("received_at", "Received at", True, ("received at", "received", "timestamp", "time", "date")),
    ("nature", "Nature", True, ("nature", "type", "title", "kind", "description")),
    ("place", "Place", True, ("place", "address", "addr", "location", "where", "block")),
    ("number", "Number", False, ("number", "event number", "incident", "call id", "id")),
    ("lat", "Latitude", False, ("lat", "latitude", "y")),
    ("lon", "Longitude", False, ("lon", "lng", "longitude", "x")),
    ("level", "Level", False, ("level", "priority", "urgency")),
    ("closed_at", "Closed at", False, ("closed at", "closed", "cleared", "clearance date")),
    ("disposition", "How it ended", False, ("disposition", "outcome")),
    ("zone", "Zone", False, ("zone", "beat", "twp", "district")),
)
TIME_FORMATS = (
    "iso",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
)
_DELIMITER_WORDS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar |"}


class MappingFields(QWidget):
    """One box for each field, filled with the file's columns; what fits by its name is chosen."""

    changed = Signal()
    delimiter_changed = Signal(str)

    def __init__(self, time_zone: str) -> None:
        super().__init__()
        self.boxes = {name: QComboBox() for name, *_ in FIELDS}
        self.time_format, self.delimiter = QComboBox(), QComboBox()
        self.time_format.setEditable(True)
        self.time_format.addItems(TIME_FORMATS)
        self.time_zone = QLineEdit(time_zone)
        self.time_zone.setCompleter(QCompleter(sorted(available_timezones()), self.time_zone))
        for sign in DELIMITERS:
            self.delimiter.addItem(_DELIMITER_WORDS[sign], sign)
        self._lay_out()
        for box in self.boxes.values():
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.time_format.editTextChanged.connect(lambda _text: self.changed.emit())
        self.time_zone.textChanged.connect(lambda _text: self.changed.emit())
        self.delimiter.activated.connect(lambda _i: self.delimiter_changed.emit(self.delimiter.currentData()))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        rows: list[tuple[str, QWidget]] = [(text, self.boxes[name]) for name, text, *_ in FIELDS]
        rows += [("Time format", self.time_format), ("Time zone", self.time_zone), ("Divided by", self.delimiter)]
        for place, (text, field) in enumerate(rows):
            field.setAccessibleName(text)
            line, side = divmod(place, 3)
            grid.addWidget(label(text, "field"), line, side * 2)
            grid.addWidget(field, line, side * 2 + 1)
        for side in (1, 3, 5):
            grid.setColumnStretch(side, 1)

    def offer(self, delimiter: str, columns: Sequence[str]) -> None:
        """Take the columns of a file."""
        self.delimiter.setCurrentIndex(self.delimiter.findData(delimiter))
        taken: set[str] = set()
        for name, _text, needed, words in FIELDS:
            box = self.boxes[name]
            box.blockSignals(True)
            box.clear()
            if not needed:
                box.addItem(NO_COLUMN, None)
            for column in columns:
                box.addItem(column, column)
            found = guessed([one for one in columns if one not in taken], words)
            if found is not None:
                taken.add(found)
                box.setCurrentIndex(box.findData(found))
            elif needed:
                box.setCurrentIndex(-1)
            box.blockSignals(False)
        self.changed.emit()

    def missing(self) -> str:
        """The first needed field without a column, in words; empty when all have one."""
        return next((text for name, text, needed, _ in FIELDS if needed and not self.boxes[name].currentData()), "")

    def content(self, file: Path) -> dict[str, Any]:
        """What was chosen, as a mapping's document holds it."""
        columns = {name: box.currentData() for name, box in self.boxes.items() if box.currentData()}
        whose = file.name.replace(".rejects.", ".")  # corrected rows are still the same file's
        return {
            "name": f"Own mapping for {whose}",
            "time_zone": self.time_zone.text().strip(),
            "time_formats": [self.time_format.currentText().strip()],
            "delimiter": str(self.delimiter.currentData()),
            "dedupe": "number" if "number" in columns else "time_and_place",
            "columns": columns,
        }
