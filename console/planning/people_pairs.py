"""Who rides with whom, as a table of people says it: two belong together when the row of either names the other."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from console.documents.people_sheet import NEVER, USUALLY, BadCell, SheetFault, SheetRow, parts_of, plain
from console.domain.ids import ResponderId
from console.domain.rosters import PartnerKind, Person

KINDS = {USUALLY: PartnerKind.USUAL, NEVER: PartnerKind.NEVER}
Pair = frozenset[ResponderId]
Given = tuple[SheetRow, Person, Mapping[str, str]]  # a row, whom it means, and the row that an export would write


@dataclass(frozen=True, slots=True)
class PairChange:
    """Two people who usually ride together, never may, or neither."""

    one: ResponderId
    other: ResponderId
    kind: PartnerKind | None


class Pairs:
    """Settles what the rows say of pairs; rows that contradict each other are given back."""

    def __init__(self, people: Sequence[Person], labels: Mapping[ResponderId, str]) -> None:
        self._people, self._labels = list(people), labels
        self._held = {pair: kind for one in people for pair, kind in _pairs_of(one)}
        self._wanted: dict[Pair, PartnerKind | None] = {}
        self._said: dict[ResponderId, dict[Pair, PartnerKind]] = {}
        self._names: dict[ResponderId, str] = {}

    def settle(self, rows: Sequence[Given]) -> list[SheetFault]:
        """Read every row's partners; the faults that keep rows out, empty when all can be taken."""
        named: dict[str, set[ResponderId]] = defaultdict(set)
        for one in [*self._people, *(person for _row, person, _told in rows)]:
            for label in (one.name, f"{one.name} ({one.discipline.value})"):
                named[plain(label)].add(one.id)
            self._names[one.id] = one.name
        self._said, faults = {}, list[SheetFault]()
        lines: dict[tuple[Pair, PartnerKind], int] = {}
        for row, person, told in rows:
            try:
                said = _said(row, person, told, named)
            except BadCell as fault:
                faults.append(SheetFault(row.line, fault.column, str(fault)))
                continue
            for pair, kind in said.items():
                faults += _against(pair, kind, row.line, lines)
            self._said[person.id] = said
            for pair, kind in said.items():
                lines.setdefault((pair, kind), row.line)
        self._wanted = {}
        for key in self._said:
            for pair in {one for one in self._held if key in one} | set(self._said[key]):
                told_by = [self._said[one][pair] for one in pair if pair in self._said.get(one, {})]
                self._wanted[pair] = told_by[0] if told_by else None
        return faults

    def changes(self) -> tuple[PairChange, ...]:
        """Every pair that is to be otherwise than it is."""
        found = []
        for pair, kind in self._wanted.items():
            if self._held.get(pair) is not kind:
                one, other = sorted(pair, key=str)
                found.append(PairChange(one, other, kind))
        return tuple(found)

    def columns_of(self, key: ResponderId) -> list[str]:
        """The columns in which somebody's partners change by their own row."""
        mine, kinds = self._said.get(key, {}), set[PartnerKind | None]()
        for pair, kind in self._wanted.items():
            before = self._held.get(pair)
            if key in pair and before is not kind and mine.get(pair) is not before:
                kinds |= {before, mine.get(pair)}
        return [column for column, kind in KINDS.items() if kind in kinds]

    def notes(self) -> tuple[str, ...]:
        """Pairs that one row no longer names and the other still does."""
        kept = [pair for pair, kind in self._wanted.items() if kind is not None and self._held.get(pair) is kind]
        half = [pair for pair in kept if any(pair not in self._said.get(one, {pair: None}) for one in pair)]
        names = sorted(" and ".join(sorted(self._names[one] for one in pair)) for pair in half)
        return tuple(f"{one} stay as they are: one row names the other still. Take it out of both." for one in names)


def _pairs_of(one: Person) -> Iterator[tuple[Pair, PartnerKind]]:
    for kind, others in ((PartnerKind.USUAL, one.usually_with), (PartnerKind.NEVER, one.never_with)):
        for other in others:
            yield frozenset({one.id, other}), kind


def _said(
    row: SheetRow, person: Person, told: Mapping[str, str], named: Mapping[str, set[ResponderId]]
) -> dict[Pair, PartnerKind]:
    """What one row says; a column that is missing, or says what an export would, says what is so already."""
    found: dict[Pair, PartnerKind] = {}
    for column, kind in KINDS.items():
        text = row.cells.get(column)
        if text is None or (told and text == told[column].strip()):
            here = [pair for pair, one in _pairs_of(person) if one is kind]
        else:
            here = [frozenset({person.id, _named(column, part, person, named)}) for part in parts_of(text)]
        for pair in here:
            if found.setdefault(pair, kind) is not kind:
                raise BadCell(column, f'The same two stand under "{USUALLY}" too.')
    return found


def _against(
    pair: Pair, kind: PartnerKind, line: int, lines: Mapping[tuple[Pair, PartnerKind], int]
) -> Iterator[SheetFault]:
    """Two rows that say the contrary of one pair are both left out: nobody here knows which of them is right."""
    mine = next(column for column, one in KINDS.items() if one is kind)
    for column, other in KINDS.items():
        if other is not kind and (before := lines.get((pair, other))) is not None:
            yield SheetFault(before, column, f'Line {line} has the same two under "{mine}". Change one of the rows.')
            yield SheetFault(line, mine, f'Line {before} has the same two under "{column}". Change one of the rows.')


def _named(column: str, text: str, person: Person, named: Mapping[str, set[ResponderId]]) -> ResponderId:
    found = named.get(plain(text), set())
    if not found:
        raise BadCell(column, f'"{text}" is neither in the directory nor in a row that can be taken.')
    if len(found) > 1:
        raise BadCell(column, f'Several people are called "{text}". Write the discipline too: {text} (officer).')
    (key,) = found
    if key == person.id:
        raise BadCell(column, "Nobody rides with themselves: name somebody else.")
    return key
