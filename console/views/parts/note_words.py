"""How notes and consents are said in a list, without anything that they hold."""

from datetime import datetime

from console.domain.ids import AccountId
from console.snapshots.notes import ConsentSnapshot, NoteSnapshot
from console.store.store import Store
from console.views.parts.words import local


def note_line(note: NoteSnapshot, consent: ConsentSnapshot | None, store: Store, now: datetime) -> str:
    """Author, time, and whether it is protected and by what it may be read."""
    first = f"{local(note.written_at, store, '%d %b %H:%M')}  {note.author}"
    if not note.part2:
        return f"{first}\ncare note"
    return f"{first}\n42 CFR part 2 · {'no consent' if consent is None else f'consent {state(consent, store, now)}'}"


def consent_line(consent: ConsentSnapshot, store: Store, now: datetime) -> str:
    """To whom, for what, and whether it is in force."""
    return f"To {consent.recipients}, for {consent.purpose}\n{state(consent, store, now)} · {consent.recorded_by}"


def state(consent: ConsentSnapshot, store: Store, now: datetime) -> str:
    """In force, not yet, expired or revoked, with the moment."""
    if consent.revoked_at is not None:
        return f"revoked {local(consent.revoked_at, store, '%d %b %Y %H:%M')}"
    if now >= consent.expires_at:
        return f"expired {local(consent.expires_at, store, '%d %b %Y')}"
    if now < consent.signed_at:
        return f"from {local(consent.signed_at, store, '%d %b %Y')}"
    return f"in force until {local(consent.expires_at, store, '%d %b %Y')}"


def covers(note: NoteSnapshot, consent: ConsentSnapshot | None, reader: AccountId, now: datetime) -> bool:
    """Whether the reader needs no emergency for it; who recorded a consent does not read by it."""
    if not note.part2 or note.author_id == reader:
        return True
    return consent is not None and consent.in_force(now) and consent.recorded_by_id != reader
