"""The ways in that ask who is there: a shared database, local accounts with passwords, a change at this desk."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from console.desk.doors import Door, FileDoor, SharedDoor, shared_door
from console.desk.founding import found_shared, holds_program
from console.desk.session import Opened
from console.domain.roles import Permission
from console.errors import UNEXPECTED, NotPermitted, TandemError
from console.settings import Settings
from console.views.window.founding import Founding, NewShared
from console.views.window.sign_in import SignIn

log = logging.getLogger(__name__)


async def sign_in_shared(address: str, settings: Settings, *, remember: bool = False) -> Opened | None:
    """Sign in at an address, and found its program when it holds none; None when somebody left.

    Raises:
        BadInput: the address is malformed.
    """
    door = shared_door(address, settings)
    opened = await _asked(door, partial(_enter_shared, door))
    if opened is None or not await _founded(opened):
        return None
    if remember:
        settings.database = door.address.text
    return opened


async def sign_in_file(path: Path, settings: Settings) -> Opened | None:
    """Choose a local account and prove it; None when somebody left."""
    door = await FileDoor(path, settings).load()
    return await _asked(door, door.enter)


async def door_of(where: Path | str, settings: Settings) -> Door:
    """The door of a database, with who may sign in there.

    Raises:
        BadInput, StorageFault: it cannot be used.
    """
    return await FileDoor(where, settings).load() if isinstance(where, Path) else shared_door(where, settings)


async def _asked(door: Door, enter: Callable[[str, str, bool], Awaitable[Opened]]) -> Opened | None:
    answer: asyncio.Future[Opened | None] = asyncio.get_running_loop().create_future()
    dialog = SignIn(door, enter)
    dialog.entered.connect(answer.set_result)
    dialog.left.connect(lambda: None if answer.done() else answer.set_result(None))
    dialog.open()
    opened = await answer
    _put_away(dialog)
    return opened


async def _enter_shared(door: SharedDoor, who: str, password: str, keep: bool) -> Opened:
    opened = await door.enter(who, password, keep)
    try:
        if not opened.actor.may(Permission.EDIT_SETTINGS) and not await holds_program(opened.database):
            raise NotPermitted(f"{door.place} holds no program yet. An administrator must sign in first and found it.")
    except BaseException:
        await opened.database.close()
        raise
    return opened


async def _founded(opened: Opened) -> bool:
    """Whether the database holds a program, if need be after the administrator founded it."""
    if await holds_program(opened.database):
        return True
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    dialog = Founding(opened.actor.name)

    async def found(wanted: NewShared) -> None:
        try:
            await found_shared(opened, wanted.name, wanted.mode, wanted.time_zone)
        except TandemError as fault:
            dialog.say(str(fault))
            return
        except Exception:
            log.exception("founding failed")
            dialog.say(UNEXPECTED)
            return
        if not answer.done():
            answer.set_result(True)

    tasks: set[asyncio.Future[None]] = set()
    dialog.chosen.connect(lambda wanted: tasks.add(asyncio.ensure_future(found(wanted))))
    dialog.left.connect(lambda: None if answer.done() else answer.set_result(False))
    dialog.open()
    founded = await answer
    _put_away(dialog)
    if not founded:
        await opened.database.close()
    return founded


def _put_away(dialog: QWidget) -> None:
    dialog.blockSignals(True)
    dialog.close()
    dialog.deleteLater()
