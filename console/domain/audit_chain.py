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


def first_fault(
    entries: Iterable[Linked], head: Head, seen: Iterable[Head] = (), gone: Head = EMPTY
) -> Broken | None:
    """The first place where the chain, its head, or a head that a desk saw, does not fit; None when all is whole.

    `entries` come in the order of their places, those without one last; `gone` is the last link that was let go when
    its time was over.
    """
    kept = {one.chain: one.hash for one in seen}
    last = gone
    for one in entries:
        if one.chain is None:
            return Broken(one.seq, f"Entry {one.seq} is not part of the chain: it was added past the program.")
        if one.chain != last.chain + 1:
            return Broken(one.seq, f"Between places {last.chain} and {one.chain} entries were removed or moved.")
        expected = linked_hash(last.hash, one.chain, one.entry)
        if one.hash != expected:
            return Broken(one.seq, f"Entry {one.seq} (place {one.chain}) was edited, or the one before it.")
        if kept.get(one.chain, expected) != expected:
            return Broken(one.seq, f"Place {one.chain} is not what a desk saw there: the audit was written anew.")
        last = Head(one.chain, expected)
    if head != last:
        return Broken(None, f"The audit ends at place {last.chain}, its head says {head.chain}: the end was cut off.")
    newest = max(kept, default=0)
    if newest > last.chain:
        return Broken(None, f"A desk saw place {newest}, the audit ends at {last.chain}: the end was cut off.")
    return None


def _told(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
