"""The last step of a build: its best roster is shared more evenly, in a process beside this one."""

import contextlib
import math
import queue
import threading
import time
from dataclasses import dataclass

import numpy as np

from console.planning.roster.check import Score, score
from console.planning.roster.engine.worker import ENDED, SHARES, Inbox, Worker
from console.planning.roster.fairness import Spread, spreads
from console.planning.roster.problem import Problem, Roster

BEAT = 0.1
AFTER_STOP = 2.0  # seconds that a build which was stopped still shares evenly
STEP, STANDS = "The step that shares nights and weekends", "The roster stands as it was built."


@dataclass(frozen=True, slots=True, eq=False)
class Evened:
    """A roster after the step: its score, how evenly it was and is shared, and what went wrong (a sentence, or "")."""

    roster: Roster
    score: Score
    before: tuple[Spread, ...]
    after: tuple[Spread, ...]
    fault: str


class Ends:
    """When the step is to end: after so many seconds, soon after a stop, at once when it is cancelled."""

    def __init__(self, seconds: float, stopped: threading.Event, cancelled: threading.Event) -> None:
        self._at, self._stopped, self._cancelled = time.monotonic() + seconds, stopped, cancelled
        self._soon = math.inf

    def now(self) -> bool:
        """Whether it is time."""
        clock = time.monotonic()
        if self._stopped.is_set():
            self._soon = min(self._soon, clock + AFTER_STOP)
        return self._cancelled.is_set() or clock >= min(self._at, self._soon)


def evened(
    problem: Problem, roster: Roster, fixed: tuple[tuple[tuple[int, int], ...], ...], seed: int, ends: Ends
) -> Evened:
    """The roster, shared as evenly as the step got it.

    `fixed` are everybody's days that stay, as they were before a rule was eased. Each roster is scored anew here; one
    that breaks a rule, costs more or covers less is thrown away.
    """
    best, told = roster, score(problem, roster)
    locked = np.zeros(roster.shape, np.bool_)
    for place, days in enumerate(fixed):
        locked[place, [day for day, _kind in days]] = True
    inbox: Inbox = queue.Queue()
    done, ended, fault = False, False, ""
    try:
        worker = Worker(SHARES, inbox)
    except OSError as error:
        shared = spreads(problem, roster)
        return Evened(roster, told, shared, shared, f"{STEP} could not be started ({error.strerror}). {STANDS}")
    worker.tell("problem", problem, roster, locked, seed)
    try:
        while not done and not ended and not ends.now():
            with contextlib.suppress(queue.Empty):
                _, message = inbox.get(timeout=BEAT)
                done, ended = message[0] == "done", message[0] == ENDED
                if message[0] == "roster" and (found := _better(problem, roster, message[2], told)) is not None:
                    best, told = message[2], found
        if ended:
            fault = f"{STEP} {worker.how_it_ended()}. {STANDS}"
    finally:
        worker.kill()
    return Evened(best, told, spreads(problem, roster), spreads(problem, best), fault)


def _better(problem: Problem, before: Roster, after: Roster, told: Score) -> Score | None:
    """The score of a roster with the same cover that breaks no rule and costs no more; else None."""
    found = score(problem, after)
    if not found.is_legal or found.objective > told.objective:
        return None
    same = bool((np.sort(before, axis=0) == np.sort(after, axis=0)).all())  # who works what on a day, by number
    return found if same else None
