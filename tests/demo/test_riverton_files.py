"""The demo city: its files agree with one another, with the vocabulary and with the script that makes them."""

import itertools
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from random import Random
from typing import Any

import pytest

from console.domain.calls import CallSource, RiskFlag
from console.domain.geography import Point, distance_m, inside
from console.domain.natures import NATURE_BY_CODE
from console.domain.units import Discipline, Staffing, UnitKind, staffing

ROOT = Path(__file__).parents[2]
CITY = ROOT / "resources" / "demo" / "riverton"


def load(name: str) -> Any:
    return json.loads((CITY / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def program() -> Any:
    return load("program.json")


def test_the_script_makes_exactly_these_files(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "scripts.make_riverton", "--target", tmp_path], cwd=ROOT, check=True)
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (CITY / made.name).read_bytes(), made.name
    assert len(list(tmp_path.iterdir())) == 4


def test_the_outline_has_the_layers_and_is_small() -> None:
    features = load("outline.geojson")["features"]
    kinds = {(f["properties"]["layer"], f["properties"]["class"]) for f in features}
    assert {("street", "motorway"), ("street", "major"), ("street", "minor"), ("water", "river")} <= kinds
    assert Counter(layer for layer, _ in kinds)["street"] == 3
    assert sum(f["properties"]["layer"] == "park" for f in features) == 2
    assert len({f["properties"]["name"] for f in features if f["properties"]["layer"] == "street"}) >= 110
    assert (CITY / "outline.geojson").stat().st_size < 1_000_000


def test_every_street_node_is_reached_from_every_other() -> None:
    graph = load("streets.json")
    around = defaultdict(list)
    for a, b, length, speed, street in graph["edges"]:
        around[a].append(b)
        around[b].append(a)
        assert length == pytest.approx(distance_m(Point(*graph["nodes"][a]), Point(*graph["nodes"][b])), abs=3)
        assert 20 <= speed <= 100
        assert graph["names"][street]
    seen, frontier = {0}, [0]
    while frontier:
        for node in around[frontier.pop()]:
            if node not in seen:
                seen.add(node)
                frontier.append(node)
    assert len(seen) == len(graph["nodes"])


def test_each_place_lies_in_exactly_one_zone(program: Any) -> None:
    box, rng = program["extent"], Random(7)
    rings = [[Point(*corner) for corner in zone["ring"]] for zone in program["zones"]]
    for _ in range(5_000):
        point = Point(rng.uniform(box["south"], box["north"]), rng.uniform(box["west"], box["east"]))
        assert sum(inside(point, ring) for ring in rings) == 1


def test_addresses_and_corners_of_the_stories_exist() -> None:
    places = load("places.json")
    corners = {name for name, _, _ in places["intersections"]}
    assert "Mercer St & 9th Ave" in corners
    for number, street in ((2210, "Larkspur Ave"), (87, "Quarry Rd"), (14, "Alder Ct")):
        assert [s for s in places["segments"] if s[0] == street and s[1] <= number <= s[2] + 1], street
    names = {landmark["name"] for landmark in places["landmarks"]}
    assert {"Harbor Bridge, north span", "Eastgate High School"} <= names
    assert len(names) >= 60


def test_house_numbers_of_a_street_never_overlap() -> None:
    ranges: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for street, first, last, *_ in load("places.json")["segments"]:
        ranges[street].append((first, last))
    for street, blocks in ranges.items():
        ordered = sorted(blocks)
        assert all(a[1] < b[0] for a, b in itertools.pairwise(ordered)), street


def test_the_evening_crews_every_unit_and_one_is_degraded(program: Any) -> None:
    discipline = {person["name"]: Discipline(person["discipline"]) for person in program["responders"]}
    kinds = {unit["call_sign"]: UnitKind(unit["kind"]) for unit in program["units"]}
    evening = {p["unit"]: [discipline[m] for m in p["members"]] for p in program["pairings"] if p["shift"] == "Evening"}
    assert evening.keys() == kinds.keys()
    staffed = {sign: staffing(kinds[sign], crew) for sign, crew in evening.items()}
    assert [sign for sign, how in staffed.items() if how is not Staffing.FULL] == ["C24"]
    assert [sign for sign, crew in evening.items() if len(crew) == 3] == ["C22"]


def test_nobody_rides_twice_today_and_numbers_are_as_told(program: Any) -> None:
    riding = Counter(member for pairing in program["pairings"] for member in pairing["members"])
    assert set(riding.values()) == {1}
    assert Counter(p["discipline"] for p in program["responders"]) == {"officer": 24, "clinician": 11, "medic": 3}
    assert len(program["units"]) == 14
    assert len(program["providers"]) == 7
    assert all(provider["phone"].startswith("555-01") for provider in program["providers"])


def test_the_mix_speaks_the_vocabulary() -> None:
    mix = load("mix.json")
    assert mix["natures"]["weights"].keys() <= NATURE_BY_CODE.keys()
    assert sum(mix["natures"]["weights"].values()) == pytest.approx(1, abs=0.001)
    assert mix["levels"]["chances"].keys() <= mix["natures"]["weights"].keys()
    assert all(sum(chances) == pytest.approx(1) for chances in mix["levels"]["chances"].values())
    assert set(map(CallSource, mix["sources"]["chances"])) == set(CallSource)
    assert set(map(RiskFlag, mix["flags"]["chances"])) == set(RiskFlag)
    factors = mix["hour_of_week"]["factors"]
    assert len(factors) == 168
    assert sum(factors) / 168 == pytest.approx(1, abs=0.001)
    assert all("source" in part for part in mix.values())
