"""Gives the entries of an audit that had no chain their places and hashes."""

from datetime import UTC
from typing import Any

import sqlalchemy as sa

from console.domain.audit_chain import EMPTY, Entry, Head, linked_hash

_MANY = 2_000
_AUDIT = sa.table(
    "audit", sa.column("seq", sa.Integer), sa.column("command_id", sa.Uuid), sa.column("command"),
    sa.column("at", sa.DateTime(timezone=True)), sa.column("real_at", sa.DateTime(timezone=True)),
    sa.column("account_id", sa.Uuid), sa.column("account_name"), sa.column("desk_id", sa.Uuid), sa.column("action"),
    sa.column("table_name"), sa.column("row_id"), sa.column("chain"), sa.column("hash"),
)  # fmt: skip
_TEXTS: list[sa.Label[Any]] = [
    sa.literal_column(f"CAST({name} AS text)").label(name) for name in ("roles", "before", "after")
]


def chain_entries(connection: sa.Connection) -> None:
    """Chain every entry in the order it was written, and write the head."""
    head, seq = EMPTY, 0
    while True:
        wanted = sa.select(_AUDIT, *_TEXTS).where(_AUDIT.c.seq > seq).order_by(_AUDIT.c.seq).limit(_MANY)
        rows = connection.execute(wanted).all()
        if not rows:
            break
        links = []
        for row in rows:
            link = head.chain + 1
            head = Head(link, linked_hash(head.hash, link, _entry(row)))
            links.append({"key": row.seq, "link": head.chain, "digest": head.hash})
        connection.execute(
            sa.update(_AUDIT)
            .where(_AUDIT.c.seq == sa.bindparam("key"))
            .values(chain=sa.bindparam("link"), hash=sa.bindparam("digest")),
            links,
        )
        seq = rows[-1].seq
    connection.execute(
        sa.text("INSERT INTO audit_head VALUES (1, :chain, :hash, :gone_chain, :gone_hash)"),
        {"chain": head.chain, "hash": head.hash, "gone_chain": EMPTY.chain, "gone_hash": EMPTY.hash},
    )


def _entry(row: Any) -> Entry:
    at, real = (one if one.tzinfo else one.replace(tzinfo=UTC) for one in (row.at, row.real_at))
    return Entry(
        row.command_id, row.command, at, real, row.account_id, row.account_name, row.roles, row.desk_id, row.action,
        row.table_name, row.row_id, row.before, row.after,
    )  # fmt: skip
