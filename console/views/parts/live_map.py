"""Puts the store on a map: marks for units, calls, zones and providers; clicks and drops become wishes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.geography import Point
from console.domain.ids import CallId, UnitId
from console.domain.units import Staffing
from console.planning.gates import STALE_AFTER
from console.snapshots.calls import CallSnapshot
from console.snapshots.units import UnitSnapshot
from console.store.collection import Collection
from console.store.store import Store
from console.ui.theme import theme
from console.views.parts.map.configuration import MapConfiguration
from console.views.parts.map.map_view import MapView
from console.views.parts.map.marks import CallMark, ProviderMark, RouteMark, UnitMark, ZoneMark
from console.views.parts.selection import Selection

SETTLE_MS = 15  # one picture for all the signals of one change, after the lists have been painted


class LiveMap(QWidget):
    """A map in step with the store and the selection; several may stand on several monitors."""

    units_dropped = Signal(object, object)  # tuple[UnitId], CallId
    point_taken = Signal(float, float)
    provider_chosen = Signal(object)
    layers_changed = Signal(object)

    def __init__(
        self, store: Store, selection: Selection, configuration: MapConfiguration, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._selection = store, selection
        self._route_from: UnitId | None = None
        self._route_path: tuple[Point, ...] = ()
        self.view = MapView(configuration, self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.view)
        self._dirty: set[str] = set()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._redraw)
        self._follow_store()
        self._follow_selection()
        self.restyle()
        self.view.set_stale_after(STALE_AFTER.total_seconds())
        self._set_clock()
        self._redraw_all()
        self.view.bind_positions(store.positions)

    def restyle(self) -> None:
        """Wear the present theme."""
        self.view.set_theme(theme().tokens)
        self.view.set_text_scale(theme().scale / 100)

    def show_route(self, unit_id: UnitId | None, path: tuple[Point, ...] = ()) -> None:
        """A line from a unit to the chosen call: straight is an estimate, a path is the server's way."""
        self._route_from, self._route_path = unit_id, path
        self._draw_route()

    def ask_point(self, asking: bool) -> None:
        """Let the next click on the ground be a place."""
        self.view.ask_point(asking)

    def go_to(self, point: Point) -> None:
        """Show a place; only ever by the operator's wish."""
        self.view.centre_on(point)

    def shutdown(self) -> None:
        """Let go of the page before its profile."""
        self._settle.stop()
        self.view.shutdown()

    def _follow_store(self) -> None:
        # Methods of a widget are let go with it, lambdas are not: a second map is closed while the store lives on.
        store = self._store
        sources: tuple[tuple[Collection[Any], Callable[..., None]], ...] = (
            (store.units, self._on_units), (store.calls, self._on_calls), (store.zones, self._on_zones),
            (store.providers, self._on_providers), (store.escalations, self._on_calls),
        )  # fmt: skip
        for collection, handler in sources:
            for change in (collection.upserted, collection.removed, collection.reset):
                change.connect(handler)
        store.program_changed.connect(self._set_clock)
        store.positions.moved.connect(self._on_moved)

    def _follow_selection(self) -> None:
        self._selection.call_changed.connect(self._on_selection)
        self._selection.unit_changed.connect(self._on_selection)
        self.view.unit_clicked.connect(self._selection.choose_unit)
        self.view.call_clicked.connect(self._selection.choose_call)
        self.view.provider_clicked.connect(self.provider_chosen)
        self.view.ground_clicked.connect(self.point_taken)
        self.view.unit_dropped_on_call.connect(lambda unit_id, call_id: self.units_dropped.emit((unit_id,), call_id))
        self.view.layers_changed.connect(self.layers_changed)

    def _on_units(self, _changed: object = None) -> None:
        self._mark("units")

    def _on_calls(self, _changed: object = None) -> None:
        self._mark("calls")

    def _on_zones(self, _changed: object = None) -> None:
        self._mark("zones")

    def _on_providers(self, _changed: object = None) -> None:
        self._mark("providers")

    def _on_moved(self, _slots: object) -> None:
        self._draw_route()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self.restyle()

    def _on_selection(self, _key: object) -> None:
        self.view.select(self._selection.unit_id, self._selection.call_id)
        self._draw_route()

    def _mark(self, what: str) -> None:
        self._dirty.add(what)
        self._settle.start()

    def _redraw_all(self) -> None:
        self._dirty = {"units", "calls", "zones", "providers"}
        self._redraw()

    def _redraw(self) -> None:
        dirty, self._dirty = self._dirty, set()
        store = self._store
        if "units" in dirty:
            self.view.set_units([unit_mark(unit) for unit in store.units if unit.on_duty])
        if "calls" in dirty:
            standing = {one.call_id for one in store.escalations if one.stands}
            self.view.set_calls([mark for call in store.calls if (mark := call_mark(call, standing)) is not None])
        if "zones" in dirty:
            self.view.set_zones([ZoneMark(zone.id, zone.name, (zone.ring,)) for zone in store.zones])
        if "providers" in dirty:
            self.view.set_providers(
                [ProviderMark(one.id, one.name, one.point, one.beds_free) for one in store.providers]
            )
        self._draw_route()

    def _draw_route(self) -> None:
        call = self._store.calls.get(self._selection.call_id)
        unit_id = self._route_from
        start = self._store.positions.point(unit_id) if unit_id is not None else None
        if call is None or call.point is None or start is None or not call.is_open:
            self.view.show_route(None)
        else:
            self.view.show_route(RouteMark(start, call.point, self._route_path))

    def _set_clock(self) -> None:
        self.view.set_clock(self._store.now().timestamp(), self._store.clock.rate)


def unit_mark(unit: UnitSnapshot) -> UnitMark:
    """A unit as the map draws it."""
    return UnitMark(
        unit.id, unit.call_sign, unit.kind, tuple(unit.disciplines), unit.status_token,
        degraded=unit.staffing is not Staffing.FULL, emergency=unit.emergency_id is not None,
    )  # fmt: skip


def call_mark(call: CallSnapshot, standing: set[CallId]) -> CallMark | None:
    """An open call as the map draws it; None without a place."""
    if not call.is_open or call.point is None:
        return None
    return CallMark(
        call.id, call.number, call.level, call.point, assigned=not call.is_unassigned, escalated=call.id in standing
    )
