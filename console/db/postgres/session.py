"""What a desk says to a shared database at the beginning of each command, and asks about itself."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from console.db.schema import HEAD
from console.domain.ids import AccountId, CommandId, DeskId, ResponderId
from console.domain.roles import Actor, Role

_BEGIN = text("SELECT is_new, real_now FROM tandem.begin_command(:id, :name, :desk, :schema)")
_WHO = text("SELECT id, name, roles FROM tandem.who_am_i()")


@dataclass(frozen=True, slots=True)
class Begun:
    """Whether the command is new here, and the server's time."""

    is_new: bool
    real_now: datetime


async def begin_command(session: AsyncSession, command_id: CommandId, name: str, desk: DeskId) -> Begun:
    """Announce a command; the server checks the right to it and notes it, before any row is written."""
    row = (await session.execute(_BEGIN, {"id": command_id, "name": name, "desk": desk, "schema": HEAD})).one()
    return Begun(row.is_new, row.real_now)


async def who_am_i(session: AsyncSession, desk: DeskId) -> Actor:
    """The account and the roles that the server gives to this login: the desk's own idea of them counts for nothing."""
    row = (await session.execute(_WHO)).one()
    key: UUID = row.id
    responder: ResponderId | None = None
    return Actor(AccountId(key), row.name, frozenset(Role(one) for one in row.roles), desk, responder)
