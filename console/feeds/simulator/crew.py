"""How a crew behaves on a call: it answers, drives, stays, transports, and says so by radio."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from console.commands.dispatch import report_status
from console.commands.duty import check_in
from console.commands.places import set_beds
from console.commands.settle_calls import cancel_call, clear_call
from console.domain.assignments import AssignmentStatus as Status
from console.domain.geography import Point
from console.domain.ids import AssignmentId, CallId
from console.domain.units import Availability
from console.feeds.simulator.course import Ways
from console.feeds.simulator.draws import by_quantiles, chance
from console.feeds.simulator.driver import Driver
from console.feeds.simulator.endings import disposition_for, facility_for, is_transported
from console.feeds.simulator.radio import Act
from console.snapshots.calls import CallSnapshot
from console.snapshots.places import ProviderSnapshot
from console.snapshots.units import UnitAssignment, UnitSnapshot

CHECK_IN_EVERY = timedelta(minutes=8)  # before any safety timer warns
PATIENCE = timedelta(seconds=30)  # after a refusal
NO_PLACE_DRIVE = timedelta(minutes=6)  # to a call that is nowhere on the map
_HASTE = {1: 1.0, 2: 1.05, 3: 1.2, 4: 1.4}
_PATROL_HASTE = 0.6
_CANCELLED_SHARE = 0.04
_TO_THE_CALL = frozenset({Status.EN_ROUTE, Status.STAGING, Status.ON_SCENE})
_TO_THE_FACILITY = frozenset({Status.TRANSPORTING, Status.AT_FACILITY})
# Seconds of program time until a crew answers, leaves, goes in from staging, and hands over; invented for the demo.
_WAITS = {
    Status.DISPATCHED: (5, 25),
    Status.ACKNOWLEDGED: (8, 40),
    Status.STAGING: (90, 300),
    Status.AT_FACILITY: (360, 1080),
}


@dataclass(frozen=True, slots=True)
class Habits:
    """What all crews have in common: the dice's seed, the roads, and how long a scene takes."""

    seed: int
    ways: Ways
    minutes_on_scene: Mapping[str, float]  # quantiles


@dataclass(frozen=True, slots=True)
class Moment:
    """What a crew looks at when it decides."""

    now: datetime
    calls: Mapping[CallId, CallSnapshot]
    providers: Sequence[ProviderSnapshot]


@dataclass(frozen=True, slots=True)
class _Task:
    """The run that it works on, with its call."""

    run: UnitAssignment
    call: CallSnapshot


class Crew:
    """One unit's crew; `unit` is set anew at each look."""

    def __init__(self, unit: UnitSnapshot, driver: Driver, home: Point, habits: Habits) -> None:
        self.unit = unit
        self.driver = driver
        self._home = home
        self._habits = habits
        self._round = 0
        self._facilities: dict[AssignmentId, ProviderSnapshot | None] = {}
        self._quiet_until: datetime | None = None

    def steer(self, moment: Moment) -> None:
        """Head for where the present status says."""
        task, now = self._task(moment), moment.now
        if task is None:
            self._facilities.clear()
            self._patrol(now)
            return
        run, call = task.run, task.call
        if run.status in _TO_THE_CALL and call.point is not None:
            self.driver.head_for(("call", call.id, call.point), call.point, now, _HASTE[call.level])
        elif run.status in _TO_THE_FACILITY and (provider := self._facility(task, moment)) is not None:
            self.driver.head_for(("facility", run.id), provider.point, now)
        else:
            self.driver.halt(("stay", run.id, run.status), now)

    def wishes(self, moment: Moment) -> list[Act]:
        """What the crew does now; nothing for most of the time."""
        if self._quiet_until is not None and moment.now < self._quiet_until:
            return []
        for other in self.unit.assignments[1:]:  # more calls that wait for it: it has heard of them
            call = moment.calls.get(other.call_id)
            if call and other.status is Status.DISPATCHED and self._waited(_Task(other, call), moment):
                return [self._report(_Task(other, call), Status.ACKNOWLEDGED)]
        task = self._task(moment)
        return _DOES[task.run.status](self, task, moment) if task else []

    def refused(self, now: datetime) -> None:
        """A wish was refused: wait a little before the next."""
        self._quiet_until = now + PATIENCE

    def answer(self, task: _Task, moment: Moment) -> list[Act]:
        """Acknowledge."""
        return [self._report(task, Status.ACKNOWLEDGED)] if self._waited(task, moment) else []

    def leave(self, task: _Task, moment: Moment) -> list[Act]:
        """Get on the road."""
        return [self._report(task, Status.EN_ROUTE)] if self._waited(task, moment) else []

    def drive(self, task: _Task, moment: Moment) -> list[Act]:
        """Arrive, or hear that nobody needs it any more."""
        call, dice = task.call, chance(self._habits.seed, task.call.number, "called off")
        called_off = dice.random() < _CANCELLED_SHARE
        if called_off and moment.now >= task.run.since + timedelta(seconds=dice.uniform(45, 150)):
            return [Act(cancel_call, (call.id, call.version, "Caller says help is no longer needed"))]
        return [self._report(task, Status.ON_SCENE)] if self._is_there(task, moment) else []

    def go_in(self, task: _Task, moment: Moment) -> list[Act]:
        """Leave staging for the scene."""
        ready = self._is_there(task, moment) and self._waited(task, moment)
        return [self._report(task, Status.ON_SCENE)] if ready else []

    def stay(self, task: _Task, moment: Moment) -> list[Act]:
        """Work on the scene, check in, then leave it."""
        if not self._is_there(task, moment):
            return []
        run, now = task.run, moment.now
        minutes = max(5.0, by_quantiles(self._dice(task, "scene"), self._habits.minutes_on_scene))
        if now >= run.since + timedelta(minutes=minutes):
            if self._facility(task, moment) is not None:
                return [self._report(task, Status.TRANSPORTING)]
            return [self._finish(task, None)]
        heard = max(run.since, self.unit.checked_in_at or run.since)
        return [Act(check_in, (self.unit.id,))] if now >= heard + CHECK_IN_EVERY else []

    def transport(self, task: _Task, moment: Moment) -> list[Act]:
        """Arrive at the facility, where a bed is taken."""
        if self.driver.standing(moment.now) < 0:
            return []
        acts, chosen = [self._report(task, Status.AT_FACILITY)], self._facility(task, moment)
        present = next((one for one in moment.providers if chosen is not None and one.id == chosen.id), None)
        if present is not None and present.beds_free:
            acts.append(Act(set_beds, (present.id, present.version, present.beds_free - 1)))
        return acts

    def hand_over(self, task: _Task, moment: Moment) -> list[Act]:
        """Hand the person over, and finish."""
        return [self._finish(task, self._facility(task, moment))] if self._waited(task, moment) else []

    def _task(self, moment: Moment) -> _Task | None:
        """The oldest run; others wait their turn."""
        for run in self.unit.assignments[:1]:
            if (call := moment.calls.get(run.call_id)) is not None:
                return _Task(run, call)
        return None

    def _finish(self, task: _Task, facility: ProviderSnapshot | None) -> Act:
        """The last unit closes the call with it; a call that nobody reached is left to whoever sent the unit."""
        call = task.call
        reached = any(run.on_scene_at is not None for run in call.assignments)
        if len(call.active) > 1 or not reached:
            return self._report(task, Status.CLEARED)
        return Act(clear_call, (call.id, call.version, disposition_for(self._dice(task, "ending"), facility)))

    def _facility(self, task: _Task, moment: Moment) -> ProviderSnapshot | None:
        """Where the person is taken, decided once; None when they stay, or nobody has a bed."""
        run, call = task.run, task.call
        if run.id not in self._facilities:
            goes = run.status in _TO_THE_FACILITY or (
                call.primary_unit_id == self.unit.id and is_transported(self._dice(task, "transport"), call.level)
            )
            self._facilities[run.id] = facility_for(call, call.point or self._home, moment.providers) if goes else None
        return self._facilities[run.id]

    def _patrol(self, now: datetime) -> None:
        if self.unit.availability is not Availability.AVAILABLE:
            self.driver.halt(("pause", self.unit.availability), now)
            return
        goal = ("patrol", self._round)
        if self.driver.goal == goal and self.driver.standing(now) > self._on_round().uniform(40, 420):
            self._round += 1
            goal = ("patrol", self._round)
        if self.driver.goal != goal:
            corner = self._habits.ways.somewhere(self._home, self._on_round())
            self.driver.head_for(goal, corner, now, _PATROL_HASTE)

    def _on_round(self) -> Random:
        return chance(self._habits.seed, self.unit.call_sign, "patrol", self._round)

    def _is_there(self, task: _Task, moment: Moment) -> bool:
        if task.call.point is None:
            return moment.now >= task.run.since + NO_PLACE_DRIVE
        return self.driver.standing(moment.now) >= 0

    def _waited(self, task: _Task, moment: Moment) -> bool:
        wait = self._dice(task, task.run.status).uniform(*_WAITS[task.run.status])
        return moment.now >= task.run.since + timedelta(seconds=wait)

    def _report(self, task: _Task, status: Status) -> Act:
        return Act(report_status, (self.unit.id, status, task.call.id), by_radio=True)

    def _dice(self, task: _Task, what: str) -> Random:
        return chance(self._habits.seed, task.call.number, self.unit.call_sign, what)


_DOES: dict[Status, Callable[[Crew, _Task, Moment], list[Act]]] = {
    Status.DISPATCHED: Crew.answer,
    Status.ACKNOWLEDGED: Crew.leave,
    Status.EN_ROUTE: Crew.drive,
    Status.STAGING: Crew.go_in,
    Status.ON_SCENE: Crew.stay,
    Status.TRANSPORTING: Crew.transport,
    Status.AT_FACILITY: Crew.hand_over,
}
