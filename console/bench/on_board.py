"""The open board at a county's size: opening four weeks, turning to them, scrolling; from the wish to the paint."""

import asyncio
import time
from dataclasses import replace
from statistics import median

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from console.bench.county import Size, county
from console.bench.figures import Figure, percentile
from console.bench.stage import Cast, Staged, Start, on_stage
from console.commands.programs import add_responder
from console.commands.roster_teams import TeamChange, change_teams
from console.commands.rosters import begin_roster
from console.commands.shift_templates import save_template
from console.commands.staffing import set_contract
from console.db.roster_rows import book as book_of
from console.db.unit_of_work import UnitOfWork
from console.domain.ids import RosterId, new_uuid
from console.snapshots.rosters import Book
from console.views.roster.workspace import RosterWorkspace

PLAN = Size(officer_shifts=6, clinician_shifts=12)
OPENINGS, SCROLLS, STEP, FRAME_S = 9, 120, 12, 0.016


class Paints(QObject):
    """When a widget was painted, and a way to wait for the next time."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.at: list[float] = []
        self._next = asyncio.Event()
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            # The filter runs before the paint itself; the next turn of the loop comes after it.
            asyncio.get_event_loop().call_soon(self._painted)
        return False

    def _painted(self) -> None:
        self.at.append(time.perf_counter())
        self._next.set()

    async def after(self, wish: "asyncio.Event") -> float:
        """The time of the first paint after something has come about."""
        async with asyncio.timeout(20):
            await wish.wait()
            self._next.clear()
            await self._next.wait()
        return self.at[-1]


def bench_board(start: Start) -> list[Figure]:
    """Open the county's draft again and again, show all of its weeks, and scroll over them."""
    opening: list[float] = []
    gaps: list[float] = []

    async def play(console: Staged, _cast: Cast) -> None:
        console.window.resize(1600, 1000)
        key = await _planned(console, county(1, PLAN))
        assert console.roster is not None
        console.roster.bring()
        space = console.roster.made()
        paints = Paints(space.board.viewport())
        await _opened(space, key, paints)
        async with asyncio.timeout(10):
            while space.board.weeks_shown == 1:
                space.step_week(-1)  # before the first week come all of them
                await asyncio.sleep(0.2)
        for _turn in range(OPENINGS):
            await asyncio.sleep(0.3)
            opening.append(await _opened(space, key, paints) * 1000)
        await asyncio.sleep(0.5)
        gaps.extend(one * 1000 for one in await _scrolled(space, paints))

    on_stage(start, 10, 5, play)
    return [
        Figure("board", "four weeks of the county: wish to board painted, median", median(opening), "ms", 300, "low"),
        Figure("board", f"the same, slowest of {len(opening)}", max(opening), "ms", 300, "low"),
        Figure("board", "scrolling over four weeks: longest gap between paints", max(gaps), "ms", 50, "low"),
        Figure("board", "the same, p95", percentile(gaps, 0.95), "ms", 50, "low"),
    ]


async def _opened(space: RosterWorkspace, key: RosterId, paints: Paints) -> float:
    """Seconds from the wish to open a roster until the board shows it."""
    taken = asyncio.Event()
    for signal in (space.planner.opened, space.planner.changed):
        signal.connect(taken.set)
    began = time.perf_counter()
    space.planner.open(key)
    ended = await paints.after(taken)
    for signal in (space.planner.opened, space.planner.changed):
        signal.disconnect(taken.set)
    return ended - began


async def _scrolled(space: RosterWorkspace, paints: Paints) -> list[float]:
    """Seconds between paints while the board is scrolled to its end and back, a step at each frame."""
    bar = space.board.horizontalScrollBar()
    paints.at.clear()
    for turn in range(SCROLLS):
        forth = turn * STEP % (2 * max(1, bar.maximum()))
        bar.setValue(forth if forth <= bar.maximum() else 2 * bar.maximum() - forth)
        await asyncio.sleep(FRAME_S)
    return [later - earlier for earlier, later in zip(paints.at, paints.at[1:], strict=False)]


async def _planned(console: Staged, plan: Book) -> RosterId:
    """Put the county's people, shifts and filled draft into the program, through the commands."""
    key = RosterId(new_uuid())

    async def write(uow: UnitOfWork) -> None:
        for one in plan.people:
            await add_responder(
                uow, one.id, one.name, one.discipline, licence=one.licence, qualifications=one.qualifications
            )
            await uow.session.flush()
            await set_contract(uow, one.id, 0, one.contract)  # type: ignore[arg-type]  # everybody of the county has one
        for shift in plan.templates:
            zone = plan.zones.get(shift.zone_id, "") if shift.zone_id is not None else ""
            await save_template(uow, replace(shift, version=0, zone_id=None, name=f"{zone} {shift.name}"))
        await uow.session.flush()
        await begin_roster(uow, key, "County", plan.roster.first_day, plan.roster.days)
        await uow.session.flush()
        made = await book_of(uow.session, key)
        seats = {(one.template_id, one.day): one.seats for one in plan.teams}
        await change_teams(
            uow, key, [TeamChange(one.id, one.version, seats[one.template_id, one.day]) for one in made.teams]
        )

    done: asyncio.Future[None] = asyncio.get_event_loop().create_future()
    errand = console.session.desk.run(write)
    errand.then(lambda _none: done.set_result(None)).otherwise(done.set_exception)
    await done
    return key
