"""What an administrator does to a shared database: create or migrate it, add people, look whether all is well."""

import hashlib
import hmac
import logging
import secrets
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from console.db import migrations_runner as migrations
from console.db.address import Address
from console.db.postgres.connecting import Login, connect
from console.db.postgres.faults import ServerFault, told
from console.db.postgres.names import literal, quoted, role_name
from console.db.postgres.security import role_statements, statements
from console.db.schema import HEAD
from console.domain.ids import AccountId, new_uuid
from console.domain.passwords import checked_login, checked_password
from console.domain.roles import Role
from console.errors import RuleBroken

MIGRATION_LOCK = 727_272
SCRAM_ROUNDS = 4096
_PATH = "SET search_path = tandem, tandem_audit, pg_catalog"
_TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = 'tandem'::regnamespace AND relkind = 'r' LIMIT 1"
)

log = logging.getLogger(__name__)


async def create_shared(login: Login) -> str:
    """Create the database, or bring it up to date, with all that protects it; can be run again at any time.

    Returns the revision that was found ("" for a new one).

    Raises:
        ServerFault: the login may not do this, another migration runs, or the schema is newer or another product's.
    """
    await _create_database(login)
    connection = await connect(login, application="tandem-db-create", path=False)
    try:
        await _may_create(connection, login.address)
        if not await connection.fetchval("SELECT pg_try_advisory_lock($1)", MIGRATION_LOCK):
            raise ServerFault("Another administrator is creating or migrating this database just now. Wait for that.")
        found = await _revision(connection, login.address)
        await _migrate(login, connection)
        return found
    except asyncpg.PostgresError as error:
        raise told(error) from error
    finally:
        connection.terminate()


async def _create_database(login: Login) -> None:
    try:
        (await connect(login, path=False)).terminate()
        return
    except ServerFault as fault:
        if "There is no database" not in str(fault):
            raise
    name = login.address.database
    try:
        keeper = await connect(Login(replace(login.address, database="postgres"), login.password), path=False)
    except ServerFault as fault:
        raise ServerFault(
            f"There is no database {name}, and it cannot be made from here ({fault}) Let somebody who may make it: "
            f"createdb --owner={login.address.login} {name}"
        ) from fault
    try:
        await keeper.execute(f"CREATE DATABASE {quoted(name)} ENCODING 'UTF8' TEMPLATE template0")
    except asyncpg.PostgresError as error:
        raise told(error) from error
    finally:
        keeper.terminate()


async def _may_create(connection: Any, address: Address) -> None:
    allowed = await connection.fetchval(
        "SELECT rolsuper OR (rolcreaterole AND pg_catalog.pg_get_userbyid(d.datdba) = current_user) "
        "FROM pg_roles, pg_database AS d WHERE rolname = current_user AND d.datname = current_database()"
    )
    if not allowed:
        raise ServerFault(
            f"{address.login} may not set up {address.database}. Use the login that owns it and may create roles."
        )


async def _revision(connection: Any, address: Address) -> str:
    held = await connection.fetchval("SELECT to_regclass('tandem.alembic_version') IS NOT NULL")
    if not held:
        is_there = await connection.fetchval("SELECT to_regnamespace('tandem') IS NOT NULL")
        if is_there and await connection.fetchval(_TABLES):
            raise ServerFault(f"{address.database} holds a schema tandem of another product. Choose another database.")
        return ""
    found = str(await connection.fetchval("SELECT version_num FROM tandem.alembic_version") or "")
    if found and found not in migrations.known():
        raise ServerFault(
            f"{address.database} was set up by a newer Tandem (schema {found}, this one knows {HEAD}). "
            "Nothing was changed. Install the newer version."
        )
    return found


async def _migrate(login: Login, connection: Any) -> None:
    for statement in role_statements(login.address.database):
        await connection.execute(statement)

    async def prepared() -> Any:
        made = await connect(login, application="tandem-db-create", path=False)
        await made.execute(_PATH)
        await made.execute("SET lock_timeout = '20s'")
        return made

    engine = create_async_engine("postgresql+asyncpg://", async_creator=prepared, poolclass=NullPool)
    try:
        async with engine.connect() as migrating:
            await migrating.run_sync(migrations.upgrade)
            await migrating.commit()
    finally:
        await engine.dispose()
    async with connection.transaction():
        await connection.execute("SET LOCAL search_path = pg_catalog, tandem, tandem_audit")
        for statement in statements():
            await connection.execute(statement)


async def add_user(login: Login, name: str, called: str, roles: Sequence[Role], password: str | None) -> AccountId:
    """Add a person: a login of the server that may connect, with its roles and its account.

    Without a password a login that is there already gets an account here too, and keeps its own password.

    Raises:
        BadInput: the name or the password is not possible.
        RuleBroken: there is such an account or login already, or none when it should be.
    """
    checked_login(name)
    if password is not None:
        checked_password(password, name)
    connection = await connect(login, application="tandem-db-add-user")
    key = AccountId(new_uuid())
    try:
        async with connection.transaction():
            if await connection.fetchval("SELECT 1 FROM tandem.account WHERE login = $1", name):
                raise RuleBroken(f"There is an account for {name} already.")
            await _made_or_found(connection, name, password)
            for role in roles:
                await connection.execute(f"GRANT {role_name(role)} TO {quoted(name)}")
            await connection.execute(
                "INSERT INTO tandem.account (id, name, roles, created_at, login, failures) "
                "VALUES ($1, $2, $3, now(), $4, 0)",
                key, called, "[" + ", ".join(f'"{role.value}"' for role in roles) + "]", name,
            )  # fmt: skip
    except asyncpg.PostgresError as error:
        raise told(error) from error
    finally:
        connection.terminate()
    return key


async def _made_or_found(connection: Any, name: str, password: str | None) -> None:
    held = await connection.fetchrow(
        "SELECT rolcanlogin AND NOT (rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls) AS plain "
        "FROM pg_roles WHERE rolname = $1",
        name,
    )
    if held is None and password is None:
        raise RuleBroken(f"There is no login {name} on this server.")
    if held is not None and password is not None:
        raise RuleBroken(
            f"There is a login {name} on this server already, perhaps of another program. Its password was not "
            "touched. Add --existing to give that login an account here too, or choose another name."
        )
    if held is not None and not held["plain"]:
        raise RuleBroken(f"{name} keeps the server itself. People work with logins of their own.")
    if held is None:
        await connection.execute(f"CREATE ROLE {quoted(name)} LOGIN CONNECTION LIMIT 6")
        await connection.execute(f"ALTER ROLE {quoted(name)} PASSWORD {literal(scram_verifier(str(password)))}")
        await connection.execute(f"ALTER ROLE {quoted(name)} SET statement_timeout = '15s'")


def scram_verifier(password: str) -> str:
    """What the server stores instead of the password (RFC 5803): the password itself is never sent or logged."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    return f"SCRAM-SHA-256${SCRAM_ROUNDS}:{_base64(salt)}${_base64(stored)}:{_base64(server)}"


def _base64(octets: bytes) -> str:
    return b64encode(octets).decode()
