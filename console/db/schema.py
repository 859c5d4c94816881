"""The schema's revision: create, migrate with a back-up before, and refuse what this version does not know."""

import sqlite3
from contextlib import closing
from pathlib import Path

from console.db import migrations_runner as migrations
from console.db.backup import back_up
from console.db.faults import translated
from console.errors import StorageFault

HEAD = "0003"  # the newest revision under migrations/versions; a test holds the two together


def revision_of(path: Path) -> str | None:
    """The revision that the file holds; None for an empty or missing file.

    Raises:
        StorageFault: the file is something else.
    """
    try:
        if not path.exists() or path.stat().st_size == 0:
            return None
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables:
                return None
            if "alembic_version" not in tables:
                raise StorageFault(f"{path} is a database of another program. Choose another file.")
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(row[0]) if row else None
    except (sqlite3.OperationalError, OSError) as error:
        raise translated(error, path) or StorageFault(f"{path} cannot be read ({error}).") from error
    except sqlite3.DatabaseError as error:
        raise StorageFault(
            f"{path} is no Tandem database, or it is damaged ({error}). "
            "Choose another file, or restore a back-up: tandem restore."
        ) from error


def bring_up_to_date(path: Path) -> None:
    """Create the schema, or migrate an older one after a back-up.

    Raises:
        StorageFault: the file was written by a newer version, or cannot be written.
    """
    found = revision_of(path)
    if found == HEAD:
        return
    if found is not None and found not in migrations.known():
        raise StorageFault(
            f"{path} was written by a newer version of Tandem (schema {found}, this one knows {HEAD}). "
            "Install the newer version; nothing was changed."
        )
    if found is not None:
        back_up(path, reason=f"before-{HEAD}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFault(
            f"{path.parent} cannot be made ({error.strerror}). Choose another folder, or ask for permission."
        ) from error
    _migrate(path)


def _migrate(path: Path, to: str = "head") -> None:
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415

    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            # Batch mode copies tables: with foreign keys on it would delete child rows by cascade.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            migrations.upgrade(connection, to)
            connection.commit()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StorageFault(f"{path} has rows without their parents ({len(broken)}). Restore the back-up.")
    except (OperationalError, OSError) as error:
        fault = StorageFault(f"{path} cannot be written ({error}). Check the folder's permissions.")
        raise translated(error, path) or fault from error
    finally:
        engine.dispose()
