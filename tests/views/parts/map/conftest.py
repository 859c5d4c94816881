"""A real page on a tiny city."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from console.domain.geography import Box
from console.views.parts.map.configuration import MapConfiguration, Outline
from console.views.parts.map.map_view import MapView

RESOURCES = Path(__file__).resolve().parents[4] / "resources"
EXTENT = Box(40.0, -75.1, 40.05, -75.0)

CITY = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"layer": "street", "class": "major", "name": "Mercer Street"},
            "geometry": {"type": "LineString", "coordinates": [[-75.1, 40.02], [-75.0, 40.03]]},
        },
        {
            "type": "Feature",
            "properties": {"layer": "water", "name": "Mill River"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[-75.02, 40.0], [-75.0, 40.0], [-75.0, 40.05], [-75.02, 40.0]]],
            },
        },
        {"type": "Feature", "properties": {"layer": "building"}, "geometry": None},
    ],
}


@pytest.fixture(scope="session")
def map_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all, so that folium is imported once."""
    return tmp_path_factory.mktemp("map_cache")


@pytest.fixture(scope="session")
def configuration(tmp_path_factory: pytest.TempPathFactory, map_cache: Path) -> MapConfiguration:
    """A map of the tiny city."""
    outline = tmp_path_factory.mktemp("city") / "outline.geojson"
    outline.write_text(json.dumps(CITY), encoding="utf-8")
    return MapConfiguration(EXTENT, Outline(outline), RESOURCES, map_cache)


@pytest.fixture(scope="session")
def tokens() -> dict[str, str]:
    """The dark theme."""
    return dict(json.loads((RESOURCES / "themes" / "dark.json").read_text(encoding="utf-8")))


@pytest.fixture
def view(configuration: MapConfiguration, tokens: dict[str, str], qtbot: QtBot) -> Iterator[MapView]:
    """A map of 800 x 600 that is ready."""
    made = MapView(configuration, interval_ms=50)
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.set_theme(tokens)
    with qtbot.waitSignal(made.ready, timeout=20_000):
        made.show()
    yield made
    made.shutdown()


@pytest.fixture
def js(qtbot: QtBot) -> Callable[[MapView, str], Any]:
    """`js(view, code)` runs code in the page and gives what it comes to."""

    def run(view: MapView, code: str) -> Any:
        answers: list[Any] = []
        view._browser.page.runJavaScript(code, 0, answers.append)
        qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
        return answers[0]

    return run


@pytest.fixture
def probe(js: Callable[[MapView, str], Any]) -> Callable[..., Any]:
    """`probe(view)` reads what the page shows, `probe(view, "unit", id)` one mark of it."""

    def read(view: MapView, kind: str = "", identity: object = None) -> Any:
        found = js(view, f"tandemProbe.{kind}('{identity}')" if kind else "tandemProbe()")
        return None if not found else json.loads(found)

    return read
