"""Runs Alembic on a connection that somebody else opened; both databases have the one chain of revisions."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MIGRATIONS = Path(__file__).parent / "migrations"


def known() -> set[str]:
    """Every revision that this version can start from."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415  wanted only when a database is not current

    return {script.revision for script in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}


def upgrade(connection: "Connection", to: str = "head") -> None:
    """Bring the schema of this connection's database to a revision."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
