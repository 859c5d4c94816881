"""The form for calls between the operator and the commands: new calls, edits, the point on the map."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.commands.take_calls import KEEP, amend_call, take_call
from console.desk.desk import Desk
from console.desk.errand import Errand
from console.domain.calls import CallDraft
from console.domain.ids import CallId
from console.errors import EditConflict, LinkDown, TandemError
from console.queries.calls import calls_by_ids
from console.snapshots.calls import CallSnapshot
from console.views.operations.call_fields import Fields, Held
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
        self._held: dict[CallId | None, Held] = {}  # what was left half-typed, by call; None is the new one
        self._unsaved: CallId | None = None  # refused because the database was away
        self.chosen: Callable[[], CallSnapshot | None] = lambda: None
        form.saved.connect(self._on_saved)
        form.left.connect(self._on_left_form)
        form.dropped.connect(self._on_dropped)
        desk.store.link_changed.connect(self._on_link)

    def start_new_call(self) -> None:
        """F2: the form comes up with what was last typed and left unsaved."""
        self._turn_to(None)

    def edit_call(self) -> None:
        """Change the chosen call's details; what was typed for it before is still there."""
        call = self.chosen()
        if call is not None and call.is_open:
            self._turn_to(call)

    def _turn_to(self, call: CallSnapshot | None) -> None:
        form = self._form
        shown, wanted = form.editing.id if form.editing else None, call.id if call else None
        self._pages.setCurrentWidget(form)
        form.place.setFocus()
        if form.is_busy:
            form.say("One moment, what you saved is on its way.")
            return
        if shown != wanted:
            if form.is_touched:
                self._held[shown] = form.hold()
            self._show(wanted, call)
        if call is not None and form.editing is not None and form.editing.version < call.version:
            form.take_newer(call)

    def _show(self, key: CallId | None, call: CallSnapshot | None) -> None:
        held = self._held.pop(key, None)
        if held is not None:
            self._form.resume(held)
        elif call is not None:
            self._form.edit(call)
        else:
            self._form.clear()

    def take_point(self, lat: float, lon: float) -> None:
        """A click on the map is the place."""
        self._pages.setCurrentWidget(self._form)
        self._form.take_point(lat, lon)

    def _on_saved(self, draft: CallDraft) -> None:
        call, sent = self._form.editing, self._form.fields()
        self._form.set_busy(True)
        refused = partial(self._refused, draft.id)
        if call is None:
            # Under the draft's own id: a second press, or one after a lost answer, takes no second call.
            self._desk.run_once(draft.id, take_call, draft).then(
                lambda number: self._taken(draft, sent, number)
            ).otherwise(refused)
        else:
            self._amend(call, draft).then(
                lambda _none: self._kept(call.id, sent, f"{call.number} changed")
            ).otherwise(refused)

    def _taken(self, draft: CallDraft, sent: Fields, number: str | None) -> None:
        in_front = self._pages.currentWidget() is self._form
        done = self._kept(draft.id, sent, f"{number or 'Call'} taken, level {draft.level.value}", again=number is None)
        if done and in_front:
            self._selection.choose_call(draft.id)
            self.taken.emit()

    def _kept(self, key: CallId, sent: Fields, said: str, *, again: bool = False) -> bool:
        """Give the place back to the card, unless something else was typed since; that stays, as an edit."""
        self._wishes.said(said, False)
        form = self._form
        if form.key != key:
            return False
        form.set_busy(False)
        if again or form.fields() != sent:
            self._desk.ask(calls_by_ids, [key]).then(partial(self._go_on, key, sent))
            return False
        self._show(None, None)
        if self._pages.currentWidget() is form:
            self._pages.setCurrentWidget(self._card)
        return True

    def _go_on(self, key: CallId, sent: Fields, calls: list[CallSnapshot]) -> None:
        if calls and self._form.key == key:
            self._form.go_on(calls[0], sent)
            if not self._form.is_touched:
                self._show(None, None)
                self._pages.setCurrentWidget(self._card)

    def _refused(self, key: CallId, fault: TandemError) -> None:
        if self._form.key == key:
            self._form.refused(fault)
            self._unsaved = key if isinstance(fault, LinkDown) else None
        if self._form.key != key or self._pages.currentWidget() is not self._form:
            self._wishes.said(str(fault), True)
        if isinstance(fault, EditConflict):
            self._desk.ask(calls_by_ids, [key]).then(partial(self._take_newer, key))

    def _take_newer(self, key: CallId, calls: list[CallSnapshot]) -> None:
        if calls and self._form.key == key and self._form.editing is not None:
            self._form.take_newer(calls[0])

    def _amend(self, call: CallSnapshot, draft: CallDraft) -> Errand[None]:
        base, sent = self._form.base, self._form.fields()
        # One command for all of it: a second one would be refused for what the first one changed.
        return self._desk.run(
            amend_call, call.id, call.version, place=draft.place, point=draft.point, nature=draft.nature,
            source=draft.source, flags=draft.flags, needs=draft.needs,
            language=None if sent.language == base.language else draft.language or "",
            caller_name=draft.caller_name, caller_phone=draft.caller_phone,
            due_at=KEEP if sent.due == base.due else draft.due_at,
            level=None if sent.level == base.level else draft.level, note=draft.note,
        )  # fmt: skip

    def _on_link(self) -> None:
        if self._unsaved is not None and self._desk.can_write:
            if self._form.key == self._unsaved and not self._form.is_busy:
                self._form.say("The database is back. This is not saved yet: Ctrl+Enter saves it.")
            self._unsaved = None

    def _on_dropped(self) -> None:
        self._show(None, None)
        self._on_left_form()

    def _on_left_form(self) -> None:
        self._pages.setCurrentWidget(self._card)
        self.left.emit()
