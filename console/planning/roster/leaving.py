"""Whether it helps that somebody leaves one of their shifts, told from the rules that stand in their way."""

from collections.abc import Callable, Sequence

from console.domain.rosters import Person
from console.planning.roster.ledger import Work

LONGEST_RUN = 15  # days: no contract allows longer ones

# What somebody breaks because of their other shifts, and which of those it helps to leave. Asked before the rules are,
# because most shifts are out of the question.
_HELPS: dict[str, Callable[[Work, Work], bool]] = {
    "double": lambda own, wanted: own.begins < wanted.ends and wanted.begins < own.ends,
    "rest": lambda own, wanted: abs((own.day - wanted.day).days) <= 4,
    "week hours": lambda own, wanted: own.week == wanted.week,
    "week shifts": lambda own, wanted: own.week == wanted.week,
    "hours": lambda own, _wanted: own.counts,
    "run": lambda own, wanted: abs((own.day - wanted.day).days) < LONGEST_RUN,
    "weekends": lambda own, _wanted: own.day.weekday() >= 5,
    "nights": lambda own, _wanted: own.is_night,
}
BY_OTHER_SHIFTS = frozenset(_HELPS)  # a rule that is not among them stands whatever shift somebody leaves


def may_help(own: Work, wanted: Work, broken: set[str]) -> bool:
    """Whether leaving one shift may mend all rules that are broken; False only when it certainly does not."""
    return all(_HELPS[rule](own, wanted) for rule in broken)


def surely_bends(person: Person, work: Work, works: Sequence[Work], days: int) -> bool:
    """Whether one more shift certainly breaks a rule: too near to another one, or too many hours.

    It spares asking all the rules of the many who are out of the question; what it lets pass is still asked.
    """
    contract = person.contract
    if contract is None:
        return True
    rest = contract.rest_minutes
    after = max(rest, work.rest) * 60
    if any(one.begins < work.ends + after and work.begins < one.ends + max(rest, one.rest) * 60 for one in works):
        return True
    minutes = sum(one.minutes for one in works if one.counts) + work.minutes
    return minutes > round(contract.most_minutes * days / 28)
