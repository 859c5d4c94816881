"""The rules of rosters as data: a name, how strongly it binds, and a sentence that a coordinator understands."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from console.domain.ids import ResponderId, TeamId
from console.domain.rosters import Strength


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, how strongly it binds, and what it asks, as a coordinator reads it."""

    name: str
    strength: Strength
    asks: str


RULES: dict[str, Rule] = {
    one.name: one
    for one in (
        Rule("seat", Strength.HARD, "A seat is taken by somebody of its discipline."),
        Rule("double", Strength.HARD, "Nobody is in two places at once."),
        Rule("away", Strength.HARD, "Nobody works in approved time off, or while they are sick."),
        Rule("licence", Strength.HARD, "A clinician has a licence that is valid on the day."),
        Rule("training", Strength.HARD, "An officer holds the crisis training, valid on the day."),
        Rule("need", Strength.HARD, "The team has among it what its shift asks for."),
        Rule("contract", Strength.FIRM, "Whoever is rostered has a contract."),
        Rule("available", Strength.FIRM, "People work within the hours at which they are available."),
        Rule("rest", Strength.FIRM, "Between two shifts lies the rest of the contract."),
        Rule("week hours", Strength.FIRM, "Nobody works more hours in a week than the contract allows."),
        Rule("week shifts", Strength.FIRM, "Nobody works more shifts in a week than the contract allows."),
        Rule("hours", Strength.FIRM, "Nobody works more hours in four weeks than the contract allows."),
        Rule("run", Strength.FIRM, "Nobody works more days in a row than the contract allows."),
        Rule("weekends", Strength.FIRM, "Nobody works more weekends than the contract allows."),
        Rule("nights", Strength.FIRM, "Nobody works more nights than the contract allows."),
        Rule("never together", Strength.FIRM, "People who must not ride together do not."),
        Rule("wish", Strength.SOFT, "Wishes are met."),
        Rule("partner", Strength.SOFT, "People ride with their usual partner."),
        Rule("zone", Strength.SOFT, "People work in their home zone."),
        Rule("alone", Strength.SOFT, "Hours are shared evenly."),
    )
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that somebody on a seat breaks, said in one sentence; `weight` is what a soft one costs."""

    rule: str
    sentence: str
    team_id: TeamId
    responder_id: ResponderId | None = None
    weight: int = 0

    @property
    def strength(self) -> Strength:
        """How strongly the rule binds."""
        return RULES[self.rule].strength


_ORDER = {one: place for place, one in enumerate(Strength)}


def by_strength(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, the strongest first; those of one strength stay in their order."""
    return sorted(findings, key=lambda one: _ORDER[one.strength]) if len(findings) > 1 else list(findings)


@dataclass(frozen=True, slots=True)
class RosterRules:
    """The program's weights of the soft rules, and what shifts ask of everybody; 0 switches a soft rule off."""

    wish: int = 10
    usual_partner: int = 4
    home_zone: int = 2
    fairness: int = 5
    crisis_training: str = "CIT-40h"  # what an officer of a co-response team must hold; empty: nothing
    extra: dict[str, int] = field(default_factory=dict)
