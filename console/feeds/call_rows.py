"""What comes out of a call file: calls as the mapping reads them, and rows that it could not read."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.geography import Point
from console.domain.urgency import Urgency


@dataclass(frozen=True, slots=True)
class CallRow:
    """One row that can be imported; times in UTC."""

    row: int  # the physical line it begins in; the header is line 1
    key: str  # the same for the same call, however often and from whatever file it is read
    number: str | None
    received_at: datetime
    received_is_approximate: bool
    nature_code: str
    nature_text: str
    level: Urgency
    place: str
    point: Point | None
    zone: str | None
    closed_at: datetime | None
    disposition_code: str | None
    disposition_text: str | None
    remark: str | None  # what had to be decided to read the row


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that is not imported as it stands."""

    row: int
    reason: str
    fields: tuple[str, ...]
    duplicate_of: int | None = None  # the row that it repeats; then there is nothing to correct


class Unreadable(ValueError):  # a reason, not a fault of the program
    """A row cannot be read; the message is a reason for a person."""
