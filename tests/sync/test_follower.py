"""A desk follows what others write, notices another history, and says when the file is lost and when it is back."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from make import Program, a_draft

from console.commands.settle_calls import clear_call
from console.commands.take_calls import raise_level, take_call
from console.db.backup import back_up, restore
from console.db.lane import Fix, write_fixes
from console.db.unit_of_work import perform
from console.domain.dispositions import MissedReason
from console.domain.geography import Point
from console.domain.ids import CommandId, UnitId, new_uuid
from console.domain.urgency import Urgency
from console.errors import StorageFault
from console.store.store import LinkState, Store
from console.sync import follower as following
from console.sync.follower import Follower

on_file = pytest.mark.parametrize("program", ["embedded"], indirect=True)


class Desk:
    """A store, its follower, and what the store's calls announced."""

    def __init__(self, program: Program) -> None:
        self.store = Store()
        self._program = program
        self._follower = Follower(program.another_connection(), self.store)
        program.arun(self._follower.start())
        self.heard: list[str] = []
        self.store.calls.upserted.connect(lambda calls: self.heard.append(f"upserted {len(calls)}"))
        self.store.calls.removed.connect(lambda calls: self.heard.append(f"removed {len(calls)}"))
        self.store.calls.reset.connect(lambda: self.heard.append("reset"))

    def until(self, fact: Callable[[], bool], seconds: float = 8) -> None:
        """Let the loop run until the fact is so."""
        end = time.monotonic() + seconds
        while not fact():
            assert time.monotonic() < end, "it did not come about"
            self._program.wait(0.01)

    def stop(self) -> None:
        self._program.arun(self._follower.stop())


@pytest.fixture
def desks(program: Program) -> Iterator[Callable[[], Desk]]:
    made: list[Desk] = []

    def open_one() -> Desk:
        made.append(Desk(program))
        return made[-1]

    yield open_one
    for one in made:
        one.stop()


def test_what_one_desk_writes_every_desk_shows(program: Program, desks: Callable[[], Desk]) -> None:
    first, second = desks(), desks()
    call_id, unit_id = program.call(), program.unit()
    program.send(call_id, unit_id)
    for desk in (first, second):
        desk.until(lambda desk=desk: bool((call := desk.store.calls.get(call_id)) and call.active))
        desk.until(lambda desk=desk: bool((unit := desk.store.units.get(unit_id)) and unit.assignments))
        assert desk.store.calls.get(call_id) == program.seen(call_id)
        assert desk.store.units.get(unit_id) == program.seen_unit(unit_id)
        assert "reset" not in desk.heard


def test_a_second_connection_is_heard_within_a_fraction_of_a_second(
    program: Program, desks: Callable[[], Desk]
) -> None:
    desk, other = desks(), program.another_connection()
    draft = a_draft()
    program.arun(perform(other, program.actor, CommandId(new_uuid()), take_call, draft))
    began = time.monotonic()
    desk.until(lambda: draft.id in desk.store.calls)
    assert time.monotonic() - began < 0.5


def test_only_true_differences_are_announced(program: Program, desks: Callable[[], Desk]) -> None:
    call_id, other = program.call(), program.call()
    desk = desks()
    program.run(raise_level, call_id, Urgency.EMERGENT)
    desk.until(lambda: bool((call := desk.store.calls.get(call_id)) and call.level is Urgency.EMERGENT))
    program.wait(0.1)
    assert desk.heard == ["upserted 1"]
    assert other in desk.store.calls


def test_a_line_in_the_timeline_is_announced_with_its_call(program: Program, desks: Callable[[], Desk]) -> None:
    desk, grew = desks(), []
    desk.store.timeline_grew.connect(grew.append)
    call_id = program.call()
    desk.until(lambda: any(call_id in ids for ids in grew))


def test_positions_come_by_their_own_lane(program: Program, desks: Callable[[], Desk]) -> None:
    unit_id = program.unit()
    desk = desks()
    program.arun(write_fixes(program.database, [Fix(unit_id, 40_120_000, -75_340_000, 90, 36, 100.0)]))
    desk.until(lambda: desk.store.positions.point(unit_id) == Point(40.12, -75.34))
    program.arun(write_fixes(program.database, [Fix(unit_id, 1, 1, 90, 36, 99.0)]))  # older than held
    program.arun(write_fixes(program.database, [Fix(UnitId(unit_id), 40_130_000, -75_340_000, 90, 36, 101.0)]))
    desk.until(lambda: desk.store.positions.point(unit_id) == Point(40.13, -75.34))


@on_file
def test_a_restored_back_up_is_loaded_as_differences(program: Program, desks: Callable[[], Desk]) -> None:
    kept, unit_id = program.call(), program.unit()
    program.arun(write_fixes(program.database, [Fix(unit_id, 40_120_000, -75_340_000, 90, 36, 100.0)]))
    saved = back_up(program.path)
    later = program.call()
    for moment in range(5):
        program.arun(write_fixes(program.database, [Fix(unit_id, 41_000_000, -75_340_000, 90, 36, 101.0 + moment)]))
    desk, grew, crews = desks(), [], []
    assert later in desk.store.calls
    desk.store.timeline_grew.connect(grew.append)
    desk.store.crew_changed.connect(lambda: crews.append(True))
    restore(program.path, saved)
    desk.until(lambda: later not in desk.store.calls)
    desk.until(lambda: any(kept in ids for ids in grew) and bool(crews))  # who shows a timeline asks for it anew
    assert kept in desk.store.calls
    assert desk.heard == ["removed 1"]
    desk.until(lambda: desk.store.positions.point(unit_id) == Point(40.12, -75.34))
    program.arun(write_fixes(program.database, [Fix(unit_id, 40_500_000, -75_340_000, 90, 36, 102.0)]))
    desk.until(lambda: desk.store.positions.point(unit_id) == Point(40.5, -75.34))
    again = program.call()
    desk.until(lambda: again in desk.store.calls)


def test_a_lost_file_is_said_and_its_return_flashes_nothing(
    program: Program, desks: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, closed = program.call(), program.call()
    desk = desks()
    reading, lost = following.follow, []

    async def unreadable(database: Any, query: Any, *args: Any) -> Any:
        lost.append(query)
        raise StorageFault("the disk does not answer")

    monkeypatch.setattr(following, "follow", unreadable)
    desk.until(lambda: desk.store.link.state is LinkState.LOST)
    assert desk.store.link.fault == "the disk does not answer"
    since = desk.store.link.since
    program.run(clear_call, closed, 1, "settled", MissedReason.SAFETY)
    program.wait(0.5)
    assert desk.store.link.since == since, "the moment of the loss stays"
    assert closed in desk.store.calls and kept in desk.store.calls, "what is known stays on the screen"
    monkeypatch.setattr(following, "follow", reading)
    desk.until(lambda: desk.store.link.state is LinkState.LIVE)
    desk.until(lambda: not desk.store.calls.get(closed).is_open)
    assert desk.heard == ["upserted 1"]


def test_a_surprise_does_not_leave_a_desk_that_looks_alive(
    program: Program, desks: Callable[[], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desks()
    reading = following.follow

    async def surprising(*_args: Any) -> Any:
        raise ValueError("nobody thought of this")

    monkeypatch.setattr(following, "follow", surprising)
    desk.until(lambda: desk.store.link.state is LinkState.LOST)
    assert "It is in the log" in desk.store.link.fault
    monkeypatch.setattr(following, "follow", reading)
    desk.until(lambda: desk.store.link.state is LinkState.LIVE)
    call_id = program.call()
    desk.until(lambda: call_id in desk.store.calls)


@on_file
def test_a_file_that_is_moved_away_is_lost_and_found(program: Program, desks: Callable[[], Desk]) -> None:
    call_id = program.call()
    program.close()
    desk = desks()
    away = program.path.with_suffix(".away")
    program.path.rename(away)
    program.path.write_text("this is no database at all")
    program.arun(desk._follower._database.readers.dispose())
    desk.until(lambda: desk.store.link.state is LinkState.LOST)
    assert "is no Tandem database" in desk.store.link.fault
    assert call_id in desk.store.calls
    away.replace(program.path)
    desk.until(lambda: desk.store.link.state is LinkState.LIVE)
    assert desk.heard == []
