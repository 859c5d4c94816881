"""Rows by their ids, past the toolkit where that counts: a desk asks these at every change of every other desk."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

_EXPANDING = re.compile(r"IN \(__\[POSTCOMPILE_ids\]\)")


async def quick_rows(session: AsyncSession, statement: Select[Any], ids: Sequence[Any]) -> Iterable[Any]:
    """The rows of a statement whose one parameter is `ids` (an expanding one), readable by name or by place.

    On a shared database the driver is asked directly, which takes a fifth of the time; JSON comes as text there
    (`listed` reads both).
    """
    if session.get_bind().dialect.name != "postgresql":
        kept: Iterable[Any] = (await session.execute(statement, {"ids": ids})).all()
        return kept
    return await driver_rows(session, _written(statement), list(ids))


async def driver_rows(session: AsyncSession, statement: str, *values: object) -> list[Any]:
    """Rows of a statement in the driver's own words ($1, $2), on the connection of a session of a shared database.

    Raises:
        LinkDown, StorageFault: as for every other statement; a connection that is dead goes back to nobody.
    """
    from console.db.postgres.faults import LOST, translated_server  # noqa: PLC0415

    connection = await session.connection()
    driver: Any = (await connection.get_raw_connection()).driver_connection
    try:
        rows: list[Any] = await driver.fetch(statement, *values)
    except Exception as error:
        if isinstance(error, LOST) or driver.is_closed():
            await connection.invalidate()
        fault = translated_server(error)
        if fault is None:
            raise
        raise fault from error
    return rows


def listed(value: Any) -> Any:
    """What a JSON column holds, whoever read it."""
    return json.loads(value) if isinstance(value, str) else value


@lru_cache(maxsize=32)
def _written(statement: Select[Any]) -> str:
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  33 ms of the start

    text = str(statement.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
    return _EXPANDING.sub("= ANY($1::uuid[])", text)
