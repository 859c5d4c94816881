"""Hours, nights and weekends are shared more evenly, and nothing becomes worse for it."""

import errno
import os
import signal
import threading
import time
from dataclasses import replace
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rostering import EARLY, KINDS, NIGHT, any_problem, person

from console.planning.roster.check import score
from console.planning.roster.engine import evened as step
from console.planning.roster.engine.build import Build, Order
from console.planning.roster.engine.sharing import share
from console.planning.roster.fairness import HOURS, NIGHTS, WEEKENDS, loads, shares, spreads
from console.planning.roster.planted import Size, plant
from console.planning.roster.problem import OFF, Cover, Limit, Person, Problem, Roster

TOWN = Size("town", 16, 10, 1, 14)


def any_row(rng: np.random.Generator, days: int) -> list[int]:
    """A roster of one person in which only rest is kept."""
    row: list[int] = []
    for _day in range(days):
        kind = OFF if rng.random() < 0.4 else int(rng.integers(3))
        row.append(OFF if row and row[-1] != OFF and kind in KINDS[row[-1]].not_next else kind)
    return row


def around(row: list[int], whole: Problem, rng: np.random.Generator) -> Person:
    """Somebody whose rules are just wide enough for a row, or a little wider."""

    def more() -> int:
        return int(rng.integers(0, 3)) // 2

    days = len(row)
    stretches, at = [], 0
    for works, group in groupby(kind != OFF for kind in row):
        length = len(list(group))
        stretches.append((works, length, at == 0 or at + length == days))
        at += length
    inside = {works: [n for one, n, edge in stretches if one == works and not edge] for works in (True, False)}
    minutes = sum(KINDS[kind].minutes for kind in row if kind != OFF)
    weekends = [bool(max(row[day : day + 2]) > OFF) for day in whole.saturdays]
    weeks = [sum(kind != OFF for day, kind in enumerate(row) if whole.week_of(day) == week) for week in range(4)]
    allowed = rng.random((days, 3)) < 0.8
    for day, kind in enumerate(row):
        allowed[day, kind] |= kind != OFF
    return person(
        days, allowed=allowed, cost=rng.integers(-3, 6, (days, 3)), min_minutes=max(0, minutes - 480 * more()),
        max_minutes=minutes + 480 * more(), max_run=max((n for one, n, _edge in stretches if one), default=1) + more(),
        min_run=max(1, min(inside[True], default=2) - more()), min_rest=max(1, min(inside[False], default=2) - more()),
        max_weekends=sum(weekends) + more(), max_week=max(weeks) + more(),
        limits=(Limit(frozenset({NIGHT}), row.count(NIGHT) + more()),),
        fixed=tuple((day, kind) for day, kind in enumerate(row) if rng.random() < 0.05),
    )  # fmt: skip


def any_legal(seed: int, people: int, days: int) -> tuple[Problem, Roster]:
    """A problem by chance with a roster that keeps its rules, some of them just so."""
    rng = np.random.default_rng(seed)
    whole = any_problem(rng, people, days)
    rows = [any_row(rng, days) for _each in range(people)]
    kinds = tuple(replace(one, is_night=at == NIGHT) for at, one in enumerate(KINDS))
    made = replace(whole, kinds=kinds, people=tuple(around(row, whole, rng) for row in rows))
    return made, np.array(rows, np.int16)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 100_000), st.integers(2, 7), st.integers(5, 21))
def test_nothing_becomes_worse(seed: int, people: int, days: int) -> None:
    whole, roster = any_legal(seed, people, days)
    before = score(whole, roster)
    assert before.is_legal, before.breaches
    found = share(whole, roster, seed)
    after = score(whole, found)
    assert after.is_legal, after.breaches
    assert after.objective <= before.objective and after.shortfall == before.shortfall
    assert (np.sort(found, axis=0) == np.sort(roster, axis=0)).all(), "who works what on a day, by number"
    for row, who in zip(found, whole.people, strict=True):
        assert all(row[day] == kind for day, kind in who.fixed)
    for was, now in zip(spreads(whole, roster), spreads(whole, found), strict=True):
        assert now.away <= was.away + 1e-3
    assert (found == share(whole, roster, seed)).all(), "the same seed, the same roster"


def test_exchanges_are_found_wherever_they_are_legal() -> None:
    """The quick rules are not narrower than the checker's: where rules allow everything, all is shared."""
    days = 14
    rows = np.full((4, days), OFF, np.int16)
    rows[0, ::2], rows[1, 5:7], rows[1, 12:14] = NIGHT, EARLY, EARLY
    kinds = tuple(replace(one, is_night=at == NIGHT, not_next=frozenset()) for at, one in enumerate(KINDS))
    whole = Problem("even", days, kinds, tuple(person(days) for _each in range(4)), ())
    have = loads(whole, share(whole, rows, 1))
    assert np.ptp(have[NIGHTS]) <= 1 and np.ptp(have[WEEKENDS]) <= 1


def test_a_fair_share_goes_with_contract_and_presence() -> None:
    days = 14
    away = np.ones((days, 3), np.bool_)
    away[:7] = False
    nobody = replace(person(days), limits=(Limit(frozenset({NIGHT}), 0),))
    half = replace(person(days), max_minutes=person(days).max_minutes // 2)
    kinds = tuple(replace(one, is_night=at == NIGHT) for at, one in enumerate(KINDS))
    whole = Problem("four", days, kinds, (person(days), half, replace(person(days), allowed=away), nobody), ())
    roster = np.full((4, days), OFF, np.int16)
    roster[0] = NIGHT
    fair = shares(whole, roster)
    assert fair[NIGHTS].tolist() == [7.0, 3.5, 3.5, 0.0]
    assert fair[HOURS, 3] == fair[HOURS, 0] == 2 * fair[HOURS, 1]
    assert fair.sum(axis=1).tolist() == pytest.approx(loads(whole, roster).sum(axis=1).tolist())


def test_a_locked_day_stays() -> None:
    whole, roster = any_legal(7, 5, 14)
    locked = np.zeros(roster.shape, np.bool_)
    locked[:, 3:9] = True
    assert (share(whole, roster, 1, locked=locked)[:, 3:9] == roster[:, 3:9]).all()


def test_a_requirement_for_some_people_only_is_not_given_away() -> None:
    """A shift that somebody with a language works is not exchanged with somebody who has none."""
    days = 7
    kinds = tuple(replace(one, is_night=at == NIGHT) for at, one in enumerate(KINDS))
    cover = tuple(Cover(day, (NIGHT,), 1, 200, 0, frozenset({0})) for day in range(days))
    whole = Problem("need", days, kinds, (person(days), person(days)), cover)
    roster = np.array([[NIGHT] * days, [OFF] * days], np.int16)
    assert (share(whole, roster, 1) == roster).all()


def fair_build(work: float | None = 0.3) -> Build:
    return Build(plant(TOWN, 0.9, 4).officers, Order(20, seed=3, work=work, is_fair=True))


def test_a_build_that_is_fair_says_what_it_did() -> None:
    outcome = fair_build().run()
    assert outcome.score is not None and outcome.roster is not None
    assert outcome.score.is_legal and outcome.score.objective <= min(one.objective or 0 for one in outcome.history)
    assert outcome.score == score(outcome.problem, outcome.roster)
    assert [was.name for was, _now in outcome.shared] == ["hours", "nights", "weekend shifts"]
    assert sum(now.away for _was, now in outcome.shared) < sum(was.away for was, _now in outcome.shared)
    assert not Order().is_fair, "benchmarks ask for cost alone"


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_killed_step_leaves_the_roster_as_it_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = step.Worker

    def killed(module: str, inbox: step.Inbox) -> step.Worker:
        worker = begun(module, inbox)
        os.kill(worker.pid, signal.SIGKILL)
        return worker

    monkeypatch.setattr(step, "Worker", killed)
    outcome = fair_build().run()
    assert outcome.score is not None and outcome.score.is_legal
    assert outcome.faults == (
        "The step that shares nights and weekends was ended from outside, perhaps for want of memory. "
        "The roster stands as it was built.",
    )
    assert all(was == now for was, now in outcome.shared)


def test_a_step_that_cannot_be_started_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_module: str, _inbox: step.Inbox) -> step.Worker:
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))

    monkeypatch.setattr(step, "Worker", refused)
    whole, roster = any_legal(7, 5, 14)
    ends = step.Ends(5.0, threading.Event(), threading.Event())
    found = step.evened(whole, roster, tuple(one.fixed for one in whole.people), 1, ends)
    assert (found.roster == roster).all() and found.score == score(whole, roster)
    assert "could not be started (Cannot allocate memory). The roster stands" in found.fault


def test_a_cancelled_build_does_not_wait_for_the_step() -> None:
    build = fair_build(work=1e6)
    thread = threading.Thread(target=build.run)
    thread.start()
    time.sleep(1.0)
    build.cancel()
    thread.join(5)
    assert not thread.is_alive()
