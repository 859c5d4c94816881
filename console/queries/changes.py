"""Reads the change log past a cursor, and the positions' lane past a batch."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from console.models.escalations import Lease
from console.models.logs import Change
from console.models.program import Setting
from console.models.units import Position


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a desk has read, and in which history: a restored back-up begins another one."""

    history: str
    seq: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since: ids by aggregate; `void` when the cursor belongs to another history."""

    cursor: Cursor
    touched: dict[str, set[UUID]]
    void: bool = False


async def cursor_now(session: AsyncSession) -> Cursor:
    """The cursor at the newest change; read it before the first load, so that nothing falls between."""
    seq = (await session.execute(select(func.max(Change.seq)))).scalar() or 0
    return Cursor(await _history(session), seq)


async def changes_since(session: AsyncSession, cursor: Cursor) -> Changes:
    """What changed past the cursor; on SQLite the order of `seq` is the order of commits."""
    wanted = select(Change.seq, Change.aggregate, Change.aggregate_id).where(Change.seq > cursor.seq)
    rows = (await session.execute(wanted.order_by(Change.seq))).all()
    history = await _history(session)
    if history != cursor.history:
        return Changes(await cursor_now(session), {}, void=True)
    touched: dict[str, set[UUID]] = {}
    for _seq, aggregate, key in rows:
        touched.setdefault(aggregate, set()).add(key)
    return Changes(Cursor(history, rows[-1].seq if rows else cursor.seq), touched)


async def _history(session: AsyncSession) -> str:
    value = (await session.execute(select(Setting.value).where(Setting.name == "history"))).scalar()
    return str((value or {}).get("id", ""))


@dataclass(frozen=True, slots=True)
class PositionRows:
    """Fixes newer than a batch, as parallel lists (int32 micro-degrees, degrees, km/h, epoch seconds)."""

    batch: int
    unit_ids: list[UUID]
    lat_e6: list[int]
    lon_e6: list[int]
    headings: list[int]
    speeds: list[int]
    fixed_at: list[float]


async def positions_since(session: AsyncSession, batch: int) -> PositionRows:
    """Every fix written after the batch; -1 reads them all."""
    column = Position.__table__.c
    rows = (await session.execute(select(*column).where(column.batch > batch))).all()
    if not rows:
        return PositionRows(batch, [], [], [], [], [], [])
    ids, lats, lons, headings, speeds, fixed, batches = (list(values) for values in zip(*rows, strict=True))
    return PositionRows(max(batches), ids, lats, lons, headings, speeds, fixed)


async def lease_holders(session: AsyncSession) -> dict[str, tuple[UUID, float]]:
    """Who holds which lease, and until when (epoch seconds, real time)."""
    rows = (await session.execute(select(Lease.name, Lease.holder, Lease.expires_at))).all()
    return {name: (holder, expires.timestamp()) for name, holder, expires in rows}
