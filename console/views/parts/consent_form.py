"""Asks for all that a consent says, as the person signed it."""

from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtWidgets import QLineEdit, QWidget

from console.commands.clinical_notes import ConsentDraft, record_consent
from console.desk.desk import Desk
from console.domain.ids import CallId, new_uuid
from console.errors import BadInput
from console.ui.build import label
from console.views.parts.note_forms import ClinicalQuestion
from console.views.parts.typed_times import typed_moment


class RecordConsent(ClinicalQuestion):
    """Everything that 42 CFR 2.31 asks a consent to say, each in a field of its own."""

    def __init__(self, parent: QWidget, desk: Desk, call_id: CallId, now: datetime) -> None:
        super().__init__(parent, desk, "Record a consent", "As it was signed. Who records it does not read by it.")
        self._call_id = call_id
        self._sent: tuple[ConsentDraft | None, UUID] = None, new_uuid()
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
        if draft != self._sent[0]:  # the same terms after a lost answer are the same consent
            self._sent = draft, new_uuid()
        key = self._sent[1]
        self._set_busy(True)
        errand = self._desk.run_once(key, record_consent, key, self._call_id, draft)
        errand.then(self.finish).otherwise(self._refused)
