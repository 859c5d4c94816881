"""A PostgreSQL of its own in a temporary folder, for benches and tests: started, cut off, killed, promoted."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

from console.db.address import Address, Host
from console.db.postgres.connecting import Login
from console.errors import BadInput

ADMINISTRATOR = "postgres"
_SETTINGS = """
listen_addresses = '127.0.0.1'
max_connections = 300
shared_buffers = 128MB
wal_level = replica
max_wal_senders = 5
wal_keep_size = 256MB
hot_standby = on
wal_receiver_timeout = 5s
password_encryption = scram-sha-256
log_statement = none
log_min_messages = warning
logging_collector = off
"""


def binaries() -> Path:
    """The folder with the newest PostgreSQL server of this machine.

    Raises:
        BadInput: there is none.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda one: int(one.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path is None:
        raise BadInput("There is no PostgreSQL server here. Install the package postgresql (make setup does).")
    return Path(on_path).parent


def free_port() -> int:
    """A port that nobody listens on."""
    with contextlib.closing(socket.socket()) as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


class Server:
    """One cluster. `durable` False trades safety against a power cut for speed, which only tests may."""

    def __init__(self, folder: Path | None = None, *, durable: bool = True, tls: bool = False) -> None:
        self.folder = folder or Path(tempfile.mkdtemp(prefix="tandem-server-"))
        self.data = self.folder / "data"
        self.port = free_port()
        self.durable, self.tls = durable, tls
        self._user = ADMINISTRATOR if os.geteuid() == 0 else None
        if self._user is not None:
            shutil.chown(self.folder, self._user)
            self.folder.chmod(0o755)

    @property
    def socket(self) -> Host:
        """The local socket, where the administrator needs no password."""
        return Host(str(self.folder), self.port)

    def administrator(self, database: str) -> Login:
        """The login that may do everything."""
        return Login(Address((self.socket,), database, ADMINISTRATOR, encrypted=False), None)

    def login(self, database: str, name: str, password: str, port: int | None = None) -> Login:
        """A person's login over the loopback."""
        host = Host("localhost" if self.tls else "127.0.0.1", port or self.port)
        certificate = self.folder / "ca.crt" if self.tls else None
        return Login(Address((host,), database, name, self.tls, certificate), password)

    def create(self) -> "Server":
        """Make the cluster and start it."""
        self._run("initdb", "-D", str(self.data), "-U", ADMINISTRATOR, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        settings = _SETTINGS + f"unix_socket_directories = '{self.folder}'\n"
        if not self.durable:
            settings += "fsync = off\nfull_page_writes = off\n"
        kind = "host"
        if self.tls:
            self._make_certificates()
            settings += f"ssl = on\nssl_cert_file = '{self.folder}/server.crt'\n"
            settings += f"ssl_key_file = '{self.folder}/server.key'\n"
            kind = "hostssl"
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(settings)
        (self.data / "pg_hba.conf").write_text(
            f"local all all trust\n{kind} all all 127.0.0.1/32 scram-sha-256\n"
            "local replication all trust\nhost replication all 127.0.0.1/32 trust\n"
        )
        self.start()
        return self

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = str(self.folder / "server.log")
        self._run("pg_ctl", "-D", str(self.data), "-l", log, "-o", f"-p {self.port}", "-w", "start")

    def stop(self) -> None:
        """Stop it at once, when it runs."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop", check=False)

    def kill(self) -> None:
        """As when the machine dies: the server and its processes get no chance to say goodbye."""
        main = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        for one in (main, *map(int, children)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)

    def standby(self, through: int | None = None) -> "Server":
        """A synchronous standby of this one, which follows by the port `through` when that is given."""
        other = Server(durable=self.durable, tls=self.tls)
        self._run(
            "pg_basebackup", "-h", str(self.folder), "-p", str(self.port), "-U", ADMINISTRATOR, "-D", str(other.data),
            "-R", "-X", "stream", "-c", "fast",
        )  # fmt: skip
        with (other.data / "postgresql.auto.conf").open("a") as file:
            file.write(
                f"primary_conninfo = 'host=127.0.0.1 port={through or self.port} user={ADMINISTRATOR} "
                f"application_name=standby'\nunix_socket_directories = '{other.folder}'\n"
            )
        if self.tls:
            for name in ("ca.crt", "server.crt", "server.key"):
                shutil.copy2(self.folder / name, other.folder / name)
                other._own(other.folder / name)
        other.start()
        # Only now: a standby that inherits the setting would wait for itself.
        self.sql("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (standby)'")
        self.sql("SELECT pg_reload_conf()")
        return other

    def promote(self) -> None:
        """Make the standby the primary."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "promote")

    def sql(self, statement: str, database: str = "postgres") -> str:
        """The answer to a statement of the administrator's, as text."""
        told = subprocess.run(
            [binaries() / "psql", "-h", str(self.folder), "-p", str(self.port), "-U", ADMINISTRATOR, "-X", "-At",
             "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-"],
            input=statement, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return told.stdout.strip()

    def remove(self) -> None:
        """Stop it and delete the folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str, check: bool = True) -> None:
        as_user = ["runuser", "-u", self._user, "--"] if self._user is not None else []
        done = subprocess.run(
            [*as_user, str(binaries() / program), *arguments], cwd="/", stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
        ) if program != "pg_ctl" else subprocess.run(
            # A server inherits what its starter has open: a pipe would never end.
            [*as_user, str(binaries() / program), *arguments], cwd="/", stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise BadInput(f"{program} failed: {(done.stderr or '').strip() or 'see server.log'}")

    def _make_certificates(self) -> None:
        def openssl(*arguments: str) -> None:
            subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Tandem test authority",
                "-keyout", "ca.key", "-out", "ca.crt")  # fmt: skip
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "server.key",
                "-out", "server.csr")  # fmt: skip
        (self.folder / "names").write_text("subjectAltName=DNS:localhost\n")
        openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", "30", "-extfile", "names", "-out", "server.crt")  # fmt: skip
        for name in ("server.key", "server.crt", "ca.crt"):
            self._own(self.folder / name)

    def _own(self, file: Path) -> None:
        file.chmod(0o600 if file.suffix == ".key" else 0o644)
        if self._user is not None:
            entry = pwd.getpwnam(self._user)
            os.chown(file, entry.pw_uid, entry.pw_gid)
