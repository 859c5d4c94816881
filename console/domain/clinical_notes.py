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
    mine = consent is not None and consent.recorded_by_id == actor.account_id
    if consent is not None and consent.call_id == call_id and consent.in_force(at) and not mine:
        return Basis.CONSENT
    if (emergency or "").strip() and actor.may(Permission.EMERGENCY_READ):
        return Basis.EMERGENCY
    return None
