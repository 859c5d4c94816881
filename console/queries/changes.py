"""Reads the change log past a cursor, and the positions' lane past a batch."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from console.db.quick_rows import driver_rows, listed
from console.models.escalations import Lease
from console.models.logs import Change
from console.models.program import Setting
from console.models.units import Position


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a desk has read, and in which history: a restored back-up or a promoted standby begins another one.

    On the embedded file the order of `seq` is the order of commits. On a shared database it is not: there the cursor is
    the last snapshot, and what is visible now and was not then has changed.
    """

    history: str
    seq: int = 0
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since: ids by aggregate; `void` when the cursor belongs to another history.

    `schema` is the database's revision and `server_now` its clock; both are None on the embedded file.
    """

    cursor: Cursor
    touched: dict[str, set[UUID]]
    void: bool = False
    schema: str | None = None
    server_now: datetime | None = None
    leases: dict[str, float] | None = None  # until when each is held (epoch seconds); None: they were not asked for


async def cursor_now(session: AsyncSession) -> Cursor:
    """The cursor at the newest change; read it before the first load, so that nothing falls between."""
    if _is_shared(session):
        row = (await session.execute(_SNAPSHOT)).one()
        return Cursor(row.history, snapshot=row.snapshot)
    seq = (await session.execute(select(func.max(Change.seq)))).scalar() or 0
    return Cursor(await _history(session), seq)


async def changes_since(session: AsyncSession, cursor: Cursor) -> Changes:
    """What changed past the cursor."""
    if _is_shared(session):
        return await _shared_changes(session, cursor)
    wanted = select(Change.seq, Change.aggregate, Change.aggregate_id).where(Change.seq > cursor.seq)
    rows = (await session.execute(wanted.order_by(Change.seq))).all()
    history = await _history(session)
    if history != cursor.history:
        return Changes(await cursor_now(session), {}, void=True)
    touched: dict[str, set[UUID]] = {}
    for _seq, aggregate, key in rows:
        touched.setdefault(aggregate, set()).add(key)
    return Changes(Cursor(history, rows[-1].seq if rows else cursor.seq), touched)


# The system's identifier and its timeline: after a promotion the old snapshot means nothing any more.
_HISTORY = """coalesce((SELECT value ->> 'id' FROM setting WHERE name = 'history'), '')
    || '/' || (SELECT system_identifier FROM pg_control_system())
    || '/' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"""
_SNAPSHOT = text(f"SELECT pg_current_snapshot()::text AS snapshot, {_HISTORY} AS history")
_CURSOR = "$1::text::pg_snapshot"
_SINCE = f"""SELECT pg_current_snapshot()::text AS snapshot, {_HISTORY} AS history, clock_timestamp() AS server_now,
        (SELECT version_num FROM alembic_version) AS schema,
        EXISTS (SELECT 1 FROM change_floor WHERE xid >= pg_snapshot_xmin({_CURSOR})) AS purged,
        (SELECT json_object_agg(name, extract(epoch FROM expires_at)) FROM lease) AS leases,
        one.aggregate, one.aggregate_id
    FROM (SELECT 1) AS always LEFT JOIN change_log AS one
      ON one.xid >= pg_snapshot_xmin({_CURSOR})
     AND NOT pg_visible_in_snapshot(one.xid, {_CURSOR})"""


async def _shared_changes(session: AsyncSession, cursor: Cursor) -> Changes:
    rows = await driver_rows(session, _SINCE, cursor.snapshot)
    newest = rows[0]
    now = Cursor(newest.history, snapshot=newest.snapshot)
    leases = listed(newest.leases) or {}
    if newest.purged or newest.history != cursor.history:
        return Changes(now, {}, True, newest.schema, newest.server_now, leases)
    touched: dict[str, set[UUID]] = {}
    for row in rows:
        if row.aggregate is not None:
            touched.setdefault(row.aggregate, set()).add(row.aggregate_id)
    return Changes(now, touched, False, newest.schema, newest.server_now, leases)


def _is_shared(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"


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
    if _is_shared(session):
        return await _shared_positions(session, batch)
    column = Position.__table__.c
    rows = (await session.execute(select(*column).where(column.batch > batch))).all()
    if not rows:
        return PositionRows(batch, [], [], [], [], [], [])
    ids, lats, lons, headings, speeds, fixed, batches = (list(values) for values in zip(*rows, strict=True))
    return PositionRows(max(batches), ids, lats, lons, headings, speeds, fixed)


# One row of columns instead of thousands of rows: the driver takes a tenth of the time for it.
_COLUMNS = """SELECT max(batch) AS batch, array_agg(unit_id) AS unit_ids,
        array_agg(lat_e6) AS lats, array_agg(lon_e6) AS lons,
        array_agg(heading) AS headings, array_agg(speed_kph) AS speeds, array_agg(fixed_at) AS times
    FROM position WHERE batch > $1"""


async def _shared_positions(session: AsyncSession, batch: int) -> PositionRows:
    [row] = await driver_rows(session, _COLUMNS, batch)
    if row.batch is None:
        return PositionRows(batch, [], [], [], [], [], [])
    return PositionRows(row.batch, row.unit_ids, row.lats, row.lons, row.headings, row.speeds, row.times)


async def lease_holders(session: AsyncSession) -> dict[str, tuple[UUID, float]]:
    """Who holds which lease, and until when (epoch seconds, real time)."""
    rows = (await session.execute(select(Lease.name, Lease.holder, Lease.expires_at))).all()
    return {name: (holder, expires.timestamp()) for name, holder, expires in rows}
