"""The directory's people as a table: its columns, each cell in words, and how those words are read back."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from console.domain.availability import read_windows, told_windows
from console.domain.ids import ResponderId, ZoneId
from console.domain.qualifications import Held, read_code, told_code
from console.domain.rosters import Contract, Person
from console.domain.units import Discipline
from console.errors import BadInput

NAME, DISCIPLINE, LICENCE, ZONE, HELD = "Name", "Discipline", "Licence", "Home zone", "Qualifications"
AVAILABLE, USUALLY, NEVER = "Available at", "Usually with", "Never with"
LONGEST = {NAME: 120, LICENCE: 20, HELD: 60}  # characters that the database keeps


class Number(NamedTuple):
    """A number of the contract: its column, its field, minutes in one unit, the least and the most."""

    column: str
    field: str
    unit: int
    least: int
    most: int


NUMBERS = (
    Number("Hours a week", "week_minutes", 60, 0, 168), Number("Hours owed in four weeks", "least_minutes", 60, 0, 672),
    Number("Hours in four weeks", "most_minutes", 60, 0, 672), Number("Shifts a week", "week_shifts", 1, 0, 7),
    Number("Days in a row", "run", 1, 1, 14), Number("Shortest run", "least_run", 1, 1, 14),
    Number("Days off in a row", "rest_days", 1, 1, 7), Number("Weekends in four weeks", "weekends", 1, 0, 9),
    Number("Nights in four weeks", "nights", 1, 0, 56), Number("Rest in hours", "rest_minutes", 60, 0, 48),
)  # fmt: skip
CONTRACT = (*(one.column for one in NUMBERS), AVAILABLE)
COLUMNS = (NAME, DISCIPLINE, LICENCE, ZONE, HELD, *CONTRACT, USUALLY, NEVER)

_FIGURE = re.compile(r"\d{1,5}(?:[.,]\d{1,4})?")
_ENDS_IN_DAY = re.compile(r"(?:(?P<code>.*?\S)(?:\s+to)?\s+)?(?P<day>\d{1,4}[-./]\d{1,2}[-./]\d{1,4})")
_APART = re.compile(r"[;,\n]")


class BadCell(BadInput):
    """What is wrong with one cell."""

    def __init__(self, column: str, sentence: str) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the file: its cells by the names of our columns."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SheetFault:
    """Why a row is not taken: its line, the column ("" for the whole row), what is wrong, and whom it means."""

    line: int
    column: str
    sentence: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read: rows, rows that are none, and columns that it has and we do not know."""

    rows: tuple[SheetRow, ...]
    faults: tuple[SheetFault, ...] = ()
    unknown: tuple[str, ...] = ()
    columns: frozenset[str] = frozenset(COLUMNS)


def told_person(person: Person, zones: Mapping[ZoneId, str], labels: Mapping[ResponderId, str]) -> dict[str, str]:
    """Somebody as a row; `labels` are the names by which partners are called."""
    told = dict.fromkeys(COLUMNS, "")
    told[NAME], told[DISCIPLINE], told[LICENCE] = person.name, person.discipline.value, person.licence or ""
    told[ZONE] = zones.get(person.zone_id, "") if person.zone_id is not None else ""
    told[HELD] = "; ".join(_told_held(one) for one in sorted(person.qualifications, key=_order))
    if person.contract is not None:
        for one in NUMBERS:
            told[one.column] = _figure(getattr(person.contract, one.field) / one.unit)
        told[AVAILABLE] = told_windows(person.contract.availability)
    told[USUALLY] = "; ".join(sorted(labels[one] for one in person.usually_with if one in labels))
    told[NEVER] = "; ".join(sorted(labels[one] for one in person.never_with if one in labels))
    return told


def labels_of(people: Iterable[Person]) -> dict[ResponderId, str]:
    """What each is called as a partner: the name, with the discipline where two share it."""
    known = list(people)
    count = Counter(plain(one.name) for one in known)
    return {
        one.id: f"{one.name} ({one.discipline.value})" if count[plain(one.name)] > 1 else one.name for one in known
    }


def plain(text: str) -> str:
    """A name as names are compared: without capitals and needless spaces."""
    return " ".join(text.split()).casefold()


def parts_of(text: str) -> list[str]:
    """The parts of a cell that holds several."""
    return [one.strip() for one in _APART.split(text) if one.strip()]


def read_name(text: str) -> str:
    """A name.

    Raises:
        BadCell: there is none, or it is too long.
    """
    if not text:
        raise BadCell(NAME, "A row needs a name.")
    return _fitting(NAME, " ".join(text.split()))


def read_discipline(text: str) -> Discipline:
    """A discipline.

    Raises:
        BadCell: it is none.
    """
    found = next((one for one in Discipline if one.value == text.casefold()), None)
    if found is None:
        known = ", ".join(one.value for one in Discipline)
        raise BadCell(DISCIPLINE, f'"{text}" is no discipline. It is one of: {known}.')
    return found


def read_licence(text: str) -> str | None:
    """A licence, or None.

    Raises:
        BadCell: it is too long.
    """
    return _fitting(LICENCE, " ".join(text.split())) or None


def read_zone(text: str, zones: Mapping[ZoneId, str]) -> ZoneId | None:
    """The zone of a name, or None for an empty cell.

    Raises:
        BadCell: no zone has that name; the sentence lists those there are.
    """
    if not text:
        return None
    found = next((key for key, name in zones.items() if plain(name) == plain(text)), None)
    if found is None:
        known = f"The zones are: {', '.join(sorted(zones.values()))}." if zones else "The program has no zones."
        raise BadCell(ZONE, f'There is no zone "{text}". {known}')
    return found


def read_qualifications(text: str, known: Collection[str]) -> tuple[Held, ...]:
    """What "CIT-40h 2027-03-01; Spanish" says.

    Raises:
        BadCell: a day is none; the sentence repeats the part.
    """
    found = []
    for part in parts_of(text):
        dated = _ENDS_IN_DAY.fullmatch(part)
        code, day = (dated["code"], dated["day"]) if dated is not None else (part, "")
        if not code:
            raise BadCell(HELD, f'"{part}" is a day without a qualification before it.')
        try:
            expires = date.fromisoformat(day) if day else None
        except ValueError:
            raise BadCell(HELD, f'"{part}": write the last day as 2027-03-31.') from None
        found.append(Held(_fitting(HELD, read_code(code, known)), expires))
    return tuple(dict.fromkeys(found))


def read_contract(cells: Mapping[str, str], base: Contract | None) -> Contract | None:
    """The contract that a row asks for; what it leaves empty stays, and in a first contract it is the usual.

    Raises:
        BadCell: a number is none, or not possible.
    """
    if not any(cells.get(one) for one in CONTRACT):
        return base if base is None or AVAILABLE not in cells else replace(base, availability=())
    values: dict[str, Any] = {
        one.field: _number(one, cells[one.column]) for one in NUMBERS if cells.get(one.column)
    }
    made = replace(base or Contract(), **values)
    if made.least_minutes > made.most_minutes:
        raise BadCell("Hours owed in four weeks", "More hours are owed than may be worked in four weeks.")
    if made.least_run > made.run:
        raise BadCell("Shortest run", f"The shortest run is {made.least_run} days, the longest {made.run}.")
    if AVAILABLE not in cells:
        return made
    try:
        return replace(made, availability=read_windows(cells[AVAILABLE]))
    except BadInput as fault:
        raise BadCell(AVAILABLE, str(fault)) from fault


def _number(one: Number, text: str) -> int:
    sentence = f'"{text}" is not possible; it is a number from {one.least} to {one.most}.'
    if not _FIGURE.fullmatch(text):
        raise BadCell(one.column, sentence)
    value = float(text.replace(",", "."))
    if not one.least <= value <= one.most:
        raise BadCell(one.column, sentence)
    if one.unit == 1 and value != int(value):
        raise BadCell(one.column, f'"{text}" is not possible; write a whole number.')
    return round(value * one.unit)


def _figure(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _told_held(one: Held) -> str:
    return f"{told_code(one.code)} {one.expires.isoformat()}" if one.expires else told_code(one.code)


def _order(one: Held) -> tuple[str, str]:
    return one.code.casefold(), str(one.expires)


def _fitting(column: str, text: str) -> str:
    if len(text) > LONGEST[column]:
        raise BadCell(column, f'"{text[:30]} …" is longer than {LONGEST[column]} characters.')
    return text


