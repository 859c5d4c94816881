"""The city as GeoJSON and as a street graph: what the map draws and what units drive on."""

from __future__ import annotations

from typing import Any

from scripts.riverton.layout import City
from scripts.riverton.network import Network
from scripts.riverton.plane import Line, bent, densified, geographic, in_extent, simplified


def _positions(line: Line) -> list[list[float]]:
    return [[lon, lat] for lat, lon in map(geographic, line)]


def _feature(layer: str, kind: str, name: str, geometry: str, coordinates: list[Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"layer": layer, "class": kind, "name": name},
        "geometry": {"type": geometry, "coordinates": coordinates},
    }


def outline(city: City, network: Network) -> dict[str, Any]:
    """Water, parks and streets as a GeoJSON FeatureCollection (RFC 7946, longitude first)."""
    features = []
    kinds = {"River": "river", "Creek": "creek", "Pond": "pond"}
    for name, ring in sorted(city.water.items(), reverse=True):
        curve = simplified([bent(p) for p in ring], 1.5)
        features.append(_feature("water", kinds[name.split()[-1]], name, "Polygon", [_positions([*curve, curve[0]])]))
    for park in city.parks:
        corners = [(park.west, park.south), (park.east, park.south), (park.east, park.north), (park.west, park.north)]
        curve = simplified([bent(p) for p in densified([*corners, corners[0]])], 1.5)
        features.append(_feature("park", "park", park.name, "Polygon", [_positions(curve)]))
    for index, street in enumerate(city.streets):
        lines = [_positions(simplified(chain, 1.5)) for chain in network.chains(index)]
        if lines:
            features.append(_feature("street", street.map_class, street.name, "MultiLineString", lines))
    return {"type": "FeatureCollection", "features": features}


def street_graph(network: Network) -> dict[str, Any]:
    """The part of the network inside the extent: nodes, edges and the streets' names."""
    edges = [e for e in sorted(network.edges) if all(in_extent(network.nodes[node]) for node in e[:2])]
    number: dict[int, int] = {}
    for edge in edges:
        for node in edge[:2]:
            number.setdefault(node, len(number))
    return {
        "nodes": [list(geographic(network.nodes[node])) for node in number],
        "edges": [
            [number[e[0]], number[e[1]], round(network.length_m(e), 1), network.speed_kph(e[2]), e[2]] for e in edges
        ],
        "names": [street.name for street in network.streets],
    }
