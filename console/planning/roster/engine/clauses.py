"""A rostering problem as clauses for CP-SAT: rules over sliding windows, which it takes better than automata."""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from console.planning.roster.problem import OFF, Person, Problem, Roster

Variable = cp_model.IntVar


@dataclass(slots=True)
class Clauses:
    """The model, and its variable of each (person, day, kind) that is allowed."""

    model: cp_model.CpModel
    works: dict[tuple[int, int, int], Variable]
    objective: cp_model.LinearExprT

    def hint(self, roster: Roster) -> None:
        """Begin from a roster."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for (place, day, kind), variable in self.works.items():
            self.model.add_hint(variable, int(roster[place, day]) == kind)

    def roster(self, problem: Problem, value: "cp_model.CpSolver | cp_model.CpSolverSolutionCallback") -> Roster:
        """The roster of a solution."""
        found = problem.empty()
        for (place, day, kind), variable in self.works.items():
            if value.boolean_value(variable):
                found[place, day] = kind
        return found


def clauses_of(problem: Problem) -> Clauses:
    """The whole problem."""
    model = cp_model.CpModel()
    works: dict[tuple[int, int, int], Variable] = {}
    for place, person in enumerate(problem.people):
        _person(model, problem, place, person, works)
    terms: list[cp_model.LinearExprT] = [
        int(problem.people[place].cost[day, kind]) * variable
        for (place, day, kind), variable in works.items()
        if problem.people[place].cost[day, kind]
    ]
    for cover in problem.cover:
        chosen = range(len(problem.people)) if cover.people is None else sorted(cover.people)
        there = [
            works[one, cover.day, kind]
            for one in chosen
            for kind in sorted(set(cover.kinds))
            if (one, cover.day, kind) in works
        ]
        short = model.new_int_var(0, cover.needed, "")
        over = model.new_int_var(0, max(0, len(there) - cover.needed), "")
        model.add(sum(there) + short - over == cover.needed)
        terms += [cover.under * short, cover.over * over]
    objective = sum(terms) + problem.constant
    model.minimize(objective)
    return Clauses(model, works, objective)


def _person(
    model: cp_model.CpModel, problem: Problem, place: int, person: Person, works: dict[tuple[int, int, int], Variable]
) -> None:
    days, kinds = range(problem.days), range(len(problem.kinds))
    fixed = dict(person.fixed)
    on: list[Variable] = []
    for day in days:
        may = [kind for kind in kinds if person.allowed[day, kind] and fixed.get(day, kind) == kind]
        on.append(model.new_bool_var(""))
        own = [works.setdefault((place, day, kind), model.new_bool_var("")) for kind in may]
        model.add_exactly_one([*own, ~on[day]])
        if day in fixed:
            model.add(on[day] == int(fixed[day] != OFF))
    mine = {(day, kind): works[place, day, kind] for day in days for kind in kinds if (place, day, kind) in works}
    for day in days:
        for kind in kinds:
            after = problem.not_next(person, kind)
            if day == 0 and kind == person.kind_before:
                for one in after:
                    if (0, one) in mine:
                        model.add(mine[0, one] == 0)
            nexts = [mine[day + 1, one] for one in after if (day + 1, one) in mine]
            if nexts and (day, kind) in mine:
                model.add_at_most_one([mine[day, kind], *nexts])
    minutes = sum(problem.kinds[kind].minutes * variable for (_day, kind), variable in mine.items())
    model.add_linear_constraint(minutes, person.min_minutes, max(0, person.max_minutes))
    for limit in person.limits:
        model.add(sum(variable for (_day, kind), variable in mine.items() if kind in limit.kinds) <= limit.most)
    _runs(model, person, on)
    _calendar(model, problem, person, on)


def _runs(model: cp_model.CpModel, person: Person, on: list[Variable]) -> None:
    days, longest = len(on), person.max_run
    for day in range(days - longest):
        model.add_bool_or([~on[day + step] for step in range(longest + 1)])
    first = longest - person.run_before  # so many can still follow on what was worked before the period
    if person.run_before and first < days:
        model.add_bool_or([~on[day] for day in range(max(0, first) + 1)])
    for day in range(1, days):
        for step in range(1, min(person.min_run, days - day)):
            model.add_bool_or([on[day - 1], ~on[day], on[day + step]])
        for step in range(1, min(person.min_rest, days - day)):
            model.add_bool_or([~on[day - 1], on[day], ~on[day + step]])


def _calendar(model: cp_model.CpModel, problem: Problem, person: Person, on: list[Variable]) -> None:
    weekends = []
    if person.max_weekends < len(problem.saturdays):
        for saturday in problem.saturdays:
            worked = model.new_bool_var("")
            for day in (saturday, saturday + 1):
                if day < problem.days:
                    model.add_implication(on[day], worked)
            weekends.append(worked)
        model.add(sum(weekends) <= person.max_weekends)
    if person.max_week < 7:
        weeks: dict[int, list[Variable]] = {}
        for day, worked in enumerate(on):
            weeks.setdefault(problem.week_of(day), []).append(worked)
        for week in weeks.values():
            model.add(sum(week) <= person.max_week)
