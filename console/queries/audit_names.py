"""What rows of the audit are called: a call by its number, a unit by its call sign, people by their names."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from console.models.calls import Assignment, Call
from console.models.people import Responder
from console.models.program import Account
from console.models.rosters import Roster
from console.models.units import Unit

MOST = 500  # rows that one typed word may stand for

# The tables whose rows have a name, each with the columns of id and name.
_NAMED: Mapping[str, tuple[Any, Any]] = {
    "call": (Call.id, Call.number), "caller": (Call.id, Call.number), "unit": (Unit.id, Unit.call_sign),
    "account": (Account.id, Account.name), "responder": (Responder.id, Responder.name),
    "contract": (Responder.id, Responder.name), "roster": (Roster.id, Roster.name),
}  # fmt: skip


async def names_of(session: AsyncSession, rows: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The names of these rows (table, id as text), as far as they have one."""
    wanted: dict[str, set[UUID]] = {}
    for table, key in rows:
        if (known := _id(key)) is not None and (table in _NAMED or table == "assignment"):
            wanted.setdefault(table, set()).add(known)
    found: dict[tuple[str, str], str] = {}
    for table, ids in wanted.items():
        asked: Any
        if table == "assignment":
            asked = select(Assignment.id, Call.number).join(Call, Call.id == Assignment.call_id)
            asked = asked.where(Assignment.id.in_(ids))
        else:
            key, name = _NAMED[table]
            asked = select(key, name).where(key.in_(ids))
        found |= {(table, str(row[0])): str(row[1]) for row in await session.execute(asked)}
    return found


async def ids_named(session: AsyncSession, word: str) -> list[str]:
    """The ids of rows whose name holds a word, for the filter; what belongs to such a call as well."""
    found: set[str] = set()
    calls = select(Call.id).where(Call.number.icontains(word, autoescape=True)).limit(MOST)
    call_ids = list((await session.execute(calls)).scalars())
    if call_ids:
        runs = select(Assignment.id).where(Assignment.call_id.in_(call_ids)).limit(MOST)
        found |= {str(one) for one in (*call_ids, *(await session.execute(runs)).scalars())}
    for key, name in {pair for table, pair in _NAMED.items() if table not in ("call", "caller")}:
        asked = select(key).where(name.icontains(word, autoescape=True)).limit(MOST)
        found |= {str(one) for one in (await session.execute(asked)).scalars()}
    return sorted(found)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
