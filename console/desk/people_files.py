"""Files of people: a table is read whatever wrote it, and written so that a spreadsheet opens it as it is."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from console.desk.importing import columns_of
from console.desk.saving import write_whole
from console.documents.harmless import guarded, unguarded
from console.documents.people_sheet import (
    COLUMNS,
    DISCIPLINE,
    NAME,
    Sheet,
    SheetFault,
    SheetRow,
    labels_of,
    plain,
    told_person,
)
from console.domain.ids import ZoneId
from console.domain.rosters import Person
from console.errors import BadInput
from console.feeds.csv_records import records
from console.feeds.text_files import examine, opened
from console.planning.people_changes import PeoplePlan, plan_people

ENCODINGS = ("utf-8", "cp1252")
_KNOWN = {plain(one): one for one in COLUMNS}


def read_sheet(path: Path) -> Sheet:
    """The rows of a file, in its order; a broken line is a fault and stops nothing.

    Raises:
        BadInput: it cannot be read as text, or has no header with the columns that say who is meant.
    """
    delimiter, header = columns_of(path)
    places = _places(path, header)
    unknown = tuple(one for one in header if one and _column(one) is None)
    rows: list[SheetRow] = []
    faults: list[SheetFault] = []
    with opened(path, examine(path, ENCODINGS)) as text:
        source = records(text, delimiter)
        next(source)
        for line, fields, fault in source:
            if fault is not None:
                faults.append(SheetFault(line, "", fault))
                continue
            cells = {name: unguarded(fields[at].strip()).strip() for name, at in places.items()}
            odd = [name for name, cell in cells.items() if any(ord(sign) < 32 and sign != "\n" for sign in cell)]
            faults += [SheetFault(line, name, "It holds a sign that is no letter: write it anew.") for name in odd]
            if any(cells.values()) and not odd:
                rows.append(SheetRow(line, cells))
    return Sheet(tuple(rows), tuple(faults), unknown, frozenset(places))


def planned(path: Path, people: Sequence[Person], zones: Mapping[ZoneId, str]) -> PeoplePlan:
    """What importing a file would do.

    Raises:
        BadInput: as read_sheet.
    """
    return plan_people(read_sheet(path), people, zones)


def save_people(path: Path, people: Sequence[Person], zones: Mapping[ZoneId, str]) -> int:
    """Write everybody as one row each, and tell how many they are.

    Raises:
        StorageFault: the place cannot be written.
    """
    labels = labels_of(people)
    write_sheet(path, [told_person(one, zones, labels) for one in people])
    return len(people)


def write_sheet(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write people as a table, whole or not at all.

    Raises:
        StorageFault: the place cannot be written.
    """
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    lines.writerows([guarded(row[name]) for name in COLUMNS] for row in rows)
    write_whole(path, [out.getvalue()])


def _places(path: Path, header: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for at, given in enumerate(header):
        column = _column(given)
        if column in places:
            raise BadInput(f'{path.name} has more than one column "{column}".')
        if column is not None:
            places[column] = at
    for needed in (NAME, DISCIPLINE):
        if needed not in places:
            raise BadInput(f'{path.name} has no column "{needed}". Its columns are: {", ".join(header)}.')
    return places


def _column(given: str) -> str | None:
    return _KNOWN.get(plain(given.replace("_", " ")))
