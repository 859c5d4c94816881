"""The one door: wishes are carried, refused in one place, shown where somebody handles them, finished at exit."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from make import Program, a_draft, an_actor
from PySide6.QtCore import QObject
from shiboken6 import delete

from console.commands.take_calls import take_call
from console.desk.desk import Desk
from console.desk.errand import Errand
from console.domain.roles import Permission, Role
from console.errors import BadInput, LinkDown, NotPermitted, TandemError
from console.queries.calls import calls_in_window
from console.store.store import Link, LinkState, Store


@pytest.fixture
def rung() -> list[int]:
    return []


@pytest.fixture
def desk(program: Program, rung: list[int]) -> Iterator[Desk]:
    store = Store()
    store.set_link(Link(LinkState.LIVE, datetime.now(UTC)))
    made = Desk(program.database, store, program.actor, lambda: rung.append(1))
    yield made
    program.arun(made.close())


def settled(program: Program, desk: Desk) -> None:
    while desk._tasks:
        program.wait(0.01)
    program.wait(0.01)


def test_a_wish_is_carried_and_rings_the_bell(program: Program, desk: Desk, rung: list[int]) -> None:
    numbers: list[Any] = []
    desk.run(take_call, a_draft()).then(numbers.append)
    settled(program, desk)
    assert len(numbers) == 1 and str(numbers[0]).endswith("-00001")
    assert rung == [1]


def test_a_question_is_answered(program: Program, desk: Desk) -> None:
    answers: list[Any] = []
    program.call()
    desk.ask(calls_in_window, datetime.now(UTC)).then(answers.append)
    settled(program, desk)
    assert len(answers[0]) == 1


def test_a_refusal_goes_where_it_is_handled_or_else_to_the_desk(program: Program, desk: Desk, rung: list[int]) -> None:
    in_place: list[TandemError] = []
    shown: list[str] = []
    desk.refused.connect(shown.append)
    desk.run(take_call, a_draft(place=" ")).otherwise(in_place.append)
    settled(program, desk)
    assert isinstance(in_place[0], BadInput) and shown == []
    desk.run(take_call, a_draft(place=" "))
    settled(program, desk)
    assert shown == [str(in_place[0])]
    assert rung == []


def test_while_the_link_is_down_nothing_is_written(program: Program, desk: Desk) -> None:
    faults: list[TandemError] = []
    desk.store.set_link(Link(LinkState.LOST, datetime.now(UTC)))
    assert not desk.can_write
    desk.run(take_call, a_draft()).otherwise(faults.append)
    settled(program, desk)
    assert isinstance(faults[0], LinkDown)
    assert program.rows("SELECT count(*) FROM call") == [(0,)]


def test_the_desk_acts_as_its_actor(program: Program, desk: Desk) -> None:
    faults: list[TandemError] = []
    desk.actor = an_actor(Role.VIEWER)
    assert not desk.may(Permission.TAKE_CALL)
    desk.run(take_call, a_draft()).otherwise(faults.append)
    settled(program, desk)
    assert isinstance(faults[0], NotPermitted)


def test_a_fault_of_the_program_is_said_as_one(program: Program, desk: Desk) -> None:
    faults: list[TandemError] = []

    async def broken(_uow: object) -> None:
        raise KeyError("nobody thought of this")

    desk.run(broken).otherwise(faults.append)
    settled(program, desk)
    assert "a fault of the program" in str(faults[0])
    assert "nobody thought" not in str(faults[0])


def test_what_is_under_way_at_exit_is_finished(program: Program, desk: Desk) -> None:
    desk.run(take_call, a_draft())
    program.arun(desk.close())
    assert program.rows("SELECT count(*) FROM call") == [(1,)]


def test_a_handler_may_come_late_and_is_called_once() -> None:
    errand: Errand[int] = Errand()
    heard: list[int] = []
    errand.then(lambda _: errand.then(heard.append))
    errand.succeed(7)
    assert heard == [7]
    errand.then(heard.append)
    assert heard == [7, 7]
    lost: Errand[int] = Errand()
    said: list[TandemError] = []
    lost.otherwise(lambda _: lost.otherwise(said.append))
    lost.fail(BadInput("no"))
    assert [str(one) for one in said] == ["no"]


def test_a_wish_under_one_id_is_done_once(program: Program, desk: Desk) -> None:
    draft, numbers = a_draft(), list[Any]()
    for _ in range(2):
        desk.run_once(draft.id, take_call, draft).then(numbers.append)
        settled(program, desk)
    assert numbers[0] is not None and numbers[1] is None
    assert program.rows("SELECT count(*) FROM call") == [(1,)]


class Window(QObject):
    """Shows a refusal in place, as long as it is open."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def show_fault(self, fault: TandemError) -> None:
        self.objectName()  # as every widget does, it raises once Qt has deleted it
        self.said.append(str(fault))

    def show_part(self, _part: int, fault: TandemError) -> None:
        self.show_fault(fault)


@pytest.mark.parametrize("handler_of", [lambda one: one.show_fault, lambda one: partial(one.show_part, 1)])
def test_a_refusal_that_no_open_window_shows_goes_to_the_desk(
    program: Program, desk: Desk, handler_of: Callable[[Window], Any]
) -> None:
    shown: list[str] = []
    desk.refused.connect(shown.append)
    stays, closed = Window(), Window()
    desk.run(take_call, a_draft(place=" ")).otherwise(handler_of(stays))
    settled(program, desk)
    assert len(stays.said) == 1 and shown == []
    desk.run(take_call, a_draft(place=" ")).otherwise(handler_of(closed))
    delete(closed)
    settled(program, desk)
    assert closed.said == [] and shown == stays.said
