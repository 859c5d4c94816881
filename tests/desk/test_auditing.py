"""A screen verifies the audit on either database, and remembers how far it saw it reach."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from make import Program
from shared import a_shared_program, shared_server

from console.db.kept_heads import kept_heads
from console.desk.auditing import verify
from console.desk.desk import Desk
from console.queries.audit import AuditFilter, Verdict, audit_entries
from console.store.store import Link, LinkState, Store

__all__ = ["shared_server"]


@pytest.fixture(params=["embedded", "shared"])
def desk(
    request: pytest.FixtureRequest, arun: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if request.param == "shared":
        made: Program = a_shared_program(request.getfixturevalue("shared_server"), arun)
    else:
        made = request.getfixturevalue("program")
    made.call()
    store = Store()
    store.set_link(Link(LinkState.LIVE, datetime.now(UTC)))
    held = Desk(made.database, store, made.actor, lambda: None)
    yield held
    arun(held.close())
    if request.param == "shared":
        made.close()


def answer(desk: Desk, arun: Callable[..., Any], errand: Any) -> Any:
    answers: list[Any] = []
    errand.then(answers.append)
    while not answers:
        arun(asyncio.sleep(0.01))
    return answers[0]


def test_a_whole_audit_is_remembered(desk: Desk, arun: Callable[..., Any]) -> None:
    verdict: Verdict = answer(desk, arun, verify(desk))
    assert verdict.broken is None and verdict.entries == verdict.head.chain > 0
    assert kept_heads(desk.database_name) == [verdict.head]


def test_a_long_question_has_a_connection_of_its_own(desk: Desk, arun: Callable[..., Any]) -> None:
    entries = answer(desk, arun, desk.ask_apart(audit_entries, AuditFilter(), 10))
    assert entries and answer(desk, arun, desk.ask(audit_entries, AuditFilter(), 10)) == entries
