"""Reads what a supervisor hands over beside what the desk holds: the last notes of the open calls."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.ids import CallId
from console.models.logs import TimelineRow
from console.queries.chunks import chunks
from console.snapshots.hand_over import LastNote


async def last_notes(session: AsyncSession, ids: Collection[UUID], each: int = 3) -> dict[CallId, list[LastNote]]:
    """The last notes of each call, the oldest of them first."""
    line = TimelineRow.__table__.c
    found: dict[CallId, list[LastNote]] = defaultdict(list)
    for chunk in chunks(ids):
        wanted = select(line.call_id, line.at, line.text, line.who).where(line.call_id.in_(chunk), line.kind == "note")
        for row in await session.execute(wanted.order_by(line.at, line.id)):
            found[CallId(row.call_id)].append(LastNote(row.at, row.text, row.who))
    return {key: notes[-each:] for key, notes in found.items()}
