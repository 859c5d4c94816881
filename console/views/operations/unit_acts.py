"""What the keys do with the chosen units; when none is chosen they say so, and an emergency asks whose it is."""

from collections.abc import Callable, Sequence

from console.domain.assignments import AssignmentStatus
from console.domain.ids import UnitId
from console.domain.units import Availability
from console.store.store import Store
from console.views.operations.call_detail import CallDetail
from console.views.operations.unit_board import UnitBoard
from console.views.operations.wishes import Wishes


class UnitActs:
    """Stands between the keys and the wishes on units."""

    def __init__(self, store: Store, board: UnitBoard, detail: CallDetail, wishes: Wishes) -> None:
        self._store, self._board, self._detail, self._wishes = store, board, detail, wishes

    def chosen(self) -> list[UnitId]:
        """The units marked on the board; else those on the chosen call when it is only one."""
        chosen = self._board.chosen()
        if chosen or self._detail.call is None:
            return chosen
        active = self._detail.call.active
        return [active[0].unit_id] if len(active) == 1 else []

    def each(self, do: Callable[[Sequence[UnitId]], object]) -> None:
        """Do it with the chosen units."""
        chosen = self.chosen()
        if chosen:
            do(chosen)
        else:
            self._wishes.refuse("Choose a unit (F3).")

    def status(self, status: AssignmentStatus | Availability) -> None:
        """Report a status of the chosen units."""
        self.each(lambda units: self._wishes.status(units, status))

    def emergency(self) -> None:
        """Record an emergency of the chosen unit; when none is chosen the board gets the keyboard."""
        chosen = self.chosen()
        if chosen:
            self._wishes.emergency(chosen[0])
            return
        self._board.view.setFocus()
        self._wishes.refuse("No emergency yet: whose is it? Choose the unit with ↑ ↓, then Ctrl+Shift+E again.")

    def clear_emergency(self) -> None:
        """End the emergency of the chosen unit, or of the only unit that has one."""
        standing = [unit.id for unit in self._store.units if unit.emergency_id is not None]
        chosen = [one for one in self.chosen() if one in standing]
        if len(standing) == 1 or chosen:
            self._wishes.clear_emergency((chosen or standing)[0])
        elif standing:
            self._wishes.refuse(f"{len(standing)} units have an emergency. Choose one (F3).")
        else:
            self._wishes.refuse("No unit has an emergency.")
