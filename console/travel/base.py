"""The one interface behind which travel times come from: a matrix goes in and out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf, isfinite
from typing import Protocol

from console.domain.geography import Point
from console.errors import TandemError

Rows = tuple[tuple[float, ...], ...]
NO_ROUTE = inf


@dataclass(frozen=True, slots=True)
class TravelMatrix:
    """Times and road distances from each origin (row) to each destination (column); infinite where no road leads."""

    seconds: Rows
    metres: Rows
    source: str
    estimate: bool  # every figure is an estimate, none comes from a road network
    note: str | None = None  # a sentence for the screen when the figures are not what was asked for
    estimated_origins: frozenset[int] = field(default=frozenset())  # rows with an estimate among a server's figures


class TravelTimes(Protocol):
    """Whatever answers how long it takes."""

    async def matrix(self, origins: Sequence[Point], destinations: Sequence[Point], at: datetime) -> TravelMatrix:
        """Times from each origin to each destination when leaving at a moment (aware).

        Raises:
            TravelServerError: a server was asked and did not give a usable answer.
        """
        ...


class TravelServer(TravelTimes, Protocol):
    """A routing server: it also knows the way."""

    @property
    def name(self) -> str:
        """What the screen calls it."""
        ...

    async def route(self, origin: Point, destination: Point) -> list[Point] | None:
        """The way as points; None when no road leads there.

        Raises:
            TravelServerError: the server did not give a usable answer.
        """
        ...


class TravelServerError(TandemError):
    """A routing server did not answer, or answered something that cannot be read."""


class TravelServerRefusedError(TravelServerError):
    """A routing server is alive and refused this one question, for a place outside its map, say."""


def read_rows(value: object, rows: int, columns: int, what: str, factor: float = 1.0) -> Rows:
    """A server's table, checked against the size that was asked for; null becomes NO_ROUTE.

    Raises:
        TravelServerError: it is no table of numbers of this size.
    """
    if not isinstance(value, list) or len(value) != rows:
        raise TravelServerError(f"{what}: expected a table of {rows} rows.")
    found = []
    for number, row in enumerate(value, 1):
        if not isinstance(row, list) or len(row) != columns:
            raise TravelServerError(f"{what}, row {number}: expected {columns} figures.")
        found.append(tuple(_figure(cell, f"{what}, row {number}") * factor for cell in row))
    return tuple(found)


def _figure(cell: object, place: str) -> float:
    if cell is None:
        return NO_ROUTE
    # bool is an int in Python, and no time; a negative or NaN time would rank first in a list of teams.
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not isfinite(cell) or cell < 0:
        raise TravelServerError(f"{place}: {str(cell)[:20]!r} is no time or distance.")
    return float(cell)
