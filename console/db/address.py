"""Where a database is: a file on this workstation, or a PostgreSQL address; never with a password in it."""

from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from console.errors import BadInput

SCHEMES = ("postgresql", "postgres")
DEFAULT_PORT = 5432
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_OPTIONS = ("host", "sslmode", "sslrootcert", "sslcert", "sslkey")


@dataclass(frozen=True, slots=True)
class Host:
    """One server; a name that begins with / is the folder of a local socket."""

    name: str
    port: int

    @property
    def is_here(self) -> bool:
        """Whether nothing leaves this workstation on the way there."""
        return self.name.startswith("/") or self.name in _LOOPBACK

    def __str__(self) -> str:
        return f"{self.name}:{self.port}"


@dataclass(frozen=True, slots=True)
class Address:
    """A shared database: its hosts in the order they are tried, its name, the login, and how TLS is verified."""

    hosts: tuple[Host, ...]
    database: str
    login: str | None = None
    encrypted: bool = True
    root_certificate: Path | None = None  # the agency's own authority; None: the system's
    certificate: Path | None = None  # a client certificate as second factor
    key: Path | None = None

    def of(self, login: str) -> "Address":
        """The same database for another login."""
        return replace(self, login=login)

    def __str__(self) -> str:
        """For the screen and the log: which database on which hosts."""
        return f"{self.database} on {', '.join(map(str, self.hosts))}"

    @property
    def text(self) -> str:
        """The address as it is written in settings; it parses back to itself, save for the login."""
        options = {
            "sslmode": None if self.encrypted else "disable",
            "sslrootcert": self.root_certificate,
            "sslcert": self.certificate,
            "sslkey": self.key,
        }
        query = "&".join(f"{name}={quote(str(value))}" for name, value in options.items() if value is not None)
        sockets = [f"host={host.name}:{host.port}" for host in self.hosts if host.name.startswith("/")]
        named = ",".join(str(host) for host in self.hosts if not host.name.startswith("/"))
        query = "&".join((*sockets, *([query] if query else [])))
        return f"postgresql://{named}/{self.database}" + (f"?{query}" if query else "")


def is_shared(text: str) -> bool:
    """Whether this names a server rather than a file."""
    return text.partition("://")[0].lower() in SCHEMES


def shared_address(text: str) -> Address:
    """The address in `postgresql://login@host1:5432,host2:5432/database?sslrootcert=...`.

    Raises:
        BadInput: it is malformed, holds a password, or would send one over a line that is not encrypted.
    """
    try:
        parts = urlsplit(text.strip())
    except ValueError as error:
        raise BadInput(f"This is no address ({error}). Write postgresql://db1.example/tandem.") from error
    if parts.scheme.lower() not in SCHEMES:
        raise BadInput("A shared database's address begins with postgresql://, such as postgresql://db1.example/tandem.")
    login, _, named = parts.netloc.rpartition("@")
    if ":" in login:
        raise BadInput("Leave the password out of the address: it would stay in files and lists. Tandem asks for it.")
    asked = parse_qs(parts.query)
    if unknown := [name for name in asked if name not in _OPTIONS]:
        raise BadInput(f"The address says {unknown[0]}, which Tandem does not know. It knows {', '.join(_OPTIONS)}.")
    hosts = tuple(_host(one) for one in [*named.split(","), *asked.get("host", [])] if one)
    database = unquote(parts.path.lstrip("/"))
    if not hosts or not database:
        raise BadInput("The address names no server or no database. Write postgresql://db1.example/tandem.")
    mode = asked.get("sslmode", ["verify-full"])[0]
    if mode not in ("verify-full", "disable"):
        raise BadInput(f"sslmode={mode} does not prove which server answers. Write verify-full, or leave it out.")
    if mode == "disable" and not all(host.is_here for host in hosts):
        raise BadInput("sslmode=disable is for a server on this very workstation. Elsewhere Tandem needs TLS.")

    def file(name: str) -> Path | None:
        return Path(asked[name][0]).expanduser() if name in asked else None

    return Address(
        hosts, database, unquote(login) or None, mode != "disable", file("sslrootcert"), file("sslcert"), file("sslkey")
    )


def _host(text: str) -> Host:
    name, colon, port = text.rpartition(":") if not text.endswith("]") else (text, "", "")
    if not colon:
        name, port = text, str(DEFAULT_PORT)
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise BadInput(f"{text} is no host with a port. Write host:5432.")
    return Host(name.strip("[]"), int(port))
