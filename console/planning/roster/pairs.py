"""Why these people ride together: what speaks for the team as it is, and what against it."""

from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from console.domain.qualifications import meets, need_word
from console.domain.roster_rules import Finding, by_strength
from console.domain.rosters import Person
from console.planning.roster.checks import Checks
from console.snapshots.rosters import Book, TeamSnapshot


@dataclass(frozen=True, slots=True)
class PairReasons:
    """What speaks for a team, in sentences, and what against it, the strongest first."""

    speaks_for: tuple[str, ...]
    against: tuple[Finding, ...]


def why_pair(book: Book, team: TeamSnapshot, *, checks: Checks | None = None) -> PairReasons:
    """Why these two (or more): usual partners, what they bring, their zone, hours and wishes."""
    asked = checks or Checks(book)
    members = [asked.people[one] for one in team.members if one in asked.people]
    if not members:
        return PairReasons((), ())
    told = list(asked.of_team(team))
    for seat in team.seats:
        if seat.responder_id in asked.people:
            told += asked.of_seat(team, seat, asked.people[seat.responder_id])
    told += [one for member in members for one in _apart(asked, team, member)]
    speaks_for = [
        *_partners(members), *_brings(team, members), *_at_home(asked, team, members), *_wished(team, members),
    ]  # fmt: skip
    for member in members:
        mine, others = asked.ledger.minutes(member.id), _others(asked, member)
        if mine <= others:
            speaks_for.append(
                f"{member.name} has {mine / 60:.0f} h in these weeks; the other {member.discipline.value}s have "
                f"{others / 60:.0f} h on average."
            )
        elif mine > 1.15 * others and others:
            sentence = f"{member.name} has {mine / 60:.0f} h in these weeks; the others {others / 60:.0f} h on average."
            told.append(Finding("alone", sentence, team.id, member.id, book.rules.fairness))
    return PairReasons(tuple(speaks_for), tuple(by_strength(told)))


def _partners(members: list[Person]) -> list[str]:
    return [
        f"{one.name} and {other.name} usually ride together."
        for one, other in combinations(members, 2)
        if other.id in one.usually_with or one.id in other.usually_with
    ]


def _brings(team: TeamSnapshot, members: list[Person]) -> list[str]:
    told = []
    for need in team.needs:
        who = next((one for one in members if meets(need, one.qualifications, team.day)), None)
        if who is not None:
            told.append(f"{who.name} has {need_word(need)}, which this shift asks for.")
    more: dict[str, None] = {}
    for member in members:
        for one in member.qualifications:
            if one.is_language and one.code not in team.needs and one.valid_on(team.day):
                more[one.word] = None
    return [*told, f"They speak {' and '.join(more)}."] if more else told


def _at_home(checks: Checks, team: TeamSnapshot, members: list[Person]) -> list[str]:
    at_home = [one.name for one in members if team.zone_id is not None and one.zone_id == team.zone_id]
    zone = checks.book.zones.get(team.zone_id, "") if team.zone_id is not None else ""
    return [f"{zone} is the home zone of {' and '.join(at_home)}."] if at_home and zone else []


def _wished(team: TeamSnapshot, members: list[Person]) -> list[str]:
    return [
        f"{one.name} asked to work on {team.day:%a %d %b}."
        for one in members
        if any(
            wish.day == team.day and wish.works and wish.template_id in (None, team.template_id) for wish in one.wishes
        )
    ]


def _apart(checks: Checks, team: TeamSnapshot, member: Person) -> list[Finding]:
    """A usual partner who is not in the team, and works at the same time elsewhere or not at all that day."""
    if not member.usually_with or member.usually_with & set(team.members):
        return []
    told = []
    for key in member.usually_with:
        partner = checks.people.get(key)
        if partner is None:
            continue
        works = checks.ledger.all_of(key)
        beside = [one for one in works if one.starts_at < team.ends_at and team.starts_at < one.ends_at]
        where = "works elsewhere at that time" if beside else "does not work then"
        sentence = f"{member.name}'s usual partner {partner.name} {where}."
        told.append(Finding("partner", sentence, team.id, member.id, checks.book.rules.usual_partner))
    return sorted(told, key=lambda one: one.sentence)


def _others(checks: Checks, member: Person) -> float:
    minutes = [
        checks.ledger.minutes(one.id)
        for one in checks.people.values()
        if one.discipline is member.discipline and one.id != member.id and one.contract is not None
    ]
    return fmean(minutes) if minutes else 0.0
