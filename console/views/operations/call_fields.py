"""What the form for calls holds, as a value: kept while another call is edited, and merged with a newer one."""

from dataclasses import dataclass, replace
from datetime import datetime

from console.domain.calls import CallSource, RiskFlag
from console.domain.gazetteer import Match
from console.domain.geography import Point
from console.domain.ids import CallId
from console.domain.urgency import Urgency
from console.snapshots.calls import CallSnapshot
from console.views.parts.words import nature_word

LANGUAGES = ("English", "Spanish", "Vietnamese", "Arabic", "Mandarin", "French", "Somali", "Sign language")


@dataclass(frozen=True, slots=True)
class Fields:
    """Every field as it stands, half-typed ones too."""

    place: str
    match: Match | None
    nature: str | None
    nature_text: str
    source: CallSource
    level: Urgency
    flags: frozenset[RiskFlag]
    needs: frozenset[str]
    language: str
    caller: str
    phone: str
    note: str
    due: datetime | None

    @property
    def point(self) -> Point | None:
        """Where the place is, when it is known."""
        return self.match.point if self.match is not None else None

    def told(self) -> dict[str, str]:
        """What is compared as one thing, by its word on the screen."""
        return {
            "Where": self.place + (f" ({self.point.lat:.5f}, {self.point.lon:.5f})" if self.point else ""),
            "What": nature_word(self.nature) if self.nature else self.nature_text, "How it came in": self.source.word,
            "Language": self.language, "Caller": self.caller, "Phone": self.phone,
            "Due": f"{self.due:%Y-%m-%d %H:%M}" if self.due else "none",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A form that was left half-typed; `base` is what it showed before anything was typed."""

    id: CallId
    editing: CallSnapshot | None
    level_touched: bool
    base: Fields
    fields: Fields


_PARTS = {
    "Where": ("place", "match"), "What": ("nature", "nature_text"), "How it came in": ("source",),
    "Language": ("language",), "Caller": ("caller",), "Phone": ("phone",), "Due": ("due",),
}  # fmt: skip


def merged(base: Fields, mine: Fields, theirs: Fields) -> tuple[Fields, list[str]]:
    """What is typed here over what another desk saved, and a line for each field that both changed.

    What only one side changed is taken from that side, flag by flag and need by need; the higher level counts.
    """
    was, here, there = base.told(), mine.told(), theirs.told()
    made, both = theirs, []
    for word, names in _PARTS.items():
        if here[word] == was[word]:
            continue
        made = replace(made, **{name: getattr(mine, name) for name in names})
        if there[word] not in (was[word], here[word]):
            both.append(f"{word}: yours {here[word] or 'empty'}, theirs {there[word] or 'empty'}")
    made = replace(
        made,
        flags=(theirs.flags | (mine.flags - base.flags)) - (base.flags - mine.flags),
        needs=(theirs.needs | (mine.needs - base.needs)) - (base.needs - mine.needs),
        level=theirs.level if mine.level == base.level else max(mine.level, theirs.level),
        note=mine.note,
    )
    return made, both
