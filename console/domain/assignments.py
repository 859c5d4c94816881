"""A unit on a call: its statuses and which may follow which."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar


class AssignmentStatus(StrEnum):
    """Status of one unit on one call, in the order of a run."""

    DISPATCHED = "dispatched"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    STAGING = "staging"
    ON_SCENE = "on_scene"
    TRANSPORTING = "transporting"
    AT_FACILITY = "at_facility"
    CLEARED = "cleared"
    CANCELLED = "cancelled"

    @property
    def word(self) -> str:
        """The word on the screen."""
        return self.value.replace("_", " ").capitalize()

    @property
    def is_active(self) -> bool:
        """Whether the unit is still on the call."""
        return self not in _ENDED


_ENDED = frozenset({AssignmentStatus.CLEARED, AssignmentStatus.CANCELLED})
RUN = tuple(status for status in AssignmentStatus if status not in _ENDED)
_RANK = {status: rank for rank, status in enumerate(RUN)}

# A unit may skip ahead (the radio is busy, a team is flagged down), go back one step when it was reported wrongly,
# and leave a scene for staging when it turns dangerous. It is never "dispatched" a second time by a status word.
_ALSO_BACK: dict[AssignmentStatus, frozenset[AssignmentStatus]] = {
    AssignmentStatus.ON_SCENE: frozenset({AssignmentStatus.STAGING}),
    AssignmentStatus.STAGING: frozenset({AssignmentStatus.EN_ROUTE}),
    AssignmentStatus.TRANSPORTING: frozenset({AssignmentStatus.ON_SCENE}),
    AssignmentStatus.AT_FACILITY: frozenset({AssignmentStatus.TRANSPORTING, AssignmentStatus.ON_SCENE}),
}


def may_follow(now: AssignmentStatus, wanted: AssignmentStatus) -> bool:
    """Whether a unit in status `now` may report `wanted`; an ended assignment reports nothing more."""
    if not now.is_active or wanted is now:
        return False
    if not wanted.is_active:
        return True
    return _RANK[wanted] > _RANK[now] or wanted in _ALSO_BACK.get(now, frozenset())


def furthest(statuses: Iterable[AssignmentStatus]) -> AssignmentStatus | None:
    """The furthest active status of a call's units, which is what the call shows; None when no unit is on it."""
    active = [status for status in statuses if status.is_active]
    return max(active, key=_RANK.__getitem__) if active else None


class Run(Protocol):
    """A unit's run as a row or as a snapshot."""

    @property
    def status(self) -> str: ...
    @property
    def since(self) -> datetime: ...


R = TypeVar("R", bound=Run)


def by_progress(runs: Iterable[R]) -> list[R]:
    """A unit's runs, the one it is on now first: the furthest, of two alike the one that has been so for longer.

    A call that was stacked on a team at work waits behind it, however lately it was dispatched.
    """
    return sorted(runs, key=lambda run: (-_RANK.get(AssignmentStatus(run.status), -1), run.since))
