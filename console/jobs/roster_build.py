"""A roster is built beside the desk: solvers in processes of their own, followed by threads, told as they go."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from console.domain.ids import TeamId
from console.domain.rosters import Seat
from console.planning.roster.engine.build import Build, Order
from console.planning.roster.engine.outcome import Outcome, Progress
from console.planning.roster.model import Stage, stages
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
    """The end of a build: who sits where, how good it is, and what had to give way, in sentences."""

    seats: dict[TeamId, tuple[Seat, ...]]
    objective: int
    bound: int | None
    proven: bool
    seconds: float
    remarks: tuple[str, ...]


class RosterBuild(QObject):
    """One build at a time. `stop` ends it soon with the best so far, `cancel` at once with nothing."""

    progressed = Signal(object)  # Step
    done = Signal(object)  # Built
    refused = Signal(str)
    _told = Signal(str, object)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._builds: dict[str, Build] = {}
        self._latest: dict[str, Progress] = {}
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

    def start(self, book: Book, now: datetime, seconds: float, seed: int, *, keep: bool) -> None:
        """Build for a book; with `keep` whoever sits somewhere stays there."""
        if self._thread is not None:
            return
        self._latest, self._cancelled, self._builds = {}, False, {}
        order = Order(seconds, seed, megabytes=MEGABYTES)
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
            self._ended.emit(_built(book, now, order, keep, self._builds, self._told.emit))
        except Exception as error:
            # A thread that dies says nothing to anybody.
            log.exception("the build failed")
            self._ended.emit(error)

    # In the window's thread

    def _take(self, name: str, progress: Progress) -> None:
        self._latest[name] = progress
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
            self.refused.emit(f"The build failed ({result}). The draft is as it was.")


def _built(
    book: Book, now: datetime, order: Order, keep: bool, builds: dict[str, Build],
    tell: Callable[[str, Progress], None],
) -> Built:  # fmt: skip
    from console.planning.roster.seating import seated  # noqa: PLC0415  a matching library that no start waits for

    parts = stages(book, now, keep=keep)
    outcomes: dict[str, Outcome] = {}

    def follow(stage: Stage) -> None:
        name = stage.discipline.value
        outcomes[name] = builds[name].run()

    for stage in parts:
        name = stage.discipline.value
        builds[name] = Build(stage.problem, order, lambda progress, name=name: tell(name, progress))  # type: ignore[misc]
    threads = [threading.Thread(target=follow, args=(stage,), daemon=True) for stage in parts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    built = [(stage, roster) for stage in parts if (roster := outcomes[stage.discipline.value].roster) is not None]
    ended = list(outcomes.values())
    stays = {one.id for one in book.teams if keep or one.starts_at <= now}
    return Built(
        seated(book, built, stays), sum(one.score.objective for one in ended if one.score is not None),
        _sum([one.bound for one in ended]), bool(ended) and all(one.proven for one in ended),
        max((one.seconds for one in ended), default=0.0), tuple(_remarks(parts, outcomes)),
    )  # fmt: skip


def _remarks(parts: list[Stage], outcomes: dict[str, Outcome]) -> list[str]:
    words = {"min_minutes": "the hours owed", "min_run": "the shortest run", "min_rest": "the days off in a row"}
    told = []
    for stage in parts:
        outcome = outcomes[stage.discipline.value]
        for one in outcome.eased:
            name = stage.problem.people[one.person].name
            told.append(f"{name}: {words.get(one.rule, one.rule)} cannot be kept in these weeks.")
        told += outcome.faults
    return told


def _sum(values: list[int | None]) -> int | None:
    known = [one for one in values if one is not None]
    return sum(known) if len(known) == len(values) and known else None
