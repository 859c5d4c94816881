"""A table of people against the directory: who is new, who changes in what, and which rows cannot be taken."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from console.documents import people_sheet as sheet
from console.documents.people_sheet import BadCell, Sheet, SheetFault, SheetRow
from console.domain.ids import ResponderId, ZoneId, new_uuid
from console.domain.qualifications import STANDARD, Held, told_code
from console.domain.rosters import Contract, Person
from console.domain.units import Discipline
from console.planning.people_pairs import PairChange, Pairs

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Somebody as they shall be; what is None there stays as it is. `seen` is 0 for somebody new."""

    id: ResponderId
    seen: int
    name: str
    discipline: Discipline
    licence: str | None
    zone_id: ZoneId | None
    held: tuple[Held, ...] | None = None
    contract: Contract | None = None
    contract_seen: int = 0


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One row that changes something, for the preview."""

    line: int
    name: str
    is_new: bool
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeoplePlan:
    """What an import would do; its faults are the rows that it leaves out."""

    people: tuple[PersonChange, ...] = ()
    pairs: tuple[PairChange, ...] = ()
    told: tuple[ToldChange, ...] = ()
    unchanged: int = 0
    faults: tuple[SheetFault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def new(self) -> int:
        """How many people are new."""
        return sum(one.is_new for one in self.told)

    @property
    def changed(self) -> int:
        """How many people change."""
        return len(self.told) - self.new

    @property
    def rejected(self) -> int:
        """How many rows are left out."""
        return len({one.line for one in self.faults})


@dataclass(slots=True)
class _Draft:
    """One row on its way: whom it means, as they are and as they shall be."""

    row: SheetRow
    base: Person | None
    person: Person
    told: Mapping[str, str]  # the row that an export would write of the base
    faults: list[SheetFault] = field(default_factory=list)

    def read(self, column: str, base: T, reader: Callable[[str], T]) -> T:
        """A cell's value; the base's where the column is missing or the cell says what it is already."""
        text = self.row.cells.get(column)
        if text is None or (self.base is not None and text == self.told[column].strip()):
            return base
        try:
            return reader(text)
        except BadCell as fault:
            self.faults.append(SheetFault(self.row.line, fault.column, str(fault)))
            return base


class _Directory:
    """Who is there, and what rows may speak of."""

    def __init__(self, people: Sequence[Person], zones: Mapping[ZoneId, str]) -> None:
        self.zones, self.labels = zones, sheet.labels_of(people)
        self.people = {one.id: one for one in people}
        self.codes = {held.code for one in people for held in one.qualifications}
        self.by_key: dict[tuple[str, Discipline], list[Person]] = defaultdict(list)
        for one in people:
            self.by_key[sheet.plain(one.name), one.discipline].append(one)


def plan_people(read: Sheet, people: Sequence[Person], zones: Mapping[ZoneId, str]) -> PeoplePlan:
    """Compare a table with the directory; a row that says nothing new changes nothing."""
    known = _Directory(people, zones)
    drafts: list[_Draft] = []
    faults, seen = list(read.faults), dict[tuple[str, Discipline], int]()
    for row in read.rows:
        draft = _draft(row, known, seen)
        faults += draft.faults if isinstance(draft, _Draft) else [draft]
        if isinstance(draft, _Draft) and not draft.faults:
            drafts.append(draft)
    pairs = Pairs(people, known.labels)
    while bad := pairs.settle([(one.row, one.person, one.told if one.base else {}) for one in drafts]):
        faults += bad
        lines = {one.line for one in bad}
        drafts = [one for one in drafts if one.row.line not in lines]
    names = {row.line: row.cells[sheet.NAME] for row in read.rows}
    named = [replace(one, name=names.get(one.line, "")) for one in faults]
    return _plan(drafts, pairs, named, _notes(read, drafts, known, pairs))


def _draft(row: SheetRow, known: _Directory, seen: dict[tuple[str, Discipline], int]) -> _Draft | SheetFault:
    try:
        name = sheet.read_name(row.cells[sheet.NAME])
        discipline = sheet.read_discipline(row.cells[sheet.DISCIPLINE])
    except BadCell as fault:
        return SheetFault(row.line, fault.column, str(fault))
    key = sheet.plain(name), discipline
    if (first := seen.setdefault(key, row.line)) != row.line:
        return SheetFault(row.line, sheet.NAME, f"It repeats line {first}: one row for each person.")
    found = known.by_key.get(key, [])
    if len(found) > 1:
        sentence = f"The directory has {len(found)} of this name and discipline. Change them there, one by one."
        return SheetFault(row.line, sheet.NAME, sentence)
    base = found[0] if found else None
    told = sheet.told_person(base, known.zones, known.labels) if base is not None else {}
    start = base or Person(ResponderId(new_uuid()), 0, name, discipline, None, None)
    draft = _Draft(row, base, start, told)
    draft.person = replace(
        start,
        licence=draft.read(sheet.LICENCE, start.licence, sheet.read_licence),
        zone_id=draft.read(sheet.ZONE, start.zone_id, lambda text: sheet.read_zone(text, known.zones)),
        qualifications=draft.read(
            sheet.HELD, start.qualifications, lambda text: sheet.read_qualifications(text, known.codes)
        ),
        contract=_contract(draft, start),
    )
    return draft


def _contract(draft: _Draft, start: Person) -> Contract | None:
    cells = {one: draft.row.cells[one] for one in sheet.CONTRACT if one in draft.row.cells}
    if draft.base is not None and all(text == draft.told[one] for one, text in cells.items()):
        return start.contract
    # What reads as it did is left out: minutes that no cell can hold would else be rounded.
    same = {one for one, text in cells.items() if text == draft.told.get(one, "")}
    try:
        return sheet.read_contract({one: text for one, text in cells.items() if one not in same}, start.contract)
    except BadCell as fault:
        draft.faults.append(SheetFault(draft.row.line, fault.column, str(fault)))
        return start.contract


def _plan(drafts: Sequence[_Draft], pairs: Pairs, faults: list[SheetFault], notes: tuple[str, ...]) -> PeoplePlan:
    changes, told, unchanged = [], [], 0
    for one in drafts:
        columns = [*_columns(one), *pairs.columns_of(one.person.id)]
        if one.base is not None and not columns:
            unchanged += 1
            continue
        told.append(ToldChange(one.row.line, one.person.name, one.base is None, tuple(columns)))
        if one.base is None or _columns(one):
            changes.append(_change(one))
    order = {name: place for place, name in enumerate(sheet.COLUMNS)}
    ordered = sorted(faults, key=lambda one: (one.line, order.get(one.column, -1)))
    return PeoplePlan(tuple(changes), pairs.changes(), tuple(told), unchanged, tuple(ordered), notes)


def _columns(one: _Draft) -> list[str]:
    """The columns in which somebody differs from what they were."""
    base, now = one.base or Person(one.person.id, 0, "", one.person.discipline, None, None), one.person
    changed = [
        (sheet.LICENCE, base.licence != now.licence), (sheet.ZONE, base.zone_id != now.zone_id),
        (sheet.HELD, set(base.qualifications) != set(now.qualifications)),
    ]  # fmt: skip
    if now.contract is not None and now.contract != base.contract:
        before = base.contract
        changed += [
            (number.column, before is None or getattr(before, number.field) != getattr(now.contract, number.field))
            for number in sheet.NUMBERS
        ]
        changed.append((sheet.AVAILABLE, (before.availability if before else ()) != now.contract.availability))
    return [column for column, is_other in changed if is_other]


def _change(one: _Draft) -> PersonChange:
    base, now = one.base, one.person
    held = now.qualifications if base is None or set(base.qualifications) != set(now.qualifications) else None
    contract = now.contract if base is None or base.contract != now.contract else None
    return PersonChange(
        now.id, now.version, now.name, now.discipline, now.licence, now.zone_id, held, contract, now.contract_version
    )


def _notes(read: Sheet, drafts: Sequence[_Draft], known: _Directory, pairs: Pairs) -> tuple[str, ...]:
    notes = []
    if read.unknown:
        notes.append(f"Columns that are not known and were passed over: {', '.join(read.unknown)}.")
    codes = Counter(held.code for one in drafts for held in one.person.qualifications)
    fresh = sorted(one for one in codes if one not in known.codes and one not in STANDARD)
    if fresh and known.codes:
        notes.append(f"Nobody holds these yet: {', '.join(told_code(one) for one in fresh)}.")
    return (*notes, *pairs.notes())
