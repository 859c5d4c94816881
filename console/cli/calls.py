"""`tandem calls ...`: import a call file as history, or play it as live calls."""

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from console.cli.opening import actor_of, open_program, run, system_actor
from console.documents.import_mapping import ImportMapping, load_mapping
from console.domain.roles import Role
from console.errors import BadInput
from console.feeds.call_import import ImportResult, Progress, import_calls
from console.feeds.city import RESOURCES
from console.feeds.import_source import seldom_collect
from console.feeds.replay import replay_file

app = typer.Typer(name="calls", help="Call files: import them as history, or replay them.", no_args_is_help=True)

MAPPINGS = RESOURCES / "mappings"

_File = Annotated[Path, typer.Argument(help="The call file (CSV).")]
_Mapping = Annotated[str, typer.Option(help="A ready mapping by name (montgomery, seattle), or a TOML file.")]
_Database = Annotated[Path | None, typer.Option(help="The embedded database.")]


@app.command("import")
def import_file(
    file: _File,
    mapping: _Mapping,
    database: _Database = None,
    rejects: Annotated[Path | None, typer.Option(help="Where rows go that cannot be read.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with one JSON object.")] = False,
    lines: Annotated[bool, typer.Option("--progress", help="Tell on standard error how far it is, in JSON.")] = False,
    person: Annotated[str, typer.Option(help="Who imports, for the audit.")] = "Import",
    account: Annotated[UUID | None, typer.Option(help="The account that imports, with its own roles.")] = None,
) -> None:
    """Import a file's calls as closed history; running it twice adds nothing."""
    bar = _tell if lines else None if as_json or not sys.stderr.isatty() else _bar()
    who = account or person
    result = run(_import(file, mapping, database, rejects, who, bar, drawn=bar is not None and not lines))
    if as_json:
        typer.echo(json.dumps(result.figures()))
        return
    typer.echo(
        f"{result.rows} rows: {result.imported} imported, {result.duplicates} duplicates, {result.rejected} rejected, "
        f"in {result.seconds:.1f} s."
    )
    if result.rejects is not None:
        typer.echo(f"The rejected rows are in {result.rejects}: correct them there and import that file.")


async def _import(
    file: Path, mapping: str, database: Path | None, rejects: Path | None, who: UUID | str,
    bar: Callable[[Progress], None] | None, *, drawn: bool,
) -> ImportResult:  # fmt: skip
    chosen = await asyncio.to_thread(mapping_of, mapping)
    opened = await open_program(database)
    seldom_collect()
    try:
        if isinstance(who, UUID):
            actor = await actor_of(opened, who)
        else:
            actor = system_actor(who, frozenset({Role.COORDINATOR}))
        return await import_calls(opened, actor, file, chosen, rejects=rejects, progress=bar)
    finally:
        if drawn:
            typer.echo("", err=True)
        await opened.close()


@app.command()
def replay(
    file: _File,
    mapping: _Mapping,
    database: _Database = None,
    speed: Annotated[float, typer.Option(min=1, max=60, help="Program seconds in a second.")] = 30.0,
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many calls, the earliest.")] = None,
    headless: Annotated[bool, typer.Option(help="Do not say how to open the console on it.")] = False,
    dispatcher: Annotated[bool, typer.Option(help="Dispatch waiting calls too.")] = False,
) -> None:
    """Play a file's calls as live calls in a training program of its own, until the last one or Ctrl+C."""
    path = database or Path.cwd() / f"replay-{file.stem}.db"
    if not headless:
        typer.echo(f"Open the console on it: tandem --database {path}", err=True)
    mapped = run(_loaded(mapping))
    run(replay_file(path, file, mapped, speed=speed, limit=limit, dispatcher=dispatcher, say=_said))


async def _loaded(mapping: str) -> ImportMapping:
    return await asyncio.to_thread(mapping_of, mapping)


def _said(sentence: str) -> None:
    typer.echo(sentence, err=True)


def mapping_of(name: str) -> ImportMapping:
    """A ready mapping by its name, or one in a file.

    Raises:
        BadInput: there is none, or it is wrong.
    """
    ready = MAPPINGS / f"{name}.toml"
    if "/" not in name and "\\" not in name and ready.exists():
        return load_mapping(ready)
    if not Path(name).exists():
        known = ", ".join(sorted(one.stem for one in MAPPINGS.glob("*.toml")))
        raise BadInput(f'There is no mapping "{name}". Ready ones: {known}; or name a TOML file.')
    return load_mapping(Path(name))


def _tell(progress: Progress) -> None:
    typer.echo(json.dumps(asdict(progress)), err=True)


def _bar() -> Callable[[Progress], None]:
    def show(progress: Progress) -> None:
        share = min(1.0, progress.rows / max(1, progress.total))
        filled = "█" * round(30 * share)
        typer.echo(f"\r{filled:<30} {share:4.0%}  {progress.rows:,} rows", err=True, nl=False)

    return show
