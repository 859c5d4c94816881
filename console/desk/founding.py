"""A program begins: the demo city, or an empty program of one's own with a local account."""

from uuid import uuid4

from console.commands.programs import found_program
from console.db.engine import Database
from console.db.unit_of_work import perform, read
from console.desk.session import FOUNDER, Opened, desk_of
from console.domain.ids import AccountId, CommandId, new_uuid
from console.domain.roles import Actor
from console.feeds.riverton import found_riverton
from console.queries.program import the_program
from console.settings import Settings
from console.snapshots.program import Mode


async def found_demo(database: Database, settings: Settings, person: str, rate: float = 1.0) -> Actor:
    """Make the demo city; whoever opens it is its supervisor."""
    actor = _founder(settings, person)
    await found_riverton(database, actor, rate=rate)
    return actor


async def found_own(
    database: Database, settings: Settings, person: str, name: str, mode: Mode, time_zone: str
) -> Actor:
    """Make an empty program."""
    actor = _founder(settings, person)
    await perform(database, actor, CommandId(new_uuid()), found_program, name, mode, time_zone)
    return actor


async def found_shared(opened: Opened, name: str, mode: Mode, time_zone: str) -> None:
    """Make the empty program of a shared database, as the administrator who signed in."""
    await perform(opened.database, opened.actor, CommandId(new_uuid()), found_program, name, mode, time_zone)


async def holds_program(database: Database) -> bool:
    """Whether the database holds a program."""
    return await read(database, the_program) is not None


def _founder(settings: Settings, person: str) -> Actor:
    actor = Actor(AccountId(uuid4()), person, FOUNDER, desk_of(settings))
    settings.account_id = str(actor.account_id)
    return actor
