"""Writers that roll back and overtake one another, and listeners that must miss and double nothing."""

import asyncio
import random
from collections import Counter
from uuid import UUID

from console.bench.server_stage import Stage
from console.commands.programs import add_responder
from console.db.unit_of_work import UnitOfWork, follow, perform
from console.domain.ids import CommandId, ResponderId, new_uuid
from console.domain.units import Discipline
from console.errors import RuleBroken
from console.queries.changes import changes_since, cursor_now


async def _wavering(uow: UnitOfWork, key: ResponderId, pause: float, gives_up: bool) -> None:
    await add_responder(uow, key, "Ana Reyes", Discipline.OFFICER)
    await uow.session.flush()
    await asyncio.sleep(pause)
    if gives_up:
        raise RuleBroken("This one rolls back.")


_wavering.__name__ = add_responder.__name__  # the server knows the command by this name


async def chaos(made: Stage, *, writers: int, each: int, listeners: int) -> tuple[int, int]:
    """How many changes were missed and doubled by listeners while writers roll back and overtake one another."""
    kept: set[UUID] = set()
    over = asyncio.Event()
    heard: list[Counter[UUID]] = []

    async def write(turn: int) -> None:
        chance, database = random.Random(turn), made.open()
        actor = await made.actor(database)
        for _ in range(each):
            key, gives_up = ResponderId(new_uuid()), chance.random() < 0.15
            try:
                await perform(
                    database, actor, CommandId(new_uuid()), _wavering, key, chance.choice((0, 0, 0.002, 0.02)), gives_up
                )
                kept.add(key)
            except RuleBroken:
                continue
        await database.close()

    async def listen() -> None:
        database, count = made.open(), Counter[UUID]()
        heard.append(count)
        cursor = await follow(database, cursor_now)
        started.release()
        quiet = 0
        while quiet < 3:
            changes = await follow(database, changes_since, cursor)
            count.update(changes.touched.get("responder", ()))
            quiet = quiet + 1 if over.is_set() and not changes.touched else 0
            cursor = changes.cursor
            await asyncio.sleep(0.005)
        await database.close()

    started = asyncio.Semaphore(0)
    listening = [asyncio.create_task(listen()) for _ in range(listeners)]
    for _ in range(listeners):
        await started.acquire()
    await asyncio.gather(*(write(turn) for turn in range(writers)))
    over.set()
    await asyncio.gather(*listening)
    missed = sum(len(kept - set(count)) for count in heard)
    doubled = sum(sum(times - 1 for times in count.values() if times > 1) for count in heard)
    return missed, doubled
