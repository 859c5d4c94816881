"""The net under a routing server: whatever it does, there is a figure for every pair and a note that says whose."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from zoneinfo import ZoneInfo

import httpx
import pytest

from console.domain.geography import Point
from console.travel.address import server_url
from console.travel.base import TravelMatrix, TravelServerError, TravelServerRefusedError
from console.travel.builtin import BuiltInTravelTimes, EstimateSettings
from console.travel.fallback import Patience, TravelTimesWithFallback
from console.travel.osrm import Osrm

NOW = datetime(2026, 3, 2, 21, tzinfo=UTC)
CALL = [Point(40.93, -100.16)]
UNITS = [Point(40.93 + 0.001 * i, -100.16) for i in range(150)]
BUILT_IN = BuiltInTravelTimes(EstimateSettings(), ZoneInfo("UTC"))


@dataclass
class FakeServer:
    """Answers 100 s and 1,000 m for every pair, or does what it is told."""

    fault: Exception | None = None
    delay_s: float = 0.0
    unreachable: set[int] = field(default_factory=set)
    asked: list[int] = field(default_factory=list)
    name: str = "OSRM"

    async def matrix(self, origins: Sequence[Point], destinations: Sequence[Point], at: datetime) -> TravelMatrix:
        await self._behave(len(origins))
        seconds = tuple((inf if i in self.unreachable else 100.0,) * len(destinations) for i in range(len(origins)))
        metres = tuple(tuple(10 * s for s in row) for row in seconds)
        return TravelMatrix(seconds, metres, self.name, estimate=False)

    async def route(self, origin: Point, destination: Point) -> list[Point] | None:
        await self._behave(1)
        return [origin, destination]

    async def _behave(self, size: int) -> None:
        self.asked.append(size)
        await asyncio.sleep(self.delay_s)
        if self.fault is not None:
            raise self.fault


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


def with_net(server: FakeServer, clock: Clock | None = None, timeout_s: float = 0.2) -> TravelTimesWithFallback:
    return TravelTimesWithFallback(server, BUILT_IN, Patience(timeout_s=timeout_s), clock or Clock())


def ask(times: TravelTimesWithFallback, units: Sequence[Point] = UNITS[:3]) -> TravelMatrix:
    return asyncio.run(times.matrix(units, CALL, NOW))


def test_a_servers_answer_needs_no_note() -> None:
    matrix = ask(with_net(FakeServer()))
    assert (matrix.seconds, matrix.source, matrix.estimate, matrix.note) == (((100.0,),) * 3, "OSRM", False, None)
    assert not matrix.estimated_origins


def test_only_the_nearest_hundred_are_asked_for() -> None:
    server = FakeServer()
    units = list(reversed(UNITS))
    matrix = ask(with_net(server), units)
    assert server.asked == [100]
    assert matrix.estimated_origins == frozenset(range(50))  # the far ones stand first in this list
    assert matrix.seconds[149] == (100.0,)
    assert matrix.seconds[0] == BUILT_IN.matrix_now(units, CALL, NOW).seconds[0]
    assert matrix.note == "Drive times of the nearest 100 are from OSRM, the others are estimates."


def test_where_no_road_leads_the_estimate_stays() -> None:
    matrix = ask(with_net(FakeServer(unreachable={1})))
    assert matrix.estimated_origins == {1}
    assert 0 < matrix.seconds[1][0] < inf
    assert matrix.note == "OSRM found no road for 1 of them: estimated."


def test_a_slow_server_is_not_waited_for() -> None:
    matrix = ask(with_net(FakeServer(delay_s=5), timeout_s=0.02))
    assert matrix.estimate
    assert matrix.note == "OSRM did not answer within 0.02 s: drive times are estimates."


def test_a_dead_server_is_left_alone_for_thirty_seconds() -> None:
    server, clock = FakeServer(fault=TravelServerError("OSRM cannot be reached")), Clock()
    times = with_net(server, clock)
    assert ask(times).note == "OSRM cannot be reached: drive times are estimates."
    assert ask(times).note == "OSRM is not answering: drive times are estimates."
    clock.now += 29
    ask(times)
    assert len(server.asked) == 1
    clock.now += 2
    ask(times)
    assert len(server.asked) == 2
    ask(times)
    assert len(server.asked) == 2
    clock.now += 31
    server.fault = None
    assert ask(times).note is None
    assert ask(times).note is None
    assert len(server.asked) == 4


def test_while_one_question_tries_a_dead_server_the_others_do_not_wait() -> None:
    async def run() -> None:
        server, clock = FakeServer(fault=TravelServerError("OSRM cannot be reached")), Clock()
        times = with_net(server, clock)
        await times.matrix(UNITS, CALL, NOW)
        clock.now += 31
        server.fault, server.delay_s = None, 0.01
        answers = await asyncio.gather(*(times.matrix(UNITS[:2], CALL, NOW) for _ in range(5)))
        assert [answer.estimate for answer in answers] == [False, True, True, True, True]
        assert len(server.asked) == 2

    asyncio.run(run())


def test_a_refused_question_does_not_condemn_the_server() -> None:
    server = FakeServer(fault=TravelServerRefusedError("OSRM refused the question (status 400, NoSegment)"))
    times = with_net(server)
    assert ask(times).note == "OSRM refused the question (status 400, NoSegment): drive times are estimates."
    server.fault = None
    assert ask(times).note is None


def test_a_cancelled_question_stays_cancelled_and_teaches_nothing() -> None:
    async def run() -> None:
        server = FakeServer(delay_s=5)
        times = with_net(server, timeout_s=10)
        task = asyncio.create_task(times.matrix(UNITS, CALL, NOW))
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        server.delay_s = 0
        assert not (await times.matrix(UNITS[:1], CALL, NOW)).estimate

    asyncio.run(run())


def test_nothing_to_ask_asks_nobody() -> None:
    server = FakeServer()
    assert ask(with_net(server), []).seconds == ()
    assert server.asked == []


def test_the_way_comes_from_the_server_or_not_at_all() -> None:
    server = FakeServer()
    times = with_net(server)
    assert asyncio.run(times.route(UNITS[0], CALL[0])) == [UNITS[0], CALL[0]]
    server.fault = TravelServerError("OSRM cannot be reached")
    assert asyncio.run(times.route(UNITS[0], CALL[0])) is None


def test_the_whole_way_through_a_real_adapter() -> None:
    async def run() -> TravelMatrix:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, content=b"<html>"))
        async with httpx.AsyncClient(transport=transport) as client:
            server = Osrm(server_url("http://router:5000"), client)
            return await TravelTimesWithFallback(server, BUILT_IN).matrix(UNITS[:2], CALL, NOW)

    assert asyncio.run(run()).note == "OSRM answered something that is no JSON object: drive times are estimates."
