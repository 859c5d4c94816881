"""Many rows of one table in one statement, past the session: values are bound column by column, once for all rows."""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from console.db.engine import Database
from console.db.upsert import upsert
from console.models.base import UtcDateTime
from console.models.program import Counter

Binder = Callable[[Any], Any]
Same = Mapping[str, str]
Seen = dict[int, Any]

# While a file comes in: 128 MB of pages, so that the indexes that grow in random places are not read again and again.
# It halves the time. Checkpoints stay as they are: a longer log would be paid for by whoever dispatches next.
_ROOMY = "PRAGMA cache_size=-128000"
_USUAL = "PRAGMA cache_size=-2000"


async def insert_rows(
    session: AsyncSession, table: Any, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *,
    constant: Mapping[str, Any], same: Same | None = None, seen: Seen | None = None,
) -> None:  # fmt: skip
    """Insert rows that hold a value for each of the columns, in their order.

    `constant` gives columns that are the same in all rows, `same` columns that repeat another one, `seen` shares
    bound moments between two tables of one command. A unit of work flushes and compares row by row, which is right
    for a wish and costs ten times as much for a file. Neither audit nor change log see these rows: whoever writes
    them says so in both.
    """
    if not rows:
        return
    connection = await session.connection()
    repeated = dict(same or {})
    statement, order, binders = _prepared(table, (*columns, *constant, *repeated), connection.dialect)
    moments: Seen = {} if seen is None else seen
    bound: dict[str, Sequence[Any]] = {}
    for name, values in zip(columns, zip(*rows, strict=True), strict=True):
        is_moment = isinstance(table.c[name].type, UtcDateTime)
        bound[name] = _moments(values, binders[name], moments) if is_moment else _bound(values, binders[name])
    bound |= {name: [_bound([value], binders[name])[0]] * len(rows) for name, value in constant.items()}
    bound |= {name: bound[of] for name, of in repeated.items()}
    await connection.exec_driver_sql(statement, list(zip(*(bound[name] for name in order), strict=True)))


async def known_values(session: AsyncSession, column: Any, values: Sequence[str]) -> set[str]:
    """Which of the values the column holds already; they travel as one parameter, however many they are."""
    listed = "json_each(:asked)" if _dialect(session) == "sqlite" else "json_array_elements_text(CAST(:asked AS json))"
    asked = text(f"SELECT value FROM {listed}").bindparams(asked=json.dumps(list(values)))
    return set((await session.execute(select(column).where(column.in_(asked)))).scalars())


async def take_block(session: AsyncSession, series: str, count: int) -> int:
    """Raise a counter by a block and return the block's first number."""
    table = Counter.__table__
    raised = upsert(Counter, _dialect(session)).values(series=series, last=count)
    raised = raised.on_conflict_do_update(index_elements=["series"], set_={"last": table.c.last + count})
    last = (await (await session.connection()).execute(raised.returning(table.c.last))).scalar_one()
    return int(last) - count + 1


def _dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name


@asynccontextmanager
async def room_for_many(database: Database) -> AsyncIterator[None]:
    """Give the writer's connection room for a large import, and take it back afterwards."""
    await _set(database, _ROOMY)
    try:
        yield
    finally:
        await _set(database, _USUAL)


async def _set(database: Database, pragma: str) -> None:
    async with database.writers.connect() as connection:
        if connection.dialect.name == "sqlite":
            await connection.exec_driver_sql(pragma)


@lru_cache(maxsize=16)
def _prepared(
    table: Table, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[str, ...], dict[str, Binder | None]]:
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    order: tuple[str, ...] = tuple(getattr(compiled, "positiontup", None) or names)
    binders: dict[str, Binder | None] = {
        name: table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names
    }
    return str(compiled), order, binders


def _bound(values: Sequence[Any], binder: Binder | None) -> Sequence[Any]:
    return values if binder is None else [None if value is None else binder(value) for value in values]


def _moments(values: Sequence[Any], binder: Binder | None, seen: Seen) -> list[Any]:
    """One moment often stands in several columns: it is bound once. The rows keep it alive, so no two share an id."""
    bind = binder or _itself
    for value in values:
        if id(value) not in seen:
            seen[id(value)] = None if value is None else bind(value)
    return [seen[id(value)] for value in values]


def _itself(value: Any) -> Any:
    return value
