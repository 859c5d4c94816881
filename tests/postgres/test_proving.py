"""Whoever unlocks proves it, on a server that asks for a password and on one that lets anybody pass."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from shared import PASSWORD, SharedProgram

from console.db.engine import open_shared
from console.db.postgres.connecting import Login
from console.db.postgres.faults import SignInRefused
from console.desk.proving import prove_shared

Arun = Callable[..., Any]


@pytest.mark.parametrize("asks", [True, False], ids=["asks", "asks nobody"])
def test_only_the_password_unlocks(program: SharedProgram, arun: Arun, asks: bool) -> None:
    login = program.server.login(program.name, "viewer")
    if not asks:  # the administrators' socket trusts everybody
        login = Login(replace(login.address, hosts=(program.server.server.socket,)), PASSWORD)
    database = open_shared(login)
    program._opened.append(database)
    arun(prove_shared(database, PASSWORD))
    for wrong in ("another one", ""):
        with pytest.raises(SignInRefused):
            arun(prove_shared(database, wrong))
    program.server.server.sql("ALTER ROLE viewer PASSWORD 'changed on another desk'")
    try:
        if asks:
            arun(prove_shared(database, "changed on another desk"))
    finally:
        program.server.server.sql(f"ALTER ROLE viewer PASSWORD '{PASSWORD}'")
