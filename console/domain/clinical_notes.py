"""Who may open a clinical note, and on what basis; a shared database holds the same rules in its own functions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.ids import AccountId, CallId
from console.domain.roles import Actor, Permission

OPENING_SECONDS = 60  # how long an opened note may be read

# 42 CFR 2.32(a), statement 1: it goes with every disclosure, and so does a copy of the consent.
NOTICE = (
    "This record which has been disclosed to you is protected by Federal confidentiality rules (42 CFR part 2). These "
    "rules prohibit you from using or disclosing this record, or testimony that describes the information contained in "
    "this record, in any civil, criminal, administrative, or legislative proceedings by any Federal, State, or local "
    "authority, against the patient, unless authorized by the consent of the patient, except as provided at 42 CFR "
    "2.12(c)(5) or as authorized by a court in accordance with 42 CFR 2.64 or 2.65."
)


class Basis(StrEnum):
    """Why a note may be opened."""

    AUTHOR = "author"
    CARE = "care"
    CONSENT = "consent"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class ConsentTerms:
    """What of a consent decides: whose call, from when to when, and who recorded it."""

    call_id: CallId
    signed_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    recorded_by_id: AccountId

    def in_force(self, at: datetime) -> bool:
        """Whether it holds at a moment (real time)."""
        return self.signed_at <= at < self.expires_at and self.revoked_at is None

    def covers(self, reader: AccountId, call_id: CallId, at: datetime) -> bool:
        """Whether this reader goes by it for a note of this call; nobody goes by one that they recorded."""
        return self.call_id == call_id and self.recorded_by_id != reader and self.in_force(at)


def basis_of(
    actor: Actor,
    *,
    author_id: AccountId,
    call_id: CallId,
    part2: bool,
    consent: ConsentTerms | None,
    at: datetime,
    emergency: str | None,
) -> Basis | None:
    """On what basis this actor may open a note now; None when they may not.

    Nobody reads on a consent that they recorded themselves. `emergency` is the reason that a lead gives (42 CFR 2.51).
    """
    if not actor.may(Permission.READ_CLINICAL_NOTE):
        return None
    if author_id == actor.account_id:
        return Basis.AUTHOR
    if not part2:
        return Basis.CARE
    if consent is not None and consent.covers(actor.account_id, call_id, at):
        return Basis.CONSENT
    if (emergency or "").strip() and actor.may(Permission.EMERGENCY_READ):
        return Basis.EMERGENCY
    return None


def leaving_basis(
    opened: Basis, reader: AccountId, *, call_id: CallId, part2: bool, consent: ConsentTerms | None, at: datetime
) -> Basis | None:
    """On what basis an opened note leaves the program now; None when it may not.

    An emergency stays one, whatever consent there is: its reader did not read by it.
    """
    if not part2 or opened is Basis.EMERGENCY:
        return opened
    return Basis.CONSENT if consent is not None and consent.covers(reader, call_id, at) else None
