"""How a call ends: whether somebody is taken somewhere, where to, and the disposition it is cleared with."""

from collections.abc import Sequence
from random import Random

from console.domain.calls import RiskFlag
from console.domain.geography import Point, distance_m
from console.feeds.simulator.draws import picked
from console.snapshots.calls import CallSnapshot
from console.snapshots.places import ProviderSnapshot

_TRANSPORTED = {1: 0.03, 2: 0.12, 3: 0.3, 4: 0.55}  # invented for the demo: the share by level
_STAYED = {
    "settled": 0.46, "referred": 0.2, "evaluated": 0.1, "refused": 0.08, "gone": 0.08, "private": 0.05,
    "no_person": 0.03,
}  # fmt: skip
_SOBERING = frozenset({"intoxicated_person"})
_HOSPITAL = frozenset({"overdose", "unconscious_person", "sick_person", "suicide_attempt"})


def is_transported(dice: Random, level: int) -> bool:
    """Whether the team takes the person along."""
    return dice.random() < _TRANSPORTED[level]


def facility_for(call: CallSnapshot, here: Point, providers: Sequence[ProviderSnapshot]) -> ProviderSnapshot | None:
    """The nearest fitting provider that has a bed."""
    for kind in _kinds(call):
        fitting = [one for one in providers if one.kind == kind and one.beds_free]
        if fitting:
            return min(fitting, key=lambda one: distance_m(one.point, here))
    return None


def disposition_for(dice: Random, facility: ProviderSnapshot | None) -> str:
    """The code that the call is cleared with."""
    if facility is None:
        return picked(dice, _STAYED)
    return "hospital" if facility.kind == "hospital" else "facility"


def _kinds(call: CallSnapshot) -> tuple[str, ...]:
    if call.nature in _HOSPITAL or RiskFlag.MEDICAL in call.flags:
        return ("hospital", "crisis_center")
    if call.nature in _SOBERING:
        return ("sobering_center", "crisis_center")
    if RiskFlag.MINOR in call.flags:
        return ("youth_crisis_house", "hospital")
    if call.nature == "unsheltered_person":
        return ("shelter", "crisis_center")
    return ("crisis_center", "hospital")
