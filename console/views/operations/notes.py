"""Notes as they are typed: one half-typed note for each call, sent once, out of the field only when it is kept."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from console.domain.ids import CallId, new_uuid
from console.errors import TandemError
from console.views.operations.wishes import Wishes


class Notes(QObject):
    """Stands behind the note field of the call card."""

    def __init__(self, field: QLineEdit, wishes: Wishes, say: Callable[[str], object]) -> None:
        super().__init__(field)
        self._field, self._wishes, self._say = field, wishes, say
        self._shown: CallId | None = None
        self._typed: dict[CallId, str] = {}
        self._sent: dict[CallId, str] = {}  # on its way to the database
        self._refused_for: set[CallId] = set()  # calls whose note was sent and not kept
        self._ids: dict[tuple[CallId, str], UUID] = {}  # the same words after a lost answer are the same note
        field.textEdited.connect(lambda _text: self._tell())

    def show_for(self, call_id: CallId | None) -> None:
        """Put the half-typed note of a call into the field, and keep the one that was there for its own call."""
        if call_id == self._shown:
            return
        if self._shown is not None:
            self._typed[self._shown] = self._field.text()
        self._shown = call_id
        self._field.setText(self._typed.pop(call_id, "") if call_id is not None else "")
        self._tell()

    def enter(self, text: str) -> None:
        """Send the note of the call that is shown; a second Enter while it is on its way does nothing."""
        call_id = self._shown
        if call_id is None or call_id in self._sent:
            return
        self._sent[call_id] = text
        self._refused_for.discard(call_id)
        self._tell()
        key = self._ids.setdefault((call_id, text), new_uuid())
        errand = self._wishes.note(call_id, text, key)
        errand.then(partial(self._kept, call_id)).otherwise(partial(self._refused, call_id))

    def _kept(self, call_id: CallId, _none: None) -> None:
        text = self._sent.pop(call_id)
        self._ids.pop((call_id, text), None)
        if call_id == self._shown:
            self._field.setText(_without(text, self._field.text()))
            self._tell()
        elif call_id in self._typed:
            self._typed[call_id] = _without(text, self._typed[call_id])

    def _refused(self, call_id: CallId, _fault: TandemError) -> None:
        del self._sent[call_id]  # the wish has said why; the text stays
        self._refused_for.add(call_id)
        self._tell()

    def _tell(self) -> None:
        """Say it as long as the words that were refused are in the field."""
        if self._shown in self._refused_for and not self._field.text().strip():
            self._refused_for.discard(self._shown)
        self._say("This note is not saved yet: Enter saves it." if self._shown in self._refused_for else "")


def _without(sent: str, typed: str) -> str:
    """What was typed since: words that go on from what was sent, or something else altogether."""
    rest = typed.strip().removeprefix(sent)
    return rest.lstrip() if not rest or rest[0].isspace() else typed
