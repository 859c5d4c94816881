"""Reads the text format of the Curtois and Qu employee shift scheduling benchmarks (2014)."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from console.errors import BadInput
from console.planning.roster.problem import Cover, Kind, Limit, Person, Problem

SECTIONS = (
    "SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_DAYS_OFF", "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS", "SECTION_COVER",
)  # fmt: skip

Row = tuple[int, list[str]]  # line number, fields


def read_instance(file: Path) -> Problem:
    """The problem in a file of the public format.

    Raises:
        BadInput: the file cannot be read, or a line is not what its section asks for; the sentence names the line.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read: {error}.") from error
    sections = _sections(text, file)
    return _Reader(file, sections).problem()


def _sections(text: str, file: Path) -> dict[str, list[Row]]:
    sections: dict[str, list[Row]] = {}
    rows: list[Row] | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            if line not in SECTIONS:
                raise BadInput(f"{file.name}, line {number}: {line} is no section of this format.")
            rows = sections.setdefault(line, [])
        elif rows is None:
            raise BadInput(f"{file.name}, line {number}: a line before the first section.")
        else:
            rows.append((number, [part.strip() for part in line.split(",")]))
    if missing := [name for name in ("SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF") if not sections.get(name)]:
        raise BadInput(f"{file.name} has no {missing[0]}.")
    return sections


class _Reader:
    """Turns sections into a problem; each fault names its line."""

    def __init__(self, file: Path, sections: dict[str, list[Row]]) -> None:
        self._file, self._sections = file, sections
        self._kinds: dict[str, int] = {}
        self._people: dict[str, int] = {}

    def problem(self) -> Problem:
        """Everything, in the order in which one part needs the other."""
        [(number, fields), *_] = self._sections["SECTION_HORIZON"]
        days = self._number(number, fields, 0)
        if days < 1:
            raise self._fault(number, "the horizon has at least one day")
        for place, (_number, one) in enumerate(self._sections["SECTION_SHIFTS"]):
            self._kinds[one[0]] = place
        kinds = tuple(self._kind(number, one) for number, one in self._sections["SECTION_SHIFTS"])
        for place, (_number, one) in enumerate(self._sections["SECTION_STAFF"]):
            self._people[one[0]] = place
        shape = (len(self._people), days, len(kinds))
        allowed, cost = np.ones(shape, np.bool_), np.zeros(shape, np.int64)
        for number, one in self._sections.get("SECTION_DAYS_OFF", []):
            for column in range(1, len(one)):
                allowed[self._person(number, one), self._day(number, one, column, days), :] = False
        constant = 0
        for person, day, kind, weight in self._requests("SECTION_SHIFT_ON_REQUESTS", days):
            cost[person, day, kind] -= weight
            constant += weight
        for person, day, kind, weight in self._requests("SECTION_SHIFT_OFF_REQUESTS", days):
            cost[person, day, kind] += weight
        staff = self._sections["SECTION_STAFF"]
        people = tuple(self._staff(*row, allowed[at], cost[at], kinds) for at, row in enumerate(staff))
        return Problem(self._file.stem, days, kinds, people, tuple(self._cover(days)), constant)

    def _kind(self, number: int, fields: list[str]) -> Kind:
        not_next = frozenset(
            self._known(number, name, self._kinds, "shift") for name in "".join(fields[2:3]).split("|") if name
        )
        return Kind(fields[0], self._number(number, fields, 1), not_next)

    def _staff(
        self, number: int, fields: list[str], allowed: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]",
        cost: "np.ndarray[tuple[int, int], np.dtype[np.int64]]", kinds: tuple[Kind, ...],
    ) -> Person:  # fmt: skip
        if len(fields) != 8:
            raise self._fault(number, f"a member of staff has 8 fields, here are {len(fields)}")
        limits = []
        for part in fields[1].split("|"):
            name, _, most = part.partition("=")
            kind = self._known(number, name, self._kinds, "shift")
            if not most.isdigit():
                raise self._fault(number, f"{part!r} is no limit such as D=14")
            if int(most) == 0:
                allowed[:, kind] = False
            else:
                limits.append(Limit(frozenset({kind}), int(most)))
        longest, shortest, run, least_run, rest, weekends = (self._number(number, fields, at) for at in range(2, 8))
        # A limit that the hours already hold says nothing.
        binding = tuple(
            one for one in limits if one.most * min(kinds[kind].minutes for kind in one.kinds) < longest
        )  # fmt: skip
        return Person(
            fields[0], allowed, cost, shortest, longest, run, least_run, rest, weekends, limits=binding
        )

    def _requests(self, section: str, days: int) -> Iterator[tuple[int, int, int, int]]:
        for number, fields in self._sections.get(section, []):
            if len(fields) != 4:
                raise self._fault(number, f"a request has 4 fields, here are {len(fields)}")
            kind = self._known(number, fields[2], self._kinds, "shift")
            day, weight = self._day(number, fields, 1, days), self._number(number, fields, 3)
            yield self._person(number, fields), day, kind, weight

    def _cover(self, days: int) -> Iterator[Cover]:
        for number, fields in self._sections.get("SECTION_COVER", []):
            if len(fields) != 5:
                raise self._fault(number, f"a cover requirement has 5 fields, here are {len(fields)}")
            kind = self._known(number, fields[1], self._kinds, "shift")
            needed, under, over = (self._number(number, fields, at) for at in (2, 3, 4))
            yield Cover(self._day(number, fields, 0, days), (kind,), needed, under, over)

    def _person(self, number: int, fields: list[str]) -> int:
        return self._known(number, fields[0], self._people, "member of staff")

    def _day(self, number: int, fields: list[str], at: int, days: int) -> int:
        day = self._number(number, fields, at)
        if not 0 <= day < days:
            raise self._fault(number, f"day {day} is not within the {days} days")
        return day

    def _known(self, number: int, name: str, known: dict[str, int], what: str) -> int:
        if name not in known:
            raise self._fault(number, f"{name!r} is no {what} of this file")
        return known[name]

    def _number(self, number: int, fields: list[str], at: int) -> int:
        try:
            return int(fields[at])
        except (IndexError, ValueError):
            raise self._fault(number, f"a whole number is missing in field {at + 1}") from None

    def _fault(self, number: int, what: str) -> BadInput:
        return BadInput(f"{self._file.name}, line {number}: {what}.")
