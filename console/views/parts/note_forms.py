"""Questions about clinical notes: write one, open one for a purpose, record a consent."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLineEdit, QPlainTextEdit, QWidget

from console.commands.clinical_notes import ConsentDraft, open_clinical_note, record_consent, write_clinical_note
from console.desk.desk import Desk
from console.domain.clinical_notes import Basis
from console.domain.ids import CallId, new_uuid
from console.errors import BadInput, TandemError
from console.queries.clinical_notes import consents_of_call, read_note
from console.snapshots.notes import ConsentSnapshot, NoteSnapshot
from console.ui.ask import Question
from console.ui.build import button, column, label, mark, row
from console.views.parts.note_page import OpenedNote
from console.views.parts.note_words import state
from console.views.parts.typed_times import typed_moment


class _Clinical(Question):
    """A question whose refusal is said in place."""

    def __init__(self, parent: QWidget, desk: Desk, heading: str, sentence: str) -> None:
        super().__init__(parent, heading, sentence)
        self._desk = desk
        self.fault = label("", "error", wrap=True)
        self.fault.hide()
        self.setMinimumWidth(560)

    def _finish_with(self, act: str, wish: Callable[[], object]) -> None:
        self.body.addWidget(self.fault)
        made = button(act, wish, "primary")
        made.setShortcut("Ctrl+Return")
        self.body.addLayout(row(label("Ctrl+Enter confirms", "small"), None, button("Back", self.close), made))

    def _refused(self, fault: TandemError) -> None:
        self.fault.setText(str(fault))
        self.fault.show()


class WriteNote(_Clinical):
    """A note is never changed; what is half-written stays with its call until it is saved or dropped."""

    left = Signal(str)  # what was not saved

    def __init__(self, parent: QWidget, desk: Desk, call_id: CallId, draft: str) -> None:
        super().__init__(
            parent, desk, "Write a clinical note",
            "Only clinicians and leads read it, each time on record. A correction is another note.",
        )  # fmt: skip
        self._call_id = call_id
        self._saved = False
        self.text = QPlainTextEdit(draft)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(160)
        self.text.setAccessibleName("Note")
        self.part2 = QCheckBox("It holds what 42 CFR part 2 protects (substance use)")
        self.consent = QComboBox()
        self.consent.setAccessibleName("Consent")
        self.consent.addItem("No consent yet: only you read it, and a lead in an emergency", None)
        self.consent.hide()
        self.part2.toggled.connect(self.consent.setVisible)
        for part in (self.text, self.part2, self.consent):
            self.body.addWidget(part)
        self._finish_with("Save", self._save)
        self.open()
        self.text.setFocus()
        desk.ask(consents_of_call, call_id, desk.actor).then(self._offer)

    def _offer(self, consents: Sequence[ConsentSnapshot]) -> None:
        now = datetime.now(UTC)
        for one in consents:
            if one.in_force(now):
                self.consent.addItem(f"To {one.recipients}, {state(one, self._desk.store, now)}", one.id)
        self.consent.setCurrentIndex(min(1, self.consent.count() - 1))  # the newest that holds

    def _save(self) -> None:
        part2 = self.part2.isChecked()
        errand = self._desk.run(
            write_clinical_note, new_uuid(), self._call_id, self.text.toPlainText(), part2=part2,
            consent_id=self.consent.currentData() if part2 else None,
        )  # fmt: skip
        errand.then(self._done).otherwise(self._refused)

    def _done(self, _none: object) -> None:
        self._saved = True
        self.close()

    def done(self, result: int) -> None:
        """However it is left: by Esc, by its buttons, with its window."""
        self.left.emit("" if self._saved else self.text.toPlainText())
        super().done(result)


class OpenNote(_Clinical):
    """Asks for the purpose once; an emergency is marked as what it is, and offered only where it is needed."""

    opened = Signal(object)  # OpenedNote

    def __init__(
        self, parent: QWidget, desk: Desk, note: NoteSnapshot, consent: ConsentSnapshot | None, *, emergency: bool
    ) -> None:
        super().__init__(
            parent, desk, "Open this clinical note?",
            "For what do you need it? That you opened it, when and for what is on record.",
        )  # fmt: skip
        self._note, self._consent = note, consent
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
        if not self.purpose.text().strip():
            mark(self.purpose, "wrong", True)
            self.purpose.setPlaceholderText("A purpose is needed")
            return
        opening, reason = new_uuid(), self.reason.text().strip() or None
        errand = self._desk.run(open_clinical_note, self._note.id, opening, self.purpose.text().strip(), reason)
        errand.then(partial(self._read, opening, reason)).otherwise(self._refused)

    def _read(self, opening: object, reason: str | None, basis: Basis | None) -> None:
        errand = self._desk.ask(read_note, opening, self._desk.actor)  # type: ignore[arg-type]
        errand.then(partial(self._show, basis or Basis.CARE, reason)).otherwise(self._refused)

    def _show(self, basis: Basis, reason: str | None, body: str) -> None:
        told = reason if basis is Basis.EMERGENCY else None
        self.opened.emit(OpenedNote(self._note, body, basis, told, self._consent))
        self.close()


class RecordConsent(_Clinical):
    """Everything that 42 CFR 2.31 asks a consent to say, each in a field of its own."""

    def __init__(self, parent: QWidget, desk: Desk, call_id: CallId, now: datetime) -> None:
        super().__init__(parent, desk, "Record a consent", "As it was signed. Who records it does not read by it.")
        self._call_id = call_id
        self._zone = desk.store.program.zone if desk.store.program else None
        today = now.astimezone(self._zone)
        self.fields: dict[str, QLineEdit] = {}
        for name, told, most, typed in (
            ("person", "Person who consents", 120, ""),
            ("discloser", "Who may disclose, such as the mobile crisis clinic", 200, ""),
            ("information", "What may be disclosed", 4_000, ""),
            ("recipients", "To whom", 400, ""),
            ("purpose", "For what", 200, ""),
            ("signed", "Signed (2026-03-14, or with 08:30)", 20, f"{today:%Y-%m-%d}"),
            ("ends", "Ends (2026-03-14)", 20, f"{today + timedelta(days=90):%Y-%m-%d}"),
        ):
            field = QLineEdit(typed)
            field.setMaxLength(most)
            field.setAccessibleName(told)
            self.fields[name] = field
            self.body.addWidget(label(told, "small"))
            self.body.addWidget(field)
        self.body.setSpacing(5)
        self._finish_with("Record", self._record)
        self.open()
        self.fields["person"].setFocus()

    def _record(self) -> None:
        typed = {name: field.text().strip() for name, field in self.fields.items()}
        try:
            signed = typed_moment(typed["signed"], self._zone)
            ends = typed_moment(typed["ends"], self._zone, end=True)
        except BadInput as fault:
            self._refused(fault)
            return
        if signed is None or ends is None:
            self._refused(BadInput("A consent says when it was signed and when it ends."))
            return
        draft = ConsentDraft(
            typed["person"], typed["discloser"], typed["information"], typed["recipients"], typed["purpose"], signed,
            ends,
        )  # fmt: skip
        errand = self._desk.run(record_consent, new_uuid(), self._call_id, draft)
        errand.then(self.finish).otherwise(self._refused)
