"""What a screen may show of clinical notes before they are opened, and of consents."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from console.domain.clinical_notes import ConsentTerms
from console.domain.ids import AccountId, CallId


@dataclass(frozen=True, slots=True)
class NoteSnapshot:
    """A note without its body."""

    id: UUID
    call_id: CallId
    author_id: AccountId
    author: str
    written_at: datetime
    part2: bool
    consent_id: UUID | None


@dataclass(frozen=True, slots=True)
class ConsentSnapshot:
    """A consent with all that it says."""

    id: UUID
    version: int
    call_id: CallId
    person: str
    discloser: str
    information: str
    recipients: str
    purpose: str
    signed_at: datetime
    expires_at: datetime
    recorded_by: str
    recorded_by_id: AccountId
    revoked_at: datetime | None
    revoked_by: str | None

    @property
    def terms(self) -> ConsentTerms:
        """What of it decides."""
        return ConsentTerms(self.call_id, self.signed_at, self.expires_at, self.revoked_at, self.recorded_by_id)

    def in_force(self, at: datetime) -> bool:
        """Whether it holds at a moment (real time)."""
        return self.terms.in_force(at)
