"""Which query loads which aggregate: the first picture, and what a change names."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from console.domain.ids import UnitId
from console.queries.calls import WINDOW, calls_by_ids, calls_in_window
from console.queries.changes import PositionRows, positions_since
from console.queries.program import escalations_by_ids, escalations_in_window, providers, the_program, zones
from console.queries.units import all_units, units_by_ids
from console.store.collection import Collection as Held
from console.store.positions import PositionBatch
from console.store.store import Store

# Beyond this many calls at once it is history being imported: the desk keeps to its window and reads no rows for it.
_BULK = 500


async def load_everything(session: AsyncSession, store: Store) -> int:
    """Fill the store with the whole picture; returns the positions' batch it holds."""
    program = await the_program(session)
    if program is None:
        return -1
    store.set_program(program)
    now = program.clock.now()
    store.zones.fill(await zones(session))
    store.providers.fill(await providers(session))
    store.units.fill(await all_units(session))
    store.calls.fill(await calls_in_window(session, now))
    store.escalations.fill(await escalations_in_window(session, now))
    rows = await positions_since(session, -1)
    store.positions.reset(batch_of(rows))
    return rows.batch


async def load_touched(session: AsyncSession, store: Store, touched: dict[str, set[UUID]]) -> None:
    """Load the aggregates that a change names, one query per kind, and give the store the differences."""
    if "program" in touched:
        program = await the_program(session)
        if program is not None:
            store.set_program(program)
    loaders: Sequence[tuple[str, Held[Any], Callable[[AsyncSession, Collection[UUID]], Awaitable[list[Any]]]]] = (
        ("zone", store.zones, zones),
        ("provider", store.providers, providers),
        ("unit", store.units, units_by_ids),
        ("escalation", store.escalations, escalations_by_ids),
    )
    for kind, held, load in loaders:
        if ids := touched.get(kind):
            _apply(held, ids, await load(session, ids))
    if ids := touched.get("call"):
        await _load_calls(session, store, ids)
    if ids := touched.get("timeline"):
        store.timeline_grew.emit(ids)
    planned = [touched[kind] for kind in ("roster", "roster_team", "shift_template", "responder") if kind in touched]
    if planned:
        store.rosters_changed.emit(set().union(*planned))
    if "responder" in touched:
        changed = touched["responder"]
        units = {unit.id for unit in store.units if any(one.responder_id in changed for one in unit.members)}
        if units:
            store.units.upsert(await units_by_ids(session, units))
        store.crew_changed.emit()


async def _load_calls(session: AsyncSession, store: Store, ids: set[UUID]) -> None:
    if len(ids) > _BULK:
        store.calls.fill(await calls_in_window(session, store.now()))
        return
    oldest = store.now() - WINDOW
    loaded = [call for call in await calls_by_ids(session, ids) if not call.imported]
    shown = [call for call in loaded if call.is_open or (call.closed_at is not None and call.closed_at > oldest)]
    _apply(store.calls, ids, shown)


def trim(store: Store) -> None:
    """Let go of what has left the window: closed calls and answered escalations of more than a day ago."""
    oldest = store.now() - WINDOW
    store.calls.remove([call.id for call in store.calls if call.closed_at is not None and call.closed_at <= oldest])
    store.escalations.remove(
        [one.id for one in store.escalations if one.answered_at is not None and one.answered_at <= oldest]
    )


def _apply(held: Held[Any], ids: Collection[UUID], loaded: Sequence[Any]) -> None:
    held.upsert(loaded)
    held.remove(set(ids) - {one.id for one in loaded})


def batch_of(rows: PositionRows) -> PositionBatch:
    """Rows of the lane as the store takes them; speeds in metres per second."""
    return PositionBatch(
        unit_ids=[UnitId(key) for key in rows.unit_ids], lat_e6=rows.lat_e6, lon_e6=rows.lon_e6,
        headings=rows.headings, speeds=[speed / 3.6 for speed in rows.speeds], fixed_at=rows.fixed_at,
    )  # fmt: skip
