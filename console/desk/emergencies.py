"""Emergencies that were pressed and are not in the database: kept, and sent again under the same id until they are."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from console.commands.duty import raise_emergency
from console.desk.errand import Errand
from console.domain.ids import UnitId, new_uuid
from console.errors import LinkDown, NotFound, NotPermitted, StorageFault, TandemError
from console.store.store import LinkState

if TYPE_CHECKING:
    from console.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Unsent:
    """An emergency that no other desk knows of: whose, when it was pressed (program time), why it was not kept."""

    unit_id: UnitId
    key: UUID  # of the command: however often it is sent, it is recorded once
    pressed_at: datetime
    fault: TandemError | None = None
    tries: int = 0


class Emergencies(QObject):
    """The way of an emergency into the database; what did not get there stays here until it does or is dismissed."""

    changed = Signal()

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._unsent: dict[UnitId, Unsent] = {}
        self._under_way: set[UnitId] = set()
        desk.store.link_changed.connect(self._on_link)

    @property
    def unsent(self) -> tuple[Unsent, ...]:
        """What was pressed and is not sent, the oldest first."""
        return tuple(self._unsent.values())

    def press(self, unit_id: UnitId) -> Errand[None]:
        """A unit calls for help. Pressed once more while it is not sent, the same one is sent again."""
        kept = self._unsent.get(unit_id)
        return self._send(kept or Unsent(unit_id, new_uuid(), self._desk.store.now()), again=kept is not None)

    def dismiss(self, unit_id: UnitId) -> None:
        """Somebody answers for it in another way: it is not sent any more."""
        if self._unsent.pop(unit_id, None) is not None:
            self.changed.emit()

    def _send(self, one: Unsent, *, again: bool) -> Errand[None]:
        program = self._desk.store.program
        when = one.pressed_at.astimezone(program.zone if program else None)
        note = f"pressed at {when:%H:%M:%S}, while the database could not be reached" if again else None
        self._under_way.add(one.unit_id)
        errand = self._desk.run_once(one.key, raise_emergency, one.unit_id, note)
        return errand.then(partial(self._sent, one)).otherwise(partial(self._refused, one))

    def _sent(self, one: Unsent, _none: None) -> None:
        self._under_way.discard(one.unit_id)
        self.dismiss(one.unit_id)

    def _refused(self, one: Unsent, fault: TandemError) -> None:
        self._under_way.discard(one.unit_id)
        if one.fault is None and isinstance(fault, (NotPermitted, NotFound)):
            return  # it was never accepted: whoever pressed is told so, and there is nothing to send again
        if one.fault is None or one.unit_id in self._unsent:  # else it was dismissed meanwhile
            self._unsent[one.unit_id] = replace(one, fault=fault, tries=one.tries + 1)
            self.changed.emit()

    def _on_link(self) -> None:
        if self._desk.store.link.state is not LinkState.LIVE:
            return
        for one in self.unsent:
            if one.unit_id not in self._under_way and isinstance(one.fault, (LinkDown, StorageFault)):
                self._send(one, again=True)
