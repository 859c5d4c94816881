"""One opened clinical note as a page, with what 42 CFR part 2 asks to go with it."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from uuid import UUID

from console.domain.clinical_notes import NOTICE, Basis, leaving_basis
from console.domain.ids import AccountId
from console.snapshots.notes import ConsentSnapshot, NoteSnapshot
from console.store.store import Store
from console.views.parts.record import PAPER_STYLE
from console.views.parts.words import local

_WHEN = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """A note with its body, which lives as long as it is shown; `reason` is an emergency's, `consent` the note's.

    `opening` and `reader` are on record with it; `number` is its call's.
    """

    note: NoteSnapshot
    body: str
    basis: Basis
    reason: str | None
    consent: ConsentSnapshot | None
    opening: UUID
    reader: AccountId
    number: str

    def leaving(self, at: datetime) -> Basis | None:
        """On what basis it leaves the program now; None when it may not."""
        terms = self.consent.terms if self.consent is not None else None
        return leaving_basis(
            self.basis, self.reader, call_id=self.note.call_id, part2=self.note.part2, consent=terms, at=at
        )

    def refusal(self, at: datetime) -> str | None:
        """Why it may not leave the program now; None when it may. The command asks the same once more."""
        if self.leaving(at) is not None:
            return None
        return "There is no consent in force for this protected note: it may not leave the program."


def note_html(opened: OpenedNote, store: Store, printed_by: str, at: datetime) -> str:
    """The page as HTML; every typed word is escaped. A protected note carries the notice and its consent."""
    note, program = opened.note, store.program
    parts = [f"<html><head><style>{PAPER_STYLE}</style></head><body>"]
    if program is not None and program.is_training:
        parts.append('<p class="mark">TRAINING: this note is not about a real person.</p>')
    parts.append(f"<h1>Clinical note on call {escape(opened.number)}</h1>")
    name = program.name if program else ""
    parts.append(f'<p class="dim">{escape(name)} · printed {local(at, store, _WHEN)} by {escape(printed_by)}</p>')
    if note.part2:
        parts.append(f"<p><b>{escape(NOTICE)}</b></p>")
    facts = [("Written", local(note.written_at, store, _WHEN)), ("By", note.author), ("Note", str(note.id))]
    parts.append(_table(facts))
    body = escape(opened.body).replace("\n", "<br>")
    parts.append(f"<h2>Note</h2><p>{body}</p>")
    if note.part2:
        parts.append(_basis(opened, store, printed_by, at))
    parts.append("</body></html>")
    return "".join(parts)


def _basis(opened: OpenedNote, store: Store, printed_by: str, at: datetime) -> str:
    consent = opened.consent
    if consent is not None and opened.leaving(at) is Basis.CONSENT:
        return "<h2>Copy of the consent (42 CFR 2.32)</h2>" + _table(consent_lines(consent, store))
    facts = [("Medical emergency", opened.reason or ""), ("Disclosed by", printed_by), ("At", local(at, store, _WHEN))]
    return "<h2>Disclosed without consent in a medical emergency (42 CFR 2.51)</h2>" + _table(facts)


def consent_lines(consent: ConsentSnapshot, store: Store) -> list[tuple[str, str]]:
    """All that a consent says."""
    lines = [
        ("Person", consent.person), ("Who may disclose", consent.discloser), ("What", consent.information),
        ("To whom", consent.recipients), ("For what", consent.purpose),
        ("Signed", local(consent.signed_at, store, "%Y-%m-%d %H:%M")),
        ("Ends", local(consent.expires_at, store, "%Y-%m-%d %H:%M")), ("Recorded by", consent.recorded_by),
        ("Consent", str(consent.id)),
    ]  # fmt: skip
    if consent.revoked_at is not None:
        lines.append(("Revoked", f"{local(consent.revoked_at, store, '%Y-%m-%d %H:%M')} by {consent.revoked_by}"))
    return lines


def _table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td><b>{escape(name)}</b></td><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<table>{cells}</table>"
