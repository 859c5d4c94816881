"""Where somebody signs in: the accounts of an embedded file, or the logins of a shared database."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from console.db.address import Address, shared_address
from console.db.engine import open_database
from console.db.unit_of_work import read
from console.desk.proving import prove_local
from console.desk.session import Opened, Session, desk_of
from console.domain.roles import Actor
from console.domain.sessions import BANNER, SessionEvent
from console.errors import BadInput, NotFound
from console.queries.accounts import SignInAccount, banner, sign_in_accounts
from console.settings import Settings

NO_KEY_STORE = "This computer has no key store, so the password cannot be kept."


class FileDoor:
    """The local accounts of an embedded database."""

    is_shared = False

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path, self._settings = path, settings
        self.place = str(path)
        self.accounts: Sequence[SignInAccount] = ()
        self.banner = BANNER

    async def load(self) -> "FileDoor":
        """Read who may sign in.

        Raises:
            StorageFault: the file cannot be read.
        """
        database = open_database(self.path)
        try:
            self.accounts = [one for one in await read(database, sign_in_accounts) if not one.disabled]
            self.banner = await read(database, banner)
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

    @property
    def banner(self) -> str:
        """What this database's people acknowledge, as it was when somebody last signed in here."""
        return self._settings.banners.get(self.address.text, BANNER)

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
            words = await read(database, banner)
        except BaseException:
            await database.close()
            raise
        self._settings.login = who
        self._settings.banners = {**self._settings.banners, self.address.text: words}
        if has_key_store():
            await asyncio.to_thread(keep_password, address, password if keep else None)
        return Opened(database, actor, SessionEvent.SIGNED_IN)


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
