"""What a session did is put on record once: later where the database was away, never again where it was refused."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from desks import held, settled
from make import Program

import console.desk.desk as the_desk
from console.desk.desk import Desk
from console.desk.session_record import SessionRecord
from console.domain.sessions import SessionEvent
from console.errors import LinkDown, NotPermitted, StorageFault, TandemError
from console.store.store import Link, LinkState

__all__ = ["held", "settled"]


@pytest.fixture
def desk(held: Callable[..., Any]) -> Iterator[Desk]:
    made: Desk = held()[0]
    yield made


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[TandemError | None]:
    """How the next wishes end: by a fault instead of the command, or None for a command that is done."""
    performing, ends = the_desk.perform, list[TandemError | None]()

    async def perform(*args: Any, **kwargs: Any) -> Any:
        fault = ends.pop(0) if ends else None
        if not isinstance(fault, TandemError):
            return await performing(*args, **kwargs)
        if "may be saved" in str(fault):
            await performing(*args, **kwargs)
        raise fault

    monkeypatch.setattr(the_desk, "perform", perform)
    return ends


def back(desk: Desk) -> None:
    desk.store.set_link(Link(LinkState.LIVE, datetime.now(UTC)))


def recorded(program: Program) -> list[Any]:
    return program.rows("SELECT action, after FROM audit WHERE command = 'note_session' ORDER BY seq")


@pytest.mark.parametrize("fault", [LinkDown("away"), StorageFault("full")])
def test_what_the_database_could_not_take_is_told_it_later(
    program: Program, desk: Desk, settled: Callable[..., None], told: list[Any], fault: TandemError
) -> None:
    record = SessionRecord(desk)
    told.append(fault)
    record.note(SessionEvent.LOCKED, "by hand")
    settled(desk)
    assert recorded(program) == []
    back(desk)
    settled(desk)
    ((action, after),) = recorded(program)
    assert action == "lock" and "by hand, at 20" in after and "noted later" in after
    back(desk)
    settled(desk)
    assert len(recorded(program)) == 1


def test_what_is_refused_is_not_told_again(
    program: Program, desk: Desk, settled: Callable[..., None], told: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    record = SessionRecord(desk)
    told.append(NotPermitted("This account is disabled."))
    record.note(SessionEvent.LOCKED)
    settled(desk)
    assert "This account is disabled" in caplog.text
    for _ in range(3):
        back(desk)
    settled(desk)
    assert recorded(program) == []


def test_what_may_be_saved_already_is_saved_once(
    program: Program, desk: Desk, settled: Callable[..., None], told: list[Any]
) -> None:
    record = SessionRecord(desk)
    told.append(LinkDown("It may be saved."))
    record.note(SessionEvent.UNLOCKED)
    settled(desk)
    back(desk)
    settled(desk)
    assert [action for action, _ in recorded(program)] == ["unlock"]
