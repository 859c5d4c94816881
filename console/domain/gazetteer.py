"""Finds a place from what is typed: landmarks, crossings, house numbers on a street; completion for the rest."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from console.domain.geography import Point, parse_point
from console.domain.words import folded, without_flat

_NUMBERED = re.compile(r"^(\d{1,6})\s+(.+)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """A place by name; a street block carries its end and the house numbers from one end to the other."""

    name: str
    kind: str
    point: Point
    end: Point | None = None
    first_number: int | None = None
    last_number: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a typed place resolves to."""

    label: str
    point: Point
    kind: str


class Gazetteer:
    """An index over a program's entries; small enough to be searched at each key press."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._named: list[tuple[str, Entry]] = []
        self._blocks: dict[str, list[Entry]] = {}
        for entry in entries:
            if entry.first_number is None:
                self._named.append((_folded(entry.name), entry))
            else:
                self._blocks.setdefault(_folded(entry.name), []).append(entry)
        self._streets = sorted(self._blocks)

    def __len__(self) -> int:
        return len(self._named) + sum(map(len, self._blocks.values()))

    def resolve(self, text: str) -> Match | None:
        """The one place that the text names, coordinates included; None when it is none or not yet whole.

        Raises:
            BadInput: the text is a pair of numbers that is nowhere on earth.
        """
        point = parse_point(text)
        if point is not None:
            return Match(f"{point.lat:.5f}, {point.lon:.5f}", point, "coordinates")
        wanted = _folded(text)
        if not wanted:
            return None
        for name, entry in self._named:
            if name == wanted:
                return Match(entry.name, entry.point, entry.kind)
        numbered = _NUMBERED.match(without_flat(text))
        if numbered is not None:
            return self._house(int(numbered[1]), _folded(numbered[2]))
        return None

    def complete(self, text: str, limit: int = 8) -> list[Match]:
        """Places that go on from what is typed: those that begin with it first, then those that hold every word."""
        wanted = _folded(text)
        if len(wanted) < 2:
            return []
        numbered = _NUMBERED.match(text.strip())
        if numbered is not None:
            return self._houses(int(numbered[1]), _folded(numbered[2]), limit)
        words = wanted.split()
        begins = [entry for name, entry in self._named if name.startswith(wanted)]
        holds = [
            entry
            for name, entry in self._named
            if not name.startswith(wanted) and all(_has_word(name, word) for word in words)
        ]
        streets = [
            Match(blocks[0].name, blocks[0].point, "street")
            for street, blocks in self._blocks.items()
            if street.startswith(wanted)
        ]
        found = [Match(entry.name, entry.point, entry.kind) for entry in _landmarks_first(begins)]
        found += streets + [Match(entry.name, entry.point, entry.kind) for entry in _landmarks_first(holds)]
        return found[:limit]

    def _house(self, number: int, street: str) -> Match | None:
        for block in self._blocks.get(street, ()):
            first, last = block.first_number or 0, block.last_number or 0
            if min(first, last) <= number <= max(first, last) and block.end is not None:
                along = (number - first) / (last - first) if last != first else 0.5
                lat = block.point.lat + (block.end.lat - block.point.lat) * along
                lon = block.point.lon + (block.end.lon - block.point.lon) * along
                return Match(f"{number} {block.name}", Point(round(lat, 6), round(lon, 6)), "address")
        return None

    def _houses(self, number: int, start: str, limit: int) -> list[Match]:
        streets: Sequence[str] = [street for street in self._streets if street.startswith(start)]
        found = (self._house(number, street) for street in streets)
        return [match for match in found if match is not None][:limit]


def _landmarks_first(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (entry.kind == "crossing", entry.name))


def _has_word(name: str, word: str) -> bool:
    return name.startswith(word) or f" {word}" in name


def _folded(text: str) -> str:
    return " ".join(word for word in folded(text.replace("&", " ")).split() if word != "and")
