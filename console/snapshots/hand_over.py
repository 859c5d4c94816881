"""A note of an open call as the hand-over page has it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LastNote:
    """When, what, by whom."""

    at: datetime
    text: str
    who: str
