"""What is chosen on a desk: at most one call and one unit, in step on lists, board and map."""

from PySide6.QtCore import QObject, Signal

from console.domain.ids import CallId, UnitId


class Selection(QObject):
    """Changes come from the operator only; nothing that arrives from elsewhere moves it."""

    call_changed = Signal(object)  # CallId | None
    unit_changed = Signal(object)  # UnitId | None

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.call_id: CallId | None = None
        self.unit_id: UnitId | None = None

    def choose_call(self, call_id: CallId | None) -> None:
        """Choose a call, or none."""
        if call_id != self.call_id:
            self.call_id = call_id
            self.call_changed.emit(call_id)

    def choose_unit(self, unit_id: UnitId | None) -> None:
        """Choose a unit, or none."""
        if unit_id != self.unit_id:
            self.unit_id = unit_id
            self.unit_changed.emit(unit_id)
