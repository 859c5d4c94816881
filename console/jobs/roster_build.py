"""A roster is built beside the desk: solvers in processes of their own, followed by threads, told as they go."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from console.domain.ids import TeamId
from console.domain.rosters import Seat
from console.domain.units import Discipline
from console.errors import RuleBroken, TandemError
from console.planning.roster.engine.build import Build, Order
from console.planning.roster.engine.outcome import Outcome, Progress
from console.planning.roster.model import Stage, stages
from console.planning.roster.remarks import fairness, foreseen, remarks
from console.snapshots.rosters import Book

log = logging.getLogger(__name__)
MEGABYTES = 1_000.0  # for the solvers of one discipline


@dataclass(frozen=True, slots=True)
class Step:
    """How far all of it is: open seats and cost of the best roster, and the cost that none can be below."""

    seconds: float
    objective: int | None
    shortfall: int | None
    bound: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Built:
    """The end of a build: who sits where, how good it is, how evenly it is shared, and what else is to be said."""

    seats: dict[TeamId, tuple[Seat, ...]]
    objective: int
    shortfall: int
    bound: int | None
    proven: bool
    seconds: float
    fairness: str
    remarks: tuple[str, ...]


class RosterBuild(QObject):
    """One build at a time. `stop` ends it soon with the best so far, `cancel` at once with nothing."""

    progressed = Signal(object)  # Step
    foreseen = Signal(object)  # tuple[str, ...]: what is known before the search
    done = Signal(object)  # Built
    refused = Signal(str)
    _told = Signal(object, object)  # Discipline, Progress; or None and what is foreseen
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._builds: dict[Discipline, Build] = {}
        self._latest: dict[Discipline, Progress] = {}
        self._thread: threading.Thread | None = None
        self._cancelled = False
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._end, Qt.ConnectionType.QueuedConnection)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.cancel)

    @property
    def is_running(self) -> bool:
        """Whether one is under way."""
        return self._thread is not None

    def start(self, book: Book, now: datetime, order: Order, *, keep: bool) -> None:
        """Build for a book; with `keep` whoever sits somewhere stays there."""
        if self._thread is not None:
            return
        self._latest, self._cancelled, self._builds = {}, False, {}
        order = replace(order, megabytes=MEGABYTES, is_fair=book.rules.fairness > 0)
        self._thread = threading.Thread(target=self._run, args=(book, now, order, keep))
        self._thread.daemon = True  # a desk that closes does not wait for it; the solvers end with their pipes
        self._thread.start()

    def stop(self) -> None:
        """End soon with the best roster so far."""
        for build in list(self._builds.values()):
            build.stop()

    def cancel(self) -> None:
        """End at once; the solvers are killed, and nothing is told."""
        self._cancelled = True
        for build in list(self._builds.values()):
            build.cancel()

    # In the thread of the build

    def _run(self, book: Book, now: datetime, order: Order, keep: bool) -> None:
        try:
            self._ended.emit(built(book, now, order, keep, self._builds, self._told.emit))
        except TandemError as fault:
            self._ended.emit(str(fault))
        except Exception as error:
            # A thread that dies says nothing to anybody.
            log.exception("the build failed")
            self._ended.emit(f"The build failed ({error}).")

    # In the window's thread

    def _take(self, discipline: Discipline | None, told: object) -> None:
        if discipline is None:
            self.foreseen.emit(told)
            return
        assert isinstance(told, Progress)
        self._latest[discipline] = told
        if self._cancelled or len(self._latest) < len(self._builds):
            return
        known = list(self._latest.values())
        self.progressed.emit(
            Step(
                max(one.seconds for one in known), _sum([one.objective for one in known]),
                _sum([one.shortfall for one in known]), _sum([one.bound for one in known]),
            )
        )  # fmt: skip

    def _end(self, result: object) -> None:
        self._thread = None
        if self._cancelled:
            return
        if isinstance(result, Built):
            self.done.emit(result)
        else:
            self.refused.emit(f"{result} The draft is as it was.")


def built(
    book: Book, now: datetime, order: Order, keep: bool, builds: dict[Discipline, Build],
    tell: Callable[[Discipline | None, object], None],
) -> Built:  # fmt: skip
    """Build every discipline of a book, then seat people; `builds` gets each build, so that it can be stopped.

    Raises:
        RuleBroken: there is nothing to build, or no roster at all; the sentence says why.
    """
    if book.teams and all(one.starts_at <= now for one in book.teams):
        raise RuleBroken("Every shift of this draft has begun; there is nothing left to build.")
    from console.planning.roster.seating import seated  # noqa: PLC0415  a matching library that no start waits for

    parts = stages(book, now, keep=keep)
    known = foreseen(book, parts, now)
    if known:
        tell(None, tuple(known))
    outcomes = _searched(parts, order, builds, tell)
    said = remarks(parts, outcomes)
    ended = list(outcomes.values())
    found = [(stage, roster) for stage in parts if (roster := outcomes[stage.discipline].roster) is not None]
    if not found:
        raise RuleBroken(" ".join(said) or "This draft has no seats to build.")
    built_ones = {stage.discipline for stage, _roster in found}
    said += [f"The {one.discipline.value}s stay as they were." for one in parts if one.discipline not in built_ones]
    stays = {one.id for one in book.teams if keep or one.starts_at <= now}
    seats = seated(book, found, stays)
    still_open = sum(seat.responder_id is None for team in seats.values() for seat in team)
    return Built(
        seats, sum(one.score.objective for one in ended if one.score is not None), still_open,
        _sum([one.bound for one in ended]), all(one.proven for one in ended),
        max(one.seconds for one in ended), fairness(outcomes), (*said, *known),
    )  # fmt: skip


def _searched(
    parts: list[Stage], order: Order, builds: dict[Discipline, Build],
    tell: Callable[[Discipline | None, object], None],
) -> dict[Discipline, Outcome]:  # fmt: skip
    """The outcome of each discipline; they are built side by side."""
    outcomes: dict[Discipline, Outcome] = {}
    faults: list[Exception] = []

    def follow(discipline: Discipline) -> None:
        try:
            outcomes[discipline] = builds[discipline].run()
        except Exception as fault:
            # It is raised where somebody listens, once the other builds have ended.
            log.exception("the build of the %ss failed", discipline.value)
            faults.append(fault)

    for stage in parts:
        one = stage.discipline
        builds[one] = Build(stage.problem, order, lambda progress, one=one: tell(one, progress))  # type: ignore[misc]
    threads = [threading.Thread(target=follow, args=(stage.discipline,), daemon=True) for stage in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return outcomes


def _sum(values: list[int | None]) -> int | None:
    known = [one for one in values if one is not None]
    return sum(known) if len(known) == len(values) and known else None
