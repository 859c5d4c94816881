"""Reads what may be seen of a call's clinical notes and consents, and one body by its opening."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.clinical_notes import OPENING_SECONDS, Basis, ConsentTerms, basis_of
from console.domain.ids import AccountId, CallId
from console.domain.roles import Actor, Permission
from console.errors import NotPermitted
from console.models.notes import ClinicalNote, Consent, NoteOpening
from console.snapshots.notes import ConsentSnapshot, NoteSnapshot

_READ = text("SELECT tandem.read_note(:opening)")
_BASIS = text("SELECT tandem.opening_basis(:opening)")
_NOTE = ClinicalNote.__table__.c
_CONSENT = Consent.__table__.c


async def notes_of_call(session: AsyncSession, call_id: UUID, actor: Actor) -> list[NoteSnapshot]:
    """The notes of a call without their bodies, the oldest first; none for roles that may not read notes."""
    if not actor.may(Permission.READ_CLINICAL_NOTE):
        return []
    columns = (_NOTE.id, _NOTE.author_id, _NOTE.author, _NOTE.written_at, _NOTE.part2, _NOTE.consent_id)
    rows = await session.execute(select(*columns).where(_NOTE.call_id == call_id).order_by(_NOTE.written_at, _NOTE.id))
    return [
        NoteSnapshot(
            row.id, CallId(call_id), AccountId(row.author_id), row.author, row.written_at, row.part2, row.consent_id
        )
        for row in rows
    ]


async def consents_of_call(session: AsyncSession, call_id: UUID, actor: Actor) -> list[ConsentSnapshot]:
    """The consents of a call, the newest first; none for roles that may not read notes."""
    if not actor.may(Permission.READ_CLINICAL_NOTE):
        return []
    wanted = select(*_CONSENT).where(_CONSENT.call_id == call_id).order_by(_CONSENT.signed_at.desc())
    rows = await session.execute(wanted)
    return [
        ConsentSnapshot(
            id=row.id, version=row.version, call_id=CallId(row.call_id), person=row.person, discloser=row.discloser,
            information=row.information, recipients=row.recipients, purpose=row.purpose, signed_at=row.signed_at,
            expires_at=row.expires_at, recorded_by=row.recorded_by, recorded_by_id=AccountId(row.recorded_by_id),
            revoked_at=row.revoked_at, revoked_by=row.revoked_by,
        )
        for row in rows
    ]  # fmt: skip


async def read_note(session: AsyncSession, opening: UUID, actor: Actor) -> str:
    """The body of the note that was opened by this opening, within a minute and by its holder only.

    Raises:
        NotPermitted: the opening is another's, too old, or was never saved.
    """
    if session.get_bind().dialect.name == "postgresql":
        return str((await session.execute(_READ, {"opening": opening})).scalar_one())
    held = NoteOpening.__table__.c
    fresh = datetime.now(UTC) - timedelta(seconds=OPENING_SECONDS)
    wanted = (
        select(*_NOTE, held.reason)
        .join(NoteOpening.__table__, held.note_id == _NOTE.id)
        .where(held.id == opening, held.account_id == actor.account_id, held.at > fresh)
    )
    note = (await session.execute(wanted)).first()
    if note is None or not actor.may(Permission.READ_CLINICAL_NOTE):
        raise NotPermitted("A note is read after its opening was saved.")
    basis = basis_of(
        actor, author_id=AccountId(note.author_id), call_id=CallId(note.call_id), part2=note.part2,
        consent=await consent_terms(session, note.consent_id), at=datetime.now(UTC), emergency=note.reason,
    )  # fmt: skip
    if basis is None:  # revoked since it was opened
        raise NotPermitted("The consent for this note is no longer in force.")
    return str(note.body)


async def opening_basis(session: AsyncSession, opening: UUID, actor: Actor) -> Basis:
    """What one's own opening is on record as; for a wish that was done although its answer was lost.

    Raises:
        NotPermitted: the opening is another's, or was never saved.
    """
    if session.get_bind().dialect.name == "postgresql":
        told = (await session.execute(_BASIS, {"opening": opening})).scalar()
    else:
        held = NoteOpening.__table__.c
        wanted = select(held.basis).where(held.id == opening, held.account_id == actor.account_id)
        told = (await session.execute(wanted)).scalar()
    if told is None:
        raise NotPermitted("A note is read after its opening was saved.")
    return Basis(told)


async def consent_terms(session: AsyncSession, consent_id: UUID | None) -> ConsentTerms | None:
    """What of a consent decides; None where there is none."""
    row = await session.get(Consent, consent_id) if consent_id is not None else None
    if row is None:
        return None
    return ConsentTerms(
        CallId(row.call_id), row.signed_at, row.expires_at, row.revoked_at, AccountId(row.recorded_by_id)
    )
