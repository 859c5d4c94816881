"""What a bench prints: one JSON object per figure, with its limit."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; `better` says on which side of the limit it should lie."""

    bench: str
    figure: str
    value: float
    unit: str
    limit: float
    better: Literal["low", "high"]

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.value <= self.limit if self.better == "low" else self.value >= self.limit

    def as_json(self) -> str:
        """The line that `--json` prints."""
        return json.dumps({**asdict(self), "value": round(self.value, 3)})

    def as_text(self) -> str:
        """The line for a reader."""
        sign = "≤" if self.better == "low" else "≥"
        verdict = "holds" if self.holds else "MISSES"
        return f"{self.bench:10} {self.figure:46} {self.value:10.2f} {self.unit:4} {sign} {self.limit:g}  {verdict}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, the nearest rank.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values were measured")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
