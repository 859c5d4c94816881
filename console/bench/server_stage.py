"""A server of a bench's own with a founded program, and the desks that are opened on it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from console.bench.server import Server
from console.commands.programs import found_program
from console.db.engine import Database, open_shared
from console.db.postgres.install import add_user, create_shared
from console.db.postgres.session import who_am_i
from console.db.unit_of_work import perform, read
from console.domain.ids import CommandId, DeskId, new_uuid
from console.domain.roles import Actor, Role
from console.snapshots.program import Mode

PASSWORD, LOGIN, NAME = "measured for an hour", "bench", "bench"


class Stage:
    """A server of its own with a founded program, and desks on it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._opened: list[Database] = []

    async def prepare(self) -> None:
        """Create the database and found its program."""
        owner = self.server.administrator(NAME)
        await create_shared(owner)
        await add_user(owner, LOGIN, "Bench", list(Role), PASSWORD)
        # A person's login may hold six connections; here one login is everybody.
        await asyncio.to_thread(self.server.sql, f"ALTER ROLE {LOGIN} CONNECTION LIMIT -1")
        await self.run(found_program, "Bench", Mode.TRAINING, "America/New_York")

    def open(self) -> Database:
        """One more desk's two connections."""
        self._opened.append(open_shared(self.server.login(NAME, LOGIN, PASSWORD)))
        return self._opened[-1]

    async def actor(self, database: Database) -> Actor:
        """Who works there."""
        return await read(database, who_am_i, DeskId(new_uuid()))

    async def run(self, command: Callable[..., object], *args: object) -> None:
        """Run one command from a connection of its own."""
        database = self.open()
        await perform(database, await self.actor(database), CommandId(new_uuid()), command, *args)  # type: ignore[arg-type]
        await database.close()

    async def close(self) -> None:
        """Return every connection."""
        for database in self._opened:
            await database.close()


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """A server in a temporary folder, as durable as one at work."""
    server = Server()
    try:
        await asyncio.to_thread(server.create)
        made = Stage(server)
        await made.prepare()
        yield made
        await made.close()
    finally:
        await asyncio.to_thread(server.remove)
