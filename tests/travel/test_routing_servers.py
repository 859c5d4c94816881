"""OSRM and Valhalla: the question as they document it, and answers of every kind."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from math import inf
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.geography import Point
from console.errors import BadInput
from console.travel.address import new_client, server_url, warn_public_host
from console.travel.base import TravelMatrix, TravelServerError, TravelServerRefusedError
from console.travel.osrm import Osrm
from console.travel.valhalla import Valhalla, decoded

NOW = datetime(2026, 3, 2, 21, tzinfo=UTC)
UNITS, CALL = [Point(40.9, -100.2), Point(40.95, -100.1)], [Point(40.93, -100.16)]
BASE = server_url("http://router.internal:5000/maps/")
Handler = Callable[[httpx.Request], httpx.Response]


def ask(kind: type[Osrm] | type[Valhalla], handler: Handler) -> TravelMatrix:
    async def run() -> TravelMatrix:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as client:
            return await kind(BASE, client).matrix(UNITS, CALL, NOW)

    return asyncio.run(run())


def way(kind: type[Osrm] | type[Valhalla], handler: Handler) -> list[Point] | None:
    async def run() -> list[Point] | None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as client:
            return await kind(BASE, client).route(UNITS[0], CALL[0])

    return asyncio.run(run())


def test_osrm_is_asked_for_all_units_in_one_table() -> None:
    asked: list[httpx.URL] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(200, json={"code": "Ok", "durations": [[90.5], [240]], "distances": [[800], [2100.5]]})

    matrix = ask(Osrm, handler)
    assert asked[0].path == "/maps/table/v1/driving/-100.200000,40.900000;-100.100000,40.950000;-100.160000,40.930000"
    assert dict(asked[0].params) == {"sources": "0;1", "destinations": "2", "annotations": "duration,distance"}
    assert matrix == TravelMatrix(((90.5,), (240.0,)), ((800.0,), (2100.5,)), "OSRM", estimate=False)


def test_valhalla_is_asked_and_its_kilometres_become_metres() -> None:
    asked: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, request.url.path, json.loads(request.content)))
        return httpx.Response(
            200, json={"sources_to_targets": [[{"time": 90, "distance": 0.8}], [{"time": None, "distance": None}]]}
        )

    matrix = ask(Valhalla, handler)
    method, path, body = asked[0]
    assert (method, path) == ("POST", "/maps/sources_to_targets")
    assert body["sources"][1] == {"lat": 40.95, "lon": -100.1}
    assert matrix.seconds == ((90.0,), (inf,))
    assert matrix.metres == ((800.0,), (inf,))


def test_valhallas_terse_form_is_read() -> None:
    table = {"durations": [[90], [120]], "distances": [[1], [2]]}
    assert ask(Valhalla, lambda _: httpx.Response(200, json={"sources_to_targets": table})).metres == (
        (1000.0,),
        (2000.0,),
    )


def test_a_null_in_osrms_table_is_no_route() -> None:
    matrix = ask(
        Osrm, lambda _: httpx.Response(200, json={"code": "Ok", "durations": [[None], [5]], "distances": [[None], [9]]})
    )
    assert matrix.seconds == ((inf,), (5.0,))


BROKEN = [
    b"",
    b"<html>busy</html>",
    b"[]",
    b"null",
    b'{"code": "Ok"}',
    b'{"code": "Ok", "durations": [[1], [2]]}',
    b'{"code": "Ok", "durations": [[1]], "distances": [[1], [2]]}',
    b'{"code": "Ok", "durations": [[1, 2], [3, 4]], "distances": [[1], [2]]}',
    b'{"code": "Ok", "durations": [["1"], [2]], "distances": [[1], [2]]}',
    b'{"code": "Ok", "durations": [[true], [2]], "distances": [[1], [2]]}',
    b'{"code": "Ok", "durations": [[NaN], [2]], "distances": [[1], [2]]}',
    b'{"code": "Ok", "durations": [[-5], [2]], "distances": [[1], [2]]}',
    b'{"code": "Ok", "durations": [[1e999], [2]], "distances": [[1], [2]]}',
    b'{"code": "NoTable", "durations": [[1], [2]], "distances": [[1], [2]]}',
    b'{"sources_to_targets": 7}',
    b'{"sources_to_targets": [[{"time": 1}], [7]]}',
    b'{"sources_to_targets": [7, 8]}',
    b'\xff\xfe{"code"',
    b"[" * 100_000,
]


@pytest.mark.parametrize("kind", [Osrm, Valhalla])
@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_an_answer_that_cannot_be_read_is_one_kind_of_fault(kind: type[Osrm] | type[Valhalla], content: bytes) -> None:
    with pytest.raises(TravelServerError):
        ask(kind, lambda _: httpx.Response(200, content=content))


@pytest.mark.parametrize("status", [301, 429, 400, 500, 503])
def test_a_status_is_told_and_tells_no_place(status: int) -> None:
    with pytest.raises(TravelServerError, match=str(status)) as caught:
        ask(Osrm, lambda _: httpx.Response(status, json={"code": "NoSegment", "message": "near -100.2,40.9"}))
    assert "40.9" not in str(caught.value)
    assert isinstance(caught.value, TravelServerRefusedError) == (400 <= status < 500)


@pytest.mark.parametrize("fault", [httpx.ReadTimeout, httpx.ConnectError, httpx.RemoteProtocolError])
def test_a_failed_connection_is_told_without_the_address(fault: type[httpx.TransportError]) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        raise fault(f"while asking {request.url}", request=request)

    with pytest.raises(TravelServerError) as caught:
        ask(Osrm, handler)
    assert "40.9" not in str(caught.value)


def test_osrm_knows_the_way() -> None:
    body = {"code": "Ok", "routes": [{"geometry": {"coordinates": [[-100.2, 40.9], [-100.16, 40.93]]}}]}
    assert way(Osrm, lambda _: httpx.Response(200, json=body)) == [Point(40.9, -100.2), Point(40.93, -100.16)]


def test_valhalla_knows_the_way() -> None:
    body = {"trip": {"legs": [{"shape": "_izlhA~rlgdF_{geC~ywl@_kwzCn`{nI"}]}}
    assert way(Valhalla, lambda _: httpx.Response(200, json=body)) == [
        Point(38.5, -120.2),
        Point(40.7, -120.95),
        Point(43.252, -126.453),
    ]


@pytest.mark.parametrize("kind", [Osrm, Valhalla])
@pytest.mark.parametrize(
    "body",
    [{}, {"routes": []}, {"routes": [{"geometry": {"coordinates": [[1]]}}]}, {"trip": {"legs": [{"shape": "_"}]}}],
)
def test_a_way_that_cannot_be_read_is_a_fault(kind: type[Osrm] | type[Valhalla], body: dict[str, Any]) -> None:
    with pytest.raises(TravelServerError):
        way(kind, lambda _: httpx.Response(200, json=body))


def encoded(points: list[tuple[int, int]]) -> str:
    """The other direction of Valhalla's polyline, for the test alone."""
    text, before = "", (0, 0)
    for point in points:
        for now, then in zip(point, before, strict=True):
            value = (now - then) << 1
            value = ~value if now < then else value
            while value >= 0x20:
                text += chr((0x20 | (value & 0x1F)) + 63)
                value >>= 5
            text += chr(value + 63)
        before = point
    return text


@given(st.lists(st.tuples(st.integers(-90_000_000, 90_000_000), st.integers(-180_000_000, 180_000_000))))
def test_a_polyline_survives(points: list[tuple[int, int]]) -> None:
    assert decoded(encoded(points)) == [Point(lat / 1e6, lon / 1e6) for lat, lon in points]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("router:5000", "must begin with http"),
        ("", "must begin with http"),
        ("ftp://router", "must begin with http"),
        ("http://", "names no host"),
        ("http://me:secret@router", "must not carry a user name"),
        ("http://router/?key=1", "no \\? and no #"),
        ("http://router:port", "is no address of a server"),
    ],
)
def test_a_wrong_address_is_refused_with_its_reason(text: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        server_url(text)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "router",
        "10.1.2.3",
        "192.168.0.9",
        "127.0.0.1",
        "[::1]",
        "[fd00::5]",
        "osrm.lan",
        "a.internal",
        "[::ffff:10.0.0.1]",
    ],
)
def test_a_server_inside_is_not_warned_about(host: str) -> None:
    assert warn_public_host(server_url(f"http://{host}:5000")) is None


@pytest.mark.parametrize(
    "host", ["router.project-osrm.org", "8.8.8.8", "[2001:4860:4860::8888]", "[::ffff:8.8.8.8]", "internal.example.org"]
)
def test_a_public_server_is_warned_about(host: str) -> None:
    warning = warn_public_host(f"https://{host}")
    assert warning is not None
    assert "where a crisis is" in warning


def test_the_client_goes_straight_and_follows_nobody() -> None:
    async def run() -> None:
        async with new_client() as client:
            assert not client.follow_redirects
            assert not client.trust_env

    asyncio.run(run())
