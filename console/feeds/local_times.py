"""Local times of a file as UTC, with a documented choice for the two hours a year that are not clear.

An hour that the clocks skip in spring is read with the offset from before the change (02:30 becomes 03:30): a clock
that nobody had put forward. An hour that comes twice in autumn is read as its first coming. Both get a remark, and the
reader of the row marks it approximate.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from console.documents.time_formats import example_of, time_reader


class LocalTimes:
    """Reads times of one file."""

    def __init__(self, forms: Sequence[str], zone: ZoneInfo) -> None:
        self._readers = [time_reader(form) for form in forms]
        self._examples = " or ".join(dict.fromkeys(example_of(form) for form in forms))
        self._zone = zone
        # A file has tens of rows to an hour: the offset is asked for once an hour. None: this hour is not clear.
        self._offsets: dict[int, timedelta | None] = {}

    def read(self, text: str) -> tuple[datetime, str | None]:
        """The moment in UTC, and a remark when the local time was not clear.

        Raises:
            ValueError: the text is no time of the file's forms; the message is a reason for a person.
        """
        for reader in self._readers:
            try:
                found = reader(text)
            except ValueError:
                continue
            try:
                return self._in_utc(found)
            except (OverflowError, ValueError):
                break
        raise ValueError(f'"{text[:40]}" is no time such as {self._examples}')

    def _in_utc(self, found: datetime) -> tuple[datetime, str | None]:
        if found.tzinfo is not None:
            return found.astimezone(UTC), None
        hour = found.toordinal() * 24 + found.hour
        if hour not in self._offsets:
            self._offsets[hour] = self._clear_offset(found)
        offset = self._offsets[hour]
        if offset is not None:
            return (found - offset).replace(tzinfo=UTC), None
        return self._unclear(found)

    def _clear_offset(self, found: datetime) -> timedelta | None:
        """The offset of the whole hour; None when it changes within it or the hour comes twice or not at all."""
        ends = (
            found.replace(minute=0, second=0, microsecond=0),
            found.replace(minute=59, second=59, microsecond=999_999),
        )
        offsets = {end.replace(tzinfo=self._zone, fold=fold).utcoffset() for end in ends for fold in (0, 1)}
        return offsets.pop() if len(offsets) == 1 else None

    def _unclear(self, found: datetime) -> tuple[datetime, str | None]:
        first, second = (found.replace(tzinfo=self._zone, fold=fold) for fold in (0, 1))
        moment = first.astimezone(UTC)
        if first.utcoffset() == second.utcoffset():
            return moment, None
        shown, back = f"{found:%H:%M}", moment.astimezone(self._zone)
        if back.replace(tzinfo=None) != found:
            return moment, f"{shown} was skipped by the clocks that day: read as {back:%H:%M}."
        return moment, f"{shown} came twice that day: read as the first."
