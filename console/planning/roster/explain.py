"""Why a seat is open, and what could be done: counts first, then what keeps each person from it, then the repairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.ids import TeamId
from console.domain.qualifications import meets, need_word
from console.domain.roster_rules import Finding
from console.domain.rosters import Person, Strength
from console.planning.roster.checks import Checks
from console.planning.roster.counting import Reason, count_reasons
from console.planning.roster.plans import Repair, RepairKind, label_of
from console.planning.roster.repair import mend
from console.planning.roster.trial import Trial
from console.snapshots.rosters import Book, TeamSnapshot

MOST_REPAIRS = 6

# What is said of one person, and of several, whom a rule keeps from a seat.
_WORDS: dict[str, tuple[str, str]] = {
    "double": ("works at that time", "work at that time"), "away": ("is away", "are away"),
    "licence": ("has no valid licence", "have no valid licence"),
    "training": ("has no valid training", "have no valid training"),
    "contract": ("has no contract", "have no contract"),
    "available": ("is not available at these hours", "are not available at these hours"),
    "rest": ("would have too little rest", "would have too little rest"),
    "week hours": ("is at the hours of that week", "are at the hours of that week"),
    "week shifts": ("is at the shifts of that week", "are at the shifts of that week"),
    "hours": ("is at the hours of these weeks", "are at the hours of these weeks"),
    "run": ("would work too many days in a row", "would work too many days in a row"),
    "weekends": ("is at the most weekends", "are at the most weekends"),
    "nights": ("is at the most nights", "are at the most nights"),
    "never together": ("must not ride with this partner", "must not ride with this partner"),
    "need": ("lacks what the shift asks for", "lack what the shift asks for"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a seat is open: one sentence, the reasons behind it, and repairs that can be applied, the cheapest first."""

    sentence: str
    reasons: tuple[Reason, ...]
    fixes: tuple[Repair, ...]


def why_open(
    book: Book, team_id: TeamId, place: int, now: datetime, *, checks: Checks | None = None
) -> Explanation:  # fmt: skip
    """Why nobody sits on a seat; a shift that has begun gets reasons and no repairs."""
    asked = checks or Checks(book)
    team = asked.teams[team_id]
    discipline = team.seats[place].discipline
    label = label_of(asked.book, team)
    if team.seats[place].responder_id is not None:
        return Explanation(f"{label}: this seat is taken.", (), ())
    counts = count_reasons(asked, team, discipline)
    summary, reasons = _who_and_why(asked, team, place)
    if team.starts_at <= now:
        begun = Reason("This shift has begun: change it under Tonight.")
        return Explanation(summary, (begun, *counts, *reasons), ())
    plans = mend(asked, [(team, place)], now)
    repairs = [one for one in plans if one.kind is not RepairKind.OPEN][:MOST_REPAIRS]
    # Hours that are short somewhere explain nothing while somebody is free, or when nobody at all is qualified.
    rules = {one.rule for one in reasons}
    by_count = bool(counts) and None not in rules and bool(rules - {"need"})
    return Explanation(counts[0].sentence if by_count else summary, (*counts, *reasons), tuple(repairs))


def _who_and_why(checks: Checks, team: TeamSnapshot, place: int) -> tuple[str, list[Reason]]:
    """In one sentence how many people which rule keeps away; then rule by rule who they are."""
    trial, discipline = Trial(checks), team.seats[place].discipline
    people = [one for one in checks.people.values() if one.discipline is discipline]
    asked = _needs(checks, team, place)
    able = [one for one in people if _brings(one, team, asked)]
    groups: dict[str, list[Person]] = {}
    free: list[Person] = []
    for person in able:
        if person.id in team.members:
            continue
        told = trial.against(team, place, person)
        if not told or told[0].strength is Strength.SOFT:
            free.append(person)
        else:
            groups.setdefault(_binding(told).rule, []).append(person)
    ordered = sorted(groups.items(), key=lambda one: -len(one[1]))
    reasons = [Reason(_named(rule, held), rule, tuple(one.id for one in held)) for rule, held in ordered]
    words = " and ".join(need_word(one) for one in asked)
    with_need = f" with {words}" if asked else ""
    if asked:
        lacking = tuple(one.id for one in people if one not in able)
        said = f"{len(able)} of {len(people)} {discipline.value}s have {words}, which this shift asks for."
        reasons.insert(0, Reason(said, "need", lacking))
    if free:
        names = _names(free)
        reasons.insert(0, Reason(f"{names} could take it and break no rule.", None, tuple(one.id for one in free)))
        return f"{_count(len(free), discipline.value)}{with_need} could take it: nobody was put there yet.", reasons
    if not able:
        return f"The program has no {discipline.value}{with_need}.", reasons
    parts = ", ".join(f"{len(held)} {_WORDS[rule][len(held) > 1]}" for rule, held in ordered)
    if len(ordered) == 1:
        rule, held = ordered[0]
        whole = f"All {len(held)} {discipline.value}s" if len(held) > 1 else f"The only {discipline.value}"
        return f"{whole}{with_need} {_WORDS[rule][len(held) > 1]}.", reasons
    return f"None of the {len(able)} {discipline.value}s{with_need} can take it: {parts}.", reasons


def _binding(told: Sequence[Finding]) -> Finding:
    """The rule that binds: the strongest, and of several firm ones that of the longest span."""
    strongest = [one for one in told if one.strength is told[0].strength]
    for rule in ("away", "hours", "week hours"):
        if found := next((one for one in strongest if one.rule == rule), None):
            return found
    return strongest[0]


def _needs(checks: Checks, team: TeamSnapshot, place: int) -> list[str]:
    """What the shift asks for and nobody else of the team brings, when this is its last empty seat."""
    others = [seat for at, seat in enumerate(team.seats) if at != place]
    if any(seat.responder_id is None for seat in others):
        return []
    members = [checks.people[one.responder_id] for one in others if one.responder_id in checks.people]
    held = [one for member in members for one in member.qualifications]
    return [one for one in team.needs if not meets(one, held, team.day)]


def _brings(person: Person, team: TeamSnapshot, needs: Sequence[str]) -> bool:
    return all(meets(one, person.qualifications, team.day) for one in needs)


def _named(rule: str, held: Sequence[Person]) -> str:
    return f"{_names(held)} {_WORDS[rule][len(held) > 1]}."


def _names(held: Sequence[Person]) -> str:
    names = [one.name for one in held]
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _count(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


