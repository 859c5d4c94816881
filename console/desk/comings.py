"""Somebody comes, goes, or takes a desk over: the record of it, and the session that follows another."""

import asyncio
import logging

from console.commands.accounts import note_session
from console.db.engine import Database
from console.db.unit_of_work import perform
from console.desk.doors import SharedDoor, door_for
from console.desk.session import Opened, Session
from console.domain.ids import CommandId, new_uuid
from console.domain.roles import Actor
from console.domain.sessions import SessionEvent
from console.errors import TandemError

RECORD_SECONDS = 2.0

log = logging.getLogger(__name__)


async def put_on_record(database: Database, actor: Actor, event: SessionEvent, detail: str = "") -> None:
    """Note the event in the audit; a database that is away holds nobody up."""
    work = perform(database, actor, CommandId(new_uuid()), note_session, event, detail)
    try:
        await asyncio.wait_for(work, RECORD_SECONDS)
    except (TandemError, TimeoutError) as fault:
        log.warning("%s could not be put on record: %s", event.name, type(fault).__name__)


async def enter_anew(session: Session, password: str) -> Session:
    """The same person's session under the rights that they have now, with its first picture.

    Raises:
        TandemError: the password is wrong, or they may not sign in any more.
    """
    door = await door_for(session)
    line = session.database.line
    who = str(session.desk.actor.account_id) if line is None else line.login.address.login or ""
    keep = isinstance(door, SharedDoor) and await door.kept(who) == password
    return await succeed(session, await door.enter(who, password, keep))


async def succeed(session: Session, opened: Opened) -> Session:
    """The session of whoever takes a desk over, with its first picture; the one before it goes on until it is stopped.

    Raises:
        TandemError: it cannot be begun; nothing is left open.
    """
    following = Session(opened.database, opened.actor, session.settings, SessionEvent.TAKEN_OVER)
    following.follows = f", from {session.desk.actor.name}"
    try:
        await following.start()
    except BaseException:
        await opened.database.close()
        raise
    return following
