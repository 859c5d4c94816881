"""Planning at a county's size: the repairs of a sick call, the reasons of a gap, a verdict while hovering."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import cast

from PySide6.QtCore import QObject, Signal

from console.bench.county import COUNTY, Size, county
from console.bench.figures import Figure, percentile
from console.bench.stage import Start
from console.desk.desk import Desk
from console.domain.roles import Permission
from console.domain.rosters import Seat
from console.jobs.roster_build import built
from console.planning.roster.checks import Checks
from console.planning.roster.engine.build import Order
from console.planning.roster.explain import why_open
from console.planning.roster.plans import RepairKind
from console.planning.roster.repair import sick_call
from console.snapshots.rosters import Book
from console.views.roster.dragged import Dragged, fitting_seat, said_of
from console.views.roster.planner import Planner

TIGHT = Size(officer_shifts=6, clinician_shifts=12)  # people owe hardly more than the shifts ask for
SHORT = (Size(officer_shifts=5, clinician_shifts=11), Size(clinicians=20, clinician_shifts=20))
CASES, HOVERS = 60, 2_000
BUILD_S = 30.0


def _ms(began: float) -> float:
    return (time.perf_counter() - began) * 1000


def bench_sick_call(_start: Start) -> list[Figure]:
    """From a book to the ranked list, in a county with room and in one almost without."""
    one: list[float] = []
    five: list[float] = []
    changes = []
    for book in (county(1, COUNTY), county(2, TIGHT)):
        now, dice = book.teams[0].starts_at + timedelta(days=3), random.Random(3)
        for _ in range(CASES):
            person = dice.choice(book.people)
            missed = [team.id for team in book.teams if person.id in team.members and team.starts_at > now]
            if not missed:
                continue
            start = dice.randrange(len(missed))
            began = time.perf_counter()
            first = sick_call(book, person.id, missed[start : start + 1], now).plans[0]
            one.append(_ms(began))
            began = time.perf_counter()
            sick_call(book, person.id, missed[:5], now)
            five.append(_ms(began))
            if first.kind in (RepairKind.DIRECT, RepairKind.EXCHANGE):
                changes.append(len(first.changes))
    return [
        Figure("sick-call", "one shift missed: ranked repairs, median", median(one), "ms", 300, "low"),
        Figure("sick-call", "the same, slowest", max(one), "ms", 300, "low"),
        Figure("sick-call", "up to five shifts missed, slowest", max(five), "ms", 300, "low"),
        Figure("sick-call", f"most changes of {len(changes)} first repairs", max(changes), "", 4, "low"),
    ]


def bench_explain(_start: Start) -> list[Figure]:
    """From a book to all reasons and repairs of each of its gaps, in counties with too few hours and too few people."""
    spent = []
    for book in (county(2, size) for size in SHORT):
        for team in book.teams:
            for place in team.open_seats:
                began = time.perf_counter()
                why_open(book, team.id, place, book.teams[0].starts_at)
                spent.append(_ms(began))
    return [
        Figure("explain", "reasons and repairs of a gap, median", median(spent), "ms", 1_000, "low"),
        Figure("explain", f"the same, slowest of {len(spent)}", max(spent), "ms", 1_000, "low"),
    ]


class _Store(QObject):
    """As much of a store as a planner listens to."""

    rosters_changed = Signal(object)


class _Quiet:
    """A desk at which everything may be done, and nothing happens."""

    def __init__(self) -> None:
        self.store = _Store()

    def may(self, _permission: Permission) -> bool:
        """Whether the actor may."""
        return True


def bench_verdict(_start: Start) -> list[Figure]:
    """What the board asks at each move of the mouse, over the planner's own book; and all rules of four weeks."""
    book: Book = county(1, TIGHT)
    planner = Planner(cast("Desk", _Quiet()))
    planner.book, planner.checks = book, Checks(book)
    dice = random.Random(5)
    spent, whole = [], []
    for _ in range(HOVERS):
        team, dragged = dice.choice(book.teams), Dragged(dice.choice(book.people).id, dice.choice(book.teams).id)
        began = time.perf_counter()
        said_of(planner, dragged, team, fitting_seat(planner, team, 0, dragged.person_id))
        spent.append(_ms(began))
    for _ in range(9):
        began = time.perf_counter()
        list(Checks(book).of_roster())
        whole.append(_ms(began))
    return [
        Figure("board-verdict", "a drop's verdict while hovering, p99", percentile(spent, 0.99), "ms", 5, "low"),
        Figure("board-verdict", "the same, slowest", max(spent), "ms", 5, "low"),
        Figure("board-verdict", "every rule of four weeks, median", median(whole), "ms", 100, "low"),
    ]


def bench_desk_build(_start: Start) -> list[Figure]:
    """What *Build* puts on the board, seats and pairs included: two counties whose every seat can be taken, emptied."""
    figures = []
    for name, size in (("with room", COUNTY), ("tight", TIGHT)):
        full = county(1, size)
        bare = replace(full, teams=tuple(replace(team, seats=_emptied(team.seats)) for team in full.teams))
        planted = sum(len(team.open_seats) for team in full.teams)
        made = built(bare, full.teams[0].starts_at - timedelta(days=1), Order(BUILD_S), False, {}, lambda *_told: None)
        open_seats = sum(seat.responder_id is None for seats in made.seats.values() for seat in seats)
        what = f"county {name}: open seats, {BUILD_S:.0f} s"
        figures.append(Figure("desk-build", what, open_seats, "", planted, "low"))
    return figures


def _emptied(seats: Sequence[Seat]) -> tuple[Seat, ...]:
    return tuple(replace(seat, responder_id=None) for seat in seats)
