"""Two rosters beside each other: which teams differ, who changed them, and what it means for people's hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.ids import ResponderId
from console.domain.rosters import Seat
from console.planning.roster.plans import label_of
from console.snapshots.rosters import Book, TeamSnapshot


@dataclass(frozen=True, slots=True)
class Difference:
    """One team that is another in the draft; `theirs` when it was changed in force since the draft was begun."""

    team: TeamSnapshot | None  # of the draft; None: the shift is not in it
    other: TeamSnapshot | None  # the same shift in the other roster; None: it is not there
    theirs: bool
    sentence: str

    @property
    def _when(self) -> TeamSnapshot:
        one = self.team or self.other
        assert one is not None
        return one

    @property
    def order(self) -> tuple[bool, datetime, str, int]:
        """What was changed in force meanwhile first, then by time."""
        return not self.theirs, self._when.starts_at, self._when.name, self._when.place


def differences(draft: Book, other: Book) -> list[Difference]:
    """The teams that differ, in the order of time; what was changed in force meanwhile comes first."""
    theirs = {(one.template_id, one.day, one.place): one for one in other.teams}
    begun_here = draft.roster.base_id == other.roster.id
    names = {one.id: one.name for one in (*other.people, *draft.people)}
    found = []
    for team in draft.teams:
        same = theirs.pop((team.template_id, team.day, team.place), None)
        if same is not None and same_seats(same.seats, team.seats):
            continue
        changed = begun_here and same is not None and team.base_version != same.version
        found.append(Difference(team, same, changed, _sentence(draft, team, same, names)))
    found += [Difference(None, one, False, f"{label_of(other, one)}: not in this draft.") for one in theirs.values()]
    return sorted(found, key=lambda one: one.order)


def same_seats(some: Sequence[Seat], others: Sequence[Seat]) -> bool:
    """Whether two teams are the same for those who ride: who sits where and how, whatever reason was given for it."""
    return [one.taken for one in some] == [one.taken for one in others]


def _sentence(book: Book, team: TeamSnapshot, other: TeamSnapshot | None, names: dict[ResponderId, str]) -> str:
    where = label_of(book, team)
    if other is None:
        return f"{where}: not in the other roster."
    left = [names.get(one, "somebody who left") for one in other.members if one not in team.members]
    come = [names.get(one, "somebody who left") for one in team.members if one not in other.members]
    if not left and not come:
        return f"{where}: other seats for the same people."
    return f"{where}: {_listed(come)} instead of {_listed(left)}."


def _listed(names: Sequence[str]) -> str:
    return " and ".join(names) if names else "nobody"


def hours_told(draft: Book, other: Book) -> list[str]:
    """Whose hours differ and by how much, the largest difference first: "Ana Reyes +10 h"."""
    names = {one.id: one.name for one in draft.people}
    minutes: dict[ResponderId, int] = {}
    for book, sign in ((draft, 1), (other, -1)):
        for team in book.teams:
            for member in team.members:
                minutes[member] = minutes.get(member, 0) + sign * team.minutes
    told = sorted(
        ((change, names[key]) for key, change in minutes.items() if change and key in names),
        key=lambda one: (-abs(one[0]), one[1]),
    )
    return [f"{name} {change / 60:+.0f} h" for change, name in told]
