"""Rosters: contracts, absences, wishes, partners, templates of shifts, rosters with their teams, requests to swap."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TIME = sa.DateTime(timezone=True)
_PUBLISHED = sa.text("state = 'published'")


def upgrade() -> None:
    _rosters()
    _people()
    presence = sa.Column("presence", sa.String(length=8), nullable=False, server_default="aboard")
    op.add_column("pairing_member", presence)


def _rosters() -> None:
    op.create_table(
        "roster",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("published_by", sa.String(length=120), nullable=True),
        sa.Column("published_at", _TIME, nullable=True),
        sa.Column("note", sa.String(length=400), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["roster.id"], name="fk_roster_base_id_roster"),
        sa.PrimaryKeyConstraint("id", name="pk_roster"),
    )
    op.create_index("ix_roster_days", "roster", ["first_day", "state"])
    op.create_index(
        "uq_roster_published", "roster", ["first_day"], unique=True,
        sqlite_where=_PUBLISHED, postgresql_where=_PUBLISHED,
    )  # fmt: skip
    op.create_table(
        "shift_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("teams", sa.Integer(), nullable=False),
        sa.Column("disciplines", sa.JSON(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("rest_minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name="fk_shift_template_zone_id_zone"),
        sa.PrimaryKeyConstraint("id", name="pk_shift_template"),
    )
    op.create_table(
        "roster_team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roster_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("zone_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("ends_at", _TIME, nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("seats", sa.JSON(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name="fk_roster_team_roster_id_roster"),
        sa.ForeignKeyConstraint(
            ["template_id"], ["shift_template.id"], name="fk_roster_team_template_id_shift_template"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_roster_team_unit_id_unit"),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name="fk_roster_team_zone_id_zone"),
        sa.PrimaryKeyConstraint("id", name="pk_roster_team"),
    )
    op.create_index("ix_roster_team_roster", "roster_team", ["roster_id", "day"])
    op.create_table(
        "swap",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("roster_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("responder_id", sa.Uuid(), nullable=False),
        sa.Column("other_team_id", sa.Uuid(), nullable=True),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("asked_at", _TIME, nullable=False),
        sa.Column("asked_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", _TIME, nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["responder.id"], name="fk_swap_other_id_responder"),
        sa.ForeignKeyConstraint(["other_team_id"], ["roster_team.id"], name="fk_swap_other_team_id_roster_team"),
        sa.ForeignKeyConstraint(["responder_id"], ["responder.id"], name="fk_swap_responder_id_responder"),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name="fk_swap_roster_id_roster"),
        sa.ForeignKeyConstraint(["team_id"], ["roster_team.id"], name="fk_swap_team_id_roster_team"),
        sa.PrimaryKeyConstraint("id", name="pk_swap"),
    )
    op.create_index("ix_swap_roster", "swap", ["roster_id", "state"])


def _people() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("responder_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("ends_at", _TIME, nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["responder_id"], ["responder.id"], name="fk_absence_responder_id_responder"),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
    )
    op.create_index("ix_absence_responder", "absence", ["responder_id", "ends_at"])
    op.create_table(
        "contract",
        sa.Column("responder_id", sa.Uuid(), nullable=False),
        sa.Column("week_minutes", sa.Integer(), nullable=False),
        sa.Column("least_minutes", sa.Integer(), nullable=False),
        sa.Column("most_minutes", sa.Integer(), nullable=False),
        sa.Column("week_shifts", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("least_run", sa.Integer(), nullable=False),
        sa.Column("rest_days", sa.Integer(), nullable=False),
        sa.Column("weekends", sa.Integer(), nullable=False),
        sa.Column("nights", sa.Integer(), nullable=False),
        sa.Column("rest_minutes", sa.Integer(), nullable=False),
        sa.Column("availability", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["responder_id"], ["responder.id"], name="fk_contract_responder_id_responder"),
        sa.PrimaryKeyConstraint("responder_id", name="pk_contract"),
    )
    op.create_table(
        "partner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["one_id"], ["responder.id"], name="fk_partner_one_id_responder"),
        sa.ForeignKeyConstraint(["other_id"], ["responder.id"], name="fk_partner_other_id_responder"),
        sa.PrimaryKeyConstraint("id", name="pk_partner"),
    )
    op.create_index("uq_partner_pair", "partner", ["one_id", "other_id"], unique=True)
    op.create_table(
        "wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("responder_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("weight BETWEEN 1 AND 10", name=op.f("ck_wish_weight")),
        sa.ForeignKeyConstraint(["responder_id"], ["responder.id"], name="fk_wish_responder_id_responder"),
        sa.ForeignKeyConstraint(["template_id"], ["shift_template.id"], name="fk_wish_template_id_shift_template"),
        sa.PrimaryKeyConstraint("id", name="pk_wish"),
    )
    op.create_index("ix_wish_responder", "wish", ["responder_id", "day"])
