"""A build as a whole: legal, proven, the same again, and never lost."""

import errno
import os
import signal
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest
from rostering import any_problem, instance, person, problem

from console.planning.roster.check import score
from console.planning.roster.engine import build as engine
from console.planning.roster.engine.build import CLAUSES, COLUMNS, Build, Order
from console.planning.roster.engine.outcome import Outcome, Progress
from console.planning.roster.engine.worker import Inbox, Worker
from console.planning.roster.planted import Size, plant
from console.planning.roster.problem import Cover
from console.planning.roster.program import staff
from console.planning.roster.public_format import read_instance


def is_sound(outcome: Outcome) -> bool:
    assert outcome.roster is not None and outcome.score is not None
    found = score(outcome.problem, outcome.roster)
    assert found == outcome.score and found.is_legal
    assert outcome.bound is None or outcome.bound <= found.objective
    return outcome.proven == (outcome.bound == found.objective)


@pytest.mark.parametrize(("number", "best"), [(1, 607), (2, 828), (4, 1716)])
def test_public_instances_are_proven_optimal(number: int, best: int) -> None:
    outcome = Build(read_instance(instance(number)), Order(60)).run()
    assert is_sound(outcome) and outcome.proven
    assert outcome.score is not None and outcome.score.objective == best


@pytest.mark.parametrize("seed", range(4))
def test_any_problem_gets_a_legal_roster_and_a_valid_bound(seed: int) -> None:
    outcome = Build(any_problem(np.random.default_rng(seed), 5, 14), Order(12, seed)).run()
    assert is_sound(outcome) and not outcome.faults


def test_hours_that_cannot_be_reached_are_a_finding() -> None:
    who = person(min_minutes=14 * 600, max_minutes=14 * 600, max_run=5)
    outcome = Build(problem(who, cover=(Cover(0, (0,), 1, 10),)), Order(20)).run()
    assert is_sound(outcome)
    assert [(one.person, one.rule) for one in outcome.eased] == [(0, "min_minutes")]
    assert outcome.eased[0].instead == outcome.problem.people[0].min_minutes < 14 * 600


def test_the_same_seed_and_work_give_the_same_roster() -> None:
    one = plant(Size("small", 12, 8, 1, 14), 0.9, 1).officers
    first, again = (Build(one, Order(1, seed=5, work=1.5)).run() for _each in range(2))
    assert first.roster is not None and again.roster is not None and is_sound(first)
    assert np.array_equal(first.roster, again.roster)
    assert first.bound == again.bound


def hard() -> Build:
    """A build that takes longer than any test waits."""
    return Build(plant(Size("town", 60, 30, 4), 0.97, 2).clinicians, Order(60))


def ended(build: Build, then: "threading.Event | None" = None) -> tuple[threading.Thread, list[Outcome]]:
    outcomes: list[Outcome] = []
    thread = threading.Thread(target=lambda: outcomes.append(build.run()))
    thread.start()
    return thread, outcomes


def wait_for_roster(seen: list[Progress]) -> None:
    until = time.monotonic() + 60
    while not any(one.objective is not None for one in seen):
        assert time.monotonic() < until
        time.sleep(0.05)


def listening() -> tuple[Build, list[Progress]]:
    seen: list[Progress] = []
    one = hard()
    return Build(one.problem, Order(60), seen.append), seen


def test_a_stop_keeps_the_best_roster() -> None:
    build, seen = listening()
    thread, outcomes = ended(build)
    wait_for_roster(seen)
    build.stop()
    thread.join(15)
    assert outcomes and is_sound(outcomes[0]) is not None
    assert outcomes[0].history[-1].objective == outcomes[0].score.objective  # type: ignore[union-attr]
    until = time.monotonic() + 5  # nobody waits for a killed process; a busy machine takes a moment
    while any(_lives(pid) for pid in build.processes().values()):
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_cancel_ends_at_once() -> None:
    build, _seen = listening()
    thread, outcomes = ended(build)
    time.sleep(0.3)
    build.cancel()
    thread.join(5)
    assert outcomes and not thread.is_alive()


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_killed_solver_is_a_sentence_and_loses_nothing() -> None:
    build, seen = listening()
    thread, outcomes = ended(build)
    wait_for_roster(seen)
    best = seen[-1].objective
    for name in (COLUMNS, CLAUSES):
        os.kill(build.processes()[name], signal.SIGKILL)
    time.sleep(1)
    os.kill(build.processes()[COLUMNS], signal.SIGKILL)  # the one that was started again
    thread.join(15)
    assert outcomes and outcomes[0].score is not None and best is not None
    assert outcomes[0].score.objective <= best
    assert any("column search was ended from outside" in one for one in outcomes[0].faults)
    assert any("clause search was ended from outside" in one for one in outcomes[0].faults)


def no_memory(*modules: str) -> "Callable[[str, Inbox], Worker]":
    def begun(module: str, inbox: Inbox) -> Worker:
        if module in modules:
            raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM))
        return Worker(module, inbox)

    return begun


def test_a_solver_that_cannot_be_started_is_said_and_the_other_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Worker", no_memory(COLUMNS))
    outcome = Build(problem(person(), cover=(Cover(0, (0,), 1, 10),)), Order(20)).run()
    assert is_sound(outcome) and outcome.proven
    assert outcome.faults == ("The builder's column search could not be started (Cannot allocate memory).",)


def test_when_no_solver_can_be_started_there_is_no_roster_and_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Worker", no_memory(COLUMNS, CLAUSES))
    outcome = Build(problem(person()), Order(20)).run()
    assert outcome.roster is None and outcome.seconds < 5
    assert outcome.faults == (
        "The builder's column search could not be started (Cannot allocate memory).",
        "The builder's clause search could not be started (Cannot allocate memory).", "There was no roster yet.",
    )  # fmt: skip


def test_solvers_that_take_too_much_memory_are_ended_and_it_is_said() -> None:
    outcome = Build(hard().problem, Order(20, megabytes=1.0)).run()
    assert outcome.seconds < 15
    kept = "" if outcome.roster is None else " The best roster is kept."  # a quick one is found before it is ended
    assert f"The builder used too much memory; a part of it was ended.{kept}" in outcome.faults
    assert outcome.roster is not None or outcome.faults[-1] == "There was no roster yet."


def test_a_planted_program_is_staffed_without_a_gap() -> None:
    staffed = staff(plant(Size("small", 16, 10, 1, 14), 0.85, 1), Order(20))
    assert staffed.needed == 42
    assert staffed.officers.score is not None and staffed.officers.score.shortfall == 0


def test_the_hidden_rosters_are_legal_and_full() -> None:
    program = plant(Size("town", 60, 30, 4), 0.97, 7)
    for one, hidden in (
        (program.officers, program.officers_roster), (program.clinicians, program.clinicians_roster),
    ):  # fmt: skip
        found = score(one, hidden)
        assert found.is_legal and found.shortfall == 0
        owed = sum(who.max_minutes for who in one.people)
        assert (hidden >= 0).sum() * 480 / owed == pytest.approx(0.97, abs=0.005)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
