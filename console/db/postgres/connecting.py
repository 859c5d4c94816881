"""Opens one connection to a shared database: the first host that answers as primary, over verified TLS."""

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import asyncpg

from console.db.address import Address, Host
from console.db.postgres.faults import ServerFault, refused

HOST_SECONDS = 1.5  # for one host to answer; a dead one swallows packets and would hold everybody up
# While it is not known that the password is right: a server may take its time to refuse (auth_delay).
PATIENCE_SECONDS = 5.0
COMMAND_SECONDS = 5.0
SEARCH_PATH = "pg_catalog, tandem, tandem_audit"
OLDEST_SERVER = 150_000  # security_invoker views came with PostgreSQL 15

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Login:
    """Who connects, to what. The password lives here and in the driver only; it is never written or shown."""

    address: Address
    password: str | None

    def __repr__(self) -> str:
        return f"Login({self.address.login} at {self.address})"


class _Record(asyncpg.Record):  # type: ignore[misc]  # the driver publishes no types
    """A row whose columns are read by name, as the toolkit's rows are."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


def server_settings(application: str) -> dict[str, str]:
    """What each connection asks of the server: its name, where names are looked up, and quick notice of a dead peer."""
    return {
        "application_name": application,
        "search_path": SEARCH_PATH,
        "timezone": "UTC",
        "tcp_keepalives_idle": "2",
        "tcp_keepalives_interval": "1",
        "tcp_keepalives_count": "3",
        "idle_in_transaction_session_timeout": "30s",
    }


async def connect(
    login: Login, *, application: str = "tandem", heard: Callable[[str], None] | None = None, path: bool = True,
    patience: float = PATIENCE_SECONDS,
) -> Any:
    """A connection to whichever host is the primary now; all are tried at once, so that a dead one costs no time.

    Each host has `patience` seconds to answer. `heard` gets each warning that the server sends. Without `path` names
    are looked up as the server would have it.

    Raises:
        ServerFault: no host could be used; the sentence says why and what to do.
    """
    context = tls_context(login.address) if login.address.encrypted else None
    tries = [
        asyncio.ensure_future(_try(host, login, context, application, path, patience)) for host in login.address.hosts
    ]
    faults: list[Exception] = []
    chosen: Any = None
    try:
        for attempt in asyncio.as_completed(tries):
            try:
                chosen = await attempt
                break
            except (OSError, ServerFault, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as fault:
                faults.append(fault)
    finally:
        for one in tries:
            one.add_done_callback(lambda done: _let_go(done, chosen))
            one.cancel()
    if chosen is None:
        raise refused(faults, login.address)
    if heard is not None:
        chosen.add_log_listener(lambda _connection, message: heard(str(message)))
    return chosen


async def _try(
    host: Host, login: Login, context: ssl.SSLContext | None, application: str, path: bool, patience: float
) -> Any:
    settings = server_settings(application)
    if not path:
        del settings["search_path"]
    connection = await asyncpg.connect(
        host=host.name, port=host.port, user=login.address.login, password=login.password,
        database=login.address.database, ssl=context or False, timeout=patience, command_timeout=COMMAND_SECONDS,
        server_settings=settings, statement_cache_size=200, record_class=_Record,
    )  # fmt: skip
    try:
        version, standby = await connection.fetchrow(
            "SELECT current_setting('server_version_num')::int, pg_is_in_recovery()"
        )
        if version < OLDEST_SERVER:
            raise ServerFault(f"{host} runs PostgreSQL {version // 10_000}. Tandem needs 15 or newer.")
        if standby:
            raise ServerFault(f"{host} is a read-only standby.", is_standby=True)
        _keep_alive(connection)
    except BaseException:
        connection.terminate()
        raise
    return connection


def _let_go(done: "asyncio.Future[Any]", chosen: Any) -> None:
    """A second host that answered too: only one may be used."""
    if not done.cancelled() and done.exception() is None and done.result() is not chosen:
        done.result().terminate()


def _keep_alive(connection: Any) -> None:
    """Let this side notice a dead peer within seconds, too."""
    transport = getattr(connection, "_transport", None)
    plug = transport.get_extra_info("socket") if transport is not None else None
    if plug is None or plug.family == getattr(socket, "AF_UNIX", None):
        return
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 2), ("TCP_KEEPINTVL", 1), ("TCP_KEEPCNT", 3), ("TCP_USER_TIMEOUT", 4000)):
        if hasattr(socket, name):
            plug.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def tls_context(address: Address) -> ssl.SSLContext:
    """Verification of the server's certificate and of its name, and this workstation's certificate if there is one.

    Raises:
        ServerFault: a certificate file cannot be read.
    """
    try:
        context = ssl.create_default_context(cafile=address.root_certificate and str(address.root_certificate))
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if address.certificate is not None:
            context.load_cert_chain(address.certificate, address.key)
    except (OSError, ssl.SSLError) as error:
        files = [address.root_certificate, address.certificate, address.key]
        named = ", ".join(str(file) for file in files if file is not None)
        raise ServerFault(f"A certificate cannot be read ({named}): {error}. Ask your administrator.") from error
    return context
