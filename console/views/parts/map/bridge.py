"""What the page may say: a short list of facts, each checked before it goes on."""

import logging
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

log = logging.getLogger(__name__)


class Bridge(QObject):
    """The one object that the page can call. Ids come as text and leave as UUID; what is malformed is dropped."""

    ready = Signal()
    painted = Signal(int)
    unit_clicked = Signal(object)
    call_clicked = Signal(object)
    provider_clicked = Signal(object)
    ground_clicked = Signal(float, float)
    unit_dropped = Signal(object, object)
    view_locked = Signal(bool)
    view_moved = Signal(float, float, float, bool)
    layers_changed = Signal(object)

    @Slot()
    def say_ready(self) -> None:
        """The page stands and holds nothing yet."""
        self.ready.emit()

    @Slot(int)
    def say_painted(self, seq: int) -> None:
        """The positions of this number are on the screen."""
        self.painted.emit(seq)

    @Slot(str, str)
    def say_clicked(self, kind: str, identity: str) -> None:
        """A mark was clicked."""
        signals = {"unit": self.unit_clicked, "call": self.call_clicked, "provider": self.provider_clicked}
        found = _uuid(identity)
        if kind in signals and found is not None:
            signals[kind].emit(found)

    @Slot(float, float)
    def say_ground(self, lat: float, lon: float) -> None:
        """A place was picked."""
        if abs(lat) <= 90 and abs(lon) <= 180:
            self.ground_clicked.emit(lat, lon)

    @Slot(str, str)
    def say_dropped(self, unit: str, call: str) -> None:
        """A unit's mark was dropped on a call's."""
        unit_id, call_id = _uuid(unit), _uuid(call)
        if unit_id is not None and call_id is not None:
            self.unit_dropped.emit(unit_id, call_id)

    @Slot(bool)
    def say_locked(self, locked: bool) -> None:
        """The operator moved the view, or let it go."""
        self.view_locked.emit(locked)

    @Slot(float, float, float, bool)
    def say_view(self, lat: float, lon: float, zoom: float, locked: bool) -> None:
        """Where the view came to rest."""
        self.view_moved.emit(lat, lon, zoom, locked)

    @Slot("QVariantMap")
    def say_layers(self, layers: dict[str, object]) -> None:
        """The operator switched a layer."""
        self.layers_changed.emit({str(name): bool(shown) for name, shown in layers.items()})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        log.warning("The map page named an id that is none")
        return None
