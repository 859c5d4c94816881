"""From drawn streets to a routable graph: crossings become nodes, stubs and islands go."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial
from itertools import combinations, pairwise

from scripts.riverton.layout import BRIDGES, SPEED_KPH, Street
from scripts.riverton.plane import XY, Line, bent, densified, distance, simplified

SNAP_M = 9.0
STUB_M = 45.0
CELL_M = 300.0

Edge = tuple[int, int, int]  # node, node, street


class Network:
    """Nodes in bent metres and edges between them."""

    def __init__(self, streets: list[Street]) -> None:
        self.streets = streets
        self.nodes: list[XY] = []
        self.edges: set[Edge] = set()
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._connect()
        self._prune()

    def speed_kph(self, street: int) -> int:
        """How fast traffic goes on a street when the road is free."""
        return SPEED_KPH[self.streets[street].kind]

    def length_m(self, edge: Edge) -> float:
        """Metres along an edge."""
        return distance(self.nodes[edge[0]], self.nodes[edge[1]])

    def neighbours(self) -> dict[int, list[Edge]]:
        """The edges at each node."""
        found: dict[int, list[Edge]] = defaultdict(list)
        for edge in sorted(self.edges):
            found[edge[0]].append(edge)
            found[edge[1]].append(edge)
        return found

    def _node(self, point: XY) -> int:
        """The node at a point, or the one so near that it is the same crossing."""
        column, row = int(point[0] // 50), int(point[1] // 50)
        for i in range(column - 1, column + 2):
            for j in range(row - 1, row + 2):
                for node in self._cells[i, j]:
                    if distance(self.nodes[node], point) <= SNAP_M:
                        return node
        self.nodes.append(point)
        self._cells[column, row].append(len(self.nodes) - 1)
        return len(self.nodes) - 1

    def _connect(self) -> None:
        segments = [
            (a, b, index)
            for index, street in enumerate(self.streets)
            for line in street.lines
            for a, b in _driven(line)
        ]
        cuts = _crossings(segments, self.streets)
        for number, (a, b, street) in enumerate(segments):
            stops = [a, *sorted(cuts[number], key=partial(distance, a)), b]
            path = [self._node(p) for p in stops]
            for one, other in pairwise(path):
                if one != other:
                    self.edges.add((min(one, other), max(one, other), street))
        self._drop_parallels()

    def _drop_parallels(self) -> None:
        """Two streets drawn between the same two nodes are one road; the first name keeps it."""
        kept: dict[tuple[int, int], Edge] = {}
        for edge in sorted(self.edges, key=lambda e: e[2]):
            kept.setdefault(edge[:2], edge)
        self.edges = set(kept.values())

    def _prune(self) -> None:
        """Drop short dead ends (streets overshoot their last crossing) and what hangs together with nothing."""
        while True:
            degree = Counter(node for edge in self.edges for node in edge[:2])
            stubs = {e for e in self.edges if 1 in (degree[e[0]], degree[e[1]]) and self.length_m(e) < STUB_M}
            if not stubs:
                break
            self.edges -= stubs
        around, largest = self.neighbours(), set[int]()
        unseen = set(around)
        while unseen:
            group, frontier = set[int](), [min(unseen)]
            while frontier:
                node = frontier.pop()
                if node not in group:
                    group.add(node)
                    frontier += [n for edge in around[node] for n in edge[:2]]
            unseen -= group
            largest = max(largest, group, key=len)
        self.edges = {edge for edge in self.edges if edge[0] in largest}

    def chains(self, street: int) -> list[Line]:
        """The street as continuous lines, for drawing."""
        return [[self.nodes[node] for node in path] for path in self.paths(street)]

    def paths(self, street: int) -> list[list[int]]:
        """The street as continuous paths of nodes, from the end that lies furthest west or south."""
        around: dict[int, set[int]] = defaultdict(set)
        for a, b, owner in self.edges:
            if owner == street:
                around[a].add(b)
                around[b].add(a)
        found = []
        while around:
            ends = [node for node, others in around.items() if len(others) == 1]
            path = [min(ends or around, key=lambda n: (sum(self.nodes[n]), n))]
            while around[path[-1]]:
                following = min(around[path[-1]], key=lambda n: (self._turn(path, n), n))
                around[path[-1]].discard(following)
                around[following].discard(path[-1])
                path.append(following)
            found.append(path)
            around = defaultdict(set, {node: others for node, others in around.items() if others})
        return found

    def _turn(self, path: list[int], to: int) -> float:
        """How much a path turns when it goes on to a node; 0 is straight on."""
        if len(path) < 2:
            return 0.0
        (ax, ay), (bx, by), (cx, cy) = self.nodes[path[-2]], self.nodes[path[-1]], self.nodes[to]
        along = (bx - ax) * (cx - bx) + (by - ay) * (cy - by)
        return -along / max(distance((ax, ay), (bx, by)) * distance((bx, by), (cx, cy)), 1e-9)


def _driven(line: Line) -> list[tuple[XY, XY]]:
    """A plan line in its bent place, as segments of at most 250 m."""
    curve = simplified([bent(p) for p in line], 2.0)
    points = densified(curve, 250)
    return list(pairwise(points))


def _crossings(segments: list[tuple[XY, XY, int]], streets: list[Street]) -> dict[int, list[XY]]:
    """Where segments meet on one level."""
    cells: dict[tuple[int, int], set[int]] = defaultdict(set)
    for number, (a, b, _) in enumerate(segments):
        for x in range(int(min(a[0], b[0]) // CELL_M), int(max(a[0], b[0]) // CELL_M) + 1):
            for y in range(int(min(a[1], b[1]) // CELL_M), int(max(a[1], b[1]) // CELL_M) + 1):
                cells[x, y].add(number)
    found: dict[int, list[XY]] = defaultdict(list)
    pairs = {pair for cell in cells.values() for pair in combinations(sorted(cell), 2)}
    for one, other in sorted(pairs):
        if _on_one_level(streets[segments[one][2]], streets[segments[other][2]]):
            point = _meeting(segments[one][:2], segments[other][:2])
            if point is not None:
                found[one].append(point)
                found[other].append(point)
    return found


def _on_one_level(one: Street, other: Street) -> bool:
    """Minor streets and bridges pass over or under the motorway; main roads have an interchange with it."""
    kinds = {one.kind, other.kind}
    if "motorway" not in kinds:
        return True
    return (
        "minor" not in kinds
        and "lane" not in kinds
        and not {one.name, other.name} & {"Riverside Dr", *BRIDGES.values()}
    )


def _meeting(one: tuple[XY, XY], other: tuple[XY, XY]) -> XY | None:
    (ax, ay), (bx, by) = one
    (cx, cy), (dx, dy) = other
    cross = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if abs(cross) < 1e-9:
        return None
    t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / cross
    s = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / cross
    return (ax + t * (bx - ax), ay + t * (by - ay)) if -1e-9 <= t <= 1 + 1e-9 and -1e-9 <= s <= 1 + 1e-9 else None
