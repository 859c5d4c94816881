"""The built-in estimate: exact enough, quick enough, and its settings checked."""

import asyncio
import time
from datetime import UTC, datetime
from math import nan
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from console.domain.geography import Point, distance_m
from console.errors import BadInput
from console.travel.builtin import DEFAULT_SPEEDS_KPH, BuiltInTravelTimes, EstimateSettings, estimate, estimate_many

SETTINGS = EstimateSettings()
CITY = Point(40.93, -100.16)
latitudes = st.floats(-72, 72)
longitudes = st.floats(-180, 180)
steps = st.floats(-0.6, 0.6)


@given(latitudes, longitudes, steps, steps)
def test_within_half_a_percent_of_the_great_circle(lat: float, lon: float, up: float, across: float) -> None:
    origin = Point(lat + up, (lon + across + 540) % 360 - 180)
    straight = distance_m(origin, Point(lat, lon))
    assume(1 < straight < 100_000)
    assert estimate(origin, Point(lat, lon), 12, SETTINGS)[1] / SETTINGS.road_factor == pytest.approx(
        straight, rel=0.005
    )


@given(steps, steps, st.integers(0, 23))
def test_seconds_follow_the_hours_speed(up: float, across: float, hour: int) -> None:
    seconds, metres = estimate(Point(CITY.lat + up, CITY.lon + across), CITY, hour, SETTINGS)
    assert seconds * SETTINGS.speeds_kph[hour] / 3.6 == pytest.approx(metres)


def test_no_way_takes_no_time() -> None:
    assert estimate(CITY, CITY, 3, SETTINGS) == (0, 0)


def test_five_thousand_in_three_milliseconds() -> None:
    rng = Random(1)
    lats = [CITY.lat + rng.uniform(-0.1, 0.1) for _ in range(5_000)]
    lons = [CITY.lon + rng.uniform(-0.1, 0.1) for _ in range(5_000)]
    times = []
    for _ in range(15):
        begun = time.perf_counter()
        estimate_many(lats, lons, CITY, 21, SETTINGS)
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.003


def test_the_hour_is_the_programs_own() -> None:
    evening = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # 17:30 in Chicago, in the rush
    here, there = Point(40.9, -100.2), Point(40.95, -100.1)
    local = BuiltInTravelTimes(SETTINGS, ZoneInfo("America/Chicago")).matrix_now([here], [there], evening)
    assert local.seconds[0][0] == pytest.approx(estimate(here, there, 17, SETTINGS)[0])


def test_a_matrix_has_a_row_for_each_origin() -> None:
    times = BuiltInTravelTimes(SETTINGS, ZoneInfo("UTC"))
    places = [Point(40.9, -100.2), Point(40.95, -100.1), CITY]
    matrix = asyncio.run(times.matrix(places, places[:2], datetime.now(UTC)))
    assert [len(row) for row in matrix.seconds] == [len(row) for row in matrix.metres] == [2, 2, 2]
    assert matrix.seconds[0][0] == 0
    assert matrix.metres[0][1] == pytest.approx(matrix.metres[1][0])
    assert matrix.estimate


def test_nothing_in_nothing_out() -> None:
    times = BuiltInTravelTimes(SETTINGS, ZoneInfo("UTC"))
    assert times.matrix_now([], [CITY], datetime.now(UTC)).seconds == ()
    assert times.matrix_now([CITY], [], datetime.now(UTC)).seconds == ((),)


@pytest.mark.parametrize(
    ("factor", "speeds", "sentence"),
    [
        (0.9, DEFAULT_SPEEDS_KPH, "no road is shorter than a straight line"),
        (nan, DEFAULT_SPEEDS_KPH, "road factor is nan"),
        (1.3, (40.0,) * 23, "has 23 entries; it needs one for each hour, 24"),
        (1.3, (*DEFAULT_SPEEDS_KPH[:23], 0.0), "speed for 23:00 is 0.0 km/h"),
    ],
)
def test_impossible_settings_are_refused(factor: float, speeds: tuple[float, ...], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        EstimateSettings(factor, speeds)
