"""Riverton's gazetteer: crossings, house numbers along every block, and landmarks."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

from scripts.riverton.landmarks import LANDMARKS
from scripts.riverton.layout import BRIDGES
from scripts.riverton.network import Network
from scripts.riverton.plane import XY, bent, distance, geographic, in_extent

NUMBERLESS = {"Ring Motorway", *BRIDGES.values()}


def gazetteer(network: Network) -> dict[str, Any]:
    """Crossings as [name, lat, lon], blocks as [street, first, last, lat, lon, lat, lon], landmarks as records."""
    blocks = [block for index in range(len(network.streets)) for block in _blocks(network, index)]
    landmarks = [
        {"name": name, "kind": kind, "point": list(geographic(on_street(network, at) if snapped else bent(at)))}
        for name, kind, at, snapped in LANDMARKS
    ]
    return {"intersections": _crossings(network), "segments": blocks, "landmarks": landmarks}


def on_street(network: Network, plan: XY) -> XY:
    """The point of the nearest street (motorway and bridges apart) to a plan point, bent."""
    point = bent(plan)
    best, found = float("inf"), point
    for a, b, street in sorted(network.edges):
        if network.streets[street].name in NUMBERLESS:
            continue
        (ax, ay), (bx, by) = network.nodes[a], network.nodes[b]
        along = ((point[0] - ax) * (bx - ax) + (point[1] - ay) * (by - ay)) / distance((ax, ay), (bx, by)) ** 2
        along = min(max(along, 0.0), 1.0)
        candidate = (ax + (bx - ax) * along, ay + (by - ay) * along)
        if distance(point, candidate) < best:
            best, found = distance(point, candidate), candidate
    return found


def _crossings(network: Network) -> list[list[Any]]:
    """Each pair of streets once: people say the corner, not which of its two."""
    found: dict[str, list[Any]] = {}
    for node, edges in sorted(network.neighbours().items()):
        names = sorted({network.streets[edge[2]].name for edge in edges}, key=_east_west_first)
        if in_extent(network.nodes[node]):
            for pair in combinations(names, 2):
                name = " & ".join(pair)
                found.setdefault(name, [name, *geographic(network.nodes[node])])
    return [found[name] for name in sorted(found)]


def _east_west_first(name: str) -> tuple[bool, str]:
    return name.rsplit(maxsplit=1)[-1] in ("Ave", "Blvd", "Pkwy"), name


def _blocks(network: Network, index: int) -> list[list[Any]]:
    """A hundred numbers to a block, from the west or south end; a bend divides its block's numbers by length."""
    street = network.streets[index]
    if street.name in NUMBERLESS:
        return []
    around = network.neighbours()
    found, hundred = [], 0
    paths = [[n for n in path if in_extent(network.nodes[n])] for path in network.paths(index)]
    for path in sorted((p for p in paths if len(p) > 1), key=lambda p: sum(network.nodes[p[0]])):
        block: list[int] = [path[0]]
        for node in path[1:]:
            block.append(node)
            if node == path[-1] or any(edge[2] != index for edge in around[node]):
                found += _numbered(network, street.name, block, hundred)
                block, hundred = [node], hundred + 1
    return found


def _numbered(network: Network, name: str, block: list[int], hundred: int) -> list[list[Any]]:
    lengths = [distance(network.nodes[a], network.nodes[b]) for a, b in pairwise(block)]
    first, done, found = hundred * 100 + (2 if hundred == 0 else 0), 0.0, []
    for (a, b), length in zip(pairwise(block), lengths, strict=True):
        done += length
        last = hundred * 100 + round(98 * done / sum(lengths) / 2) * 2
        if last > first:
            found.append([name, first, last, *geographic(network.nodes[a]), *geographic(network.nodes[b])])
            first = last + 2
    return found
