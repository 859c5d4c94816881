"""Scores a roster from the rules alone: written apart from every solver, so that no fault is in both."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from console.planning.roster.problem import OFF, Person, Problem, Roster

Told = Callable[[str, int | None, int, int], None]  # rule, day, what was found, what is allowed


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that a roster breaks: which, by whom, and on which day it shows (None: over the whole period)."""

    rule: str
    person: int
    day: int | None
    found: int
    allowed: int


@dataclass(frozen=True, slots=True)
class Score:
    """What a roster costs, how many seats of the cover stay empty, and the rules that it breaks (none: it is legal)."""

    objective: int
    shortfall: int
    breaches: tuple[Breach, ...]

    @property
    def is_legal(self) -> bool:
        """Whether it breaks no rule."""
        return not self.breaches


def score(problem: Problem, roster: Roster) -> Score:
    """The cost of a roster, and every rule that it breaks."""
    breaches: list[Breach] = []
    total = problem.constant
    for place, person in enumerate(problem.people):
        days = [int(kind) for kind in roster[place]]
        breaches += _breaches(problem, place, person, days)
        total += sum(int(person.cost[day, kind]) for day, kind in enumerate(days) if kind != OFF)
    shortfall = 0
    for cover in problem.cover:
        on_day = roster[:, cover.day] if cover.people is None else roster[sorted(cover.people), cover.day]
        there = int(np.isin(on_day, cover.kinds).sum())
        total += cover.under * max(0, cover.needed - there) + cover.over * max(0, there - cover.needed)
        shortfall += max(0, cover.needed - there) if cover.people is None else 0
    return Score(total, shortfall, tuple(breaches))


def _breaches(problem: Problem, place: int, person: Person, days: list[int]) -> list[Breach]:
    found: list[Breach] = []

    def breach(rule: str, day: int | None, is_now: int, allowed: int) -> None:
        found.append(Breach(rule, place, day, is_now, allowed))

    worked = [(day, kind) for day, kind in enumerate(days) if kind != OFF]
    for day, kind in worked:
        if not person.allowed[day, kind]:
            breach("allowed", day, kind, OFF)
    before = person.kind_before
    for day, kind in enumerate(days):
        if OFF not in (before, kind) and kind in problem.not_next(person, before):
            breach("rest", day, kind, before)
        before = kind
    minutes = sum(problem.kinds[kind].minutes for _day, kind in worked)
    if minutes > person.max_minutes:
        breach("max_minutes", None, minutes, person.max_minutes)
    if minutes < person.min_minutes:
        breach("min_minutes", None, minutes, person.min_minutes)
    _runs(person, days, breach)
    _calendar(problem, person, days, breach)
    for limit in person.limits:
        count = sum(1 for _day, kind in worked if kind in limit.kinds)
        if count > limit.most:
            breach("limit", None, count, limit.most)
    for day, kind in person.fixed:
        if days[day] != kind:
            breach("fixed", day, days[day], kind)
    return found


def _calendar(problem: Problem, person: Person, days: list[int], breach: Told) -> None:
    weekends = [day for day in problem.saturdays if any(days[one] != OFF for one in (day, day + 1) if one < len(days))]
    if len(weekends) > person.max_weekends:
        breach("max_weekends", weekends[person.max_weekends], len(weekends), person.max_weekends)
    weeks: dict[int, int] = {}
    for day in (day for day, kind in enumerate(days) if kind != OFF):
        week = problem.week_of(day)
        weeks[week] = weeks.get(week, 0) + 1
        if weeks[week] == person.max_week + 1:
            breach("max_week", day, weeks[week], person.max_week)


def _runs(person: Person, days: list[int], breach: Told) -> None:
    start = 0
    while start < len(days):
        works = days[start] != OFF
        end = start
        while end < len(days) and (days[end] != OFF) == works:
            end += 1
        length, at_an_edge = end - start, start == 0 or end == len(days)
        carried = length + person.run_before if works and start == 0 else length
        if works and carried > person.max_run:
            breach("max_run", start, carried, person.max_run)
        if works and length < person.min_run and not at_an_edge:
            breach("min_run", start, length, person.min_run)
        if not works and length < person.min_rest and not at_an_edge:
            breach("min_rest", start, length, person.min_rest)
        start = end
