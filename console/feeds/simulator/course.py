"""A drive: points with the moment at which each is passed, and where one is in between."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Protocol

from console.domain.geography import Point, bearing_deg, distance_m


@dataclass(frozen=True, slots=True)
class Leg:
    """A straight piece of road to a point, at a speed in km/h."""

    to: Point
    metres: float
    speed_kph: float


class Ways(Protocol):
    """Knows how to drive from one place to another."""

    def way(self, origin: Point, destination: Point) -> list[Leg]:
        """The legs of the drive, the last one to the destination itself."""
        ...

    def somewhere(self, near: Point, rng: Random) -> Point:
        """A place on a road within a patrol's reach."""
        ...


class StraightWays:
    """No street is known: as the crow flies, at a speed that stands for the detours too."""

    def __init__(self, speed_kph: float = 32.0, reach_m: float = 1_200.0) -> None:
        self._speed = speed_kph
        self._reach = reach_m

    def way(self, origin: Point, destination: Point) -> list[Leg]:
        """One leg."""
        return [Leg(destination, distance_m(origin, destination), self._speed)]

    def somewhere(self, near: Point, rng: Random) -> Point:
        """Any place within reach."""
        degrees = self._reach / 111_195
        return Point(near.lat + rng.uniform(-degrees, degrees), near.lon + rng.uniform(-degrees, degrees) * 1.3)


class Course:
    """One drive that began at a moment of program time; `haste` above 1 is faster than the street's own speed."""

    def __init__(self, origin: Point, legs: Sequence[Leg], began: datetime, haste: float = 1.0) -> None:
        self._points = [origin, *(leg.to for leg in legs)]
        self._speeds = [leg.speed_kph * haste for leg in legs]
        self._began = began
        self._marks = [0.0]
        for leg, speed in zip(legs, self._speeds, strict=True):
            self._marks.append(self._marks[-1] + leg.metres / (speed / 3.6))

    @property
    def seconds(self) -> float:
        """How long the whole drive takes, in program time."""
        return self._marks[-1]

    def at(self, now: datetime) -> tuple[Point, int, int]:
        """Place, heading in degrees (-1: the drive has no length) and speed in km/h at a moment."""
        gone = max(0.0, (now - self._began).total_seconds())
        index = min(bisect_right(self._marks, gone), len(self._points) - 1)
        if index == 0:
            return self._points[0], -1, 0
        here, there = self._points[index - 1], self._points[index]
        heading = -1 if here == there else round(bearing_deg(here, there)) % 360
        if gone >= self.seconds:
            return there, heading, 0
        share = (gone - self._marks[index - 1]) / (self._marks[index] - self._marks[index - 1])
        point = Point(here.lat + (there.lat - here.lat) * share, here.lon + (there.lon - here.lon) * share)
        return point, heading, round(self._speeds[index - 1])
