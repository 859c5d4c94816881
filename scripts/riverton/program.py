"""Riverton's program: extent, zones, providers, people, units and today's crews."""

from __future__ import annotations

from typing import Any

from scripts.riverton.landmarks import PROVIDERS
from scripts.riverton.network import Network
from scripts.riverton.people import UNITS, pairings, responders, shifts
from scripts.riverton.places import on_street
from scripts.riverton.plane import HALF_HEIGHT_M, HALF_WIDTH_M, XY, bent, east_bank, geographic, west_bank


def program(network: Network) -> dict[str, Any]:
    """The whole program as one document; points are [lat, lon]."""
    south, west = geographic((-HALF_WIDTH_M, -HALF_HEIGHT_M))
    north, east = geographic((HALF_WIDTH_M, HALF_HEIGHT_M))
    return {
        "name": "Riverton Co-Response",
        "demo": "riverton",
        "mode": "training",
        "time_zone": "America/Chicago",
        "start_local_time": "21:40",
        "extent": {"south": south, "west": west, "north": north, "east": east},
        "zones": zones(),
        "providers": [
            {
                "name": name,
                "kind": kind,
                "point": list(geographic(on_street(network, at))),
                "beds": beds,
                "beds_free": free,
                "phone": f"555-01{digits}",
            }
            for name, kind, at, beds, free, digits in PROVIDERS
        ],
        "responders": responders(),
        "units": [
            {"call_sign": sign, "kind": kind, "zone": zone, "start": list(geographic(on_street(network, at)))}
            for sign, kind, zone, at in UNITS
        ],
        "shifts": shifts(),
        "pairings": pairings(),
    }


def zones() -> list[dict[str, Any]]:
    """Four rings that tile the extent: neighbours share their border's points, so no place lies in two or in none."""
    wide, high = HALF_WIDTH_M, HALF_HEIGHT_M
    inner = [_mid_river(v) for v in range(-4_400, 4_401, 400)]
    river = [(inner[0][0], -high), *inner, (inner[-1][0], high)]
    top, bottom = (bent((1_180, v)) for v in (1_180, -1_250))
    hinge = bent((1_180, 0))
    low = next(i for i, p in enumerate(river) if p[1] > bottom[1])
    up = next(i for i, p in enumerate(river) if p[1] > top[1])
    seam = [(-wide, hinge[1] + 250), bent((-4_150, 0)), bent((-1_650, 0)), hinge]
    rings: dict[str, list[XY]] = {
        "North": [*seam, top, *river[up:], (-wide, high)],
        "South": [(-wide, -high), *river[: low + 1], bottom, *reversed(seam)],
        "East": [*river, (wide, high), (wide, -high)],
        "Old Town": [hinge, top, *reversed(river[low : up + 1]), bottom],
    }
    return [{"name": name, "ring": [list(geographic(p)) for p in ring]} for name, ring in rings.items()]


def _mid_river(v: float) -> XY:
    return bent(((west_bank(v) + east_bank(v)) / 2, v))
