"""Moves an embedded program into a shared database: ids, history and audit as they are, compared afterwards."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import JSON, Table, select
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession

from console.db.engine import open_database
from console.db.postgres.connecting import Login, connect
from console.db.postgres.faults import told as told_refusal
from console.db.postgres.names import placed
from console.db.schema import bring_up_to_date
from console.db.unit_of_work import read
from console.errors import RuleBroken, StorageFault
from console.models.registry import METADATA

# What desks of the embedded database left behind and nobody needs there.
LEFT_BEHIND = {"command_done", "change_log", "lease"}
_AT_ONCE = 5_000
_WORKED = "Somebody worked in the shared database since it was copied. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Copied:
    """One table: how many rows there and here, and whether every value is the same."""

    table: str
    rows: int
    same: bool


async def copy_program(
    source: Path, target: Login, told: Callable[[str], object] | None = None
) -> list[Copied]:
    """Copy everything, in one transaction of the target; can be repeated as long as nobody worked there meanwhile.

    Accounts become people without a login: give them one with `tandem db add-user`.

    Raises:
        RuleBroken: the target holds another program, or work that the source has not.
        StorageFault: a table is not the same afterwards; nothing was kept.
    """
    bring_up_to_date(source)
    tables = [table for table in METADATA.sorted_tables if table.name not in LEFT_BEHIND]
    database = open_database(source)
    connection = await connect(target, application="tandem-db-copy")
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL search_path = tandem, tandem_audit, pg_catalog")
            await connection.execute("SET LOCAL statement_timeout = 0")
            # One session, one picture of the file, whoever writes into it meanwhile.
            results = await read(database, _all_of, tables, connection, told or _nothing)
            await connection.execute("SELECT setval(pg_get_serial_sequence('tandem_audit.audit', 'seq'), "
                                     "greatest((SELECT max(seq) FROM tandem_audit.audit), 1))")  # fmt: skip
            await connection.execute("UPDATE tandem.change_floor SET xid = pg_current_xact_id()")
            if wrong := [one.table for one in results if not one.same]:
                raise StorageFault(f"These are not the same after copying: {', '.join(wrong)}. Nothing was kept.")
            for table in tables:
                await connection.execute(f"ALTER TABLE {placed(table.name)} ENABLE TRIGGER USER")
    except asyncpg.PostgresError as error:
        raise told_refusal(error) from error
    finally:
        connection.terminate()
        await database.close()
    return results


async def _all_of(
    session: AsyncSession, tables: list[Table], connection: Any, told: Callable[[str], object]
) -> list[Copied]:
    await _is_closed(session)
    await _may_be_replaced(connection, session)
    await _emptied(connection, tables)
    results = []
    for table in tables:
        told(table.name)
        digest, count = await _pour(session, table, connection)
        there = await _digest_there(connection, table)
        results.append(Copied(table.name, count, there == (digest, count)))
    return results


async def _is_closed(session: AsyncSession) -> None:
    """Whoever has the program open watches its timed rules: what they still write there would be lost."""
    lease = METADATA.tables["lease"].c
    if (await session.execute(select(lease.name).where(lease.expires_at > datetime.now(UTC)))).first():
        raise RuleBroken("Somebody has this program open. Close every desk and feed on it, then copy again.")


async def _may_be_replaced(connection: Any, session: AsyncSession) -> None:
    held = await connection.fetchval("SELECT value ->> 'id' FROM tandem.setting WHERE name = 'history'")
    if held is None:
        return
    if held != await _history(session):
        raise RuleBroken("The shared database holds another program already. Copy into an empty one.")
    head = await connection.fetchrow("SELECT chain, hash FROM tandem_audit.audit_head")
    if not await _has_link(session, head["chain"], head["hash"]):
        raise RuleBroken(_WORKED)
    # A note is a line of the timeline and no row that the audit sees.
    written = await connection.fetch("SELECT id FROM tandem.timeline")
    if {row["id"] for row in written} - await _timeline(session):
        raise RuleBroken(_WORKED)


async def _timeline(session: AsyncSession) -> set[UUID]:
    return set((await session.execute(select(METADATA.tables["timeline"].c.id))).scalars())


async def _history(session: AsyncSession) -> str | None:
    value = (await session.execute(sql("SELECT value FROM setting WHERE name = 'history'"))).scalar()
    return json.loads(value)["id"] if value else None


async def _has_link(session: AsyncSession, chain: int, digest: str) -> bool:
    if chain == 0:
        return True
    wanted = sql("SELECT 1 FROM audit WHERE chain = :chain AND hash = :hash")
    return (await session.execute(wanted, {"chain": chain, "hash": digest})).first() is not None


async def _emptied(connection: Any, tables: list[Table]) -> None:
    for table in tables:
        await connection.execute(f"ALTER TABLE {placed(table.name)} DISABLE TRIGGER USER")
    kept = [table for table in tables if table.name != "account"]
    await connection.execute(f"TRUNCATE {', '.join(placed(table.name) for table in kept)}")
    await connection.execute("DELETE FROM tandem.account WHERE login IS NULL")


async def _pour(session: AsyncSession, table: Table, connection: Any) -> tuple[str, int]:
    """Read a table and write it there, in the order of its key; the digest of what was read."""
    columns = [_as_text(column) for column in table.columns]
    wanted = select(*columns).order_by(*table.primary_key.columns)
    digest, count = hashlib.sha256(), 0
    result = await session.stream(wanted)
    async for rows in result.partitions(_AT_ONCE):
        values = [tuple(row) for row in rows]
        for row in values:
            digest.update(_told(row))
        count += len(values)
        schema, _, _name = placed(table.name).partition(".")
        await connection.copy_records_to_table(
            table.name, schema_name=schema, records=values, columns=[column.name for column in table.columns]
        )
    return digest.hexdigest(), count


async def _digest_there(connection: Any, table: Table) -> tuple[str, int]:
    names = ", ".join(
        f'"{column.name}"::text' if isinstance(column.type, JSON) else f'"{column.name}"' for column in table.columns
    )
    where = " WHERE login IS NULL" if table.name == "account" else ""
    order = ", ".join(_in_order(column) for column in table.primary_key.columns)
    digest, count = hashlib.sha256(), 0
    wanted = f"SELECT {names} FROM {placed(table.name)}{where} ORDER BY {order}"
    async for row in connection.cursor(wanted, prefetch=_AT_ONCE):
        digest.update(_told(tuple(row)))
        count += 1
    return digest.hexdigest(), count


def _nothing(_table: str) -> None:
    """Nobody listens."""


def _in_order(column: Any) -> str:
    """The order that the embedded file has: texts by their octets."""
    is_text = column.type.python_type is str
    return f'"{column.name}" COLLATE "C"' if is_text else f'"{column.name}"'


def _as_text(column: Any) -> Any:
    if column.name == "password_hash":  # of the local sign-in: there a server keeps the passwords
        return sql('NULL AS "password_hash"')
    # JSON goes over to the letter: the audit's hashes cover its text.
    return sql(f'CAST("{column.name}" AS text) AS "{column.name}"') if isinstance(column.type, JSON) else column


def _told(row: tuple[Any, ...]) -> bytes:
    return json.dumps([_plain(value) for value in row]).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value.hex if isinstance(value, UUID) else value
