"""What a map is made from: its extent, its base and where its files are."""

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from console.domain.geography import Box
from console.errors import BadInput
from console.settings import cache_folder
from console.snapshots.program import ProgramSnapshot
from console.ui.theme import RESOURCES

WORLD = Box(24.0, -125.0, 50.0, -66.0)  # the contiguous United States, until a program knows its extent

_PLACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Outline:
    """Streets, water and parks as a GeoJSON FeatureCollection, drawn by the page itself."""

    path: Path


@dataclass(frozen=True, slots=True)
class TileFile:
    """Raster tiles in an MBTiles file (MBTiles 1.3), read only."""

    path: Path
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class TileServer:
    """The agency's own tile server, as "https://tiles.example.gov/{z}/{x}/{y}.png"."""

    url: str
    attribution: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a content policy names them.

        Raises:
            BadInput: the address is not http(s), has no host or leaves the choice of the host to the page.
        """
        try:
            parts = urlsplit(self.url)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname or set("{};, '") & set(parts.netloc):
            raise BadInput(f"The tile server's address {self.url!r} must be https://host/.../{{z}}/{{x}}/{{y}}.png.")
        return f"{parts.scheme}://{parts.netloc}"


def tile_server(text: str) -> TileServer:
    """A tile server by its address, checked before it is kept.

    Raises:
        BadInput: the address is none, or tiles cannot be asked for by it; the sentence says what is wrong.
    """
    server = TileServer(text.strip())
    held = set(_PLACES.findall(server.url))
    if strange := sorted(held - {"z", "x", "y"}):
        named = ", ".join(f"{{{one}}}" for one in strange)
        raise BadInput(f"The tile server's address may hold {{z}}, {{x}} and {{y}} only, not {named}. Name one host.")
    if missing := [f"{{{one}}}" for one in ("z", "x", "y") if one not in held]:
        raise BadInput(f"The tile server's address lacks {', '.join(missing)}: https://host/.../{{z}}/{{x}}/{{y}}.png.")
    if "@" in urlsplit(server.origin).netloc:
        raise BadInput("The address of a tile server must not carry a user name or password.")
    return server


Base = Outline | TileFile | TileServer


@dataclass(frozen=True, slots=True)
class MapConfiguration:
    """One map; a change of any of it makes another page."""

    extent: Box
    base: Base | None
    resources: Path
    cache: Path


def map_configuration(program: ProgramSnapshot, chosen: str) -> MapConfiguration:
    """The program's extent over the base that this desk chose: its file, its server, or the built-in outline."""
    base: Base | None = None
    if "://" in chosen:
        base = TileServer(chosen)
    elif chosen != "outline":
        base = TileFile(Path(chosen))
    elif program.demo is not None:
        base = Outline(RESOURCES / "demo" / program.demo / "outline.geojson")
    return MapConfiguration(program.extent or WORLD, base, RESOURCES, cache_folder())
