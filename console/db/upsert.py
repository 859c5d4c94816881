"""INSERT ... ON CONFLICT for whichever database a session talks to; SQLAlchemy keeps one form for each."""

from typing import Any

from sqlalchemy.dialects.sqlite import insert as for_sqlite


def upsert(table: Any, dialect: str) -> Any:
    """An insert that can say `on_conflict_do_update`, for the dialect of this name."""
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as for_postgresql  # noqa: PLC0415  33 ms of the start

        return for_postgresql(table)
    return for_sqlite(table)
