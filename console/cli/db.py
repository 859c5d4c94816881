"""`tandem db ...`: what an administrator does to a shared database."""

import getpass
import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from console.cli.opening import run
from console.db.address import Address, shared_address
from console.domain.roles import Role
from console.errors import BadInput

if TYPE_CHECKING:
    from console.db.postgres.connecting import Login

app = typer.Typer(name="db", help="A shared database: create it, add people, check it, move a program in.",
                  no_args_is_help=True)  # fmt: skip

PASSWORD, NEW_PASSWORD = "TANDEM_PASSWORD", "TANDEM_NEW_PASSWORD"
_Url = Annotated[str, typer.Argument(help="postgresql://login@host:5432/database")]


@app.command()
def create(url: _Url) -> None:
    """Create the schema with its roles, policies and triggers, or bring it up to date; can be run again."""
    from console.db.postgres.install import create_shared  # noqa: PLC0415

    address = _address(url)
    found = run(create_shared(_login(address)))
    typer.echo(f"{address} is ready." if not found else f"{address} is up to date (it had schema {found}).")
    if not found:
        typer.echo(f"Next: tandem db add-user {url} NAME --role admin")


@app.command("add-user")
def add_user(
    url: _Url,
    name: Annotated[str, typer.Argument(help="The login: small letters, digits, dots, underscores.")],
    role: Annotated[list[Role], typer.Option(help="A role; may be given several times.")],
    called: Annotated[str | None, typer.Option("--called", help="The person's name on the screen.")] = None,
    existing: Annotated[bool, typer.Option("--existing", help="A login of the server; its password stays.")] = False,
) -> None:
    """Add a person: a login with these roles, and a first password that is shown once."""
    from console.db.postgres.install import add_user as add  # noqa: PLC0415

    given = os.environ.get(NEW_PASSWORD)
    password = None if existing else given or secrets.token_urlsafe(12)
    run(add(_login(_address(url)), name, called or name, role, password))
    typer.echo(f"{name} may sign in as {', '.join(one.word.lower() for one in role)}.")
    if password is not None and given is None:
        typer.echo(f"Their first password: {password}")


@app.command()
def check(
    url: _Url, as_json: Annotated[bool, typer.Option("--json", help="One object for each finding.")] = False
) -> None:
    """Connect as this person and say what is well, what is not, and how to mend it; code 1 when something is not."""
    from console.db.postgres.checking import check_shared  # noqa: PLC0415

    findings = run(check_shared(_login(_address(url))))
    for one in findings:
        if as_json:
            typer.echo(json.dumps(asdict(one)))
            continue
        mend = f"\n      {one.mend}" if one.mend else ""
        typer.echo(f"{'ok ' if one.well else '!! '} {one.name}: {one.said}{mend}")
    if not all(one.well for one in findings):
        raise typer.Exit(1)


@app.command()
def copy(
    source: Annotated[Path, typer.Argument(help="The embedded database's file.", exists=True, dir_okay=False)],
    target: _Url,
) -> None:
    """Move an embedded program into a shared database, with ids, history and audit, and compare afterwards."""
    from console.db.postgres.copying import copy_program  # noqa: PLC0415

    copied = run(copy_program(source, _login(_address(target)), lambda name: typer.echo(f"copying {name}", err=True)))
    for one in copied:
        typer.echo(f"{'same' if one.same else 'DIFFERENT'}  {one.rows:>9}  {one.table}")
    typer.echo(f"{sum(one.rows for one in copied)} rows, every one the same there.")


def _address(url: str) -> Address:
    address = shared_address(url)
    if address.login is None:
        raise BadInput("Say who connects: postgresql://LOGIN@host/database.")
    return address


def _login(address: Address) -> "Login":
    from console.db.postgres.connecting import Login  # noqa: PLC0415

    return Login(address, password_for(address))


def password_for(address: Address) -> str | None:
    """The password from the environment, or asked for; none where the local socket needs none.

    Raises:
        BadInput: nobody is there to be asked.
    """
    if (given := os.environ.get(PASSWORD)) is not None:
        return given
    if all(host.name.startswith("/") for host in address.hosts):
        return None
    try:
        return getpass.getpass(f"Password of {address.login}: ")
    except (EOFError, OSError) as fault:
        raise BadInput(f"Set {PASSWORD}, or run this where the password can be asked for.") from fault
