"""Clinical notes on the call card: how many there are, and the way to them, for those who may read them."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.desk.desk import Desk
from console.domain.ids import CallId
from console.domain.roles import Permission
from console.queries.clinical_notes import notes_of_call
from console.snapshots.notes import NoteSnapshot
from console.ui.build import button
from console.ui.notices import Notices
from console.views.operations.call_detail import CallDetail
from console.views.parts.selection import Selection

if TYPE_CHECKING:
    from console.views.parts.notes_panel import NotesPanel


class Clinical(QObject):
    """A button beside the timeline's heading, and the panel that is made when it is first pressed."""

    def __init__(
        self, desk: Desk, selection: Selection, detail: CallDetail, stack: QStackedWidget, notices: Notices,
        window: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(window)
        self._desk, self._selection, self._detail, self._stack = desk, selection, detail, stack
        self._notices, self._window = notices, window
        self._counted: CallId | None = None
        self.panel: NotesPanel | None = None
        self.button = button("Clinical notes", self.open, "link", tip="Ctrl+Shift+N")
        self.may_read = desk.may(Permission.READ_CLINICAL_NOTE)
        if self.may_read:
            detail.timeline.add_act(self.button)
            selection.call_changed.connect(self._on_chosen)
            desk.store.timeline_grew.connect(self._on_timeline)
            desk.store.calls.reset.connect(lambda: self._on_chosen(selection.call_id))

    def open(self) -> None:
        """Show the notes of the chosen call in the place of its card."""
        panel = self._shown()
        if panel is not None:
            panel.setFocus()

    def write(self) -> None:
        """Write a note on the chosen call."""
        panel = self._shown()
        if panel is not None:
            panel.write_note()

    def record_consent(self) -> None:
        """Record a consent for the chosen call."""
        panel = self._shown()
        if panel is not None:
            panel.record_consent()

    def conceal(self) -> None:
        """Let go of an opened note, whatever hides or takes over the screen."""
        if self.panel is not None:
            self.panel.conceal()

    def _shown(self) -> "NotesPanel | None":
        call_id = self._selection.call_id
        if call_id is None:
            self._notices.done("Choose a call first (F4).")
            return None
        if self.panel is None:
            from console.views.parts.notes_panel import NotesPanel  # noqa: PLC0415  most desks never open it

            self.panel = NotesPanel(self._desk, self._notices, self._window)
            self.panel.left.connect(self._leave)
            self._stack.addWidget(self.panel)
        self.panel.show_for(call_id, self._number(call_id))
        self._stack.setCurrentWidget(self.panel)
        return self.panel

    def _number(self, call_id: CallId) -> str:
        call = self._desk.store.calls.get(call_id) or self._detail.call
        return call.number if call is not None and call.id == call_id else ""

    def _leave(self) -> None:
        self._stack.setCurrentWidget(self._detail)
        self.button.setFocus()

    def _on_chosen(self, call_id: CallId | None) -> None:
        if self.panel is not None and call_id != self._counted:
            self.panel.show_for(call_id, "")
            if self._stack.currentWidget() is self.panel:
                self._stack.setCurrentWidget(self._detail)
        self._counted = call_id
        self.button.setText("Clinical notes")
        self._count()

    def _on_timeline(self, call_ids: set[CallId]) -> None:
        if self._counted in call_ids:
            self._count()
            if self.panel is not None:
                self.panel.refresh()

    def _count(self) -> None:
        if self._counted is not None:
            asked = self._counted
            self._desk.ask(notes_of_call, asked, self._desk.actor).then(partial(self._say, asked))

    def _say(self, asked: CallId, notes: list[NoteSnapshot]) -> None:
        if asked == self._counted:
            self.button.setText(f"Clinical notes ({len(notes)})")
