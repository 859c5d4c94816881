"""Across the window: each emergency that was pressed here and is not in the database, until it is or is dismissed."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.desk.desk import Desk
from console.desk.emergencies import Unsent
from console.ui.build import button, column, emptied, label, row
from console.views.parts.words import local


class UnsentEmergencies(QWidget):
    """One line for each, with a button to send it again and one to dismiss it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._emergencies, self._store = desk.emergencies, desk.store
        self._lines: QVBoxLayout = column(spacing=0)
        self.setLayout(self._lines)
        self._emergencies.changed.connect(self._show)
        self._show()

    def told(self) -> str:
        """Whose emergencies are not sent, in one sentence; empty for none."""
        signs = ", ".join(self._sign(one) for one in self._emergencies.unsent)
        return f"EMERGENCY of {signs} NOT SENT: use the radio." if signs else ""

    def _sign(self, one: Unsent) -> str:
        unit = self._store.units.get(one.unit_id)
        return unit.call_sign if unit is not None else "a unit"

    def _show(self) -> None:
        emptied(self._lines)
        for one in self._emergencies.unsent:
            self._lines.addWidget(self._line(one))
        self.setVisible(bool(self._emergencies.unsent))

    def _line(self, one: Unsent) -> QWidget:
        sign = self._sign(one)
        tried = f" Tried {one.tries} times." if one.tries > 1 else ""
        text = label(
            f"EMERGENCY of {sign} NOT SENT: use the radio. Pressed at {local(one.pressed_at, self._store)}; "
            f"no other desk sees it. It is sent by itself as soon as the database answers.{tried}",
            wrap=True,
        )  # fmt: skip
        again = button("Send again", partial(self._emergencies.press, one.unit_id), "danger")
        away = button("Dismiss", partial(self._emergencies.dismiss, one.unit_id), tip="It is not sent any more")
        again.setAccessibleName(f"Send the emergency of {sign} again")
        away.setAccessibleName(f"Dismiss the emergency of {sign}: it is not sent")
        made = QWidget()
        made.setObjectName("banner")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = row(text, again, away)
        inner.setContentsMargins(16, 6, 16, 6)
        inner.setStretch(0, 1)
        made.setLayout(inner)
        return made
