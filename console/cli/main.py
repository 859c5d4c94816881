"""`tandem`: the console without a sub-command, and the groups of everything that runs without a window."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from console.cli.bench import StartConsole
from console.errors import TandemError

OpenConsole = Callable[[Path | str | None, bool, float], int]
TakePictures = Callable[[Path], int]

ADDRESS = typer.Option("--database", help="The embedded database, or the postgresql:// address of a shared one.")
DATABASE = typer.Option("--database", help="The embedded database; the user's own when not given.", dir_okay=False)


def build(open_console: OpenConsole, take_pictures: TakePictures, start: StartConsole) -> typer.Typer:
    """The whole command; what opens a window is handed in, so that everything else starts without Qt."""
    from console.cli import audit, backup, bench, calls, db, feeds, roster, watch  # noqa: PLC0415  each group loads what it needs when it is asked for

    app = typer.Typer(
        help="Tandem, the console for co-response programs.", no_args_is_help=False, add_completion=False,
        rich_markup_mode=None, pretty_exceptions_enable=False,
    )  # fmt: skip

    @app.callback(invoke_without_command=True)
    def console(context: typer.Context, database: Annotated[str | None, ADDRESS] = None) -> None:
        """Open the console."""
        if context.invoked_subcommand is None:
            raise typer.Exit(open_console(database, False, 1.0))

    @app.command()
    def demo(
        context: typer.Context,
        database: Annotated[Path | None, DATABASE] = None,
        speed: Annotated[float, typer.Option(help="Speed of the demo's clock, 1 to 60.", min=1, max=60)] = 1.0,
    ) -> None:
        """Open the demo program, Riverton; it is made at the first time."""
        from console.settings import data_folder  # noqa: PLC0415

        before = context.parent.params.get("database") if context.parent is not None else None  # `--database X demo`
        raise typer.Exit(open_console(database or before or data_folder() / "riverton.db", True, speed))

    @app.command()
    def pictures(
        out: Annotated[Path, typer.Option(help="Folder for the pictures.")] = Path("build/pictures"),
    ) -> None:
        """Run the demo and save a picture of each workspace and of a dispatch in progress."""
        raise typer.Exit(take_pictures(out))

    app.add_typer(calls.app, name="calls")
    app.add_typer(feeds.app, name="feeds")
    app.add_typer(bench.build(start), name="bench")
    app.add_typer(db.app, name="db")
    app.add_typer(audit.app, name="audit")
    app.add_typer(roster.app, name="roster")
    app.command()(watch.watch)
    app.command()(backup.backup)
    app.command()(backup.restore)
    return app


def run(app: typer.Typer) -> None:
    """Run the command; a fault is one sentence and exit code 1."""
    try:
        app()
    except TandemError as fault:
        typer.echo(str(fault), err=True)
        raise SystemExit(1) from fault
