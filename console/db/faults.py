"""Turns what the database driver says into a sentence that tells the operator what to do."""

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from console.db.address import Address
from console.errors import EditConflict, StorageFault, TandemError


def translated(error: Exception, where: Path | Address) -> TandemError | None:
    """The fault in the operator's words, or None when it is no fault of the database's keeping."""
    if isinstance(error, StaleDataError):
        return EditConflict("Somebody else changed this a moment ago. Look again, then repeat what you wanted.")
    if isinstance(where, Address):
        return _of_server(error)
    path = where
    if isinstance(error, PoolTimeout):
        return StorageFault(_LOCKED.format(path=path))
    origin = error.orig if isinstance(error, (DBAPIError, StatementError)) else error
    if not isinstance(origin, (sqlite3.Error, OSError)):
        return None
    said = str(origin).lower()
    for sign, sentence in _SENTENCES:
        if sign in said:
            return StorageFault(sentence.format(path=path, folder=path.parent))
    return None


def driver_fault(error: BaseException) -> BaseException:
    """What the driver itself raised, under what was wrapped around it."""
    origin: BaseException = error
    if isinstance(error, (DBAPIError, StatementError)) and error.orig is not None:
        origin = error.orig
    return origin.__cause__ if origin.__cause__ is not None and hasattr(origin, "pgcode") else origin


def _of_server(error: Exception) -> TandemError | None:
    from console.db.postgres.faults import translated_server  # noqa: PLC0415  only a shared database needs the driver

    if isinstance(error, TandemError):
        return error
    if isinstance(error, PoolTimeout):
        return StorageFault("The database is still busy with what was asked before. Nothing was saved. Try again.")
    return translated_server(driver_fault(error))


_LOCKED = (
    "Another program holds {path} and does not let go. Nothing was saved. Close what uses the file "
    "(a back-up tool, a second program), then try again."
)
_SENTENCES: tuple[tuple[str, str], ...] = (
    ("database is locked", _LOCKED),
    ("readonly database", "{path} is read-only. Nothing was saved. Give your account write permission on {folder}."),
    ("unable to open", "{path} cannot be opened. Check that {folder} exists and that your account may write to it."),
    ("disk is full", "The disk with {path} is full. Nothing was saved. Free some space, then try again."),
    ("no space left", "The disk with {path} is full. Nothing was saved. Free some space, then try again."),
    ("disk i/o error", "The disk with {path} does not answer as it should. Nothing was saved. Check the disk."),
    ("not a database", "{path} is no Tandem database. Choose another file, or restore a back-up: tandem restore."),
    ("malformed", "{path} is damaged. Restore the last back-up: tandem restore."),
    ("permission denied", "{path} may not be used by your account. Ask for permission on {folder}."),
)
