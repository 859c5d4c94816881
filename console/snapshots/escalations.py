"""Escalations and emergencies as screens see them."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.ids import CallId, EscalationId, UnitId


@dataclass(frozen=True, slots=True)
class EscalationSnapshot:
    """A rule that fired on a call; it stands until somebody answers for it."""

    id: EscalationId
    version: int
    call_id: CallId
    unit_id: UnitId | None
    rule: str
    sentence: str
    fired_at: datetime
    answered_at: datetime | None = None
    answered_by: str | None = None
    answer: str | None = None

    @property
    def stands(self) -> bool:
        """Whether nobody has answered for it yet."""
        return self.answered_at is None
