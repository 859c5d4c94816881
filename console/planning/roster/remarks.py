"""What a build says beside its roster, in sentences: what was foreseen, what had to give way, how it was shared."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from console.domain.rosters import Person, Seat
from console.domain.units import Discipline
from console.planning.roster.checks import Checks
from console.planning.roster.counting import hours_reason
from console.planning.roster.engine.outcome import Eased, Outcome
from console.planning.roster.model import Stage
from console.snapshots.rosters import Book

NAMED = 3


def foreseen(book: Book, parts: Sequence[Stage], now: datetime) -> list[str]:
    """What is known before anything is searched: who is not rostered, and by how much hours are short."""
    checks = Checks(book)
    told = _clocks(book)
    for stage in parts:
        people = [one for one in book.people if one.discipline is stage.discipline]
        without = [one.name for one in people if one.contract is None]
        if without:
            verb = "has no contract and is" if len(without) == 1 else "have no contract and are"
            told.append(f"{_names(without)} {verb} not rostered.")
        if (short := hours_reason(checks, stage.discipline)) is not None:
            told.append(short.sentence)
        told += _idle(checks, stage, {one.id: one for one in people}, now)
        told += _expiring(book, [one for one in people if one.contract is not None])
    return told


def _clocks(book: Book) -> list[str]:
    """The shifts during which clocks change: they keep their length, so that they end at another hour."""
    zone = ZoneInfo(book.time_zone)
    told = []
    for team in book.teams:
        begins, ends = team.starts_at.astimezone(zone), team.ends_at.astimezone(zone)
        change = (ends.utcoffset() or timedelta()) - (begins.utcoffset() or timedelta())
        if change:
            way = "forward" if change > timedelta() else "back"
            told.append(
                f"Clocks go {way} during {team.name} on {team.day:%a %d %b}: it keeps its {_hours(team.minutes)} h "
                f"and ends at {ends:%H:%M}."
            )
    return list(dict.fromkeys(told))


def _expiring(book: Book, people: Sequence[Person]) -> list[str]:
    """Whose licence or crisis training ends within the weeks."""
    ending = [(one, code, last) for one in people for code, last in _last_day(book, one)]
    if len(ending) > NAMED:
        names = _names([one.name for one, _code, _last in ending])
        return [f"The licence or training of {names} expires in these weeks: no shifts after its last day."]
    kind = {Discipline.CLINICIAN: "licence "}
    return [
        f"{one.name}'s {kind.get(one.discipline, '')}{code} expires on {last:%a %d %b}: no shifts after it."
        for one, code, last in ending
    ]


def _last_day(book: Book, person: Person) -> list[tuple[str, date]]:
    """What somebody cannot be rostered without and will not have to the end: its code and last day."""
    code = book.rules.crisis_training if person.discipline is Discipline.OFFICER else person.licence
    held = [one.expires for one in person.qualifications if one.code == code]
    dated = [one for one in held if one is not None]
    if not code or not held or len(dated) < len(held):
        return []
    last = max(dated)
    return [(code, last)] if book.roster.first_day <= last < book.roster.last_day else []


def _idle(checks: Checks, stage: Stage, people: Mapping[object, Person], now: datetime) -> list[str]:
    """Who has a contract and may still take no seat at all, each with the reason on the first day."""
    told = []
    ahead = [team for team in checks.book.teams if team.starts_at > now]
    first = next((one for one in ahead if any(seat.discipline is stage.discipline for seat in one.seats)), None)
    for key, numbers in zip(stage.people, stage.problem.people, strict=True):
        if first is not None and not numbers.allowed.any():
            why = checks.of_works(first, Seat(stage.discipline), people[key], ())
            told.append(f"{people[key].name} can take no seat in these weeks. {why[0].sentence if why else ''}".strip())
    return told


def remarks(parts: Sequence[Stage], outcomes: Mapping[Discipline, Outcome]) -> list[str]:
    """What gave way, and what went wrong."""
    told: list[str] = []
    for stage in parts:
        outcome = outcomes[stage.discipline]
        told += [_eased(stage.problem.people[one.person].name, one) for one in outcome.eased]
        told += [one for one in outcome.faults if one not in told]
    return told


def _eased(name: str, one: Eased) -> str:
    """Whose own rules contradict each other, which one, and what is kept instead."""
    if one.rule == "min_minutes":
        most = f"{_hours(one.instead)} h at most" if one.instead else "none"
        return f"{name} owes {_hours(one.asked)} h in these weeks; their own limits allow {most}."
    if one.rule == "min_run":
        return f"{name}: runs of at least {one.asked} shifts cannot be kept with their other limits."
    if one.rule == "min_rest":
        return f"{name}: {one.asked} days off in a row cannot be kept with their other limits."
    return f"{name}: {one.asked - one.instead} of the shifts that they keep break a rule of their contract."


def fairness(outcomes: Mapping[Discipline, Outcome]) -> str:
    """How nights and weekend shifts are shared now, and were before the last step; "" when nothing was shared."""
    told = []
    for discipline, outcome in outcomes.items():
        parts = [
            f"{now.name} {now.mean:.1f} ± {now.away:.1f} (± {was.away:.1f} before)"
            for was, now in outcome.shared
            if now.mean and now.name != "hours"
        ]
        if parts:
            told.append(f"{discipline.value}s {', '.join(parts)}")
    return f"Shared per person: {'; '.join(told)}." if told else ""


def _names(people: Sequence[str]) -> str:
    if len(people) > NAMED + 1:
        return f"{', '.join(people[:NAMED])} and {len(people) - NAMED} others"
    return people[0] if len(people) == 1 else f"{', '.join(people[:-1])} and {people[-1]}"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.0f}" if minutes % 60 == 0 else f"{minutes / 60:.1f}"
