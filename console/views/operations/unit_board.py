"""The unit board: who rides where, what each unit does and since when, its safety timer."""

from PySide6.QtCore import QItemSelection
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)

from console.domain.clock import spoken
from console.domain.ids import UnitId
from console.domain.units import Availability, Staffing
from console.snapshots.units import UnitSnapshot
from console.store.store import Store
from console.ui.build import button, label, line, row
from console.ui.columns import SNAPSHOT_ROLE, Column
from console.ui.ticker import Ticker
from console.views.operations.unit_table import UnitCells, UnitModel, UnitTable
from console.views.parts.selection import Selection


class UnitBoard(QWidget):
    """Units on duty first; those off duty can be shown too."""

    def __init__(self, store: Store, selection: Selection, ticker: Ticker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._store, self._selection = store, selection
        self._all = False
        self._counts = label("", "dim")
        self._switch = button("", self.toggle_off_duty, "link")
        self.model = UnitModel(store.units, self._columns(), _board_key, self._shown, self)
        self.view = UnitTable(self)
        self.view.setModel(self.model)
        self.view.setItemDelegate(UnitCells(store, self.view))
        self._empty = label("", "dim", wrap=True)
        self._empty.setContentsMargins(14, 10, 14, 10)
        self._lay_out()
        ticker.beat.connect(self.model.tick)
        for change in (store.units.upserted, store.units.removed):
            change.connect(lambda _changed: self._recount())
        store.units.reset.connect(self._recount)
        selection.unit_changed.connect(self.show_chosen)
        self.model.modelReset.connect(lambda: self.show_chosen(selection.unit_id))
        self.view.selectionModel().selectionChanged.connect(self._on_chosen)
        self._recount()

    def chosen(self) -> list[UnitId]:
        """The units marked on the board, several with Ctrl or Shift."""
        rows = self.view.selectionModel().selectedRows()
        return [index.data(SNAPSHOT_ROLE).id for index in rows]

    def toggle_off_duty(self) -> None:
        """Show or hide the units that are off duty."""
        self._all = not self._all
        self.model.set_shown(self._shown)
        self._recount()

    def show_chosen(self, unit_id: UnitId | None) -> None:
        """Mark the chosen unit here too."""
        row_of = self.model.row_of(unit_id)
        if unit_id in self.chosen():
            return
        if row_of < 0:
            self.view.clearSelection()
            return
        self.view.selectRow(row_of)
        self.view.scrollTo(self.model.index(row_of, 0))

    def _on_chosen(self, _selected: QItemSelection, _gone: QItemSelection) -> None:
        chosen = self.chosen()
        if chosen:
            self._selection.choose_unit(chosen[-1])

    def _shown(self, unit: UnitSnapshot) -> bool:
        return self._all or unit.on_duty

    def _columns(self) -> list[Column[UnitSnapshot]]:
        return [
            Column("Team", lambda unit: unit.call_sign),
            Column("Pair", _crew_text),
            Column("Status", _status_text, ticks=True),
            Column("Call", self._calls_text),
            Column("In status", lambda unit: spoken(self._store.now() - unit.status_since), ticks=True),
            Column("Safety check", self._safety_text, ticks=True),
        ]

    def _calls_text(self, unit: UnitSnapshot) -> str:
        if unit.assignments:
            return ", ".join(one.number for one in unit.assignments)
        kept = next((call for call in self._store.calls if call.is_open and call.reserved_unit_id == unit.id), None)
        return f"res. {kept.number}" if kept is not None else ""

    def _safety_text(self, unit: UnitSnapshot) -> str:
        timer = unit.safety
        if timer is None:
            return ""
        now = self._store.now()
        if now >= timer.alert_at:
            return f"! OVERDUE {spoken(now - timer.alert_at)}"
        return ("▲ " if now >= timer.warn_at else "") + f"in {spoken(timer.alert_at - now)}"

    def _recount(self) -> None:
        units = list(self._store.units)
        on_duty = [unit for unit in units if unit.on_duty]
        free = sum(1 for unit in on_duty if unit.is_free and unit.staffing is Staffing.FULL)
        degraded = sum(1 for unit in on_duty if unit.staffing is not Staffing.FULL)
        said = f"{len(on_duty)} on duty · {free} free" + (f" · {degraded} degraded" if degraded else "")
        self._counts.setText(said)
        hidden = len(units) - len(on_duty)
        self._switch.setText("Hide off duty" if self._all else f"Show {hidden} off duty")
        self._switch.setVisible(bool(hidden) or self._all)
        self._empty.setVisible(not self.model.rowCount())
        self._empty.setText(
            "No unit is on duty. Log one on: type “on C09” in the command line (F9), or show those off duty."
            if units
            else "No units yet. Press Ctrl+K and choose “Add a unit”."
        )

    def _lay_out(self) -> None:
        head = row(label("Units", "section"), self._counts, None, self._switch)
        head.setContentsMargins(12, 6, 10, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (line(), self._empty, self.view):
            if part is self._empty:
                whole.addLayout(head)
            whole.addWidget(part)


def _board_key(unit: UnitSnapshot) -> tuple[object, ...]:
    return (not unit.on_duty, unit.emergency_id is None, unit.call_sign)


def _crew_text(unit: UnitSnapshot) -> str:
    if unit.staffing is Staffing.FULL:
        return unit.crew
    lacking = " and no ".join(one.value for one in unit.missing)
    crew = " + ".join(member.short for member in unit.members)
    return f"{crew} · DEGRADED, no {lacking}" if crew else f"DEGRADED, no {lacking or 'crew'}"


def _status_text(unit: UnitSnapshot) -> str:
    if unit.emergency_id is not None:
        return "EMERGENCY"
    more = f" +{len(unit.assignments) - 1}" if len(unit.assignments) > 1 else ""
    if unit.availability not in (Availability.AVAILABLE, Availability.OFF_DUTY) and unit.availability_note:
        return f"{unit.status_word}: {unit.availability_note}"
    return unit.status_word + more
