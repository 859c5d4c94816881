"""The line to a shared database is encrypted, and the server proves who it is before a password is sent."""

import asyncio
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from shared import PASSWORD

from console.bench.server import Server
from console.db.postgres.checking import check_shared
from console.db.postgres.connecting import Login, connect
from console.db.postgres.install import add_user, create_shared
from console.domain.roles import Role
from console.errors import TandemError

Arun = Callable[..., Any]


def fault_of(arun: Arun, login: Login) -> TandemError:
    with pytest.raises(TandemError) as refusal:
        arun(connect(login))
    assert PASSWORD not in str(refusal.value)
    return refusal.value


@pytest.fixture(scope="module")
def tls_server() -> Iterator[Server]:
    """A server that admits only encrypted connections, with a certificate for the name localhost."""
    made = Server(durable=False, tls=True)
    try:
        made.create()

        async def prepare() -> None:
            await create_shared(made.administrator("tandem"))
            await add_user(made.administrator("tandem"), "okafor", "M. Okafor", [Role.SUPERVISOR], PASSWORD)

        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: asyncio.run(prepare())).result(60)
        yield made
    finally:
        made.remove()


def test_tls_is_verified_and_nothing_else_is_accepted(tls_server: Server, arun: Arun, tmp_path: Path) -> None:
    good = tls_server.login("tandem", "okafor", PASSWORD)
    findings = arun(check_shared(good))
    assert next(one for one in findings if one.name == "Encryption").said.startswith("TLSv1.")
    assert "supervisor" in next(one for one in findings if one.name == "Account").said
    plain = Login(replace(good.address, encrypted=False, root_certificate=None), PASSWORD)
    assert "without encryption" in str(fault_of(arun, plain))
    system = Login(replace(good.address, root_certificate=None), PASSWORD)
    assert "not from an authority that this workstation trusts" in str(fault_of(arun, system))
    host = replace(good.address.hosts[0], name="127.0.0.1")
    assert "is for another name" in str(fault_of(arun, Login(replace(good.address, hosts=(host,)), PASSWORD)))
    gone = Login(replace(good.address, root_certificate=tmp_path / "gone.crt"), PASSWORD)
    assert "gone.crt" in str(fault_of(arun, gone))


def test_an_expired_certificate_is_named(tls_server: Server, arun: Arun) -> None:
    folder = tls_server.folder
    kept = (folder / "server.crt").read_bytes()
    subprocess.run(
        ["openssl", "x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
         "-days", "-1", "-extfile", "names", "-out", "server.crt"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    tls_server._own(folder / "server.crt")
    try:
        tls_server.sql("SELECT pg_reload_conf()")
        said = ""
        for _ in range(20):  # the server takes the new certificate for the next connections
            try:
                arun(connect(tls_server.login("tandem", "okafor", PASSWORD))).terminate()
            except TandemError as fault:
                said = str(fault)
                break
            arun(asyncio.sleep(0.1))
        assert "certificate has expired" in said
    finally:
        (folder / "server.crt").write_bytes(kept)
        tls_server.sql("SELECT pg_reload_conf()")


def test_a_client_certificate_is_a_second_factor(tls_server: Server, arun: Arun, tmp_path: Path) -> None:
    """As the guide has it: without the certificate, or with somebody else's, the right password opens nothing."""
    folder = tls_server.folder

    def issued(name: str) -> tuple[Path, Path]:
        key, asked, made = (tmp_path / f"{name}.{end}" for end in ("key", "csr", "crt"))
        for arguments in (
            ["req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", key, "-out", asked],
            ["x509", "-req", "-in", asked, "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "5",
             "-out", made],
        ):  # fmt: skip
            subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
        return made, key

    rules = (tls_server.data / "pg_hba.conf").read_text()
    asks = rules.replace("127.0.0.1/32 scram-sha-256", "127.0.0.1/32 scram-sha-256 clientcert=verify-full")
    try:
        (tls_server.data / "pg_hba.conf").write_text(asks)
        tls_server.sql(f"ALTER SYSTEM SET ssl_ca_file = '{folder}/ca.crt'")
        tls_server.sql("SELECT pg_reload_conf()")
        bare = tls_server.login("tandem", "okafor", PASSWORD)
        arun(asyncio.sleep(0.5))
        assert "did not accept the certificate" in str(fault_of(arun, bare))

        def carrying(name: str) -> Login:
            certificate, key = issued(name)
            return Login(replace(bare.address, certificate=certificate, key=key), PASSWORD)

        own = carrying("okafor")
        arun(connect(own)).terminate()
        assert "somebody.crt is not theirs" in str(fault_of(arun, carrying("somebody")))
        fault_of(arun, Login(own.address, "not the password"))
    finally:
        (tls_server.data / "pg_hba.conf").write_text(rules)
        tls_server.sql("SELECT pg_reload_conf()")
