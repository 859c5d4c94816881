"""Rules of one person that contradict each other: the minimums give way, never the caps, and it is said."""

from dataclasses import replace

from console.planning.roster.engine.outcome import Eased
from console.planning.roster.engine.pricing import BEAM, Pricer
from console.planning.roster.problem import Person, Problem


def ease(problem: Problem) -> tuple[Problem, tuple[Eased, ...]]:
    """The problem with every person's rules possible, and what was eased for that."""
    eased: list[Eased] = []
    people = list(problem.people)
    for place, person in enumerate(problem.people):
        found = _possible(problem, person)
        if found is not person:
            people[place] = found
            eased += _differences(place, person, found)
    return (replace(problem, people=tuple(people)), tuple(eased)) if eased else (problem, ())


def _possible(problem: Problem, person: Person) -> Person:
    """The person, or as little else as makes a roster possible."""
    if _most(problem, person) >= person.min_minutes:
        return person
    candidates = [
        person, replace(person, min_rest=1), replace(person, min_run=1), replace(person, min_rest=1, min_run=1),
    ]  # fmt: skip
    for fixed in (person.fixed, _within(problem, person), ()):
        for one in candidates:
            tried = replace(one, fixed=fixed)
            most = _most(problem, tried)
            if most >= 0:
                return replace(tried, min_minutes=min(person.min_minutes, most))
    return replace(candidates[-1], fixed=(), min_minutes=0)


def _most(problem: Problem, person: Person) -> int:
    """The most minutes that are possible under all rules but the least minutes; -1: none is."""
    free = replace(person, min_minutes=0)
    pricer = Pricer(problem, (free,))
    most = pricer.most_minutes(0)
    if most < person.min_minutes:
        # Before rules are said to contradict each other, over a long period, far fewer labels are thrown away.
        pricer.beam = 25 * BEAM
        most = pricer.most_minutes(0)
    return most


def _within(problem: Problem, person: Person) -> tuple[tuple[int, int], ...]:
    """The fixed days that a person may work at all."""
    return tuple((day, kind) for day, kind in person.fixed if kind < 0 or person.allowed[day, kind])


def _differences(place: int, before: Person, after: Person) -> list[Eased]:
    told = [
        Eased(place, rule, getattr(before, rule), getattr(after, rule))
        for rule in ("min_minutes", "min_run", "min_rest")
        if getattr(before, rule) != getattr(after, rule)
    ]
    if before.fixed != after.fixed:
        told.append(Eased(place, "fixed", len(before.fixed), len(after.fixed)))
    return told
