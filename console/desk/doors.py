"""Where somebody signs in: the accounts of an embedded file, or the logins of a shared database."""

import asyncio
import hmac
from collections.abc import Sequence
from pathlib import Path

from console.commands.accounts import record_attempt
from console.db.address import Address, shared_address
from console.db.engine import Database, open_database
from console.db.unit_of_work import perform, read
from console.desk.session import Opened, Session, desk_of
from console.domain.ids import CommandId, new_uuid
from console.domain.roles import Actor
from console.domain.sessions import SessionEvent
from console.errors import BadInput, LinkDown, NotFound, NotPermitted, StorageFault
from console.queries.accounts import SignInAccount, password_hash, sign_in_accounts
from console.settings import Settings

NO_KEY_STORE = "This computer has no key store, so the password cannot be kept."


class FileDoor:
    """The local accounts of an embedded database."""

    is_shared = False

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path, self._settings = path, settings
        self.place = str(path)
        self.accounts: Sequence[SignInAccount] = ()

    async def load(self) -> "FileDoor":
        """Read who may sign in.

        Raises:
            StorageFault: the file cannot be read.
        """
        database = open_database(self.path)
        try:
            self.accounts = [one for one in await read(database, sign_in_accounts) if not one.disabled]
        finally:
            await database.close()
        return self

    @property
    def last(self) -> str:
        """Whoever worked here last."""
        return self._settings.account_id or ""

    async def enter(self, who: str, password: str, _keep: bool = False) -> Opened:
        """The database, open for whoever has the account and knows its password.

        Raises:
            NotPermitted: the password is wrong, or the account is locked.
            StorageFault: the file cannot be used.
        """
        account = next((one for one in self.accounts if str(one.id) == who), None)
        if account is None:
            raise NotFound("Choose an account of the list.")
        database = open_database(self.path)
        actor = Actor(account.id, account.name, account.roles, desk_of(self._settings))
        try:
            await prove_local(database, actor, password)
        except BaseException:
            await database.close()
            raise
        self._settings.account_id = who
        return Opened(database, actor, SessionEvent.SIGNED_IN)


class SharedDoor:
    """The logins of a shared database; its server keeps the passwords."""

    is_shared = True
    accounts: Sequence[SignInAccount] = ()

    def __init__(self, address: Address, settings: Settings, *, anew: bool = False) -> None:
        self.address, self._settings, self._anew = address, settings, anew
        self.place = str(address)

    @property
    def last(self) -> str:
        """The login in the address, or the one that signed in here last; none when somebody else is to sign in."""
        return "" if self._anew else self.address.login or self._settings.login or ""

    async def kept(self, login: str) -> str | None:
        """The password that this computer's key store keeps for a login."""
        from console.db.kept_passwords import kept_password  # noqa: PLC0415  only whoever signs in needs a key store

        return await asyncio.to_thread(kept_password, self.address.of(login)) if login else None

    async def enter(self, who: str, password: str, keep: bool = False) -> Opened:
        """The database as this login has it.

        Raises:
            SignInRefused, ServerFault, LinkDown: with the sentence for the screen.
        """
        from console.db.engine import open_shared  # noqa: PLC0415
        from console.db.kept_passwords import keep_password  # noqa: PLC0415
        from console.db.postgres.connecting import Login  # noqa: PLC0415  the embedded desk starts without this driver
        from console.db.postgres.session import who_am_i  # noqa: PLC0415

        if not who:
            raise BadInput("Type your login name.")
        address = self.address.of(who)
        database = open_shared(Login(address, password))
        try:
            actor = await read(database, who_am_i, desk_of(self._settings))
        except BaseException:
            await database.close()
            raise
        self._settings.login = who
        if keep:
            await asyncio.to_thread(keep_password, address, password)
        return Opened(database, actor, SessionEvent.SIGNED_IN)

    async def forget(self, login: str) -> None:
        """Take the password of a login out of the key store."""
        from console.db.kept_passwords import keep_password  # noqa: PLC0415

        await asyncio.to_thread(keep_password, self.address.of(login), None)


Door = FileDoor | SharedDoor


def shared_door(text: str, settings: Settings) -> SharedDoor:
    """The door of the database at an address.

    Raises:
        BadInput: the address is malformed.
    """
    return SharedDoor(shared_address(text), settings)


async def door_for(session: Session) -> Door:
    """The door through which somebody else takes a session's desk over.

    Raises:
        StorageFault: the file cannot be read.
    """
    where = session.database.where
    if isinstance(where, Path):
        return await FileDoor(where, session.settings).load()
    return SharedDoor(where, session.settings, anew=True)


def has_key_store() -> bool:
    """Whether this computer would keep a password."""
    import keyring  # noqa: PLC0415

    return bool(keyring.get_keyring().priority > 0)


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
    try:
        connection = await connect(Login(login.address, password), application="tandem-unlock")
    except SignInRefused:
        raise
    except (LinkDown, ServerFault) as fault:
        # Whoever runs a desk must see it in the very hour when the server is gone.
        if not hmac.compare_digest(password.encode(), (login.password or "").encode()):
            raise SignInRefused(
                "This is not the password that you signed in with, and the server cannot be asked."
            ) from fault
    else:
        await connection.close()


async def prove(database: Database, actor: Actor, password: str, known: Sequence[str | None] = ()) -> None:
    """Whether whoever sits here is still the one who signed in.

    Raises:
        TandemError: they are not, or it cannot be told; with the sentence for the screen.
    """
    if database.is_shared:
        await prove_shared(database, password)
    else:
        await prove_local(database, actor, password, known)


def _fits(held: str, password: str) -> bool:
    from argon2 import PasswordHasher  # noqa: PLC0415
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        return PasswordHasher().verify(held, password)
    except VerificationError:
        return False
    except InvalidHashError as fault:
        raise StorageFault("The password of this account cannot be read. An administrator sets a new one.") from fault
