"""The simulator's voice: commands in its own name; a refusal is part of life, not a fault."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

from console.db.engine import Database
from console.db.unit_of_work import UnitOfWork, perform
from console.domain.ids import CommandId, new_uuid
from console.domain.roles import Actor
from console.errors import TandemError

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Act:
    """A command that a crew wants done, with its arguments."""

    command: Callable[..., Awaitable[object]]
    arguments: tuple[Any, ...]
    by_radio: bool = False


class Radio:
    """Performs commands as one actor."""

    def __init__(self, database: Database, actor: Actor) -> None:
        self._database = database
        self._actor = actor

    async def tell(
        self, command: Callable[Concatenate[UnitOfWork, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs
    ) -> bool:
        """Perform a command; False when it was refused, because somebody else changed things meanwhile."""
        return await self._perform(new_uuid(), command, *args, **kwargs)

    async def once(
        self, key: UUID, command: Callable[Concatenate[UnitOfWork, P], Awaitable[R]], *args: P.args, **kwargs: P.kwargs
    ) -> bool:
        """Perform a command that has an id of its own: it is done once, however often it is asked for."""
        return await self._perform(key, command, *args, **kwargs)

    async def act(self, act: Act) -> bool:
        """Perform what a crew wants."""
        extra = {"by_radio": True} if act.by_radio else {}
        return await self._perform(new_uuid(), act.command, *act.arguments, **extra)

    async def _perform(self, key: UUID, command: Callable[..., Awaitable[object]], *args: Any, **kwargs: Any) -> bool:
        try:
            await perform(self._database, self._actor, CommandId(key), command, *args, **kwargs)
        except TandemError as refused:
            # The sentence may name people and places; the log holds neither.
            log.info("%s was refused: %s", command.__name__, type(refused).__name__)
            return False
        return True
