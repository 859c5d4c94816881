"""What every mapped row shares: names of constraints, UTC times, plain closed sets, versions."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

# An aggregate that changed: its kind and its id; the follower reads these.
Touched = tuple[str, UUID]

PRIVATE: dict[str, Any] = {"private": True}  # the audit says that such a column changed, never what it held


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time in Python, a naive UTC column in databases that know no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database; a naive time is a fault of ours and is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times are stored aware")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """The registry of all rows."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime(),
        UUID: Uuid(),
        StrEnum: String(40),
        dict[str, Any]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
    }

    # The aggregates whose picture a change of a row alters: kind, and the column with its id. The embedded database's
    # recorder and a shared one's triggers both follow it.
    touches: ClassVar[tuple[tuple[str, str], ...]] = ()

    def touched(self) -> list[Touched]:
        """The aggregates whose picture a change of this row alters; none for the logs themselves."""
        named = ((kind, getattr(self, column)) for kind, column in self.touches)
        return [(kind, key) for kind, key in named if key is not None]


class Versioned:
    """A row that two desks may edit: the loser of a race is told."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Each update names the version it read; none matched means somebody was faster."""
        return {"version_id_col": cls.version}
