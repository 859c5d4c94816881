"""The program that a desk is signed in to."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from console.domain.clock import ProgramClock
from console.domain.geography import Box
from console.domain.ids import ProgramId


class Mode(StrEnum):
    """Chosen when the program is created, never changed."""

    TRAINING = "training"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class ProgramSnapshot:
    """Name, mode, place and clock of the program."""

    id: ProgramId
    version: int
    name: str
    mode: Mode
    time_zone: str
    extent: Box | None
    clock: ProgramClock
    demo: str | None  # the demo city's name when the program plays one

    @property
    def is_training(self) -> bool:
        """Whether every screen, print and export carries the training mark."""
        return self.mode is Mode.TRAINING

    @property
    def zone(self) -> ZoneInfo:
        """The agency's time zone."""
        return ZoneInfo(self.time_zone)
