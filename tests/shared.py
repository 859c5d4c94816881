"""A program in a shared database: one server for the whole run, a copy of a founded database for each test."""

import asyncio
import contextlib
import json
from collections import namedtuple
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from make import TIME_ZONE, Program, an_actor
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from console.bench.server import Server
from console.commands.programs import found_program
from console.db.engine import Database, open_shared
from console.db.postgres.connecting import Login, connect
from console.db.postgres.install import add_user, create_shared
from console.db.postgres.session import who_am_i
from console.db.unit_of_work import perform, read
from console.domain.ids import CommandId, DeskId, new_uuid
from console.domain.roles import Actor, Role
from console.snapshots.program import Mode

PASSWORD = "as long as it is private"
EVERYTHING = "everything"
FOUNDED = "founded"


def login_of(roles: frozenset[Role]) -> str:
    """The login of the tests that holds these roles."""
    return EVERYTHING if len(roles) == len(Role) else "_and_".join(sorted(one.value for one in roles))


class SharedServer:
    """The run's server, with a founded database to copy and a login for each role."""

    def __init__(self) -> None:
        self.server = Server(durable=False)
        self.made = 0
        self.people: set[str] = set()  # logins that tests made beside those of the roles

    def prepare(self) -> None:
        """Start it and found the program that tests copy."""
        self.server.create()
        # Qt's loop runs in this thread already; a loop of its own needs a thread of its own.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(self._prepare())).result(60)

    async def _prepare(self) -> None:
        owner = self.server.administrator(FOUNDED)
        await create_shared(owner)
        await add_user(owner, EVERYTHING, "R. Okafor", list(Role), PASSWORD)
        for role in Role:
            await add_user(owner, role.value, f"The {role.value}", [role], PASSWORD)

    def copy(self) -> str:
        """The name of a new database with the founded program's schema, accounts and rights."""
        self.made += 1
        name = f"program_{self.made}"
        self.server.sql(f"CREATE DATABASE {name} TEMPLATE {FOUNDED}")
        self.server.sql(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO tandem_desk")
        return name

    def drop(self, name: str) -> None:
        """Delete a copy, whoever is connected to it."""
        self.server.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def login(self, database: str, name: str) -> Login:
        """A person's way in."""
        return self.server.login(database, name, PASSWORD)


@pytest.fixture(scope="session")
def shared_server() -> Iterator[SharedServer]:
    """A PostgreSQL of the tests' own."""
    made = SharedServer()
    try:
        made.prepare()
        yield made
    finally:
        made.server.remove()


class SharedProgram(Program):
    """As `Program`, over a shared database; whoever acts does so with a login that holds their roles."""

    def __init__(self, server: SharedServer, database: str, arun: Callable[..., Any]) -> None:
        self.server, self.name, self.arun = server, database, arun
        self._by_login: dict[str, tuple[Database, Actor]] = {}
        self._opened: list[Database] = []
        self.database, self.actor = self._signed_in(EVERYTHING, an_actor())

    def run(
        self, command: Callable[..., Awaitable[Any]], *args: Any, by: Actor | None = None,
        command_id: Any = None, **kwargs: Any,
    ) -> Any:  # fmt: skip
        database, actor = self.as_login(by) if by is not None else (self.database, self.actor)
        key = CommandId(command_id or new_uuid())
        return self.arun(perform(database, actor, key, command, *args, **kwargs))

    def as_login(self, actor: Actor) -> tuple[Database, Actor]:
        """The database as a login with the actor's roles has it, and who the server says they are."""
        name = login_of(actor.roles)
        if actor.name != an_actor().name:
            name = "".join(letter for letter in actor.name.lower() if letter.isalpha())
        if name not in self._by_login:
            if actor.name != an_actor().name:
                owner = self.server.server.administrator(self.name)
                password = None if name in self.server.people else PASSWORD
                self.server.people.add(name)
                self.arun(add_user(owner, name, actor.name, sorted(actor.roles), password))
            self._by_login[name] = self._signed_in(name, actor)
        return self._by_login[name]

    def _signed_in(self, name: str, actor: Actor) -> tuple[Database, Actor]:
        database = open_shared(self.server.login(self.name, name))
        self._opened.append(database)
        return database, self.arun(read(database, who_am_i, actor.desk_id))

    def opened_as(self, login: str, password: str = PASSWORD) -> Database:
        """The database as a login has it; closed with the program."""
        self._opened.append(open_shared(self.server.server.login(self.name, login, password)))
        return self._opened[-1]

    def rows(self, sql: str, **values: Any) -> list[Any]:
        """What the database holds, as its administrator sees it."""

        return self._as_administrator(text(sql), values)

    def alter(self, statement: Any) -> None:
        self._as_administrator(statement, {})

    def _as_administrator(self, statement: Any, values: dict[str, Any]) -> list[Any]:
        async def look() -> list[Any]:
            async def opened() -> Any:
                made = await connect(self.server.server.administrator(self.name))
                await made.execute("SET search_path = tandem, tandem_audit, pg_catalog")
                return made

            engine = create_async_engine("postgresql+asyncpg://", async_creator=opened, poolclass=NullPool)
            async with engine.connect() as connection:
                found = await connection.execute(statement, values)
                rows: list[Any] = []
                if found.returns_rows:
                    kind = namedtuple("Row", found.keys(), rename=True)  # type: ignore[misc]
                    rows = [kind(*map(_as_kept, row)) for row in found]
                await connection.commit()
                return rows

        result: list[Any] = self.arun(look())
        return result

    def another_connection(self) -> Database:
        self._opened.append(open_shared(self.server.login(self.name, EVERYTHING)))
        return self._opened[-1]

    def close(self) -> None:
        for database in self._opened:
            with contextlib.suppress(OSError):
                self.arun(database.close())
        self.server.drop(self.name)


def _as_kept(value: Any) -> Any:
    """As the embedded file keeps it, so that one test reads both."""
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    return value.hex if isinstance(value, UUID) else value


def a_shared_program(server: SharedServer, arun: Callable[..., Any]) -> SharedProgram:
    """A founded training program without units and calls."""
    made = SharedProgram(server, server.copy(), arun)
    made.run(found_program, "Riverton", Mode.TRAINING, TIME_ZONE)
    return made


async def founded_on(login: Login, command: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> None:
    """Run one command as a login, by connections of its own."""
    database = open_shared(login)
    actor = await read(database, who_am_i, DeskId(new_uuid()))
    await perform(database, actor, CommandId(new_uuid()), command, *args, **more)
    await database.close()
