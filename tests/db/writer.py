"""A process of its own: takes calls in a file and prints each number once it is committed; killed or left to end."""

import asyncio
import sys
from pathlib import Path

from console.commands.take_calls import take_call
from console.db.engine import open_database
from console.db.unit_of_work import perform
from console.domain.calls import CallDraft, CallSource
from console.domain.geography import Point
from console.domain.ids import AccountId, CallId, CommandId, DeskId, new_uuid
from console.domain.roles import Actor, Role
from console.domain.urgency import Urgency


async def write(path: Path, count: int) -> None:
    """Take so many calls, one command each."""
    database = open_database(path)
    actor = Actor(AccountId(new_uuid()), "Writer", frozenset({Role.DISPATCHER}), DeskId(new_uuid()))
    for _ in range(count):
        draft = CallDraft(
            CallId(new_uuid()), "214 Water St", Point(40.12, -75.34), "welfare_check", CallSource.EMERGENCY_911,
            Urgency.MODERATE,
        )  # fmt: skip
        number = await perform(database, actor, CommandId(new_uuid()), take_call, draft)
        print(draft.id.hex, number, flush=True)
    await database.close()


if __name__ == "__main__":
    asyncio.run(write(Path(sys.argv[1]), int(sys.argv[2])))
