"""What runs beside the screen goes on after a fault: the daily back-up, the gazetteer, the routing server's client."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from make import Program

from console.desk import session as desk_session
from console.desk.session import Session
from console.errors import StorageFault
from console.settings import Settings
from console.store.store import Store


@pytest.fixture
def session(program: Program, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(desk_session, "BACK_UP_SECONDS", 0.02)
    monkeypatch.setattr(desk_session, "AGAIN_SECONDS", 0.02)
    made = Session(program.another_connection(), program.actor, Settings())
    program.arun(made.start())
    yield made
    program.arun(made.stop())


def until(program: Program, fact: Callable[[], object]) -> None:
    for _ in range(100):
        if fact():
            return
        program.wait(0.02)
    pytest.fail("it did not come about")


def test_an_old_copy_that_cannot_be_deleted_does_not_end_the_back_ups(
    program: Program, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    tried: list[int] = []

    def held(_path: object) -> None:
        tried.append(1)
        raise PermissionError(13, "Permission denied", "tandem-20260101-daily.db")

    monkeypatch.setattr(desk_session, "back_up_daily", held)
    session.desk.refused.connect(said.append)
    task = program.arun(_started(session._back_up()))
    until(program, lambda: len(tried) > 2)
    task.cancel()
    assert "Permission denied (tandem-20260101-daily.db)" in said[0]


def test_the_gazetteer_is_asked_for_until_it_is_there(
    program: Program, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    had: list[object] = []
    reading = desk_session.read

    async def failing_first(*args: Any) -> Any:
        asked.append(1)
        if len(asked) < 3:
            raise StorageFault("the file is away")
        return await reading(*args)

    monkeypatch.setattr(desk_session, "read", failing_first)
    monkeypatch.setattr(Store, "set_places", lambda _store, places: had.append(places))
    program.arun(session._load_places())
    assert len(asked) == 3 and len(had) == 1


def test_the_routing_servers_client_is_closed_when_another_is_chosen_and_at_the_end(
    program: Program, session: Session
) -> None:
    async def chosen(url: str) -> Any:
        session.settings.router_kind, session.settings.router_url = "osrm", url
        session.use_router()
        return session._client

    first = program.arun(chosen("http://127.0.0.1:9"))
    second = program.arun(chosen("http://127.0.0.1:10"))
    until(program, lambda: first.is_closed)
    assert not second.is_closed
    program.arun(session.stop())
    assert second.is_closed


async def _started(work: Any) -> "asyncio.Task[None]":
    return asyncio.create_task(work)
