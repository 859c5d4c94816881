"""Other people's closed calls come in as history: in bulk, each once, numbered, without a sound."""

from collections import Counter as Tally
from collections.abc import Sequence
from hashlib import blake2b
from uuid import UUID
from zoneinfo import ZoneInfo

from console.commands.bulk import audit_bulk, note_change
from console.db.bulk_rows import insert_rows, known_values, take_block
from console.db.unit_of_work import UnitOfWork
from console.domain.calls import CallSource, Lifecycle
from console.domain.ids import new_uuid
from console.domain.imported_call import ImportedCall
from console.domain.roles import Permission
from console.models.calls import Call
from console.models.logs import TimelineRow

HISTORY = "history"  # the aggregate in the change log: desks have nothing to load for it
_LONGEST_KEY = 200
_LONGEST_PLACE = 200
_LONGEST_NUMBER = 60
_CALL_COLUMNS = (
    "id", "number", "received_at", "nature", "place", "place_key", "lat", "lon", "zone_id", "level", "disposition",
    "closed_at", "external_number", "source_key", "approximate",
)  # fmt: skip
_ALIKE = {
    "version": 1, "source": CallSource.EMERGENCY_911.value, "flags": [], "needs": [],
    "lifecycle": Lifecycle.CLEARED.value, "imported": True,
}  # fmt: skip
_SAME = {"level_since": "received_at", "waiting_since": "received_at"}
_LINE_COLUMNS = ("id", "at", "text", "call_id")


async def import_calls(uow: UnitOfWork, calls: Sequence[ImportedCall], source: str, zone: ZoneInfo) -> int:
    """Write those that are not there yet and return how many they were.

    Each is closed and marked as imported, so that it never sounds, escalates or fills a screen. `source` names the
    file in the audit; `zone` is the agency's, in which the year of a call's number is told.
    """
    uow.require(Permission.IMPORT_CALLS)
    keyed = {_short(one.key): one for one in calls}
    known = await known_values(uow.session, Call.__table__.c.source_key, list(keyed))
    new = {key: one for key, one in keyed.items() if key not in known}
    if not new:
        return 0
    numbers = await _numbers(uow, list(new.values()), zone)
    rows = [(new_uuid(), number, key, one) for (key, one), number in zip(new.items(), numbers, strict=True)]
    made, moments = [_call(*row) for row in rows], dict[int, object]()
    await insert_rows(uow.session, Call.__table__, _CALL_COLUMNS, made, constant=_ALIKE, same=_SAME, seen=moments)
    lines = [(new_uuid(), one.received_at, one.words, key) for key, _, _, one in rows]
    by = {"kind": "imported", "who": uow.actor.name, "account_id": uow.actor.account_id, "desk_id": uow.actor.desk_id}
    await insert_rows(uow.session, TimelineRow.__table__, _LINE_COLUMNS, lines, constant=by, seen=moments)
    first, last = rows[0][1], rows[-1][1]
    await audit_bulk(uow, "import", "call", f"{first} to {last}", {"count": len(rows), "source": source})
    await note_change(uow, HISTORY)
    return len(rows)


async def _numbers(uow: UnitOfWork, calls: Sequence[ImportedCall], zone: ZoneInfo) -> list[str]:
    """The next numbers of each call's year, taken in one block."""
    years = [one.received_at.astimezone(zone).year % 100 for one in calls]
    following: dict[int, int] = {}
    for year, count in Tally(years).items():
        following[year] = await take_block(uow.session, f"call-{year:02d}", count)
    numbers = []
    for year in years:
        numbers.append(f"{year:02d}-{following[year]:05d}")
        following[year] += 1
    return numbers


def _call(key: UUID, number: str, source_key: str, one: ImportedCall) -> tuple[object, ...]:
    point, external = one.point, one.external_number
    return (
        key, number, one.received_at, one.nature, one.place[:_LONGEST_PLACE], one.place_key[:_LONGEST_PLACE],
        point.lat if point else None, point.lon if point else None, one.zone_id, int(one.level), one.disposition,
        one.closed_at, external[:_LONGEST_NUMBER] if external else None, source_key, one.approximate,
    )  # fmt: skip


def _short(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else blake2b(key.encode(), digest_size=16).hexdigest()
