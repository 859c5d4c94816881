"""One database for many desks: accounts that sign in, callers apart, clinical notes, the audit's chain."""

import sqlalchemy as sa
from alembic import op

from console.db.migrations.chaining import chain_entries

revision = "0002"
down_revision = "0001"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _accounts()
    _callers()
    _notes()
    _chain()
    if op.get_bind().dialect.name == "postgresql":
        _shared_only()


def _accounts() -> None:
    # Added in place: a table that is made anew forgets what its definition said beside its columns.
    op.add_column("account", sa.Column("login", sa.String(63), nullable=True))
    op.add_column("account", sa.Column("password_hash", sa.String(200), nullable=True))
    op.add_column("account", sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.add_column("account", sa.Column("failing_since", _TIME, nullable=True))
    op.add_column("account", sa.Column("locked_at", _TIME, nullable=True))
    op.add_column("account", sa.Column("disabled_at", _TIME, nullable=True))
    op.create_index("uq_account_login", "account", ["login"], unique=True)


def _callers() -> None:
    op.create_table(
        "caller",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=True),
        sa.Column("phone", sa.String(40), nullable=True),
        sa.Column("phone_key", sa.String(40), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_caller_call_id_call"),
        sa.PrimaryKeyConstraint("call_id", name="pk_caller"),
    )
    told = sa.text("phone_key IS NOT NULL")
    op.create_index("ix_caller_phone", "caller", ["phone_key"], sqlite_where=told, postgresql_where=told)
    op.execute(
        "INSERT INTO caller (call_id, name, phone, phone_key) SELECT id, caller_name, caller_phone, phone_key "
        "FROM call WHERE caller_name IS NOT NULL OR caller_phone IS NOT NULL"
    )
    op.drop_index("ix_call_phone", "call")
    # Dropped in place: copying the whole table would take minutes where years of history were imported.
    for column in ("caller_name", "caller_phone", "phone_key"):
        op.drop_column("call", column)


def _notes() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("person", sa.String(120), nullable=False),
        sa.Column("discloser", sa.String(200), nullable=False),
        sa.Column("information", sa.String(), nullable=False),
        sa.Column("recipients", sa.String(400), nullable=False),
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("signed_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("recorded_by", sa.String(120), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", _TIME, nullable=True),
        sa.Column("revoked_by", sa.String(120), nullable=True),
        sa.CheckConstraint("revoked_at IS NULL OR revoked_by IS NOT NULL", name=op.f("ck_consent_revoked_by")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_consent_call_id_call"),
        sa.PrimaryKeyConstraint("id", name="pk_consent"),
    )
    op.create_index("ix_consent_call", "consent", ["call_id"])
    op.create_table(
        "clinical_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("written_at", _TIME, nullable=False),
        sa.Column("part2", sa.Boolean(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name="fk_clinical_note_call_id_call"),
        sa.ForeignKeyConstraint(["consent_id"], ["consent.id"], name="fk_clinical_note_consent_id_consent"),
        sa.PrimaryKeyConstraint("id", name="pk_clinical_note"),
    )
    op.create_index("ix_clinical_note_call", "clinical_note", ["call_id"])
    op.create_table(
        "note_opening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("account", sa.String(120), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("basis", sa.String(12), nullable=False),
        sa.Column("purpose", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(400), nullable=True),
        sa.CheckConstraint("basis IN ('author', 'care', 'consent', 'emergency')", name=op.f("ck_note_opening_basis")),
        sa.CheckConstraint(
            "basis <> 'emergency' OR length(reason) > 0", name=op.f("ck_note_opening_emergency_has_reason")
        ),
        sa.ForeignKeyConstraint(["note_id"], ["clinical_note.id"], name="fk_note_opening_note_id_clinical_note"),
        sa.PrimaryKeyConstraint("id", name="pk_note_opening"),
    )
    op.create_index("ix_note_opening_note", "note_opening", ["note_id", "at"])


def _chain() -> None:
    op.add_column("audit", sa.Column("chain", sa.BigInteger(), nullable=True))
    op.add_column("audit", sa.Column("hash", sa.String(64), nullable=True))
    op.create_index("uq_audit_chain", "audit", ["chain"], unique=True)
    op.create_index("ix_audit_row", "audit", ["table_name", "row_id"])
    op.create_table(
        "audit_head",
        sa.Column("one", sa.Integer(), nullable=False),
        sa.Column("chain", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("gone_chain", sa.BigInteger(), nullable=False),
        sa.Column("gone_hash", sa.String(64), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_audit_head_one")),
        sa.PrimaryKeyConstraint("one", name="pk_audit_head"),
    )
    chain_entries(op.get_bind())


def _shared_only() -> None:
    """What only a server needs: whose transaction a command is, and a change log that is read by snapshots."""
    op.execute("ALTER TABLE command_done ADD COLUMN xid xid8, ADD COLUMN account_id uuid, ADD COLUMN account_name text,"
               " ADD COLUMN roles text[], ADD COLUMN desk_id uuid")  # fmt: skip
    op.execute("CREATE INDEX ix_command_done_xid ON command_done (xid)")
    op.execute("ALTER TABLE change_log ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()")
    op.execute("CREATE INDEX ix_change_log_xid ON change_log (xid)")
    op.execute("CREATE TABLE change_floor (xid xid8 NOT NULL)")
    op.execute("INSERT INTO change_floor VALUES ('0')")
    op.execute("CREATE TABLE role_right (role text, permission text, PRIMARY KEY (role, permission))")
    op.execute("CREATE TABLE command_right (command text PRIMARY KEY, permission text NOT NULL, words text NOT NULL)")
    op.execute("CREATE TABLE command_scope (command text, table_name text, action text, columns text[] NOT NULL,"
               " PRIMARY KEY (command, table_name, action))")  # fmt: skip
    op.execute("ALTER TABLE position SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.5)")
    op.execute("CREATE INDEX ix_audit_open ON audit (seq) WHERE hash IS NULL")
