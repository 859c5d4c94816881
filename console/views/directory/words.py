"""People of the directory in words: what they hold, what their contract asks."""

from datetime import date

from console.domain.qualifications import Held
from console.domain.rosters import Contract, Person


def held_words(person: Person) -> str:
    """Licence and qualifications, each with its last day where it has one."""
    words = [person.licence] if person.licence else []
    words += [f"{one.word} to {one.expires:%d %b %Y}" if one.expires else one.word for one in person.qualifications]
    return " · ".join(words)


def soon_expired(person: Person, day: date, until: date) -> list[Held]:
    """What ends before a day, or has ended, and is held in no later form."""
    best: dict[str, Held] = {}
    for one in person.qualifications:
        known = best.get(one.code)
        if known is None or (known.expires is not None and (one.expires is None or one.expires > known.expires)):
            best[one.code] = one
    return [one for one in best.values() if one.expires is not None and one.expires <= until]


def contract_words(contract: Contract | None, *, whole: bool = False) -> str:
    """A contract in one line, or with everything that it asks."""
    if contract is None:
        return "No contract: cannot be rostered"
    short = f"{contract.week_minutes // 60} h a week, {contract.week_shifts} shifts"
    if not whole:
        return short
    windows = " Only at some hours." if contract.availability else ""
    return (
        f"{short}. In four weeks {contract.least_minutes // 60} to {contract.most_minutes // 60} h, at most "
        f"{contract.weekends} weekends and {contract.nights} nights. Up to {contract.run} days in a row, then "
        f"{contract.rest_days} off; {contract.rest_minutes // 60} h between shifts.{windows}"
    )
