"""What a ranking says: each unit's verdict and reasons, and the drive times that it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from console.snapshots.units import UnitSnapshot

FRESH_SECONDS = 60.0  # an older position is told beside the drive time that starts from it


class Verdict(StrEnum):
    """How a unit stands to the call."""

    FREE = "free"
    DIVERT = "divert"
    NO = "no"
    ON_IT = "on_it"


@dataclass(frozen=True, slots=True)
class Travel:
    """Drive times of the units in their order; None where no position is known; `note` says what they rest on."""

    seconds: Sequence[float | None]
    metres: Sequence[float | None]
    fix_age: Sequence[float | None]  # seconds of program time
    source: str = "estimate"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit with its verdict: `reasons` speak for it, `against` says why it is not recommended; `lacks`
    names what it does not bring because another team on the call does.
    """

    unit: UnitSnapshot
    verdict: Verdict
    seconds: float | None
    metres: float | None
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    leaves: str | None = None
    fix_age: float | None = None  # seconds since the position that the drive time starts from

    @property
    def aged(self) -> str:
        """What a drive time from an old position must say beside it; empty for a fresh one."""
        if self.seconds is None or self.fix_age is None or self.fix_age <= FRESH_SECONDS:
            return ""
        return f"position {int(self.fix_age // 60)} min old"

    @property
    def cautions(self) -> tuple[str, ...]:
        """What whoever sends it must know: what it lacks, how old its position is, what it leaves open."""
        return tuple(said for said in (*self.lacks, self.aged, self.leaves) if said)

    @property
    def minutes(self) -> int | None:
        """Drive time in whole minutes, rounded up: nobody arrives in 0 minutes."""
        return None if self.seconds is None else max(1, -int(-self.seconds // 60))


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Ranked teams, best first; then those that are not recommended, nearest first; the nearest free medic beside."""

    ranked: tuple[Candidate, ...]
    refused: tuple[Candidate, ...]
    more_refused: int
    medic: Candidate | None
    source: str
    note: str | None

    @property
    def best(self) -> Candidate | None:
        """The first choice."""
        return self.ranked[0] if self.ranked else None
