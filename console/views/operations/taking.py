"""The form for calls between the operator and the commands: new calls, edits, the point on the map."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.commands.take_calls import amend_call, take_call
from console.desk.desk import Desk
from console.domain.calls import CallDraft
from console.snapshots.calls import CallSnapshot
from console.views.operations.call_form import CallForm
from console.views.operations.wishes import Wishes
from console.views.parts.selection import Selection


class Taking(QObject):
    """Brings the form to the front, saves what it holds, and gives the place back to the call card."""

    taken = Signal()  # a new call was saved and is chosen
    left = Signal()  # the operator left the form

    def __init__(
        self, desk: Desk, wishes: Wishes, selection: Selection, form: CallForm, pages: QStackedWidget, card: QWidget
    ) -> None:
        super().__init__(form)
        self._desk, self._wishes, self._selection = desk, wishes, selection
        self._form, self._pages, self._card = form, pages, card
        self.chosen: Callable[[], CallSnapshot | None] = lambda: None
        form.saved.connect(self._on_saved)
        form.left.connect(self._on_left_form)

    def start_new_call(self) -> None:
        """F2: the form comes up with what was last typed and left unsaved."""
        if self._form.editing is not None:
            self._form.clear()
        self._pages.setCurrentWidget(self._form)
        self._form.place.setFocus()

    def edit_call(self) -> None:
        """Change the chosen call's details."""
        call = self.chosen()
        if call is not None and call.is_open:
            self._form.edit(call)
            self._pages.setCurrentWidget(self._form)
            self._form.place.setFocus()

    def take_point(self, lat: float, lon: float) -> None:
        """A click on the map is the place."""
        self._pages.setCurrentWidget(self._form)
        self._form.take_point(lat, lon)

    def _on_saved(self, draft: CallDraft) -> None:
        if self._form.editing is not None:
            self._amend(self._form.editing, draft)
            return

        def taken(number: str | None) -> None:
            self._form.clear()
            self._pages.setCurrentWidget(self._card)
            self._selection.choose_call(draft.id)
            self._wishes.said(f"{number or 'Call'} taken, level {draft.level.value}", False)
            self.taken.emit()

        self._desk.run(take_call, draft).then(taken).otherwise(self._form.refused)

    def _amend(self, call: CallSnapshot, draft: CallDraft) -> None:
        def done(_none: None) -> None:
            self._form.clear()
            self._pages.setCurrentWidget(self._card)
            self._wishes.said(f"{call.number} changed", False)

        # One command for all of it: a second one would be refused for what the first one changed.
        self._desk.run(
            amend_call, call.id, call.version, place=draft.place, point=draft.point, nature=draft.nature,
            source=draft.source, flags=draft.flags, language=draft.language, needs=draft.needs,
            caller_name=draft.caller_name, caller_phone=draft.caller_phone, due_at=draft.due_at,
            level=draft.level, note=draft.note,
        ).then(done).otherwise(self._form.refused)  # fmt: skip

    def _on_left_form(self) -> None:
        self._pages.setCurrentWidget(self._card)
        self.left.emit()
