"""Clinical notes are written, opened by an opening on record, and covered by consents."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select, text

from console.commands.bulk import audit_bulk
from console.commands.ground import expect, found, reason_given, say
from console.db.unit_of_work import UnitOfWork
from console.domain.clinical_notes import Basis, ConsentTerms, basis_of, leaving_basis
from console.domain.ids import AccountId, CallId
from console.domain.roles import Permission
from console.errors import BadInput, NotFound, NotPermitted, RuleBroken
from console.models.calls import Call
from console.models.notes import ClinicalNote, Consent, NoteOpening

_OPEN = text("SELECT tandem.open_note(:note, :opening, :purpose, :emergency)")
_LEAVING = text("SELECT tandem.leaving_basis(:note, :opening)")


@dataclass(frozen=True, slots=True)
class ConsentDraft:
    """What 42 CFR 2.31 asks a consent to say; times are real time."""

    person: str
    discloser: str
    information: str
    recipients: str
    purpose: str
    signed_at: datetime
    expires_at: datetime


async def write_clinical_note(
    uow: UnitOfWork, note_id: UUID, call_id: CallId, body: str, *, part2: bool = False, consent_id: UUID | None = None
) -> None:
    """Add a note to a call; it is never changed, a correction is another note.

    Raises:
        BadInput: it is empty.
    """
    uow.require(Permission.WRITE_CLINICAL_NOTE)
    await found(uow, Call, call_id, "call")
    if not body.strip():
        raise BadInput("The note is empty.")
    uow.session.add(
        ClinicalNote(
            id=note_id, call_id=call_id, author_id=uow.actor.account_id, author=uow.actor.name,
            written_at=datetime.now(UTC), part2=part2, consent_id=consent_id, body=body.strip(),
        )
    )  # fmt: skip
    # Everybody reads the timeline: that a note is protected, or that there is a consent, would say what it is about.
    say(uow, "clinical", "Clinical note written", call_id=call_id)


async def open_clinical_note(
    uow: UnitOfWork, note_id: UUID, opening: UUID, purpose: str, emergency: str | None = None
) -> Basis:
    """Record who opens a note, why and on what basis; the body is read afterwards, by that opening.

    Raises:
        NotPermitted: there is no basis; the refused attempt stays in the audit of a shared database's server only.
        RuleBroken: no purpose is given.
    """
    uow.require(Permission.READ_CLINICAL_NOTE)
    why = reason_given(purpose, "Opening a clinical note")
    if uow.is_shared:
        asked = {"note": note_id, "opening": opening, "purpose": why, "emergency": emergency}
        return Basis((await uow.session.execute(_OPEN, asked)).scalar_one())
    note = await uow.session.get(ClinicalNote, note_id)
    if note is None:
        raise NotFound("This note does not exist.")
    now = datetime.now(UTC)
    basis = basis_of(
        uow.actor, author_id=AccountId(note.author_id), call_id=CallId(note.call_id), part2=note.part2,
        consent=await _terms(uow, note.consent_id), at=now, emergency=emergency,
    )  # fmt: skip
    if basis is None:
        raise NotPermitted(
            "There is no consent in force for this protected note. A lead may open it in an emergency, with a reason."
        )
    uow.session.add(
        NoteOpening(
            id=opening, note_id=note_id, account_id=uow.actor.account_id, account=uow.actor.name, at=now,
            basis=basis.value, purpose=why, reason=emergency if basis is Basis.EMERGENCY else None,
        )
    )  # fmt: skip
    return basis


async def _terms(uow: UnitOfWork, consent_id: UUID | None) -> ConsentTerms | None:
    row = await uow.session.get(Consent, consent_id) if consent_id is not None else None
    if row is None:
        return None
    return ConsentTerms(
        CallId(row.call_id), row.signed_at, row.expires_at, row.revoked_at, AccountId(row.recorded_by_id)
    )


async def record_consent(uow: UnitOfWork, consent_id: UUID, call_id: CallId, draft: ConsentDraft) -> None:
    """Record a consent with all that it must say.

    Raises:
        BadInput: an element is missing, or it ends before it begins.
    """
    uow.require(Permission.RECORD_CONSENT)
    await found(uow, Call, call_id, "call")
    for name in ("person", "discloser", "information", "recipients", "purpose"):
        if not getattr(draft, name).strip():
            raise BadInput(f"A consent names the {name} (42 CFR 2.31).")
    if draft.expires_at <= draft.signed_at:
        raise BadInput("The consent ends before it was signed.")
    uow.session.add(
        Consent(
            id=consent_id, call_id=call_id, person=draft.person.strip(), discloser=draft.discloser.strip(),
            information=draft.information.strip(), recipients=draft.recipients.strip(), purpose=draft.purpose.strip(),
            signed_at=draft.signed_at, expires_at=draft.expires_at, recorded_by=uow.actor.name,
            recorded_by_id=uow.actor.account_id,
        )
    )  # fmt: skip


async def revoke_consent(uow: UnitOfWork, consent_id: UUID, expected: int) -> None:
    """End a consent now; it is kept, and notes it covered are closed to those who read on it.

    Raises:
        RuleBroken: it was revoked before.
    """
    uow.require(Permission.RECORD_CONSENT)
    consent = await found(uow, Consent, consent_id, "consent")
    await expect(uow, consent, consent.version, expected, "This consent")
    if consent.revoked_at is not None:
        raise RuleBroken(f"{consent.revoked_by} revoked this consent already.")
    consent.revoked_at, consent.revoked_by = datetime.now(UTC), uow.actor.name


async def note_exported(uow: UnitOfWork, note_id: UUID, opening: UUID) -> None:
    """Put on record that an opened note leaves the program, and on what basis; run before it does.

    Raises:
        NotPermitted: whoever passes it on did not open it.
        RuleBroken: it is protected, was not opened in an emergency, and no consent of another's recording holds.
    """
    uow.require(Permission.READ_CLINICAL_NOTE)
    columns = select(ClinicalNote.call_id, ClinicalNote.part2, ClinicalNote.consent_id)
    note = (await uow.session.execute(columns.where(ClinicalNote.id == note_id))).first()
    if note is None:
        raise NotFound("This note does not exist.")
    if uow.is_shared:
        told = (await uow.session.execute(_LEAVING, {"note": note_id, "opening": opening})).scalar()
        basis = Basis(told) if told is not None else None
    else:
        basis = leaving_basis(
            await _opened_on(uow, note_id, opening), uow.actor.account_id, call_id=CallId(note.call_id),
            part2=note.part2, consent=await _terms(uow, note.consent_id), at=datetime.now(UTC),
        )  # fmt: skip
    if basis is None:
        raise RuleBroken("There is no consent in force for this protected note: it may not leave the program.")
    consent = str(note.consent_id) if note.consent_id else None
    await audit_bulk(uow, "export", "clinical_note", str(note_id), {"consent": consent, "basis": basis.value})


async def _opened_on(uow: UnitOfWork, note_id: UUID, opening: UUID) -> Basis:
    held = await uow.session.get(NoteOpening, opening)
    if held is None or held.note_id != note_id or held.account_id != uow.actor.account_id:
        raise NotPermitted("A note is passed on by whoever opened it.")
    basis = Basis(held.basis)
    if basis is Basis.EMERGENCY:
        uow.require(Permission.EMERGENCY_READ)
    return basis
