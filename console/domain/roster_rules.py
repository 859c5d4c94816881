"""The rules of rosters as data: a name, how strongly it binds, and a sentence that a coordinator understands."""

from collections.abc import Sequence
from dataclasses import dataclass

from console.domain.ids import ResponderId, TeamId
from console.domain.rosters import Strength


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, how strongly it binds, what it asks as a coordinator reads it, and two words for a mark."""

    name: str
    strength: Strength
    asks: str
    mark: str


RULES: dict[str, Rule] = {
    one.name: one
    for one in (
        Rule("seat", Strength.HARD, "A seat is taken by somebody of its discipline.", "wrong discipline"),
        Rule("double", Strength.HARD, "Nobody is in two places at once.", "twice at once"),
        Rule("away", Strength.HARD, "Nobody works in approved time off, or while they are sick.", "away"),
        Rule("licence", Strength.HARD, "A clinician has a licence that is valid on the day.", "no licence"),
        Rule("training", Strength.HARD, "An officer holds the crisis training, valid on the day.", "no training"),
        Rule("need", Strength.HARD, "The team has among it what its shift asks for.", "lacks a skill"),
        Rule("contract", Strength.FIRM, "Whoever is rostered has a contract.", "no contract"),
        Rule("available", Strength.FIRM, "People work within the hours at which they are available.", "not available"),
        Rule("rest", Strength.FIRM, "Between two shifts lies the rest of the contract or the shift.", "short rest"),
        Rule("week hours", Strength.FIRM, "No more hours in a week than the contract allows.", "hours in week"),
        Rule("week shifts", Strength.FIRM, "No more shifts in a week than the contract allows.", "shifts in week"),
        Rule("hours", Strength.FIRM, "No more hours in four weeks than the contract allows.", "too many hours"),
        Rule("run", Strength.FIRM, "No more days in a row than the contract allows.", "days in a row"),
        Rule("weekends", Strength.FIRM, "No more weekends than the contract allows.", "weekends"),
        Rule("nights", Strength.FIRM, "No more nights than the contract allows.", "nights"),
        Rule("never together", Strength.FIRM, "People who must not ride together do not.", "never together"),
        Rule("wish", Strength.SOFT, "Wishes are met.", "wish"),
        Rule("partner", Strength.SOFT, "People ride with their usual partner.", "partner"),
        Rule("zone", Strength.SOFT, "People work in their home zone.", "other zone"),
        Rule("alone", Strength.SOFT, "Hours are shared evenly.", "hours uneven"),
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


def firm_told(count: int) -> str:
    """How many firm rules a roster breaks, as a sentence."""
    return f"{count} firm {'rule is' if count == 1 else 'rules are'} broken."


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


# Which rule each weight is for, by the weight's name.
WEIGHED = {"wish": "wish", "usual_partner": "partner", "home_zone": "zone", "fairness": "alone"}
