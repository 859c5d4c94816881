"""One fixture for tests that must hold on both databases: each of them runs twice."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from make import TIME_ZONE, Program, founded
from shared import a_shared_program

from console.commands.programs import found_program
from console.snapshots.program import Mode

__all__ = ["founded", "program"]


@pytest.fixture(params=["embedded", "shared"])
def program(request: pytest.FixtureRequest, tmp_path: Path, arun: Callable[..., Any]) -> Iterator[Program]:
    """A training program without units and calls, in a database of its own."""
    if request.param == "shared":
        made: Program = a_shared_program(request.getfixturevalue("shared_server"), arun)
    else:
        path = tmp_path / "tandem.db"
        shutil.copy(request.getfixturevalue("founded"), path)
        made = Program(path, arun)
        made.run(found_program, "Riverton", Mode.TRAINING, TIME_ZONE)
    yield made
    made.close()
