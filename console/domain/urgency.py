"""The four urgency levels; 4 is worst (Virginia Marcus Alert, Los Angeles call-assessment matrix)."""

from enum import IntEnum


class Urgency(IntEnum):
    """Level of a call; comparable, so `max` gives the worst."""

    ROUTINE = 1
    MODERATE = 2
    URGENT = 3
    EMERGENT = 4

    @property
    def word(self) -> str:
        """The level's word on the screen."""
        return self.name.capitalize()

    @property
    def label(self) -> str:
        """Number and word together, as every badge shows them."""
        return f"{self.value} {self.name}"
