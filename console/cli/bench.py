"""`tandem bench NAME`: the project's figures, measured through the shipped program."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Protocol

import typer

from console.bench.figures import Figure


class StartConsole(Protocol):
    """Opens the console on a database with settings of its own; `then` is called when it is shown."""

    def __call__(self, database: Path, settings: Path, then: Callable[..., object]) -> int: ...


NAMES = ("map", "start", "dispatch", "recommend", "import", "sync", "desks", "positions", "fail-over", "audit",
         "roster", "sick-call", "explain", "board-verdict", "board", "desk-build", "soak")  # fmt: skip


def build(start: StartConsole) -> typer.Typer:
    """The group; the console is handed in."""
    app = typer.Typer(help="Measure the program.", no_args_is_help=True, invoke_without_command=False)

    def measure(name: str, as_json: bool) -> None:
        missed = 0
        for figure in _figures(name, start):
            typer.echo(figure.as_json() if as_json else figure.as_text())
            missed += not figure.holds
        raise typer.Exit(2 if missed else 0)

    def add(name: str) -> None:
        @app.command(name, help=f"The figures of {name}.")
        def command(json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False) -> None:
            measure(name, json)

    for name in (*NAMES, "map-10000"):
        add(name)

    @app.command("all", help="Every bench but the soak, each in a process of its own.")
    def every(json: Annotated[bool, typer.Option("--json", help="One JSON object per line.")] = False) -> None:
        for name in NAMES[:-1]:
            subprocess.run([sys.executable, "-m", "console", "bench", name, *(["--json"] if json else [])], check=False)

    @app.command("second-desk", hidden=True)
    def second(database: Annotated[Path, typer.Option()], report: Annotated[Path, typer.Option()]) -> None:
        from console.bench.on_desk import second_desk  # noqa: PLC0415

        start(database, report.with_suffix(".toml"), lambda console: second_desk(console, report))

    @app.command("desks-beside", hidden=True)
    def beside(address: str, count: int) -> None:
        import asyncio  # noqa: PLC0415
        import json  # noqa: PLC0415

        from console.bench.on_server import desks_beside  # noqa: PLC0415

        typer.echo(json.dumps(asyncio.run(desks_beside(address, os.environ["TANDEM_PASSWORD"], count))))

    @app.command("commits", hidden=True)
    def commits(address: str, rate: float, seconds: float, writers: int) -> None:
        import asyncio  # noqa: PLC0415
        import json  # noqa: PLC0415

        from console.bench.on_server import commit_calls  # noqa: PLC0415

        password = os.environ["TANDEM_PASSWORD"]
        typer.echo(json.dumps(asyncio.run(commit_calls(address, password, rate, seconds, writers))))

    return app


def _figures(name: str, start: StartConsole) -> list[Figure]:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from console.bench import (  # noqa: PLC0415
        on_board,
        on_desk,
        on_failover,
        on_import,
        on_lane,
        on_map,
        on_planning,
        on_roster,
        on_server,
        soak,
    )

    if name == "map":
        figures = on_map.bench_map(start)
        # Qt runs one application per process: the larger picture is taken by another one.
        larger = subprocess.run(
            [sys.executable, "-m", "console", "bench", "map-10000", "--json"],
            capture_output=True, text=True, check=False,
        )
        return figures + [_read(line) for line in larger.stdout.splitlines() if line.startswith("{")]
    benches = {
        "map-10000": on_map.bench_map_10000, "start": on_desk.bench_start, "dispatch": on_desk.bench_dispatch,
        "recommend": on_desk.bench_recommend, "import": on_import.bench_import, "soak": soak.bench_soak,
        "sync": on_server.bench_sync, "desks": on_server.bench_desks, "positions": on_lane.bench_positions,
        "fail-over": on_failover.bench_failover, "audit": on_lane.bench_audit,
        "roster": on_roster.bench_roster, "sick-call": on_planning.bench_sick_call,
        "explain": on_planning.bench_explain, "board-verdict": on_planning.bench_verdict,
        "board": on_board.bench_board, "desk-build": on_planning.bench_desk_build,
    }  # fmt: skip
    return benches[name](start)


def _read(line: str) -> Figure:
    import json  # noqa: PLC0415

    return Figure(**json.loads(line))
