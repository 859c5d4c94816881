"""Whether somebody is who they say: local passwords, a server's logins, and the change of one's own password."""

import asyncio
import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING

from console.commands.accounts import record_attempt, set_password
from console.db.engine import Database
from console.db.unit_of_work import perform, read
from console.desk.session import Session
from console.domain.ids import CommandId, new_uuid
from console.domain.roles import Actor
from console.errors import LinkDown, NotPermitted, StorageFault
from console.queries.accounts import password_hash

if TYPE_CHECKING:
    from console.db.postgres.connecting import Login


async def prove_local(database: Database, actor: Actor, password: str, known: Sequence[str | None] = ()) -> None:
    """Check the password of a local account and count wrong ones; an account without one needs none.

    `known` holds what to check against while the file is away, on a desk that was open before.

    Raises:
        NotPermitted: it is wrong, or the account is locked or gone.
    """
    try:
        held = await read(database, password_hash, actor.account_id)
        fits = held is None or await asyncio.to_thread(_fits, held, password)
        may = await perform(database, actor, CommandId(new_uuid()), record_attempt, fits)
    except (StorageFault, LinkDown):
        if not known:
            raise
        held = known[0]
        fits = may = held is None or await asyncio.to_thread(_fits, held, password)
        if not fits:
            raise NotPermitted("The password is not right.") from None
    if not may:
        raise NotPermitted(f"The account of {actor.name} is locked until an administrator releases it.")
    if not fits:
        raise NotPermitted(
            "The password is not right. After five wrong ones the account is locked until an administrator releases it."
        )


async def prove_shared(database: Database, password: str) -> None:
    """Try a connection with the password; while no server answers, the one that was signed in with counts.

    Raises:
        SignInRefused: the server, or the desk by itself, does not accept it.
    """
    from console.db.postgres.connecting import Login, connect  # noqa: PLC0415
    from console.db.postgres.faults import ServerFault, SignInRefused  # noqa: PLC0415

    assert database.line is not None
    login = database.line.login
    known = bool(password) and hmac.compare_digest(password.encode(), (login.password or "").encode())
    if not password:
        raise SignInRefused("Type your password. Where the server asks for none, sign in again as somebody else.")
    try:
        connection = await connect(Login(login.address, password), application="tandem-unlock")
    except SignInRefused:
        raise
    except (LinkDown, ServerFault) as fault:
        # Whoever runs a desk must see it in the very hour when the server is gone.
        if not known:
            raise SignInRefused(
                "This is not the password that you signed in with, and the server cannot be asked."
            ) from fault
    else:
        await connection.close()
        if not known:  # changed elsewhere since, unless the server lets anything pass for a password
            await _refuses_another(login)


async def _refuses_another(login: "Login") -> None:
    """A server that asks for no password (peer, certificate, GSSAPI) proves nothing by letting one pass."""
    from console.db.postgres.connecting import Login, connect  # noqa: PLC0415
    from console.db.postgres.faults import SignInRefused  # noqa: PLC0415

    try:
        connection = await connect(Login(login.address, str(new_uuid())), application="tandem-unlock")
    except SignInRefused:
        return
    await connection.close()
    raise SignInRefused("This is not the password that you signed in with.")


async def prove(database: Database, actor: Actor, password: str, known: Sequence[str | None] = ()) -> None:
    """Whether whoever sits here is still the one who signed in.

    Raises:
        TandemError: they are not, or it cannot be told; with the sentence for the screen.
    """
    if database.is_shared:
        await prove_shared(database, password)
    else:
        await prove_local(database, actor, password, known)


async def change_password(session: Session, old: str, new: str) -> None:
    """Prove who it is, then change their password; the desk's own connections go on with the new one.

    Raises:
        TandemError: the old one is wrong, the new one is not possible, or the database is away.
    """
    database, actor = session.database, session.desk.actor
    await prove(database, actor, old)
    await perform(database, actor, CommandId(new_uuid()), set_password, new)
    if database.line is None:
        return
    from console.db.kept_passwords import keep_password, kept_password  # noqa: PLC0415
    from console.db.postgres.connecting import Login  # noqa: PLC0415

    address = database.line.login.address
    database.line.login = Login(address, new)
    if await asyncio.to_thread(kept_password, address) is not None:
        await asyncio.to_thread(keep_password, address, new)


def _fits(held: str, password: str) -> bool:
    from argon2 import PasswordHasher  # noqa: PLC0415
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        return PasswordHasher().verify(held, password)
    except VerificationError:
        return False
    except InvalidHashError as fault:
        raise StorageFault("The password of this account cannot be read. An administrator sets a new one.") from fault
