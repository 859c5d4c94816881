"""When calls come in: a Poisson process by the hour of the week that is the same for a seed, at whatever speed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol
from uuid import UUID, uuid5

from console.domain.calls import CallDraft
from console.feeds.city import City
from console.feeds.simulator.draws import chance
from console.feeds.simulator.invented_calls import InventedCalls

HOUR = timedelta(hours=1)
_NAMESPACE = UUID("6a0f2f3c-5d0e-4b5f-9a4e-0c3f8d1f7e21")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One call at its moment; `key` is also the id of the command that takes it, so that it is taken once."""

    at: datetime
    key: UUID
    draft: CallDraft


class Arrivals(Protocol):
    """Where calls come from."""

    def between(self, after: datetime, until: datetime) -> list[Arrival]:
        """The calls that come in after a moment and up to another (program time), in order."""
        ...


class DrawnArrivals:
    """Calls of the demo city.

    Each hour of program time is drawn by itself, from the seed and the hour: no state is carried along, so it does
    not matter where one begins, how fast the clock runs or how often one looks.
    """

    def __init__(self, city: City, seed: int) -> None:
        self._seed = seed
        self._zone = city.zone
        mix = city.mix
        self._per_hour: float = mix["calls_per_day"]["value"] / 24
        self._factors: list[float] = mix["hour_of_week"]["factors"]
        self._calls = InventedCalls(city)
        self._of_hour = lru_cache(maxsize=8)(self._drawn)

    def between(self, after: datetime, until: datetime) -> list[Arrival]:
        """The calls that come in after a moment and up to another (program time), in order."""
        hour = after.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        found: list[Arrival] = []
        while hour <= until:
            found += [one for one in self._of_hour(hour) if after < one.at <= until]
            hour += HOUR
        return found

    def calls_per_hour(self, at: datetime) -> float:
        """The expected number of calls in the hour that a moment lies in."""
        local = at.astimezone(self._zone)
        return self._per_hour * self._factors[local.weekday() * 24 + local.hour]

    def _drawn(self, hour: datetime) -> list[Arrival]:
        return list(self._moments(hour))

    def _moments(self, hour: datetime) -> Iterator[Arrival]:
        """Thinning: candidates at the peak's rate, kept with the chance of their own hour."""
        peak = self._per_hour * max(self._factors)
        rng = chance(self._seed, "arrivals", hour.isoformat())
        at, number = hour, 0
        while True:
            at += HOUR * rng.expovariate(peak)
            if at >= hour + HOUR:
                return
            if rng.random() * peak <= self.calls_per_hour(at):
                key = uuid5(_NAMESPACE, f"{self._seed}/{hour.isoformat()}/{number}")
                yield Arrival(at, key, self._calls.draw(chance(self._seed, "call", key), key, at))
                number += 1
