"""Back-ups of the embedded file, made while desks run; restored only after the copy was checked."""

import json
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from console.domain.ids import new_uuid
from console.errors import StorageFault

KEPT_DAILY = 14


def folder_of(path: Path) -> Path:
    """Where the back-ups of a database lie."""
    return path.parent / "backups"


def back_up(path: Path, target: Path | None = None, reason: str = "manual") -> Path:
    """Copy the database with SQLite's online back-up: consistent while others write.

    Raises:
        StorageFault: the source is missing, the target cannot be written, or the copy does not check out.
    """
    if not path.exists():
        raise StorageFault(f"There is no database at {path}.")
    if target is None:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        target = folder_of(path) / f"{path.stem}-{stamp}-{reason}.db"
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(path, part)
        _check(part)
        part.replace(target)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise StorageFault(f"No back-up was made to {target}: {error}. Check space and permissions there.") from error
    return target


def back_up_daily(path: Path) -> Path | None:
    """One back-up a day, the last fourteen kept; None when today's exists."""
    today = datetime.now(UTC).strftime("%Y%m%d")
    kept = sorted(folder_of(path).glob(f"{path.stem}-????????-??????-daily.db"))
    if any(f"-{today}-" in one.name for one in kept):
        return None
    made = back_up(path, reason="daily")
    for old in [*kept, made][:-KEPT_DAILY]:
        old.unlink(missing_ok=True)
    return made


def restore(path: Path, source: Path) -> Path | None:
    """Put a back-up in the place of the database, through SQLite, so that running desks read it at once.

    Returns where the replaced database was saved first, None when there was none.

    Raises:
        StorageFault: the source is missing or damaged; the database is then untouched.
    """
    if not source.exists():
        raise StorageFault(f"There is no back-up at {source}.")
    try:
        _check(source)
    except sqlite3.Error as error:
        raise StorageFault(f"{source} is damaged ({error}). The database was not touched.") from error
    saved = back_up(path, reason="before-restore") if path.exists() else None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _copy(source, path)
        with closing(sqlite3.connect(path)) as connection, connection:
            # Desks that run must notice that their cursor belongs to another history.
            history = json.dumps({"id": str(new_uuid())})
            connection.execute("UPDATE setting SET value = ? WHERE name = 'history'", (history,))
    except (sqlite3.Error, OSError) as error:
        raise StorageFault(f"{source} could not be put in place: {error}. The former state is in {saved}.") from error
    return saved


def _copy(source: Path, target: Path) -> None:
    taken, made = sqlite3.connect(source), sqlite3.connect(target)
    try:
        taken.backup(made)
    finally:
        made.close()
        taken.close()


def _check(path: Path) -> None:
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            raise sqlite3.DatabaseError("it is a database of another program")
    finally:
        connection.close()
