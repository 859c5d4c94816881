"""Many rows of one table in one statement, past the session: values are bound column by column, once for all rows."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.ext.asyncio import AsyncSession

from console.db.engine import Database

Binder = Callable[[Any], Any]
Same = Mapping[str, str]

# While a file comes in: 32 MB of pages, so that the indexes that grow in random places are not read again and again,
# and a checkpoint each 32 MB instead of each 4. It halves the time.
_ROOMY = ("PRAGMA cache_size=-32000", "PRAGMA wal_autocheckpoint=8000")
_USUAL = ("PRAGMA cache_size=-2000", "PRAGMA wal_autocheckpoint=1000")


async def insert_rows(
    session: AsyncSession, table: Any, columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *,
    constant: Mapping[str, Any], same: Same | None = None,
) -> None:  # fmt: skip
    """Insert rows that hold a value for each of the columns, in their order.

    `constant` gives columns that are the same in all rows, `same` columns that repeat another one. A unit of work
    flushes and compares row by row, which is right for a wish and costs ten times as much for a file. Neither audit
    nor change log see these rows: whoever writes them says so in both.
    """
    if not rows:
        return
    connection = await session.connection()
    repeated = dict(same or {})
    names = (*columns, *constant, *repeated)
    statement, order, binders = _prepared(table, names, connection.dialect)
    seen: dict[type, dict[int, Any]] = {}
    bound: dict[str, Sequence[Any]] = {
        name: _bound(values, binders[name], seen.setdefault(type(table.c[name].type), {}))
        for name, values in zip(columns, zip(*rows, strict=True), strict=True)
    }
    bound |= {name: _bound([value], binders[name], {}) * len(rows) for name, value in constant.items()}
    bound |= {name: bound[of] for name, of in repeated.items()}
    await connection.exec_driver_sql(statement, list(zip(*(bound[name] for name in order), strict=True)))


@asynccontextmanager
async def room_for_many(database: Database) -> AsyncIterator[None]:
    """Give the writer's connection room for a large import, and take it back afterwards."""
    await _pragmas(database, _ROOMY)
    try:
        yield
    finally:
        await _pragmas(database, _USUAL)


async def _pragmas(database: Database, pragmas: Sequence[str]) -> None:
    async with database.writers.connect() as connection:
        if connection.dialect.name == "sqlite":
            for pragma in pragmas:
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


def _bound(values: Sequence[Any], binder: Binder | None, seen: dict[int, Any]) -> list[Any]:
    """Bound values; one object that comes again (a moment in two columns, a zone in many rows) is bound once."""
    if binder is None:
        return list(values)
    for value in values:
        if id(value) not in seen:  # the rows keep every value alive, so no two share an id
            seen[id(value)] = None if value is None else binder(value)
    return [seen[id(value)] for value in values]
