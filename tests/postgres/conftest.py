"""A shared database of the tests' own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from shared import SharedProgram, SharedServer, a_shared_program


@pytest.fixture
def program(shared_server: SharedServer, arun: Callable[..., Any]) -> Iterator[SharedProgram]:
    """A training program without units and calls, in a shared database of its own."""
    made = a_shared_program(shared_server, arun)
    yield made
    made.close()
