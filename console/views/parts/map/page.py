"""The shell of the page: made once by folium, kept on disk, made anew when anything that it depends on changes."""

import hashlib
import importlib.metadata
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from console.views.parts.map.configuration import MapConfiguration, Outline, TileFile, TileServer

_ORIGIN = "tandem://app"
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SHAPE = 3  # counts the shapes of this file's output, so that a cache of an older program is not read


@dataclass(frozen=True, slots=True)
class Shell:
    """A page without inline script or style; the names of the two files derive from their contents.

    Hashes in a content policy are no way out: Qt lower-cases header values, so that they never match.
    """

    html: str
    script_name: str
    script: str
    style_name: str
    style: str


def load_shell(configuration: MapConfiguration) -> Shell:
    """The shell for this configuration, from the cache if it is there (importing folium takes a third of a second)."""
    key = shell_key(configuration)
    kept = configuration.cache / f"map-{key}.json"
    try:
        return Shell(**json.loads(kept.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # absent, cut short or of another shape: make it again
        shell = make_shell(configuration, key)
        _keep(kept, shell)
        return shell


def shell_key(configuration: MapConfiguration) -> str:
    """A name for everything that the page is made from: configuration, versions and the contents of our files."""
    digest = hashlib.sha256(repr((_SHAPE, configuration.extent, configuration.base)).encode())
    for package in ("folium", "branca", "PySide6-Essentials"):
        digest.update(f"{package} {_version(package)}".encode())
    folder = configuration.resources / "map"
    for file in sorted(path for path in folder.rglob("*") if path.suffix in (".js", ".css")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    if isinstance(configuration.base, Outline):
        digest.update(_stamp(configuration.base.path))
    return digest.hexdigest()[:16]


def make_shell(configuration: MapConfiguration, key: str) -> Shell:
    """Let folium write the page, then move what is inline into files of their own."""
    import folium  # noqa: PLC0415 - only on a cache miss

    files = f"{_ORIGIN}/map-{key}"
    box = configuration.extent
    tiled = isinstance(configuration.base, TileFile | TileServer)
    chart: Any = folium.Map(
        location=[box.centre.lat, box.centre.lon],
        zoom_start=12,
        tiles=None,
        control_scale=True,
        zoom_control="topright",
        prefer_canvas=True,
        keyboard=False,  # letters belong to the window
        box_zoom=False,
        double_click_zoom=False,  # two clicks on a mark mean the mark
        scroll_wheel_zoom=True,
        zoom_animation=False,  # frames of an animation are dear without a graphics card, and say nothing
        fade_animation=False,
        zoom_snap=1 if tiled else 0.25,
        wheel_px_per_zoom_level=90,
        min_zoom=3,
        max_zoom=19,
    )
    chart.default_js = [
        ("leaflet", f"{files}/vendor/leaflet/leaflet.js"),
        ("qwebchannel", f"{_ORIGIN}/qwebchannel.js"),
    ]
    chart.default_css = [("leaflet_css", f"{files}/vendor/leaflet/leaflet.css"), ("map_css", f"{files}/map.css")]
    _add_tiles(folium, chart, configuration)
    options = {
        "extent": [[box.south, box.west], [box.north, box.east]],
        "outline": f"{_ORIGIN}/outline-{key}.geojson" if isinstance(configuration.base, Outline) else None,
        "fonts": f"{_ORIGIN}/fonts-{key}/",
    }
    tail = f"window.tandemMap = {chart.get_name()}; window.tandemOptions = {json.dumps(options)};"
    return _moved_out(chart.get_root().render(), tail, f"{files}/main.js")


def _add_tiles(folium: Any, chart: Any, configuration: MapConfiguration) -> None:
    base = configuration.base
    if isinstance(base, TileFile | TileServer):
        address = base.url if isinstance(base, TileServer) else f"{_ORIGIN}/tiles/{{z}}/{{x}}/{{y}}"
        folium.TileLayer(address, attr=base.attribution or " ", name="base", max_zoom=19).add_to(chart)


def _moved_out(html: str, tail: str, main: str) -> Shell:
    script = "\n".join([*_SCRIPT.findall(html), tail])
    style = "\n".join(_STYLE.findall(html))
    script_name, style_name = f"page-{_hash(script)}.js", f"page-{_hash(style)}.css"
    html = _STYLE.sub("", _SCRIPT.sub("", html))
    # folium's own styles come first, as in its page, so that ours win.
    html = html.replace("<head>", f'<head><link rel="stylesheet" href="{_ORIGIN}/{style_name}">', 1)
    html = html.replace(
        "</html>",
        f'<script src="{_ORIGIN}/{script_name}"></script><script type="module" src="{main}"></script></html>',
    )
    return Shell(html, script_name, script, style_name, style)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:  # a frozen program may carry no metadata; its own version changes
        return ""


def _stamp(path: Path) -> bytes:
    try:
        found = path.stat()
    except OSError:
        return b"absent"
    return f"{found.st_mtime_ns} {found.st_size}".encode()


def _keep(kept: Path, shell: Shell) -> None:
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob("map-*.json"):
            old.unlink(missing_ok=True)
        fresh = kept.with_suffix(".part")
        fresh.write_text(json.dumps(asdict(shell)), encoding="utf-8")
        fresh.replace(kept)
    except OSError:  # a read-only cache costs time at the next start, nothing else
        return
