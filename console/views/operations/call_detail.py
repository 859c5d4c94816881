"""The chosen call: its head, the recommended teams, its timeline; everything follows the store by itself."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from console.desk.advice import Advisor
from console.desk.desk import Desk
from console.domain.ids import CallId, UnitId
from console.domain.roles import Permission
from console.planning.verdicts import Recommendation
from console.queries.calls import calls_by_ids
from console.queries.history import history_of_call, timeline_of_call
from console.snapshots.calls import CallSnapshot, History, TimelineEntry
from console.ui.build import label, line
from console.ui.ticker import Ticker
from console.views.operations.call_head import CallHead
from console.views.operations.escalation_panel import EscalationPanel
from console.views.operations.notes import Notes
from console.views.operations.recommendations import Recommendations
from console.views.operations.wishes import Wishes
from console.views.parts.selection import Selection
from console.views.parts.timeline import Timeline
from console.views.parts.words import local

SETTLE_MS = 60  # a burst of changes makes one new recommendation
DRIFT_MS = 5_000  # units drive on: the ranking is looked at again


class CallDetail(QScrollArea):
    """Shows the chosen call; a newer picture of it never takes the focus, the scroll or a half-typed note."""

    def __init__(self, desk: Desk, selection: Selection, wishes: Wishes, advisor: Advisor, ticker: Ticker) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._desk, self._store = desk, desk.store
        self._selection, self._wishes, self._advisor = selection, wishes, advisor
        self._call: CallSnapshot | None = None
        self._questions = 0  # how often a routing server was asked
        self._answered = 0  # the last question whose answer is shown
        self._answered_for: tuple[CallId, bool] | None = None  # the call, and whether somebody was on it
        self.head = CallHead(desk, wishes)
        self.escalations = EscalationPanel(desk.store, wishes)
        self.recommendations = Recommendations()
        self.timeline = Timeline(self._moment)
        self.notes = Notes(self.timeline.note, wishes, self.timeline.say_unsaved)
        self.recommendations.may_send = desk.may(Permission.DISPATCH)
        self.timeline.note.setEnabled(desk.may(Permission.WRITE_NOTE))
        self._empty = label("", "dim", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._drift = QTimer(self, interval=DRIFT_MS)
        self._lay_out()
        self._connect(ticker)
        self._choose(selection.call_id)

    def _moment(self, at: datetime) -> str:
        old = self._store.now() - at > timedelta(hours=20)
        return local(at, self._store, "%d %b %H:%M" if old else "%H:%M:%S")

    @property
    def call(self) -> CallSnapshot | None:
        """The call that is shown."""
        return self._call

    def _lay_out(self) -> None:
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        body = QWidget()
        body.setObjectName("panelBody")
        whole = QVBoxLayout(body)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self._parts: list[QWidget] = [
            self.head, self.escalations, line(), self.recommendations, line(), self.timeline
        ]  # fmt: skip
        for part in self._parts:
            whole.addWidget(part, 1 if part is self.timeline else 0)
        self.timeline.setMinimumHeight(190)
        self._empty.setContentsMargins(18, 16, 18, 16)
        whole.addWidget(self._empty, 1)
        self.setWidget(body)

    def _connect(self, ticker: Ticker) -> None:
        self._selection.call_changed.connect(self._choose)
        self._store.calls.upserted.connect(self._on_calls)
        self._store.calls.removed.connect(self._on_calls)
        self._store.calls.reset.connect(lambda: self._choose(self._selection.call_id))
        self._store.timeline_grew.connect(self._on_timeline)
        self._store.units.upserted.connect(lambda _changed: self._settle.start())
        self._settle.timeout.connect(self._advise)
        self._drift.timeout.connect(self._advise)
        self._drift.start()
        ticker.beat.connect(self.head.tick)
        self.timeline.note_entered.connect(self._on_note)
        self.escalations.answered.connect(self.recommendations.view.setFocus)
        self.recommendations.dispatch_requested.connect(self._on_dispatch)
        self.recommendations.medic_requested.connect(self._on_dispatch)

    def _choose(self, call_id: CallId | None) -> None:
        self.notes.show_for(call_id)
        self.timeline.clear()
        call = self._store.calls.get(call_id)
        if call is None and call_id is not None:
            # Taken a moment ago, or closed longer ago than the desk's window: read it. Until it is here Enter must
            # not send a team to the call that was shown before.
            self._call = None
            self.recommendations.forget()
            self._desk.ask(calls_by_ids, [call_id]).then(self._found)
            return
        self._show(call)

    def _found(self, calls: list[CallSnapshot]) -> None:
        if calls and calls[0].id == self._selection.call_id:
            self._show(self._store.calls.get(calls[0].id) or calls[0])

    def _show(self, call: CallSnapshot | None) -> None:
        self._call, self._answered_for = call, None
        for part in self._parts:
            part.setVisible(call is not None)
        self._empty.setVisible(call is None)
        if call is None:
            some = len(self._store.calls) > 0
            self._empty.setText(
                "No call is chosen.\n\n↑ ↓ in the call list (F4) choose one, F2 takes a new one, F9 is for commands."
                if some
                else "No calls yet.\n\nPress F2 to take the first one. Its level, the recommended teams and its "
                "timeline appear here."
            )
            self.recommendations.marked.emit(None)
        else:
            self.head.show_call(call)
            self.recommendations.setVisible(call.is_open)
            self.recommendations.start_over(covered=bool(call.active))
            self.escalations.show_for(call.id)
            self._advise()
            self._ask_history(call)
            self._ask_timeline(call.id)

    def _on_calls(self, changed: list[CallSnapshot]) -> None:
        for call in changed:
            if self._call is not None and call.id == self._call.id:
                self._call = call
                self.head.show_call(call)
                self.recommendations.setVisible(call.is_open)
                self._settle.start()
            elif self._call is None and call.id == self._selection.call_id:
                self._show(call)
        if self._call is None and self._selection.call_id is None:
            self._show(None)

    def _on_timeline(self, call_ids: set[CallId]) -> None:
        if self._call is not None and self._call.id in call_ids:
            self._ask_timeline(self._call.id)

    def _ask_timeline(self, call_id: CallId) -> None:
        def show(entries: list[TimelineEntry]) -> None:
            if self._call is not None and self._call.id == call_id:
                self.timeline.show_entries(entries)

        self._desk.ask(timeline_of_call, call_id).then(show)

    def _ask_history(self, call: CallSnapshot) -> None:
        def show(history: History) -> None:
            if self._call is not None and self._call.id == call.id:
                self.head.show_history(history)

        self._desk.ask(history_of_call, call.id).then(show)

    def _advise(self) -> None:
        call = self._call
        if call is None or not call.is_open:
            return
        covered = bool(call.active)
        asks = self._advisor.has_server
        if not asks or self._answered_for != (call.id, covered):  # else the list would flip to and fro
            self.recommendations.show_recommendation(self._advisor.advise(call), covered=covered)
        if asks:
            self._questions += 1
            number = self._questions
            self._desk.start(self._advisor.refine(call)).then(lambda told: self._refined(number, call, told))

    def _refined(self, number: int, asked: CallSnapshot, told: Recommendation) -> None:
        covered = bool(asked.active)
        if self._call is None or (self._call.id, bool(self._call.active)) != (asked.id, covered):
            return
        if number > self._answered:  # an answer that was overtaken is not shown
            first = self._answered_for != (asked.id, covered)
            self._answered, self._answered_for = number, (asked.id, covered)
            self.recommendations.show_recommendation(told, covered=covered, better=first)

    def _on_note(self, text: str) -> None:
        if self._call is not None:
            self.notes.enter(text)

    def _on_dispatch(self, unit_id: UnitId) -> None:
        if self._call is not None:
            self._wishes.dispatch(self._call.id, [unit_id], self._call)
