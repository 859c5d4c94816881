"""The chain over the audit: each entry's hash covers the one before, so what is edited, removed or moved is found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

BEGINNING = "0" * 64  # the hash before the first entry
LEAST_YEARS, USUAL_YEARS = 1, 6  # CJIS Security Policy 5.9.5, AU-11; 45 CFR 164.316(b)(2)(i)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link: its place, counted from 1, and its hash (hex); place 0 is an audit without entries."""

    chain: int
    hash: str


EMPTY = Head(0, BEGINNING)


@dataclass(frozen=True, slots=True)
class Entry:
    """What the hash of an entry covers, each part as it is stored; roles, before and after are JSON text."""

    command_id: UUID
    command: str
    at: datetime
    real_at: datetime
    account_id: UUID
    account_name: str
    roles: str
    desk_id: UUID
    action: str
    table: str
    row: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Linked:
    """An entry with the link that is stored beside it; both None when it never got one."""

    seq: int
    entry: Entry
    chain: int | None
    hash: str | None


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain does not hold: the entry (`seq`, None for the end) and a sentence."""

    seq: int | None
    sentence: str


def linked_hash(before: str, chain: int, entry: Entry) -> str:
    """The hash of an entry at a place of the chain; a shared database computes the same in SQL."""
    parts = (
        before, str(chain), str(entry.command_id), entry.command, _told(entry.at), _told(entry.real_at),
        str(entry.account_id), entry.account_name, entry.roles, str(entry.desk_id), entry.action, entry.table,
        entry.row, entry.before or "", entry.after or "",
    )  # fmt: skip
    return sha256("\x1f".join(parts).encode()).hexdigest()


class Walk:
    """Goes along the chain, some entries at a time, and stops at the first that does not fit.

    `seen` are heads that desks saw; `gone` is the last link that was let go when its time was over.
    """

    def __init__(self, seen: Iterable[Head] = (), gone: Head = EMPTY) -> None:
        self._kept = {one.chain: one.hash for one in seen}
        self.last = gone
        self.entries = 0

    def take(self, entries: Iterable[Linked]) -> Broken | None:
        """The first of these that does not fit; they come in the order of their places."""
        for one in entries:
            self.entries += 1
            last, place = self.last, one.chain
            if place is None:
                return Broken(one.seq, f"Entry {one.seq} is not part of the chain: it was added past the program.")
            if place != last.chain + 1:
                return Broken(one.seq, f"Between places {last.chain} and {place} entries were removed or moved.")
            expected = linked_hash(last.hash, place, one.entry)
            if one.hash != expected:
                return Broken(one.seq, f"Entry {one.seq} (place {place}) was edited, or the one before it.")
            if self._kept.get(place, expected) != expected:
                return Broken(one.seq, f"Place {place} is not what a desk saw there: the audit was written anew.")
            self.last = Head(place, expected)
        return None

    def end(self, head: Head) -> Broken | None:
        """Whether the end is where the head, and every desk that saw it, says."""
        last = self.last.chain
        if head != self.last:
            return Broken(None, f"The audit ends at place {last}, its head says {head.chain}: the end was cut off.")
        newest = max(self._kept, default=0)
        if newest > last:
            return Broken(None, f"A desk saw place {newest}, the audit ends at {last}: the end was cut off.")
        return None


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
