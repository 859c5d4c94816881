"""A routing server with a net: it is asked briefly, for the nearest only, and the estimate fills what is missing."""

import asyncio
import time
from asyncio import timeout
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf, isfinite
from typing import TypeVar

from console.domain.geography import Point
from console.travel.base import TravelMatrix, TravelServer, TravelServerError, TravelServerRefusedError
from console.travel.builtin import BuiltInTravelTimes

_T = TypeVar("_T")
_ALIVE = -inf


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server may take, how many origins it is asked about, and how long a dead one is left alone."""

    timeout_s: float = 1.5
    most_origins: int = 100
    rest_s: float = 30.0


class TravelTimesWithFallback:
    """Never fails: whatever the server does, there is a figure for every pair, and the note says whose it is."""

    def __init__(
        self,
        server: TravelServer,
        builtin: BuiltInTravelTimes,
        patience: Patience = Patience(),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._server = server
        self._builtin = builtin
        self._patience = patience
        self._monotonic = monotonic
        self._ask_again_at = _ALIVE

    async def matrix(self, origins: Sequence[Point], destinations: Sequence[Point], at: datetime) -> TravelMatrix:
        """The server's figures where it gave them, estimates elsewhere."""
        estimates = self._builtin.matrix_now(origins, destinations, at)
        if not origins or not destinations:
            return estimates
        chosen = nearest(estimates, self._patience.most_origins)
        try:
            answer = await self._asked(lambda: self._server.matrix([origins[i] for i in chosen], destinations, at))
        except TravelServerError as fault:
            return replace(estimates, note=f"{str(fault).rstrip('.')}: drive times are estimates.")
        return merged(estimates, answer, chosen)

    async def route(self, origin: Point, destination: Point) -> list[Point] | None:
        """The way by road; None when the server has none or is not answering: then a straight line must do."""
        try:
            return await self._asked(lambda: self._server.route(origin, destination))
        except TravelServerError:
            return None

    async def _asked(self, question: Callable[[], Awaitable[_T]]) -> _T:
        """The answer within the time-out; a server that failed rests for a while, then one question tries it."""
        now, name, patience = self._monotonic(), self._server.name, self._patience
        if now < self._ask_again_at:
            raise TravelServerError(f"{name} is not answering")
        before = self._ask_again_at
        if before != _ALIVE:  # the rest is over: this question tries the server, the ones meanwhile do not wait for it
            self._ask_again_at = now + patience.rest_s
        try:
            async with timeout(patience.timeout_s):
                answer = await question()
        except TravelServerRefusedError:
            self._ask_again_at = _ALIVE
            raise
        except TravelServerError:
            self._ask_again_at = self._monotonic() + patience.rest_s
            raise
        except TimeoutError as fault:
            self._ask_again_at = self._monotonic() + patience.rest_s
            raise TravelServerError(f"{name} did not answer within {patience.timeout_s:g} s") from fault
        except asyncio.CancelledError:
            self._ask_again_at = before  # nothing was learned
            raise
        self._ask_again_at = _ALIVE
        return answer


def nearest(estimates: TravelMatrix, most: int) -> list[int]:
    """The origins nearest to any destination in a straight line, at most so many, in their own order."""
    rows = range(len(estimates.metres))
    if len(rows) <= most:
        return list(rows)
    return sorted(sorted(rows, key=lambda i: min(estimates.metres[i]))[:most])


def merged(estimates: TravelMatrix, answer: TravelMatrix, chosen: Sequence[int]) -> TravelMatrix:
    """The server's rows laid over the estimates; where it found no road the estimate stays and is said to be one."""
    seconds, metres = list(estimates.seconds), list(estimates.metres)
    estimated = set(range(len(seconds))) - set(chosen)
    roadless = 0
    for row, origin in enumerate(chosen):
        reached = [isfinite(s) and isfinite(m) for s, m in zip(answer.seconds[row], answer.metres[row], strict=True)]
        seconds[origin] = _laid_over(seconds[origin], answer.seconds[row], reached)
        metres[origin] = _laid_over(metres[origin], answer.metres[row], reached)
        if not all(reached):
            estimated.add(origin)
            roadless += 1
    notes = []
    if len(chosen) < len(seconds):
        notes.append(f"Drive times of the nearest {len(chosen)} are from {answer.source}, the others are estimates.")
    if roadless:
        notes.append(f"{answer.source} found no road for {roadless} of them: estimated.")
    note = " ".join(notes) or None
    return TravelMatrix(tuple(seconds), tuple(metres), answer.source, False, note, frozenset(estimated))


def _laid_over(own: Sequence[float], given: Sequence[float], reached: Sequence[bool]) -> tuple[float, ...]:
    return tuple(b if known else a for a, b, known in zip(own, given, reached, strict=True))
