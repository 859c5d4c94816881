"""Splits long lists of ids: databases take some hundred parameters at a time."""

from collections.abc import Collection, Iterator
from uuid import UUID

SIZE = 500


def chunks(ids: Collection[UUID]) -> Iterator[list[UUID]]:
    """The ids in lists of at most 500."""
    everything = list(ids)
    for start in range(0, len(everything), SIZE):
        yield everything[start : start + SIZE]
