"""A closed call from outside, read and ready to be written as history."""

from dataclasses import dataclass
from datetime import datetime

from console.domain.geography import Point
from console.domain.ids import ZoneId
from console.domain.urgency import Urgency


@dataclass(frozen=True, slots=True)
class ImportedCall:
    """One closed call from outside; `key` is the same whenever the same call is imported again."""

    key: str
    external_number: str | None
    received_at: datetime
    approximate: bool
    nature: str
    level: Urgency
    place: str
    place_key: str
    point: Point | None
    zone_id: ZoneId | None
    closed_at: datetime
    disposition: str
    words: str  # what the file itself said, for the timeline
