"""One row of a call file as a call, by its mapping."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from zoneinfo import ZoneInfo

from console.documents.import_mapping import Dedupe, ImportMapping
from console.domain.geography import Point
from console.domain.natures import NATURE_BY_CODE
from console.domain.urgency import Urgency
from console.feeds.call_rows import CallRow, Unreadable
from console.feeds.coordinates import read_point
from console.feeds.local_times import LocalTimes

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_SEPARATOR = "\x1f"  # between texts that are matched or hashed together; it is in none of them


class RowReader:
    """Reads rows; `places` says where each column of the mapping stands, `width` how many fields belong to the row."""

    def __init__(self, mapping: ImportMapping, places: dict[str, int], width: int, not_after: datetime | None) -> None:
        columns = mapping.columns
        self._mapping = mapping
        self._width = width
        self._not_after = not_after
        self._times = LocalTimes(mapping.time_formats, ZoneInfo(mapping.time_zone))
        self._received = places[columns.received_at]
        self._natures = [places[name] for name in columns.nature]
        self._places = [places[name] for name in columns.place]
        self._number, self._lat, self._lon, self._level, self._closed, self._disposition, self._zone = (
            None if name is None else places[name]
            for name in (
                columns.number,
                columns.lat,
                columns.lon,
                columns.level,
                columns.closed_at,
                columns.disposition,
                columns.zone,
            )
        )
        self._extent = mapping.extent.box if mapping.extent else None
        self._classified = classifier(mapping)
        self._ended = ending(mapping)

    def read(self, row: int, fields: Sequence[str]) -> CallRow:
        """The call in a row.

        Raises:
            Unreadable: there is none; the message says why.
        """
        received, remark = self._time(fields[self._received], self._mapping.columns.received_at)
        self._check_received(received)
        point, place = self._where(fields)
        number = _optional(fields, self._number)
        natures = [clean(fields[index]) for index in self._natures]
        level_text = _optional(fields, self._level) or ""
        nature, level = self._classified(_SEPARATOR.join(natures), level_text)
        disposition = _optional(fields, self._disposition)
        return CallRow(
            row=row,
            key=self._key(number, received, place, fields),
            number=number,
            received_at=received,
            received_is_approximate=self._mapping.received_is_approximate or remark is not None,
            nature_code=nature,
            nature_text=next((text for text in natures if text), ""),
            level=level,
            place=place,
            point=point,
            zone=_optional(fields, self._zone),
            closed_at=self._closing(fields, received),
            disposition_code=self._ended(disposition or ""),
            disposition_text=disposition,
            remark=remark,
        )

    def _time(self, text: str, column: str) -> tuple[datetime, str | None]:
        text = text.strip()
        if not text:
            raise Unreadable(f'The column "{column}" is empty.')
        try:
            return self._times.read(text)
        except ValueError as fault:
            raise Unreadable(f'The column "{column}": {fault}.') from fault

    def _check_received(self, received: datetime) -> None:
        if received < _EARLIEST:
            raise Unreadable(f"The call was received in {received.year}: before 1970.")
        if self._not_after is not None and received > self._not_after:
            raise Unreadable(f"The call was received in the future ({received:%Y-%m-%d %H:%M} UTC).")

    def _closing(self, fields: Sequence[str], received: datetime) -> datetime | None:
        column = self._mapping.columns.closed_at
        if self._closed is None or column is None or not fields[self._closed].strip():
            return None
        closed, _ = self._time(fields[self._closed], column)
        if closed < received:
            raise Unreadable(f"The call was closed before it was received ({closed:%Y-%m-%d %H:%M} UTC).")
        return closed

    def _where(self, fields: Sequence[str]) -> tuple[Point | None, str]:
        point = None
        if self._lat is not None and self._lon is not None:
            point = read_point(fields[self._lat].strip(), fields[self._lon].strip(), self._extent)
        if point is None and self._mapping.coordinates_required:
            raise Unreadable("The coordinates are missing.")
        parts = dict.fromkeys(clean(fields[index]) for index in self._places)
        place = ", ".join(part for part in parts if part)
        if not place:
            if point is None:
                raise Unreadable("There is neither a place nor coordinates.")
            place = f"{point.lat:.5f}, {point.lon:.5f}"
        return point, place

    def _key(self, number: str | None, received: datetime, place: str, fields: Sequence[str]) -> str:
        dedupe = self._mapping.dedupe
        if dedupe is Dedupe.NUMBER:
            if number is None:
                raise Unreadable(f'The column "{self._mapping.columns.number}" is empty.')
            return f"{self._mapping.name} {number}"  # the next agency counts from 2016-0001 too
        if dedupe is Dedupe.TIME_AND_PLACE:
            return f"{received.isoformat()} {place.casefold()}"
        return blake2b(_SEPARATOR.join(fields[: self._width]).encode(), digest_size=16).hexdigest()


def clean(text: str) -> str:
    """The text with single spaces and without control characters, which no database and no screen wants."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())


def _optional(fields: Sequence[str], index: int | None) -> str | None:
    return None if index is None else clean(fields[index]) or None


def classifier(mapping: ImportMapping) -> Callable[[str, str], tuple[str, Urgency]]:
    """A function from nature text and level text to nature and level; the first rule that matches decides."""
    natures = [(re.compile(r.pattern, re.IGNORECASE), r.nature, r.level) for r in mapping.nature_rules]
    levels = [(re.compile(r.pattern, re.IGNORECASE), r.level) for r in mapping.level_rules]
    has_column = mapping.columns.level is not None

    @lru_cache(maxsize=4096)  # a file has some hundred kinds of call
    def classified(nature_text: str, level_text: str) -> tuple[str, Urgency]:
        nature, own = next(
            ((code, level) for pattern, code, level in natures if pattern.search(nature_text)),
            (mapping.default_nature, None),
        )
        judged = level_text if has_column else nature_text
        ruled = next((level for pattern, level in levels if pattern.search(judged)), None)
        return nature, ruled or own or NATURE_BY_CODE[nature].default_level

    return classified


def ending(mapping: ImportMapping) -> Callable[[str], str | None]:
    """A function from disposition text to the agency's code."""
    rules = [(re.compile(r.pattern, re.IGNORECASE), r.disposition) for r in mapping.disposition_rules]

    @lru_cache(maxsize=4096)
    def ended(text: str) -> str | None:
        return next((code for pattern, code in rules if text and pattern.search(text)), mapping.default_disposition)

    return ended
