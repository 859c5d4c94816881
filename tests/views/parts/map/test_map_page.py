import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from console.domain.geography import Box
from console.errors import BadInput
from console.views.parts.map import page
from console.views.parts.map.configuration import MapConfiguration, TileFile, TileServer
from console.views.parts.map.page import load_shell, make_shell, shell_key
from console.views.parts.map.scheme import content_policy


def test_the_page_has_nothing_inline_and_nothing_from_outside(configuration: MapConfiguration) -> None:
    html = load_shell(configuration).html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert "<style" not in html
    assert not re.search(r"\son\w+=", html)
    addresses = re.findall(r'(?:src|href)="([^"]*)"', html)
    assert addresses
    assert all(address.startswith("tandem://app/") for address in addresses)
    assert "jquery" not in html.lower()
    assert "bootstrap" not in html.lower()


def test_a_kept_page_is_loaded_without_folium(configuration: MapConfiguration, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_shell(configuration)
    monkeypatch.setitem(sys.modules, "folium", None)  # any import of it would now fail
    assert load_shell(configuration) == first


def test_another_extent_base_or_script_makes_another_page(configuration: MapConfiguration, tmp_path: Path) -> None:
    key = shell_key(configuration)
    assert shell_key(replace(configuration, extent=Box(1, 2, 3, 4))) != key
    assert shell_key(replace(configuration, base=None)) != key
    (tmp_path / "map").mkdir()
    (tmp_path / "map" / "main.js").write_text("let changed;", encoding="utf-8")
    assert shell_key(replace(configuration, resources=tmp_path)) != key


def test_a_broken_cache_is_made_again(configuration: MapConfiguration, tmp_path: Path) -> None:
    own = replace(configuration, cache=tmp_path)
    kept = tmp_path / f"map-{shell_key(own)}.json"
    kept.write_text('{"html": "cut sh', encoding="utf-8")
    shell = load_shell(own)
    assert "tandemMap" in shell.script
    assert json.loads(kept.read_text(encoding="utf-8"))["html"] == shell.html


def test_a_cache_that_cannot_be_written_is_done_without(configuration: MapConfiguration, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert load_shell(replace(configuration, cache=blocked / "below")).html


def test_tiles_come_from_the_file_or_from_the_server(configuration: MapConfiguration) -> None:
    from_file = make_shell(replace(configuration, base=TileFile(Path("city.mbtiles"))), "k")
    assert "tandem://app/tiles/{z}/{x}/{y}" in from_file.script
    server = TileServer("https://tiles.example.gov/{z}/{x}/{y}.png", "Example")
    assert server.url in make_shell(replace(configuration, base=server), "k").script


@pytest.mark.parametrize("url", ["ftp://a/{z}", "https://{s}.example.gov/{z}", "tiles/{z}", "https://a b/{z}"])
def test_a_tile_address_must_name_one_host(url: str) -> None:
    with pytest.raises(BadInput, match="tile server"):
        _ = TileServer(url).origin


def test_the_policy_names_the_tile_server_for_pictures_only() -> None:
    policy = content_policy("https://tiles.example.gov")
    allowing = [part for part in policy.split("; ") if "example" in part]
    assert allowing == ["img-src 'self' data: https://tiles.example.gov"]
    assert "unsafe" not in policy


def test_versions_that_cannot_be_found_do_not_stop_the_map() -> None:
    assert page._version("no-such-package-at-all") == ""
