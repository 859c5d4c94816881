"""An emergency that is pressed while the database is away: kept, sent again by itself, recorded once."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from both import founded, program
from make import Program, an_actor
from shared import SharedProgram

from console.desk.desk import Desk
from console.domain.ids import UnitId
from console.domain.roles import Role
from console.errors import LinkDown
from console.store.store import Link, LinkState, Store

__all__ = ["founded", "program"]


@pytest.fixture
def desk(program: Program) -> Iterator[Desk]:
    made = Desk(program.database, Store(), program.actor, lambda: None)
    link(made, LinkState.LIVE)
    yield made
    program.arun(made.close())


@pytest.fixture
def unit_id(program: Program) -> UnitId:
    return program.unit("C09")


def link(desk: Desk, state: LinkState) -> None:
    desk.store.set_link(Link(state, datetime.now(UTC)))


def settled(program: Program, desk: Desk) -> None:
    program.wait(0.01)
    while desk._tasks:
        program.wait(0.01)


def test_it_is_sent_again_by_itself_and_recorded_once(program: Program, desk: Desk, unit_id: UnitId) -> None:
    link(desk, LinkState.LOST)
    desk.emergencies.press(unit_id)
    settled(program, desk)
    [kept] = desk.emergencies.unsent
    assert isinstance(kept.fault, LinkDown)
    desk.emergencies.press(unit_id)
    settled(program, desk)
    [again] = desk.emergencies.unsent
    assert again.key == kept.key, "a second press is the same emergency"
    assert program.rows("SELECT 1 FROM emergency") == []
    link(desk, LinkState.CATCHING_UP)
    settled(program, desk)
    assert desk.emergencies.unsent
    for _ in range(3):
        link(desk, LinkState.LIVE)
    settled(program, desk)
    assert desk.emergencies.unsent == ()
    assert len(program.rows("SELECT 1 FROM emergency")) == 1
    [(said,)] = program.rows("SELECT text FROM timeline WHERE kind = 'emergency'")
    assert "EMERGENCY C09: pressed at " in said


def test_one_that_is_dismissed_is_not_sent(program: Program, desk: Desk, unit_id: UnitId) -> None:
    link(desk, LinkState.LOST)
    desk.emergencies.press(unit_id)
    settled(program, desk)
    desk.emergencies.dismiss(unit_id)
    link(desk, LinkState.LIVE)
    settled(program, desk)
    assert desk.emergencies.unsent == ()
    assert program.rows("SELECT 1 FROM emergency") == []


def test_what_a_role_may_not_press_is_no_unsent_emergency(program: Program, desk: Desk, unit_id: UnitId) -> None:
    viewer = an_actor(Role.VIEWER)
    database, actor = (program.database, viewer)
    if isinstance(program, SharedProgram):  # there the server says who acts
        database, actor = program.as_login(viewer)
    theirs = Desk(database, desk.store, actor, lambda: None)
    theirs.emergencies.press(unit_id)
    settled(program, theirs)
    assert theirs.emergencies.unsent == ()
    assert program.rows("SELECT 1 FROM emergency") == []
