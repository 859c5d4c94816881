"""What an administrator's tools say of a database: sentences and figures, never a traceback."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from shared import PASSWORD, SharedProgram

from console.db.postgres.checking import check_shared
from console.db.postgres.copying import copy_program
from console.db.unit_of_work import read
from console.desk.doors import SharedDoor
from console.errors import StorageFault, TandemError
from console.queries.program import the_program
from console.settings import Settings

Arun = Callable[..., Any]


def test_a_database_without_a_program_is_said_by_every_tool(
    program: SharedProgram, arun: Arun, tmp_path: Path, loop: object
) -> None:
    server = program.server.server
    unfounded = program.server.copy()
    server.sql("CREATE DATABASE plain; GRANT CONNECT ON DATABASE plain TO tandem_desk")
    try:
        findings = arun(check_shared(server.login("plain", "viewer", PASSWORD)))
        assert any(one.name == "Schema" and "holds no program" in one.said and not one.well for one in findings)
        door = SharedDoor(server.login("plain", "viewer", PASSWORD).address, Settings())
        with pytest.raises(StorageFault, match="holds no program of Tandem's"):
            arun(door.enter("viewer", PASSWORD))
        with pytest.raises(StorageFault, match="holds no program of Tandem's"):
            arun(copy_program(tmp_path / "empty.db", server.administrator("plain")))
        with pytest.raises(TandemError, match="not allow"):
            arun(copy_program(tmp_path / "empty.db", server.login(unfounded, "viewer", PASSWORD)))
    finally:
        server.sql("DROP DATABASE plain WITH (FORCE)")


def test_connections_are_counted_by_whoever_looks(program: SharedProgram, arun: Arun) -> None:
    for role in ("viewer", "dispatcher", "supervisor"):
        arun(read(program.opened_as(role), the_program))
    findings = arun(check_shared(program.server.login(program.name, "clinician")))
    said = next(one.said for one in findings if one.name == "Connections")
    assert int(said.split()[0]) >= 4, said
