"""The live map as a widget: takes marks and packed positions, gives back what the operator did to them."""

from collections.abc import Callable, Sequence
from time import monotonic

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QWidget

from console.domain.geography import Box, Point
from console.domain.ids import CallId, UnitId
from console.store.positions import Positions
from console.views.parts.map.bridge import Bridge
from console.views.parts.map.browser import Browser
from console.views.parts.map.configuration import MapConfiguration
from console.views.parts.map.lane import INTERVAL_MS, Lane
from console.views.parts.map.marks import CallMark, ProviderMark, RouteMark, UnitMark, ZoneMark
from console.views.parts.map.packing import call_row, provider_row, route_row, zone_row
from console.views.parts.map.picture import Picture

_RESTARTED = "The map was restarted; all is shown again."
_GIVEN_UP = "The map stopped again and again and stays off. Restart the program to see it; everything else works on."


class MapView(QWidget):
    """The map. Nothing a feed does moves its view: only the operator's hand, `centre_on`, `fit` and `unlock_view`."""

    unit_clicked = Signal(object)
    call_clicked = Signal(object)
    provider_clicked = Signal(object)
    ground_clicked = Signal(float, float)  # only after ask_point(True)
    unit_dropped_on_call = Signal(object, object)
    view_locked = Signal(bool)
    ready = Signal()
    painted = Signal(int)
    layers_changed = Signal(object)

    def __init__(
        self, configuration: MapConfiguration, parent: QWidget | None = None, *, interval_ms: int = INTERVAL_MS
    ) -> None:
        """Make the page and start to load it; what is set before it is ready is shown when it is."""
        super().__init__(parent)
        self._positions: Positions | None = None
        self._clock: tuple[float, float, float] | None = None
        self._looked_at: tuple[float, float, float, bool] | None = None
        self._restarted = False
        self.is_ready = False  # whether the page draws; what is set before is kept for it
        self._bridge = Bridge(self)
        self._browser = Browser(configuration, self._bridge, self)
        self._picture = Picture(self._browser.run)
        self._lane = Lane(self._browser.run, interval_ms, self)
        self._failure = QLabel(_GIVEN_UP, wordWrap=True)
        self._failure.setObjectName("map_failure")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._browser.view)
        self._stack.addWidget(self._failure)
        self._connect()
        self._browser.load()

    def _connect(self) -> None:
        heard = self._bridge
        heard.ready.connect(self._on_ready)
        heard.painted.connect(self._lane.acknowledge)
        heard.painted.connect(self.painted)
        heard.unit_clicked.connect(self.unit_clicked)
        heard.call_clicked.connect(self.call_clicked)
        heard.provider_clicked.connect(self.provider_clicked)
        heard.ground_clicked.connect(self._on_ground_clicked)
        heard.unit_dropped.connect(self.unit_dropped_on_call)
        heard.view_locked.connect(self.view_locked)
        heard.view_moved.connect(self._on_view_moved)
        heard.layers_changed.connect(self._on_layers_changed)
        self._browser.lost.connect(self._on_lost)
        self._browser.given_up.connect(lambda: self._stack.setCurrentWidget(self._failure))

    # What the map shows

    def bind_positions(self, positions: Positions) -> None:
        """Follow these positions from now on."""
        self._unbind()
        self._positions = positions
        positions.reassigned.connect(self._picture.reassign)
        positions.moved.connect(self._lane.offer)
        self._picture.bind(positions)
        if self._picture.is_live:
            self._lane.restart(positions)

    def set_units(self, marks: Sequence[UnitMark]) -> None:
        """Show exactly these units; a change of status is never held back by the positions' pace."""
        self._picture.set_units(marks)

    def set_calls(self, marks: Sequence[CallMark]) -> None:
        """Show exactly these calls."""
        self._picture.say("calls", [call_row(mark) for mark in marks])

    def set_zones(self, marks: Sequence[ZoneMark]) -> None:
        """Show exactly these zones."""
        self._picture.say("zones", [zone_row(mark) for mark in marks])

    def set_providers(self, marks: Sequence[ProviderMark]) -> None:
        """Show exactly these providers."""
        self._picture.say("providers", [provider_row(mark) for mark in marks])

    def show_route(self, route: RouteMark | None) -> None:
        """Show one route, or none."""
        self._picture.say("route", route_row(route))

    def select(self, unit_id: UnitId | None, call_id: CallId | None) -> None:
        """Mark one unit and one call; the view stays where it is."""
        self._picture.say("select", *(None if chosen is None else str(chosen) for chosen in (unit_id, call_id)))

    def set_theme(self, tokens: dict[str, str]) -> None:
        """Draw in these colours (the tokens of resources/themes)."""
        if "map.land" in tokens:
            self._browser.set_background(tokens["map.land"])
        self._picture.say("theme", dict(tokens))

    def set_text_scale(self, scale: float) -> None:
        """Enlarge labels and marks; 1.0 is their usual size."""
        self._picture.say("textScale", scale)

    def set_layers(self, layers: dict[str, bool]) -> None:
        """Show or hide layers, of units, calls, zones, providers and base; those not named stay as they are."""
        self._picture.merge("layers", dict(layers))

    def set_clock(self, now_epoch: float, rate: float) -> None:
        """Tell program time (epoch seconds) and its pace; ages of fixes are counted by it."""
        self._clock = (now_epoch, rate, monotonic())
        self._picture.wish("clock", now_epoch, rate)

    def set_stale_after(self, seconds: float) -> None:
        """Draw a unit as stale when its fix is older than this, in program time."""
        self._picture.say("staleAfter", seconds)

    # Where it looks

    def centre_on(self, point: Point) -> None:
        """Put a point in the middle, because the operator asked for it."""
        self._picture.wish("centreOn", point.lat, point.lon)

    def fit(self, box: Box) -> None:
        """Show the whole box, now and whenever the view is unlocked."""
        self._looked_at = None
        self._picture.say_again("fit", [[box.south, box.west], [box.north, box.east]])

    def unlock_view(self) -> None:
        """Go back to the box that was last fitted, and stay with it when the widget changes its size."""
        self._picture.wish("unlock")

    def ask_point(self, asking: bool) -> None:
        """Let the operator pick a place: the next click, on a mark or not, is `ground_clicked`, once."""
        self._picture.say("askPoint", asking)

    # Its life

    def fold_panel(self, name: str) -> None:
        """Press the button that opens and closes a panel: "map-layers" or "map-legend-box"."""
        self._browser.run(f"document.querySelector('.{name} button').click()")

    def ask_page(self, script: str, answer: Callable[[object], object]) -> None:
        """Let the page compute something; for whoever reads back what it shows."""
        self._browser.page.runJavaScript(script, 0, answer)

    def shutdown(self) -> None:
        """Take the page down; the widget is of no use after it."""
        self._unbind()
        self._go_quiet()
        self._browser.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Keep the keyboard away from the page's inner widget, which only exists from now on."""
        super().showEvent(event)
        self._refuse_focus()

    def _refuse_focus(self) -> None:
        if self._browser.is_open:
            self._browser.view.refuse_focus()

    def _unbind(self) -> None:
        if self._positions is not None:
            self._positions.reassigned.disconnect(self._picture.reassign)
            self._positions.moved.disconnect(self._lane.offer)
            self._positions = None

    def _go_quiet(self) -> None:
        self._picture.pause()
        self._lane.stop()

    def _on_ready(self) -> None:
        self._refuse_focus()
        self._picture.replay()
        if self._clock is not None:
            epoch, rate, said_at = self._clock
            self._picture.wish("clock", epoch + (monotonic() - said_at) * rate, rate)
        if self._looked_at is not None:
            self._picture.wish("look", *self._looked_at)
        if self._restarted:
            self._picture.wish("notice", _RESTARTED)
        self._lane.restart(self._positions)
        self.is_ready = True
        self.ready.emit()

    def _on_lost(self) -> None:
        self.is_ready = False
        self._restarted = True
        self._go_quiet()

    def _on_view_moved(self, lat: float, lon: float, zoom: float, locked: bool) -> None:
        self._looked_at = (lat, lon, zoom, locked)

    def _on_ground_clicked(self, lat: float, lon: float) -> None:
        self._picture.note("askPoint", False)  # the page asks once
        self.ground_clicked.emit(lat, lon)

    def _on_layers_changed(self, layers: dict[str, bool]) -> None:
        self._picture.note("layers", dict(layers))
        self.layers_changed.emit(layers)
