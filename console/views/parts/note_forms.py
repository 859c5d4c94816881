"""Questions about clinical notes: write one, open one for a purpose."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QPlainTextEdit, QWidget

from console.commands.clinical_notes import open_clinical_note, write_clinical_note
from console.desk.desk import Desk
from console.domain.clinical_notes import Basis
from console.domain.ids import CallId, new_uuid
from console.errors import TandemError
from console.queries.clinical_notes import consents_of_call, opening_basis, read_note
from console.snapshots.notes import ConsentSnapshot, NoteSnapshot
from console.ui.ask import Question
from console.ui.build import button, column, label, mark, row
from console.views.parts.note_drafts import NoteDraft, NoteDrafts
from console.views.parts.note_page import OpenedNote
from console.views.parts.note_words import state


class ClinicalQuestion(Question):
    """A question whose refusal is said in place, and that is not sent twice while the first answer is on its way."""

    def __init__(self, parent: QWidget, desk: Desk, heading: str, sentence: str) -> None:
        super().__init__(parent, heading, sentence)
        self._desk = desk
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self._typed_in: QWidget | None = None  # what had the keyboard when it was sent
        self.setMinimumWidth(560)

    def _finish_with(self, act: str, wish: Callable[[], object]) -> None:
        self.body.addWidget(self.fault)
        self.act = button(act, wish, "primary")
        self.act.setShortcut("Ctrl+Return")
        self.body.addLayout(row(label("Ctrl+Enter confirms", "small"), None, button("Back", self.close), self.act))

    def _set_busy(self, busy: bool) -> None:
        """What is on its way is not changed; after a refusal the keyboard is where it was."""
        if busy:
            self._typed_in = self.focusWidget()
        for line in self.findChildren(QLineEdit):
            line.setReadOnly(busy)
        for text in self.findChildren(QPlainTextEdit):
            text.setReadOnly(busy)
        for choice in (*self.findChildren(QCheckBox), *self.findChildren(QComboBox), self.act):
            choice.setEnabled(not busy)
        if not busy and self._typed_in is not None:
            self._typed_in.setFocus()
            self._typed_in = None

    def _refused(self, fault: TandemError) -> None:
        self._set_busy(False)
        self.fault.setText(str(fault))
        self.fault.show()


class WriteNote(ClinicalQuestion):
    """A note is never changed; what is half-written stays with its call until it is saved or dropped."""

    def __init__(self, parent: QWidget, desk: Desk, call_id: CallId, drafts: NoteDrafts) -> None:
        super().__init__(
            parent, desk, "Write a clinical note",
            "Only clinicians and leads read it, each time on record. A correction is another note.",
        )  # fmt: skip
        self._where, self._drafts = (desk.actor.account_id, call_id), drafts
        self._draft = drafts.of(*self._where)
        self._offered = False
        self.text = QPlainTextEdit(self._draft.text)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(160)
        self.text.setAccessibleName("Note")
        self.part2 = QCheckBox("It holds what 42 CFR part 2 protects (substance use)")
        self.part2.setChecked(self._draft.part2)
        self.consent = QComboBox()
        self.consent.setAccessibleName("Consent")
        self.consent.addItem("No consent yet: only you read it, and a lead in an emergency", None)
        self.consent.setVisible(self._draft.part2)
        self.part2.toggled.connect(self.consent.setVisible)
        for part in (self.text, self.part2, self.consent):
            self.body.addWidget(part)
        self._finish_with("Save", self._save)
        self.open()
        self.text.setFocus()
        desk.ask(consents_of_call, call_id, desk.actor).then(self._offer)

    def _offer(self, consents: Sequence[ConsentSnapshot]) -> None:
        now = datetime.now(UTC)
        ids: list[UUID | None] = [None]
        for one in consents:
            if one.in_force(now):
                self.consent.addItem(f"To {one.recipients}, {state(one, self._desk.store, now)}", one.id)
                ids.append(one.id)
        held, newest = self._draft.consent_id, min(1, len(ids) - 1)
        self.consent.setCurrentIndex(newest if not self._draft.part2 else ids.index(held) if held in ids else 0)
        self._offered = True

    def _typed(self) -> NoteDraft:
        part2 = self.part2.isChecked()
        chosen: UUID | None = self.consent.currentData() if self._offered else self._draft.consent_id
        return self._draft.retyped(self.text.toPlainText(), part2=part2, consent_id=chosen if part2 else None)

    def _save(self) -> None:
        self._set_busy(True)
        self._draft = draft = self._typed()
        errand = self._desk.run_once(
            draft.key, write_clinical_note, draft.key, self._where[1], draft.text, part2=draft.part2,
            consent_id=draft.consent_id,
        )  # fmt: skip
        # The drafts hear of it even where Esc was first.
        errand.then(partial(self._drafts.saved, *self._where, draft.key)).then(self.finish).otherwise(self._refused)

    def done(self, result: int) -> None:
        """However it is left: by Esc, by its buttons, with its window."""
        self._drafts.keep(*self._where, self._typed())
        super().done(result)


class OpenNote(ClinicalQuestion):
    """Asks for the purpose once; an emergency is marked as what it is, and offered only where it is needed."""

    opened = Signal(object)  # OpenedNote

    def __init__(
        self, parent: QWidget, desk: Desk, note: NoteSnapshot, consent: ConsentSnapshot | None, number: str, *,
        emergency: bool,
    ) -> None:  # fmt: skip
        super().__init__(
            parent, desk, "Open this clinical note?",
            "For what do you need it? That you opened it, when and for what is on record.",
        )  # fmt: skip
        self._note, self._consent, self._number = note, consent, number
        self._opening = new_uuid()
        self._asked: tuple[str, str | None] | None = None
        self.purpose = QLineEdit()
        self.purpose.setMaxLength(200)
        self.purpose.setPlaceholderText("Purpose, such as hand-over of care")
        self.purpose.setAccessibleName("Purpose")
        self.reason = QLineEdit()
        self.reason.setMaxLength(400)
        self.reason.setPlaceholderText("What makes this a medical emergency")
        self.reason.setAccessibleName("Emergency reason")
        self.body.addWidget(self.purpose)
        alarm = QFrame()
        alarm.setObjectName("alarm")
        told = "EMERGENCY: no consent covers you. With a reason you open it under 42 CFR 2.51, and answer for it."
        inner = column(label(told, wrap=True), self.reason)
        inner.setContentsMargins(10, 8, 10, 10)
        alarm.setLayout(inner)
        alarm.setVisible(emergency)
        self.body.addWidget(alarm)
        self._finish_with("Open", self._open)
        self.purpose.returnPressed.connect(self._open)
        self.open()
        self.purpose.setFocus()

    def _open(self) -> None:
        if not self.act.isEnabled():
            return
        if not self.purpose.text().strip():
            mark(self.purpose, "wrong", True)
            self.purpose.setPlaceholderText("A purpose is needed")
            return
        asked = self.purpose.text().strip(), self.reason.text().strip() or None
        if asked != self._asked:  # the same words after a lost answer are the same opening
            self._opening, self._asked = new_uuid(), asked
        self._set_busy(True)
        errand = self._desk.run_once(self._opening, open_clinical_note, self._note.id, self._opening, *asked)
        errand.then(self._read).otherwise(self._refused)

    def _read(self, basis: Basis | None) -> None:
        if basis is None:  # it was opened before, and the answer was lost
            self._desk.ask(opening_basis, self._opening, self._desk.actor).then(self._read).otherwise(self._refused)
            return
        errand = self._desk.ask(read_note, self._opening, self._desk.actor)
        errand.then(partial(self._show, basis)).otherwise(self._not_read)

    def _not_read(self, fault: TandemError) -> None:
        self._asked = None  # the next try opens it anew: this opening may be over
        self._refused(fault)

    def _show(self, basis: Basis, body: str) -> None:
        _purpose, reason = self._asked or ("", None)
        told = reason if basis is Basis.EMERGENCY else None
        self.opened.emit(
            OpenedNote(self._note, body, basis, told, self._consent, self._opening, self._desk.actor.account_id,
                       self._number)
        )  # fmt: skip
        self.close()
