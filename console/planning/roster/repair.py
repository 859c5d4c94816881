"""A sick call: somebody misses shifts that have not begun, and these are the ways to cover them, the best first.

First whoever is free and breaks no rule, then exchanges of two or three people, then those for whom a firm rule bends
(marked, for a supervisor with a reason), then somebody from another team that stays degraded; at last an open seat.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from console.domain.ids import ResponderId, TeamId
from console.domain.rosters import Strength
from console.planning.roster.checks import Checks
from console.planning.roster.mending import Cost, Mender, Way
from console.planning.roster.plans import Repair, RepairKind, Step, label_of, repair_of
from console.planning.roster.trial import Trial
from console.snapshots.rosters import Book, TeamSnapshot

MOST = 12  # repairs in a list
MOST_CHANGES = 4  # seats that change for one gap
STARTS, BEAM = 6, 2  # several gaps: so many choices for the first one, each followed by so many for the others
SHARES = {"clean": 6, "exchange": 4, "firm": 3, "move": 2, "open": 1}  # of a list for one gap

Gap = tuple[TeamSnapshot, int]  # a team, and the place of a seat that is or becomes empty


@dataclass(frozen=True, slots=True)
class Repairs:
    """What can be done about a sick call: the plans, the best first, and the shifts that it is too late for."""

    sentence: str
    plans: tuple[Repair, ...]
    gaps: tuple[TeamId, ...]
    begun: tuple[TeamId, ...] = ()


def sick_call(
    book: Book, person_id: ResponderId, team_ids: Iterable[TeamId], now: datetime, *, checks: Checks | None = None,
    most: int = MOST,
) -> Repairs:  # fmt: skip
    """The ways to cover the shifts that somebody misses; teams that they are not in are passed over."""
    asked = checks or Checks(book)
    wanted = set(team_ids)
    missed = [one for one in asked.book.teams if one.id in wanted and person_id in one.members]
    gaps: list[Gap] = [
        (team, place)
        for team in missed
        if team.starts_at > now
        for place, seat in enumerate(team.seats)
        if seat.responder_id == person_id
    ]
    begun = tuple(one.id for one in missed if one.starts_at <= now)
    plans = mend(asked, gaps, now, away=frozenset({person_id}), most=most)
    who = asked.people[person_id].name if person_id in asked.people else "Somebody"
    return Repairs(_said(asked.book, who, gaps, len(begun)), plans, tuple(team.id for team, _ in gaps), begun)


def _said(book: Book, who: str, gaps: Sequence[Gap], begun: int) -> str:
    late = ""
    if begun:
        late = " One shift has begun: change it under Tonight." if begun == 1 else (
            f" {begun} shifts have begun: change them under Tonight."
        )  # fmt: skip
    if not gaps:
        return f"{who} misses no shift that is still to come.{late}"
    if len(gaps) == 1:
        return f"{who} misses {label_of(book, gaps[0][0])}.{late}"
    return f"{who} misses {len(gaps)} shifts, the first {label_of(book, gaps[0][0])}.{late}"


def mend(
    checks: Checks, gaps: Sequence[Gap], now: datetime, *, away: frozenset[ResponderId] = frozenset(), most: int = MOST
) -> tuple[Repair, ...]:
    """The ways to fill these seats with nobody of `away`, the best first. None of them breaks a hard rule."""
    if not gaps:
        return ()
    mender = Mender(checks, now, away)
    start = Trial(checks)
    for team, place in gaps:
        start = start.put(team, place, None)
    ways = _for_one(mender, start, gaps[0]) if len(gaps) == 1 else _for_all(mender, start, gaps)
    found: dict[tuple[object, ...], Repair] = {}
    for kind, steps, trial in ways:
        if len(found) >= most - 1 and kind is not RepairKind.OPEN:
            continue
        plan = repair_of(kind, steps, trial)
        hard = any(one.strength is Strength.HARD for one in plan.bends)
        if not hard and len(plan.changes) <= MOST_CHANGES * len(gaps):
            found.setdefault(plan.changes, plan)
    return tuple(found.values())


Told = tuple[RepairKind, tuple[Step, ...], Trial]


def _for_one(mender: Mender, start: Trial, gap: Gap) -> list[Told]:
    direct = mender.direct(start, *gap)
    lists = {
        "clean": [one for one in direct if not one.cost[0]], "exchange": mender.exchanges(start, *gap),
        "firm": [one for one in direct if one.cost[0]], "move": mender.moves(start, *gap),
        "open": [mender.leave_open(start, *gap)],
    }  # fmt: skip
    return [(one.kind, one.steps, one.trial) for name, ways in lists.items() for one in ways[: SHARES[name]]]


@dataclass(frozen=True, slots=True)
class _Partly:
    """Some of the gaps filled, in one way each."""

    ways: tuple[Way, ...]
    trial: Trial

    @property
    def kind(self) -> RepairKind:
        """The furthest that one of the ways goes."""
        order = list(RepairKind)
        return max((one.kind for one in self.ways), key=order.index)

    @property
    def rank(self) -> Cost:
        """As one way is ranked: the worst of its ways first, then the sums; fewer people are better."""
        steps = sum(len(one.steps) for one in self.ways)
        people = {person for one in self.ways for _, _, person in one.steps}
        sums = [sum(one.cost[at] for one in self.ways) for at in range(6)]
        kinds = sorted((one.rank[0] for one in self.ways), reverse=True)
        return (*kinds, steps, sums[0], sums[1], sums[2], len(people), *sums[3:])


def _for_all(mender: Mender, start: Trial, gaps: Sequence[Gap]) -> list[Told]:
    """From each of the best choices for the first gap on, the best few for the others; who took one shift works it."""
    found = []
    for first in _options(mender, start, gaps[0])[:STARTS]:
        held = [_Partly((first,), first.trial)]
        for gap in gaps[1:]:
            further = [
                _Partly((*one.ways, way), way.trial)
                for one in held
                for way in _options(mender, one.trial, gap)[:BEAM]
            ]
            held = sorted(further, key=lambda one: one.rank)[:BEAM]
        found += held[:1]
    found.sort(key=lambda one: one.rank)
    told = [(one.kind, tuple(step for way in one.ways for step in way.steps), one.trial) for one in found]
    steps: list[Step] = [(team, place, None) for team, place in gaps]
    return [*told, (RepairKind.OPEN, tuple(steps), start)]


def _options(mender: Mender, trial: Trial, gap: Gap) -> list[Way]:
    """The best ways for one of several gaps; exchanges and worse are looked for only where nobody is simply free."""
    direct = mender.direct(trial, *gap)
    clean = [one for one in direct if not one.cost[0]]
    if clean:
        return clean
    firm = [one for one in direct if one.cost[0]][:2]
    return [*mender.exchanges(trial, *gap, longest=2)[:3], *firm, *mender.moves(trial, *gap)[:1],
            mender.leave_open(trial, *gap)]  # fmt: skip
