"""`tandem audit ...`: is the audit whole, and what may go of it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from console.cli.opening import acting, open_program, run
from console.commands.audit import purge_audit
from console.db.engine import Database
from console.db.unit_of_work import perform, read
from console.domain.audit_chain import USUAL_YEARS
from console.domain.ids import CommandId, new_uuid
from console.domain.roles import Permission, Role, role_words, roles_with
from console.errors import NotPermitted
from console.queries.audit import Verdict
from console.queries.seen_heads import verified

app = typer.Typer(name="audit", help="The audit: verify it, let go of what is older than it must be kept.",
                  no_args_is_help=True)  # fmt: skip
_Where = Annotated[str | None, typer.Option("--database", help="A file, or postgresql://login@host/database.")]


@app.command()
def verify(database: _Where = None) -> None:
    """Walk the audit's chain: an edited, removed or moved entry, or a cut end, is named; code 1 then."""
    verdict = run(_verify(database))
    if verdict.broken is not None:
        typer.echo(f"The audit is NOT whole. {verdict.broken.sentence}", err=True)
        raise typer.Exit(1)
    typer.echo(f"The audit is whole: {verdict.entries} entries, the last at place {verdict.head.chain}.")


async def _verify(where: str | None) -> Verdict:
    opened = await open_program(where)
    try:
        actor = await acting(opened, "Audit", frozenset({Role.ADMIN}))
        if not actor.may(Permission.READ_AUDIT):
            raise NotPermitted(
                f"{actor.name} may not read the audit. It needs {role_words(roles_with(Permission.READ_AUDIT))}."
            )
        return await read(opened, verified)
    finally:
        await asyncio.shield(opened.close())


@app.command()
def purge(
    older_than_years: Annotated[float, typer.Option(help="At least 1.")] = USUAL_YEARS, database: _Where = None
) -> None:
    """Let go of entries older than this; six years are usual, and nothing younger than one year ever goes."""
    gone = run(_purge(database, older_than_years))
    typer.echo(f"{gone} entries let go.")


async def _purge(where: str | None, years: float) -> int:
    opened: Database = await open_program(where)
    try:
        actor = await acting(opened, "Audit", frozenset({Role.ADMIN}))
        before = datetime.now(UTC) - timedelta(days=366 * years)
        return await perform(opened, actor, CommandId(new_uuid()), purge_audit, before) or 0
    finally:
        await asyncio.shield(opened.close())
