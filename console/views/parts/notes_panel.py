"""The clinical notes of one call, listed without their bodies, opened for a minute; and its consents."""

from datetime import UTC, datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from console.commands.clinical_notes import revoke_consent
from console.desk.desk import Desk
from console.domain.clinical_notes import Basis
from console.domain.ids import CallId
from console.domain.roles import Permission
from console.errors import TandemError
from console.queries.clinical_notes import consents_of_call, notes_of_call
from console.snapshots.notes import ConsentSnapshot, NoteSnapshot
from console.ui.ask import ask_choice
from console.ui.build import button, label, line, row
from console.ui.notices import Notices
from console.views.parts.consent_form import RecordConsent
from console.views.parts.note_drafts import NoteDrafts
from console.views.parts.note_export import NoteExport
from console.views.parts.note_forms import OpenNote, WriteNote
from console.views.parts.note_page import OpenedNote
from console.views.parts.note_reader import NoteReader
from console.views.parts.note_words import consent_line, covers, note_line


class NotesPanel(QWidget):
    """Takes the place of the call card while it is open; Esc goes back, and nothing that was opened stays."""

    left = Signal()

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._desk, self._notices, self._window = desk, notices, window
        self._call_id: CallId | None = None
        self._number = ""
        self.notes: list[NoteSnapshot] = []
        self.consents: list[ConsentSnapshot] = []
        self._drafts = NoteDrafts()
        self._title = label("Clinical notes", "title")
        self._empty = label("", "dim", wrap=True)
        self.list, self.consent_list = QListWidget(), QListWidget()
        self.reader = NoteReader()
        self.exporting = NoteExport(window, desk, notices)
        self._open = button("Open …", self.open_note, "primary")
        self._write = button("Write a note …", self.write_note)
        self._record = button("Record a consent …", self.record_consent)
        self._revoke = button("Revoke …", self._ask_to_revoke)
        self.reader.export_requested.connect(self.exporting.ask)
        self.reader.concealed.connect(self._take_focus_back)
        self.list.itemActivated.connect(lambda _item: self.open_note())
        self.list.currentRowChanged.connect(lambda _row: self._follow_choice())
        self.consent_list.currentRowChanged.connect(lambda _row: self._follow_choice())
        self._lay_out()
        self.setFocusProxy(self.list)

    def show_for(self, call_id: CallId | None, number: str) -> None:
        """Show the notes of a call; what was opened of another one is let go of at once."""
        if call_id != self._call_id:
            self.reader.conceal()
            self._take([], [])
        self._call_id, self._number = call_id, number
        self._title.setText(f"Clinical notes of {number}" if number else "Clinical notes")
        self.refresh()

    def refresh(self) -> None:
        """Read what is there now; another desk may have written."""
        if self._call_id is not None:
            asked, actor = self._call_id, self._desk.actor
            self._desk.ask(notes_of_call, asked, actor).then(partial(self._ask_consents, asked))

    def conceal(self) -> None:
        """Let go of an opened note, as when the screen is locked."""
        self.reader.conceal()

    def open_note(self) -> None:
        """Ask for what the chosen note is needed, and open it."""
        note = self._chosen_note()
        if note is None:
            return
        consent, now = self._consent_of(note), datetime.now(UTC)
        covered = covers(note, consent, self._desk.actor.account_id, now)
        emergency = not covered and self._desk.may(Permission.EMERGENCY_READ)
        form = OpenNote(self._window, self._desk, note, consent, self._number, emergency=emergency)
        form.opened.connect(self._show_opened)

    def write_note(self) -> None:
        """Write a note on this call."""
        if self._call_id is not None and self._desk.may(Permission.WRITE_CLINICAL_NOTE):
            WriteNote(self._window, self._desk, self._call_id, self._drafts)

    def record_consent(self) -> None:
        """Record a consent for this call."""
        if self._call_id is not None and self._desk.may(Permission.RECORD_CONSENT):
            RecordConsent(self._window, self._desk, self._call_id, datetime.now(UTC))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show_opened(self, opened: OpenedNote) -> None:
        if opened.note.call_id == self._call_id:  # another one may have been chosen meanwhile
            self.reader.show_note(opened)

    def _ask_consents(self, asked: CallId, notes: list[NoteSnapshot]) -> None:
        self._desk.ask(consents_of_call, asked, self._desk.actor).then(partial(self._show, asked, notes))

    def _show(self, asked: CallId, notes: list[NoteSnapshot], consents: list[ConsentSnapshot]) -> None:
        if asked == self._call_id:
            self._take(notes, consents)

    def _take(self, notes: list[NoteSnapshot], consents: list[ConsentSnapshot]) -> None:
        now, store = datetime.now(UTC), self._desk.store
        self.notes, self.consents = notes, consents
        opened = self.reader.opened
        if opened is not None and opened.basis is Basis.CONSENT:
            consent = self._consent_of(opened.note)
            if consent is None or not consent.in_force(now):
                self.reader.conceal()
        _fill(self.list, [(one.id, note_line(one, self._consent_of(one), store, now)) for one in notes])
        _fill(self.consent_list, [(one.id, consent_line(one, store, now)) for one in consents])
        self.list.setVisible(bool(notes))
        self.consent_list.setVisible(bool(consents))
        self._empty.setVisible(not notes)
        self._empty.setText(
            "No clinical note on this call. “Write a note” adds one; dispatchers see only that there is one."
            if self._desk.may(Permission.WRITE_CLINICAL_NOTE)
            else "No clinical note on this call. A clinician writes them."
        )
        self._follow_choice()

    def _take_focus_back(self) -> None:
        if self.list.isVisible():
            self.list.setFocus()

    def _follow_choice(self) -> None:
        chosen = self._chosen_consent()
        self._open.setEnabled(self._chosen_note() is not None)
        self._revoke.setEnabled(chosen is not None and chosen.revoked_at is None)

    def _consent_of(self, note: NoteSnapshot) -> ConsentSnapshot | None:
        return next((one for one in self.consents if one.id == note.consent_id), None)

    def _chosen_note(self) -> NoteSnapshot | None:
        place = self.list.currentRow()
        return self.notes[place] if 0 <= place < len(self.notes) else None

    def _chosen_consent(self) -> ConsentSnapshot | None:
        place = self.consent_list.currentRow()
        return self.consents[place] if 0 <= place < len(self.consents) else None

    def _ask_to_revoke(self) -> None:
        consent = self._chosen_consent()
        if consent is None:
            return

        def revoke() -> None:
            errand = self._desk.run(revoke_consent, consent.id, consent.version)
            errand.then(lambda _none: self._notices.done("The consent is revoked")).otherwise(self._refused)

        ask_choice(
            self._window, "Revoke this consent?",
            "Notes that it covers are closed at once to those who read by it. It stays on record; there is no undo.",
            (("Keep it", lambda: None), ("Revoke", revoke)),
        )  # fmt: skip

    def _refused(self, fault: TandemError) -> None:
        self._notices.refused(str(fault))
        self.refresh()

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 16, 10)
        whole.setSpacing(8)
        whole.addLayout(row(self._title, None, button("Back", self.left.emit, tip="Esc")))
        self.list.setAccessibleName("Clinical notes")
        self.consent_list.setAccessibleName("Consents")
        for view in (self.list, self.consent_list):
            view.setWordWrap(True)
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMaximumHeight(220)
        self.consent_list.setMaximumHeight(160)
        whole.addWidget(self._empty)
        whole.addWidget(self.list, 2)
        whole.addLayout(row(self._open, self._write, None))
        whole.addWidget(self.reader, 3)
        whole.addWidget(line())
        whole.addWidget(label("Consents", "section"))
        whole.addWidget(self.consent_list, 1)
        whole.addLayout(row(self._record, self._revoke, None))
        whole.addStretch(1)
        self._write.setVisible(self._desk.may(Permission.WRITE_CLINICAL_NOTE))
        for act in (self._record, self._revoke):
            act.setVisible(self._desk.may(Permission.RECORD_CONSENT))
        self._take([], [])


def _fill(target: QListWidget, lines: list[tuple[UUID, str]]) -> None:
    """Show these lines; the one that was chosen stays chosen."""
    before = target.currentItem()
    chosen = before.data(Qt.ItemDataRole.UserRole) if before is not None else None
    target.clear()
    for key, text in lines:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, key)
        target.addItem(item)
    ids = [key for key, _text in lines]
    target.setCurrentRow(ids.index(chosen) if chosen in ids else 0 if ids else -1)
