"""One table's protection as statements: who reads it, who writes it, what the audit and the change log see."""

from collections.abc import Iterator
from typing import Any

from console.db.postgres.names import AUDIT_OWNER, EVERYBODY, OWNER, literal, placed, quoted, role_name
from console.db.postgres.protection import Protection, Written
from console.db.postgres.scopes import reaches
from console.domain.rights import COMMANDS
from console.domain.roles import Permission, Role, roles_with
from console.models.base import Base
from console.models.registry import METADATA

_LANES = {Written.FEEDS: Permission.FEED, Written.LEASES: Permission.WATCH}


def protected(table: str, how: Protection) -> Iterator[str]:
    """Every statement that a table of the program needs; what was granted before is taken away first."""
    held = placed(table)
    yield f"REVOKE ALL ON {held} FROM PUBLIC, {EVERYBODY}, {', '.join(map(role_name, Role))}"
    yield f"ALTER TABLE {held} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {held} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY server ON {held} TO {OWNER}, {AUDIT_OWNER} USING (true) WITH CHECK (true)"
    yield f"GRANT SELECT ON {held} TO {OWNER}, {AUDIT_OWNER}"
    if not how.unread:
        yield from _readable(table, how)
    if how.written is Written.COMMANDS:
        yield from _written_by_commands(table)
    elif how.written in _LANES:
        yield from _written_by_lane(table, _LANES[how.written])
    if how.audited:
        private = [one.name for one in METADATA.tables[table].columns if one.info.get("private")]
        key = next(iter(METADATA.tables[table].primary_key.columns)).name
        arguments = ", ".join(map(literal, (key, *private)))
        yield (
            f"CREATE TRIGGER zy_audit AFTER INSERT OR UPDATE OR DELETE ON {held} "
            f"FOR EACH ROW EXECUTE FUNCTION tandem_audit.note_row({arguments})"
        )
    if how.grows:
        yield (
            f"CREATE TRIGGER aa_grows BEFORE UPDATE OR DELETE ON {held} "
            "FOR EACH ROW EXECUTE FUNCTION tandem.only_grows()"
        )
        yield (
            f"CREATE TRIGGER aa_kept BEFORE TRUNCATE ON {held} FOR EACH STATEMENT EXECUTE FUNCTION tandem.only_grows()"
        )
    if how.author is not None:
        yield (
            f"CREATE TRIGGER ab_author BEFORE INSERT ON {held} FOR EACH ROW "
            f"EXECUTE FUNCTION tandem.guard_author({literal(how.author[0])}, {literal(how.author[1])})"
        )
    if how.signed:
        yield (
            f"CREATE TRIGGER ab_signed BEFORE INSERT OR UPDATE ON {held} FOR EACH ROW "
            f"EXECUTE FUNCTION tandem.guard_signature({', '.join(map(literal, how.signed))})"
        )
    if touches := _touches(table):
        yield (
            f"CREATE TRIGGER zz_change AFTER INSERT OR UPDATE OR DELETE ON {held} FOR EACH ROW "
            f"EXECUTE FUNCTION tandem.note_change({', '.join(map(literal, touches))})"
        )


def _readable(table: str, how: Protection) -> Iterator[str]:
    columns = f" ({', '.join(map(quoted, how.readable_columns))})" if how.readable_columns else ""
    if how.readable_with is None:
        yield f"GRANT SELECT{columns} ON {placed(table)} TO {EVERYBODY}"
        known = "((SELECT tandem.my_account()) IS NOT NULL)"
        yield f"CREATE POLICY reading ON {placed(table)} FOR SELECT TO {EVERYBODY} USING {known}"
        return
    # The others read no row rather than a refusal, so that one question serves every role.
    yield f"GRANT SELECT{columns} ON {placed(table)} TO {EVERYBODY}"
    yield (
        f"CREATE POLICY reading ON {placed(table)} FOR SELECT TO {EVERYBODY} "
        f"USING ((SELECT tandem.may({literal(how.readable_with.value)})))"
    )


def _written_by_commands(table: str) -> Iterator[str]:
    for action in ("insert", "update", "delete"):
        reached = [one for one in reaches() if one.table == table and one.action == action]
        roles = sorted({role_name(role) for one in reached for role in roles_with(COMMANDS[one.command])})
        lane = table == "counter"
        if not reached:
            continue
        check = f"(SELECT tandem.in_scope({literal(table)}, {literal(action)}))"
        if lane:  # the positions' lane counts its batches here
            feeds = f"(SELECT tandem.may({literal(Permission.FEED.value)}))"
            check = f"CASE WHEN series = 'positions' THEN {feeds} ELSE {check} END"
            roles = sorted({*roles, *(role_name(role) for role in roles_with(Permission.FEED))})
        named = {column for one in reached for column in one.columns}
        columns = sorted(named & set(METADATA.tables[table].columns.keys()))
        what = f"UPDATE ({', '.join(map(quoted, columns))})" if action == "update" else action.upper()
        yield f"GRANT {what} ON {placed(table)} TO {', '.join(roles)}"
        clause = {"insert": f"WITH CHECK ({check})", "delete": f"USING ({check})"}.get(
            action, f"USING ({check}) WITH CHECK ({check})"
        )
        yield f"CREATE POLICY commands_{action} ON {placed(table)} FOR {action.upper()} TO {EVERYBODY} {clause}"


def _written_by_lane(table: str, permission: Permission) -> Iterator[str]:
    roles = ", ".join(role_name(role) for role in roles_with(permission))
    may = f"(SELECT tandem.may({literal(permission.value)}))"
    yield f"GRANT INSERT, UPDATE{', DELETE' if table == 'lease' else ''} ON {placed(table)} TO {roles}"
    # A lease that never ended would silence every watcher, and no screen would say so.
    check = f"{may} AND expires_at < clock_timestamp() + interval '1 minute'" if table == "lease" else may
    yield f"CREATE POLICY lane ON {placed(table)} TO {EVERYBODY} USING ({may}) WITH CHECK ({check})"


def _touches(table: str) -> list[str]:
    row: Any = next(one.class_ for one in Base.registry.mappers if one.local_table.name == table)  # type: ignore[attr-defined]
    return [part for pair in row.touches for part in pair]
