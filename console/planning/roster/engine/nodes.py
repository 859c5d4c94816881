"""What one person may do from one day to the next, as tables: the nodes of the labelling and their steps.

A node is "worked, with this tail, so many in a row" or "off, so many in a row". The tail is what a shift forbids on the
day after it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """The steps between nodes; -1 where a rule refuses. The first day's are apart: it may go on what was before."""

    to_work: Ints  # node x group
    to_off: Ints  # by node
    first_work: Ints  # by group
    first_off: int
    run: Ints  # by node: shifts in a row, 0 when off
    # A run that began on the first day may end at any length: so many days, or more when it was carried in.


def nodes_of(
    tail: Ints, blocked: Flags, *, least_run: int, longest: int, least_rest: int, run_before: int
) -> Nodes:  # fmt: skip
    """The nodes of a person; `tail` by group, `blocked` tail x group with a last row for the day before."""
    tails, groups = len(blocked) - 1, len(tail)
    works = tails * longest
    count = works + least_rest
    to_work, to_off = np.full((count, groups), -1, np.int64), np.full(count, -1, np.int64)
    run = np.zeros(count, np.int64)
    for node in range(works):
        run[node] = node % longest + 1
        to_off[node] = works if run[node] >= least_run else -1
        if run[node] < longest:
            free = ~blocked[node // longest]
            to_work[node, free] = tail[free] * longest + run[node]
    for node in range(works, count):
        to_off[node] = works + min(node - works + 1, least_rest - 1)
    first_work = np.full(groups, -1, np.int64)
    if longest > 0:
        to_work[count - 1] = tail * longest
        if run_before < longest:
            free = ~blocked[tails]
            first_work[free] = tail[free] * longest + run_before
    return Nodes(to_work, to_off, first_work, count - 1, run)
