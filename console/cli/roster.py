"""`tandem roster ...`: the roster builder without a window."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from console.planning.roster.engine.outcome import Outcome

app = typer.Typer(name="roster", help="Rosters.", no_args_is_help=True)


@app.callback()
def roster() -> None:
    """Rosters."""


@app.command()
def benchmark(
    files: Annotated[list[Path], typer.Argument(help="Instances in the public text format (Curtois and Qu).")],
    seconds: Annotated[float, typer.Option(help="For each instance.", min=1)] = 60.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per instance.")] = False,
    solutions: Annotated[Path | None, typer.Option(help="Folder for the rosters, INSTANCE.csv each.")] = None,
    seed: Annotated[int, typer.Option(help="For everything that is left to chance.")] = 1,
    work: Annotated[float | None, typer.Option(help="So much counted work instead of seconds.", min=0.01)] = None,
) -> None:
    """Build the rosters of public instances and say how good they are, and how good they could be at best."""
    from console.planning.roster.engine.build import Build, Order  # noqa: PLC0415  numpy is slow to come in
    from console.planning.roster.public_format import read_instance  # noqa: PLC0415

    if solutions is not None:
        solutions.mkdir(parents=True, exist_ok=True)
    problems = [read_instance(file) for file in files]
    if not as_json:
        typer.echo(f"{'instance':16}{'objective':>12}{'bound':>12}{'gap':>9}{'seconds':>9}")
    for problem in problems:
        outcome = Build(problem, Order(seconds, seed, work)).run()
        if solutions is not None:
            _write(solutions / f"{problem.name}.csv", outcome)
        typer.echo(_as_json(outcome) if as_json else _as_text(outcome))
        for sentence in outcome.faults:
            typer.echo(f"{problem.name}: {sentence}", err=True)
        for one in outcome.eased:
            name = outcome.problem.people[one.person].name
            typer.echo(
                f"{problem.name}: {name}'s rules contradict each other; {one.rule} {one.asked} became {one.instead}.",
                err=True,
            )


def _as_json(outcome: "Outcome") -> str:
    return json.dumps({
        "instance": outcome.problem.name, "objective": None if outcome.score is None else outcome.score.objective,
        "bound": outcome.bound, "proven": outcome.proven, "seconds": round(outcome.seconds, 2),
    })  # fmt: skip


def _as_text(outcome: "Outcome") -> str:
    objective = None if outcome.score is None else outcome.score.objective
    gap = "" if objective is None or outcome.bound is None else f"{(objective - outcome.bound) / max(1, objective):.2%}"
    said = "proven" if outcome.proven else gap
    return f"{outcome.problem.name:16}{objective!s:>12}{outcome.bound!s:>12}{said:>9}{outcome.seconds:9.1f}"


def _write(file: Path, outcome: "Outcome") -> None:
    from console.planning.roster.problem import OFF  # noqa: PLC0415

    problem, lines = outcome.problem, []
    if outcome.roster is not None:
        for person, row in zip(problem.people, outcome.roster.tolist(), strict=True):
            worked = [(day, problem.kinds[kind].name) for day, kind in enumerate(row) if kind != OFF]
            lines += [f"{person.name},{day},{name}\n" for day, name in worked]
    file.write_text("".join(lines), encoding="utf-8")
