"""Looks at a shared database as one person's login sees it, and says what is wrong and how to mend it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import asyncpg

from console.db.postgres.connecting import Login, connect
from console.db.postgres.faults import told
from console.db.schema import HEAD


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: whether it is well, what it is, and what to do when it is not."""

    name: str
    well: bool
    said: str
    mend: str = ""


async def check_shared(login: Login) -> list[Finding]:
    """Connect as this login and look at TLS, roles, schema, replication, clock, room and round trip.

    Raises:
        ServerFault, LinkDown: the login cannot connect; the sentence says why.
    """
    connection = await connect(login, application="tandem-db-check")
    try:
        findings = [await _tls(connection, login)]
        if await connection.fetchval("SELECT to_regclass('tandem.alembic_version') IS NOT NULL"):
            findings += [await _roles(connection), await _schema(connection)]
        else:
            mend = "Run tandem db create, or check the database's name in the address."
            findings.append(Finding("Schema", False, f"{login.address.database} holds no program of Tandem's", mend))
        return [
            *findings, await _replication(connection), await _clock(connection), await _room(connection),
            await _round_trip(connection),
        ]  # fmt: skip
    except asyncpg.PostgresError as error:
        raise told(error) from error
    finally:
        connection.terminate()


async def _tls(connection: Any, login: Login) -> Finding:
    row = await connection.fetchrow("SELECT ssl, version, cipher, bits FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    if row is not None and row["ssl"]:
        return Finding("Encryption", True, f"{row['version']}, {row['cipher']}, certificate and name verified")
    local = all(host.is_here for host in login.address.hosts)
    mend = "" if local else "Set ssl = on, and hostssl instead of host in pg_hba.conf."
    return Finding("Encryption", local, "none; the server is this very machine" if local else "none", mend)


async def _roles(connection: Any) -> Finding:
    roles = await connection.fetchval("SELECT tandem.my_roles()")
    name = await connection.fetchval("SELECT name FROM tandem.account WHERE login = session_user")
    if await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = session_user"):
        return Finding("Account", False, "this login is a superuser", "Work with a login made by tandem db add-user.")
    if name is None or not roles:
        return Finding("Account", False, "this login has no account or no role", "Run tandem db add-user.")
    return Finding("Account", True, f"{name}: {', '.join(roles)}")


async def _schema(connection: Any) -> Finding:
    found = await connection.fetchval("SELECT version_num FROM tandem.alembic_version")
    mend = "Run tandem db create with the newer Tandem; older desks must be updated."
    return Finding("Schema", found == HEAD, f"{found}, this Tandem knows {HEAD}", "" if found == HEAD else mend)


async def _replication(connection: Any) -> Finding:
    names = await connection.fetchval("SELECT current_setting('synchronous_standby_names')")
    commit = await connection.fetchval("SELECT current_setting('synchronous_commit')")
    if names and commit not in ("off", "local"):
        return Finding("Standby", True, f"commits wait for {names}")
    mend = "See “A standby” in docs/shared-database.md: without one a dead server loses what it held."
    return Finding("Standby", False, "no synchronous standby is set", mend)


async def _clock(connection: Any) -> Finding:
    before = datetime.now(UTC)
    there = await connection.fetchval("SELECT clock_timestamp()")
    off = (there - before).total_seconds()
    well = abs(off) < 2
    said = f"{abs(off):.1f} s {'ahead of' if off > 0 else 'behind'} this workstation"
    return Finding("Server's clock", well, said, "" if well else "Let both follow the same time server (NTP).")


async def _room(connection: Any) -> Finding:
    # Of other people's connections only the database is told: a filter on their kind would count one's own alone.
    most = int(await connection.fetchval("SELECT current_setting('max_connections')"))
    used = int(await connection.fetchval("SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL"))
    well = most - used > 10
    mend = "" if well else "Raise max_connections: two for each desk, two for each feed, and ten more."
    return Finding("Connections", well, f"{used} of {most} in use", mend)


async def _round_trip(connection: Any) -> Finding:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        await connection.fetchval("SELECT 1")
        times.append((time.perf_counter() - began) * 1000)
    best = min(times)
    well = best < 50
    mend = "" if well else "The way to the server is slow; a desk feels it at each change."
    return Finding("Round trip", well, f"{best:.1f} ms", mend)
