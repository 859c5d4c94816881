"""A due time that may be given or not, in the agency's time zone on the screen."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QCheckBox, QDateTimeEdit, QVBoxLayout, QWidget


class DueField(QWidget):
    """A box that says whether there is one, and the time itself."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.given = QCheckBox(text)
        self.time = QDateTimeEdit()
        self.time.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.time.setEnabled(False)
        self.time.setAccessibleName(text)
        self.given.toggled.connect(self.time.setEnabled)
        whole = QVBoxLayout(self)  # below each other: beside each other they are wider than a panel at large text
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.given)
        whole.addWidget(self.time)

    def show_time(self, moment: datetime, zone: tzinfo | None, *, given: bool) -> None:
        """Show a moment, and whether it counts."""
        at = moment.astimezone(zone)
        self.time.setDateTime(QDateTime(at.year, at.month, at.day, at.hour, at.minute, 0))
        self.given.setChecked(given)

    def moment(self, zone: tzinfo | None) -> datetime | None:
        """The moment that is given, aware; None when there is none."""
        chosen = self.time.dateTime().toPython()
        if not self.given.isChecked() or not isinstance(chosen, datetime):
            return None
        return chosen.replace(tzinfo=zone)
