"""The migrations make exactly the schema that the rows describe, and every row of a desk carries what it must."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from console.db import migrations_runner
from console.db.schema import HEAD, bring_up_to_date
from console.models.base import Base, Versioned
from console.models.registry import METADATA

# Rows that only one writer ever changes, or that are only ever added: no two desks can be in a race for them.
UNVERSIONED = {"account", "audit", "audit_head", "call_link", "caller", "clinical_note", "note_opening",
               "change_log", "command_done", "counter", "lease", "pairing_member",
               "partner", "place", "position", "qualification", "setting", "timeline", "wish"}  # fmt: skip


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schema") / "tandem.db"
    bring_up_to_date(path)
    return path


def test_the_migrated_schema_is_what_the_rows_describe(migrated: Path) -> None:
    engine = create_engine(f"sqlite:///{migrated}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, METADATA)
    engine.dispose()
    assert differences == []


def test_constraints_and_partial_indexes_are_the_same_too(migrated: Path, tmp_path: Path) -> None:
    described = tmp_path / "described.db"
    engine = create_engine(f"sqlite:///{described}")
    METADATA.create_all(engine)
    engine.dispose()
    assert _definitions(migrated) == _definitions(described)


def _definitions(path: Path) -> dict[str, list[str]]:
    """Each table's and index's definition, in any order of its clauses."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    known = {name: sql for name, sql in rows if not name.startswith(("sqlite_", "alembic_"))}
    return {name: sorted(_clauses(sql)) for name, sql in known.items()}


def _clauses(sql: str) -> list[str]:
    """The parts between the commas that no bracket encloses."""
    flat, depth, parts = " ".join(sql.replace('"', "").split()), 0, [""]
    for sign in flat:
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if (sign == "," and depth == 1) or (sign == "(" and depth == 1):
            parts.append("")
        else:
            parts[-1] += sign
    told = [part.replace("( ", "(").replace(" )", ")").strip() for part in parts]
    return [one.removesuffix(")") if one.count(")") > one.count("(") else one for one in told]


def test_the_newest_revision_is_the_one_that_the_program_asks_for() -> None:
    scripts = ScriptDirectory(str(migrations_runner._MIGRATIONS))
    assert scripts.get_heads() == [HEAD]


def test_every_table_has_a_row_class(migrated: Path) -> None:
    with closing(sqlite3.connect(migrated)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        tables = {name for (name,) in rows} - {"alembic_version"}
    assert tables == {mapper.local_table.name for mapper in Base.registry.mappers}  # type: ignore[attr-defined]


def test_every_row_that_two_desks_may_edit_is_versioned() -> None:
    for mapper in Base.registry.mappers:
        name = mapper.class_.__tablename__
        versioned = issubclass(mapper.class_, Versioned)
        assert versioned != (name in UNVERSIONED), name
        assert (mapper.version_id_col is not None) == versioned, name


def test_bringing_a_new_file_up_to_date_twice_changes_nothing(migrated: Path) -> None:
    before = migrated.read_bytes()
    bring_up_to_date(migrated)
    assert migrated.read_bytes() == before
