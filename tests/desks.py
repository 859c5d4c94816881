"""A desk on a program in a file, as pages and forms work against it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from make import Program, an_actor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console.desk.desk import Desk
from console.domain.roles import Role
from console.queries.program import the_program
from console.store.store import Link, LinkState, Store
from console.ui.notices import Notices

Held = tuple[Desk, Notices, QWidget]


@pytest.fixture
def held(program: Program, qtbot: QtBot) -> Iterator[Callable[..., Held]]:
    """`held(role)`: a desk for a role, its notices and its window."""
    made: list[Desk] = []

    def hold(*roles: Role) -> Held:
        store = Store()
        store.set_link(Link(LinkState.LIVE, datetime.now(UTC)))
        store.set_program(program.ask(the_program))
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(1200, 760)
        window.show()
        desk = Desk(program.database, store, an_actor(*roles), lambda: None)
        made.append(desk)
        return desk, Notices(window), window

    yield hold
    for desk in made:
        program.arun(desk.close())


@pytest.fixture
def settled(program: Program) -> Callable[[Desk], None]:
    """Wait until a desk has nothing under way."""

    def wait(desk: Any) -> None:
        while desk._tasks:
            program.wait(0.01)
        program.wait(0.01)

    return wait
