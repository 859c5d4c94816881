"""The Operations workspace: calls on the left, map and unit board in the middle, the chosen call on the right."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from console.desk.advice import Advisor
from console.desk.desk import Desk
from console.domain.geography import Point
from console.domain.ids import CallId, UnitId
from console.ui.notices import Notices
from console.ui.theme import theme
from console.ui.ticker import Ticker
from console.views.operations.call_detail import CallDetail
from console.views.operations.call_form import CallForm
from console.views.operations.call_list import CallList
from console.views.operations.call_menu import CallMenu
from console.views.operations.clear_form import ClearForm
from console.views.operations.clinical import Clinical
from console.views.operations.taking import Taking
from console.views.operations.unit_acts import UnitActs
from console.views.operations.unit_board import UnitBoard
from console.views.operations.verbs import Verbs
from console.views.operations.wishes import Wishes
from console.views.parts.selection import Selection
from console.views.parts.words import nature_word

if TYPE_CHECKING:
    from console.views.parts.live_map import LiveMap

LEAST_WINDOW = 1280
SHARES = (360, 810, 430)  # pixels at 1600 wide; the splitter remembers what the operator makes of it


class Operations(QWidget):
    """Composes the parts and joins their signals; each part works against the store and the wishes alone."""

    print_requested = Signal(object)  # CallSnapshot
    search_requested = Signal(str)
    provider_chosen = Signal(object)  # ProviderId

    def __init__(self, desk: Desk, advisor: Advisor, notices: Notices, ticker: Ticker, window: QWidget) -> None:
        super().__init__()
        self._desk, self._store, self._notices, self._window = desk, desk.store, notices, window
        self._advisor = advisor
        self.selection = Selection(self)
        self.wishes = Wishes(desk, notices, window)
        self.wishes.against = advisor.against
        self.verbs = Verbs(desk, self.wishes, self.selection)
        self.calls = CallList(desk.store, self.selection, ticker)
        self.board = UnitBoard(desk.store, self.selection, ticker)
        self.detail = CallDetail(desk, self.selection, self.wishes, advisor, ticker)
        self.form = CallForm(desk.store)
        self.call_menu = CallMenu(
            desk, self.wishes, window, lambda: self.taking.edit_call(), lambda: self.selection.unit_id,
            self.print_requested.emit,
        )  # fmt: skip
        self.units = UnitActs(desk.store, self.board, self.detail, self.wishes)
        self.map: LiveMap | None = None
        self._middle = QSplitter(Qt.Orientation.Vertical)
        self._map_place = QWidget()
        notices.stay_over(self._map_place)
        self._right = QStackedWidget()
        self.taking = Taking(desk, self.wishes, self.selection, self.form, self._right, self.detail)
        self.taking.chosen = lambda: self.detail.call
        self.clinical = Clinical(desk, self.selection, self.detail, self._right, notices, window)
        self._lay_out()
        self._connect()

    def set_map(self, live: "LiveMap") -> None:
        """Put the map in its place; it comes after the first paint of the window."""
        self.map = live
        layout = self._map_place.layout()
        assert layout is not None
        layout.addWidget(live)
        live.show_route(self.detail.recommendations.marked_unit())

    def join_map(self, live: "LiveMap") -> None:
        """Carry out what is wished on a map, this one or one on a second monitor."""
        live.units_dropped.connect(lambda units, call_id: self.wishes.dispatch(call_id, list(units)))
        live.point_taken.connect(self.taking.take_point)
        live.provider_chosen.connect(self.provider_chosen)

    def restyle(self) -> None:
        """Wear the present theme where colours are painted, not styled."""
        if self.map is not None:
            self.map.restyle()  # it is told so even while another workspace is in front
        self.detail.timeline.restyle()
        self.form.restyle()
        for view in (self.calls.view, self.board.view, self.detail.recommendations.view):
            view.scheduleDelayedItemsLayout()
            view.viewport().update()
        self.board.view.fit()
        self._set_least_widths()

    def clear_chosen(self) -> None:
        """Close the chosen call."""
        call = self.detail.call
        if call is not None and call.is_open:
            ClearForm(self._window, self._desk, call, lambda text: self.wishes.said(text, False))

    def answer_next(self) -> None:
        """Go to the escalation that has stood longest."""
        standing = sorted((one for one in self._store.escalations if one.stands), key=lambda one: one.fired_at)
        if not standing:
            self._notices.done("No escalation stands.")
            return
        self._right.setCurrentWidget(self.detail)
        self.selection.choose_call(standing[0].call_id)
        self.detail.escalations.show_for(standing[0].call_id)
        self.detail.escalations.focus_first()
        self.detail.ensureWidgetVisible(self.detail.escalations)

    def focus_teams(self) -> None:
        """Put the focus on the recommended teams of the chosen call, or of the worst one."""
        if self.selection.call_id is None:
            self.calls.step(0)
        self._right.setCurrentWidget(self.detail)
        self.detail.recommendations.view.setFocus()

    def focus_note(self) -> None:
        """Put the cursor into the note of the chosen call."""
        self._right.setCurrentWidget(self.detail)
        self.detail.timeline.note.setFocus()

    def open_call_menu(self) -> None:
        """Further acts on the chosen call."""
        if call := self.detail.call:
            self.call_menu.open_for(call, self.detail.head.menu_anchor())

    def fold_map_panel(self, name: str) -> None:
        """Open or close a panel of the map: its layers, its legend."""
        if self.map:
            self.map.view.fold_panel(name)

    def unlock_map(self) -> None:
        """Let the map go back to the program's area."""
        if self.map is not None:
            self.map.view.unlock_view()

    def show_on_map(self) -> None:
        """Show the chosen call, or else the chosen unit."""
        call = self.detail.call
        unit_id = self.selection.unit_id
        point = call.point if call is not None else None
        if point is None and unit_id is not None:
            point = self._store.positions.point(unit_id)
        if point is not None and self.map is not None:
            self.map.go_to(point)

    def _on_left_form(self) -> None:
        self.calls.view.setFocus()
        if self.map is not None:
            self.map.ask_point(False)

    def _on_chosen_call(self, _call_id: CallId | None) -> None:
        # A half-typed new call stays in its form; the detail comes to the front only when nothing is being typed.
        if not self.form.isAncestorOf(self._window.focusWidget() or self._window):
            self._right.setCurrentWidget(self.detail)

    def _on_marked(self, unit_id: UnitId | None) -> None:
        call = self.detail.call
        if unit_id is None and call is not None and call.active:
            unit_id = call.primary_unit_id
        if self.map is None:
            return
        self.map.show_route(unit_id)
        if unit_id is not None and call is not None and self._advisor.has_server:
            asked = unit_id

            def show(path: tuple[Point, ...]) -> None:
                if self.map is not None and self.detail.call is not None and self.detail.call.id == call.id:
                    self.map.show_route(asked, path)

            self._desk.start(self._advisor.way(asked, call)).then(show)

    def things(self) -> list[tuple[str, Callable[[], object]]]:
        """Units and open calls by name, each with the way to it."""
        named: list[tuple[str, Callable[[], object]]] = []
        for unit in sorted(self._store.units, key=lambda one: one.call_sign):
            named.append((f"Unit {unit.call_sign} · {unit.crew}", partial(self.selection.choose_unit, unit.id)))
        for call in self.calls.model.snapshots():
            text = f"Call {call.number} · {nature_word(call.nature)} · {call.place}"
            named.append((text, partial(self.selection.choose_call, call.id)))
        return named

    def _connect(self) -> None:
        self.calls.units_dropped.connect(lambda units, call_id: self.wishes.dispatch(call_id, list(units)))
        self.calls.opened.connect(lambda _call_id: self.focus_teams())
        self.taking.taken.connect(self.focus_teams)
        self.taking.left.connect(self._on_left_form)
        self.form.point_requested.connect(lambda on: self.map.ask_point(on) if self.map else None)
        self.selection.call_changed.connect(self._on_chosen_call)
        self.detail.recommendations.marked.connect(self._on_marked)
        self.detail.head.clear_requested.connect(self.clear_chosen)
        self.detail.head.history_requested.connect(self.selection.choose_call)
        self.detail.head.more_requested.connect(self.open_call_menu)
        self.verbs.show = lambda point: self.map.go_to(point) if self.map else None
        self.verbs.find = self.search_requested.emit
        self.verbs.new_call = self.taking.start_new_call
        self.verbs.say = lambda text, refused: self.wishes.said(text, refused)

    def _lay_out(self) -> None:
        place = QVBoxLayout(self._map_place)
        place.setContentsMargins(0, 0, 0, 0)
        self._map_place.setObjectName("panel")
        self._middle.addWidget(self._map_place)
        self._middle.addWidget(self.board)
        self._middle.setStretchFactor(0, 1)
        self._middle.setSizes([590, 310])
        self._right.setObjectName("right")
        self._right.addWidget(self.detail)
        self._right.addWidget(self.form)
        across = QSplitter(Qt.Orientation.Horizontal)
        for part in (self.calls, self._middle, self._right):
            across.addWidget(part)
        across.setSizes(list(SHARES))
        for section, share in enumerate(SHARES):
            across.setStretchFactor(section, share)
        for splitter in (across, self._middle):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(across)
        self._set_least_widths()

    def _set_least_widths(self) -> None:
        # At large text in a small window the lists give way before the map does.
        for part, least, most in ((self.calls, 270, 0.27), (self._middle, 230, 0.3), (self._right, 330, 0.38)):
            part.setMinimumWidth(min(theme().px(least), round(most * LEAST_WINDOW)))
