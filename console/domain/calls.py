"""The words of a call: source, flags, language, lifecycle and the status that its list shows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from console.domain.assignments import AssignmentStatus, furthest
from console.domain.geography import Point
from console.domain.ids import CallId
from console.domain.open_words import OpenWords
from console.domain.urgency import Urgency
from console.domain.words import folded, without_flat


class CallSource(OpenWords):
    """How the call came in."""

    EMERGENCY_911 = "911"
    TRANSFER_988 = "988"
    OFFICER_ON_SCENE = "officer_on_scene"
    COMMUNITY_LINE = "community_line"
    SELF_INITIATED = "self_initiated"
    WALK_IN = "walk_in"

    @property
    def word(self) -> str:
        """The word on the screen."""
        return _SOURCE_WORDS.get(self) or self.value.replace("_", " ").capitalize()


_SOURCE_WORDS = {
    CallSource.EMERGENCY_911: "911",
    CallSource.TRANSFER_988: "988 transfer",
    CallSource.OFFICER_ON_SCENE: "Officer on scene",
    CallSource.COMMUNITY_LINE: "Community line",
    CallSource.SELF_INITIATED: "Self-initiated",
    CallSource.WALK_IN: "Walk-in",
}


class RiskFlag(OpenWords):
    """What the team must know before it goes in."""

    WEAPON_IN_HAND = "weapon_in_hand"
    WEAPON_SEEN = "weapon_seen"
    WEAPON_IN_HOME = "weapon_in_home"
    VIOLENCE = "violence"
    MINOR = "minor"
    MEDICAL = "medical"

    @property
    def word(self) -> str:
        """The word on the screen."""
        return self.value.replace("_", " ").capitalize()

    @property
    def is_danger(self) -> bool:
        """Whether it is drawn as a warning to the team, not as a note about the person; a word not known here is."""
        return self not in (RiskFlag.MINOR, RiskFlag.MEDICAL)


# Triage rule 2 of the starter tree: a weapon in hand is level 4, one that is merely accessible at least 3;
# violence now is level 4 when it is stated, the flag alone asks for a co-response at least.
FLAG_FLOOR: dict[RiskFlag, Urgency] = {
    RiskFlag.WEAPON_IN_HAND: Urgency.EMERGENT,
    RiskFlag.WEAPON_SEEN: Urgency.URGENT,
    RiskFlag.WEAPON_IN_HOME: Urgency.URGENT,
    RiskFlag.VIOLENCE: Urgency.URGENT,
}


def level_floor(flags: Iterable[RiskFlag]) -> Urgency:
    """The lowest level that the flags allow."""
    return max((FLAG_FLOOR.get(flag, Urgency.ROUTINE) for flag in flags), default=Urgency.ROUTINE)


class Lifecycle(StrEnum):
    """Whether a call is open, apart from who is on it."""

    OPEN = "open"
    REOPENED = "reopened"
    CLEARED = "cleared"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes the call something."""
        return self in (Lifecycle.OPEN, Lifecycle.REOPENED)


class CallStatus(StrEnum):
    """What the call list shows: the lifecycle, or the furthest unit's status while units are on it."""

    PENDING = "pending"
    DISPATCHED = "dispatched"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    STAGING = "staging"
    ON_SCENE = "on_scene"
    TRANSPORTING = "transporting"
    AT_FACILITY = "at_facility"
    CLEARED = "cleared"
    CANCELLED = "cancelled"
    REOPENED = "reopened"

    @property
    def word(self) -> str:
        """The word on the screen."""
        return self.value.replace("_", " ").capitalize()


def call_status(lifecycle: Lifecycle, assignments: Iterable[AssignmentStatus]) -> CallStatus:
    """The status that the call shows."""
    if not lifecycle.is_open:
        return CallStatus(lifecycle.value)
    ahead = furthest(assignments)
    if ahead is not None:
        return CallStatus(ahead.value)
    return CallStatus.REOPENED if lifecycle is Lifecycle.REOPENED else CallStatus.PENDING


def may_wait(level: Urgency, due_at: datetime | None) -> bool:
    """Whether a visit may wait for its due time: one that is urgent by now waits for nothing."""
    return due_at is not None and level < Urgency.URGENT


class LinkKind(StrEnum):
    """How two calls belong together."""

    LINKED = "linked"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class CallDraft:
    """A call as it is taken, before the database gives its number; `received_at` None means now."""

    id: CallId
    place: str
    point: Point | None
    nature: str
    source: CallSource
    level: Urgency
    flags: tuple[RiskFlag, ...] = ()
    language: str | None = None
    needs: tuple[str, ...] = ()
    caller_name: str | None = None
    caller_phone: str | None = None
    due_at: datetime | None = None
    received_at: datetime | None = None
    note: str | None = None


def place_key(place: str) -> str:
    """A place as it is compared: case, accents, signs and runs of blanks do not count."""
    return folded(place)


def building_key(place: str) -> str:
    """The building as it is compared: the place's key without apartment, unit, suite or room."""
    return folded(without_flat(place))


def phone_key(phone: str | None) -> str | None:
    """A telephone number as it is compared: its last ten digits; None when there are fewer than seven."""
    digits = re.sub(r"\D", "", phone or "")
    return digits[-10:] if len(digits) >= 7 else None
