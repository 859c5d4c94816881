"""Where a unit is and where it drives to; knows nothing of calls."""

from collections.abc import Hashable
from datetime import datetime, timedelta

from console.domain.geography import Point
from console.feeds.simulator.course import Course, Ways


class Driver:
    """One vehicle on its way to a goal, or standing."""

    def __init__(self, place: Point, heading: int, ways: Ways) -> None:
        self._place = place
        self._heading = heading
        self._ways = ways
        self._course: Course | None = None
        self._arrives: datetime | None = None
        self.goal: Hashable = None

    def head_for(self, goal: Hashable, destination: Point, now: datetime, haste: float = 1.0) -> None:
        """Drive to a destination from wherever it is; the same goal again changes nothing."""
        if goal == self.goal:
            return
        here = self.where(now)[0]
        self.goal, self._place = goal, here
        self._course = Course(here, self._ways.way(here, destination), now, haste)
        self._arrives = now + timedelta(seconds=self._course.seconds)

    def halt(self, goal: Hashable, now: datetime) -> None:
        """Stand where it is."""
        if goal != self.goal:
            self._place, self._heading, _ = self.where(now)
            self.goal, self._course, self._arrives = goal, None, now

    def where(self, now: datetime) -> tuple[Point, int, int]:
        """Place, heading in degrees (-1 unknown) and speed in km/h."""
        if self._course is None:
            return self._place, self._heading, 0
        place, heading, speed = self._course.at(now)
        if heading >= 0:
            self._heading = heading
        return place, self._heading, speed

    def standing(self, now: datetime) -> float:
        """Seconds since it arrived; below zero while it still drives."""
        return 0.0 if self._arrives is None else (now - self._arrives).total_seconds()
