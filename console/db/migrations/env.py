"""Alembic's environment: runs on the connection that `db/schema.py` hands over, never on one of its own."""

from alembic import context

from console.models.registry import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
