"""Folded text, places on the earth, and the gazetteer."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from console.domain.calls import building_key, phone_key, place_key
from console.domain.gazetteer import Entry, Gazetteer
from console.domain.geography import (
    EARTH_RADIUS_M,
    Point,
    bearing_deg,
    box_around,
    distance_m,
    inside,
    parse_point,
)
from console.domain.words import folded
from console.errors import BadInput

points = st.builds(Point, st.floats(-89, 89), st.floats(-179, 179))
WATER = Entry("Water St", "street", Point(40.0, -75.0), Point(40.0, -74.9), 100, 198)
LIBRARY = Entry("Peña Library", "landmark", Point(40.1, -75.1))
CROSSING = Entry("Oak Ave & 3rd St", "crossing", Point(40.2, -75.2))
CITY = Gazetteer([WATER, LIBRARY, CROSSING])


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_case_and_blanks_do_not_count(text: str) -> None:
    assume("ß" not in text)
    assert place_key(f"  {text}  ") == place_key(text)
    if text.isascii():
        assert place_key(text.upper()) == place_key(text.lower())


def test_accents_do_not_count_and_other_scripts_stay_apart() -> None:
    assert place_key("Peña Blvd.") == place_key("PENA  blvd")
    assert place_key("東京") != place_key("大阪") != ""


@given(st.text(max_size=20))
def test_a_phone_key_is_seven_to_ten_digits_or_nothing(text: str) -> None:
    key = phone_key(text)
    assert key is None or (7 <= len(key) <= 10 and key.isdigit())


@given(points, points)
def test_distance_is_symmetric_and_on_the_sphere(a: Point, b: Point) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a), abs=1e-6)
    assert 0 <= distance_m(a, b) <= EARTH_RADIUS_M * 3.1416
    assert distance_m(a, a) == 0
    assert 0 <= bearing_deg(a, b) <= 360


@given(points, points, points)
def test_no_detour_is_shorter(a: Point, b: Point, c: Point) -> None:
    assert distance_m(a, c) <= distance_m(a, b) + distance_m(b, c) + 0.01


@given(st.lists(points, min_size=1, max_size=8))
def test_a_box_holds_what_it_was_drawn_around(some: list[Point]) -> None:
    box = box_around(some)
    assert all(box.holds(one) for one in some)
    assert box.grown(1.5).holds(box.centre)


@given(st.floats(-80, 79), st.floats(-170, 169), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_what_lies_in_a_square_is_inside_it_open_or_closed(south: float, west: float, up: float, over: float) -> None:
    corners = ((south, west), (south, west + 1), (south + 1, west + 1), (south + 1, west))
    ring = [Point(lat, lon) for lat, lon in corners]
    within = Point(south + up, west + over)
    assert inside(within, ring)
    assert inside(within, [*ring, ring[0]])
    assert not inside(Point(south + 1 + up, west + over), ring)
    assert not inside(Point(south + up, west - over), ring)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_coordinates_are_read_back(lat: float, lon: float) -> None:
    point = parse_point(f"{lat:.6f}, {lon:.6f}")
    assert point is not None
    assert abs(point.lat - lat) < 1e-6 and abs(point.lon - lon) < 1e-6


@given(st.text(max_size=40))
def test_any_text_is_a_point_none_or_bad_input(text: str) -> None:
    try:
        point = parse_point(text)
    except BadInput:
        return
    assert point is None or (abs(point.lat) <= 90 and abs(point.lon) <= 180)


@given(st.integers(100, 198))
def test_a_house_lies_along_its_block(number: int) -> None:
    match = CITY.resolve(f"{number} water st")
    assert match is not None
    assert match.label == f"{number} Water St"
    assert match.point.lon == pytest.approx(-75 + (number - 100) / 98 * 0.1, abs=1e-6)


def test_a_house_beyond_the_block_is_no_place() -> None:
    assert CITY.resolve("500 Water St") is None


@pytest.mark.parametrize("typed", ["pena library", "PEÑA  LIBRARY", "Oak Ave and 3rd St", "oak ave & 3RD st."])
def test_places_are_found_however_they_are_typed(typed: str) -> None:
    assert CITY.resolve(typed) is not None


@pytest.mark.parametrize("typed", ["", "!!", "&", "and", "nowhere"])
def test_what_names_no_place_resolves_to_none(typed: str) -> None:
    assert Gazetteer([LIBRARY, Entry("!!", "landmark", Point(0, 0))]).resolve(typed) is None


@given(st.text(max_size=30))
def test_any_text_is_completed_without_a_fault(text: str) -> None:
    found = CITY.complete(text)
    assert len(found) <= 8
    assert all(match.label for match in found)


@given(st.sampled_from([LIBRARY, CROSSING]), st.integers(2, 12))
def test_every_beginning_of_a_name_completes_to_it(entry: Entry, length: int) -> None:
    typed = folded(entry.name)[:length]
    assume(len(typed.strip()) >= 2)
    assert entry.name in [match.label for match in CITY.complete(typed)]
    resolved = CITY.resolve(entry.name)
    assert resolved is not None and resolved.point == entry.point


@pytest.mark.parametrize(
    ("place", "building"),
    [
        ("2210 Larkspur Ave #4", "2210 larkspur ave"),
        ("2210 Larkspur Ave, Apt. 2B", "2210 larkspur ave"),
        ("2210 Larkspur Ave unit 9, Riverton", "2210 larkspur ave riverton"),
        ("2210 Larkspur Ave Suite B", "2210 larkspur ave"),
        ("100 County Road 4", "100 county road 4"),
        ("Unit 4", "unit 4"),
        ("#4", "4"),
        ("Mercy Hospital, Intensive Care Unit entrance", "mercy hospital intensive care unit entrance"),
    ],
)
def test_a_building_is_its_place_without_the_apartment(place: str, building: str) -> None:
    assert building_key(place) == building


def test_an_apartment_is_found_on_the_map_where_its_house_is() -> None:
    assert CITY.resolve("500 Water St") is None, "there is no such house"
    house = CITY.resolve("120 Water St")
    assert house is not None and CITY.resolve("120 Water St #4") == house == CITY.resolve("120 water st, Apt 2B")
