"""A screen verifies the audit on either database, and remembers how far it saw it reach."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from make import Program
from shared import a_shared_program, shared_server

from console.db.kept_heads import KEPT, keep_head, kept_heads
from console.desk.auditing import verify
from console.desk.desk import Desk
from console.domain.audit_chain import Head
from console.queries.audit import AuditFilter, Verdict, audit_entries, audit_head, audit_name
from console.queries.seen_heads import keep_newest
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
    name = answer(desk, arun, desk.ask(audit_name))
    assert kept_heads(name) == [verdict.head]


def test_a_long_question_has_a_connection_of_its_own(desk: Desk, arun: Callable[..., Any]) -> None:
    entries = answer(desk, arun, desk.ask_apart(audit_entries, AuditFilter(), 10))
    assert entries and answer(desk, arun, desk.ask(audit_entries, AuditFilter(), 10)) == entries


def test_a_desk_that_is_open_remembers_how_far_it_saw_the_audit(desk: Desk, arun: Callable[..., Any]) -> None:
    name = answer(desk, arun, desk.ask(audit_name))
    assert name and kept_heads(name) == []
    arun(keep_newest(desk._database))
    assert kept_heads(name) == [answer(desk, arun, desk.ask(audit_head))]


def test_many_heads_thin_out_from_behind(tmp_path: Path) -> None:
    file = tmp_path / "heads.json"
    for place in range(1, 3 * KEPT):
        keep_head("one", Head(place, f"{place:064}"), file)
    held = [one.chain for one in kept_heads("one", file)]
    assert len(held) <= KEPT and held[0] == 1 and held[-1] == 3 * KEPT - 1 and held == sorted(held)
