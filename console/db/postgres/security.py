"""Everything that keeps a shared database safe, as statements that can be run again and again."""

from collections.abc import Iterator
from pathlib import Path

from console.db.postgres.names import AUDIT_OWNER, EVERYBODY, OWNER, literal, owner_of, placed, quoted, role_name
from console.db.postgres.protection import AUDIT_TABLES, PROTECTIONS, SERVER_TABLES
from console.db.postgres.scopes import reaches
from console.db.postgres.table_rights import protected
from console.domain.rights import COMMANDS
from console.domain.roles import PERMISSIONS, Role, role_words, roles_with

_HERE = Path(__file__).parent


def role_statements(database: str) -> Iterator[str]:
    """The roles that own and the roles that people are members of; none of them can log in."""
    for name in (OWNER, AUDIT_OWNER, EVERYBODY, *map(role_name, Role)):
        yield (
            f"DO $$ BEGIN CREATE ROLE {name} NOLOGIN; "
            "EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
        )
    for role in Role:
        yield f"GRANT {EVERYBODY} TO {role_name(role)}"
    yield f"GRANT {OWNER}, {AUDIT_OWNER} TO CURRENT_USER"
    yield f"REVOKE ALL ON DATABASE {quoted(database)} FROM PUBLIC"
    yield f"GRANT CONNECT ON DATABASE {quoted(database)} TO {EVERYBODY}"
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    yield "CREATE SCHEMA IF NOT EXISTS tandem"
    yield "CREATE SCHEMA IF NOT EXISTS tandem_audit"


def statements() -> Iterator[str]:
    """After the migrations: owners, functions, the tables of rights, and each table's protection."""
    for table in AUDIT_TABLES:
        yield (
            f"DO $$ BEGIN IF to_regclass('tandem.{table}') IS NOT NULL THEN "
            f"ALTER TABLE tandem.{table} SET SCHEMA tandem_audit; END IF; END $$"
        )
    yield f"ALTER SCHEMA tandem OWNER TO {OWNER}"
    yield f"ALTER SCHEMA tandem_audit OWNER TO {AUDIT_OWNER}"
    for table in (*PROTECTIONS, *SERVER_TABLES):
        yield f"ALTER TABLE {placed(table)} OWNER TO {owner_of(table)}"
    yield f"GRANT USAGE ON SCHEMA tandem TO {EVERYBODY}, {AUDIT_OWNER}"
    yield f"GRANT USAGE ON SCHEMA tandem_audit TO {EVERYBODY}, {OWNER}"
    yield from _dropped_functions()
    for name in ("functions.sql", "notes.sql", "accounts.sql"):
        yield (_HERE / name).read_text("utf-8")
    yield from _function_rights()
    yield from _tables_of_rights()
    for table, protection in PROTECTIONS.items():
        yield from protected(table, protection)
    for table in SERVER_TABLES:
        yield f"REVOKE ALL ON {placed(table)} FROM PUBLIC, {EVERYBODY}"
    yield f"GRANT SELECT ON tandem.alembic_version, tandem.change_floor TO {EVERYBODY}"
    yield f"GRANT SELECT ON tandem.command_scope TO {AUDIT_OWNER}"
    yield from _audit_guards()
    # After a restore into another cluster the transactions of the old one mean nothing, or somebody else's.
    yield "UPDATE tandem.command_done SET xid = NULL WHERE xid > pg_current_xact_id()"
    yield "DELETE FROM tandem.change_log WHERE xid > pg_current_xact_id()"
    yield "UPDATE tandem.change_floor SET xid = pg_current_xact_id() WHERE xid > pg_current_xact_id()"


def _dropped_functions() -> Iterator[str]:
    # A function whose result changed cannot be replaced; triggers and policies that hold them are made anew below.
    yield """DO $$ DECLARE one record; BEGIN
        FOR one IN SELECT polname, polrelid::regclass AS held
                     FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid
                    WHERE c.relnamespace IN ('tandem'::regnamespace, 'tandem_audit'::regnamespace)
        LOOP EXECUTE format('DROP POLICY %I ON %s', one.polname, one.held); END LOOP;
        FOR one IN SELECT tgname, tgrelid::regclass AS held
                     FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
                    WHERE NOT t.tgisinternal
                      AND c.relnamespace IN ('tandem'::regnamespace, 'tandem_audit'::regnamespace)
        LOOP EXECUTE format('DROP TRIGGER %I ON %s', one.tgname, one.held); END LOOP;
        FOR one IN SELECT p.oid::regprocedure AS held FROM pg_proc AS p
                    WHERE p.pronamespace IN ('tandem'::regnamespace, 'tandem_audit'::regnamespace)
        LOOP EXECUTE format('DROP FUNCTION %s CASCADE', one.held); END LOOP;
    END $$"""


# What a desk may call; every other function is the server's own.
CALLED_BY_DESKS = (
    "tandem.who_am_i()", "tandem.my_roles()", "tandem.may(text)", "tandem.my_account()",
    "tandem.begin_command(uuid,text,uuid,text)", "tandem.in_scope(text,text)", "tandem.last_edits(text,text,int)",
    "tandem.note_fact(text,text,text,jsonb)", "tandem.note_change_of(text)", "tandem.purge_changes(interval)",
    "tandem.purge_audit(timestamptz)", "tandem.open_note(uuid,uuid,text,text)", "tandem.read_note(uuid)",
    "tandem.opening_basis(uuid)", "tandem.leaving_basis(uuid,uuid)",
    "tandem.add_account(uuid,text,text,text[],text)",
    "tandem.set_roles(uuid,text[])", "tandem.disable_account(uuid)", "tandem.enable_account(uuid)",
)  # fmt: skip


def _function_rights() -> Iterator[str]:
    yield "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA tandem, tandem_audit FROM PUBLIC"
    yield f"""DO $$ DECLARE one record; BEGIN
        FOR one IN SELECT p.oid::regprocedure AS held, p.pronamespace = 'tandem_audit'::regnamespace AS is_audit
                     FROM pg_proc AS p WHERE p.pronamespace IN ('tandem'::regnamespace, 'tandem_audit'::regnamespace)
        LOOP EXECUTE format('ALTER FUNCTION %s OWNER TO %s', one.held, CASE WHEN one.is_audit THEN '{AUDIT_OWNER}' ELSE '{OWNER}' END);
        END LOOP; END $$"""  # noqa: E501
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA tandem_audit TO {OWNER}"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA tandem TO {AUDIT_OWNER}"
    for function in CALLED_BY_DESKS:
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {EVERYBODY}"
    # Accounts are logins: only whoever owns the roles can make them, so these run as the login that set this up.
    by_key = ("disable_account(uuid)", "enable_account(uuid)")
    own = ("add_account(uuid,text,text,text[],text)", "set_roles(uuid,text[])", *by_key)
    for function in own:
        yield f"ALTER FUNCTION tandem.{function} OWNER TO CURRENT_USER"


def _tables_of_rights() -> Iterator[str]:
    yield "DELETE FROM tandem.role_right"
    yield "DELETE FROM tandem.command_right"
    yield "DELETE FROM tandem.command_scope"
    pairs = [(role, one) for role in Role for one in sorted(PERMISSIONS[role])]
    yield "INSERT INTO tandem.role_right VALUES " + ", ".join(
        f"({literal(role.value)}, {literal(one.value)})" for role, one in pairs
    )
    yield "INSERT INTO tandem.command_right VALUES " + ", ".join(
        f"({literal(name)}, {literal(one.value)}, {literal(role_words(roles_with(one)))})"
        for name, one in COMMANDS.items()
    )
    yield "INSERT INTO tandem.command_scope VALUES " + ", ".join(
        f"({literal(one.command)}, {literal(one.table)}, {literal(one.action)}, "
        f"ARRAY[{', '.join(map(literal, one.columns))}]::text[])"
        for one in reaches()
    )


def _audit_guards() -> Iterator[str]:
    held = placed("audit")
    yield (
        f"CREATE CONSTRAINT TRIGGER close_chain AFTER INSERT ON {held} DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION tandem_audit.close_chain()"
    )
    yield (
        f"CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {held} "
        "FOR EACH ROW EXECUTE FUNCTION tandem_audit.only_grows()"
    )
    yield (
        f"CREATE TRIGGER kept BEFORE TRUNCATE ON {held} FOR EACH STATEMENT EXECUTE FUNCTION tandem_audit.only_grows()"
    )
    yield (
        "CREATE TRIGGER ac_level BEFORE UPDATE OF level ON tandem.call FOR EACH ROW "
        "EXECUTE FUNCTION tandem.guard_level()"
    )
    yield (
        "CREATE TRIGGER ac_consent BEFORE UPDATE ON tandem.consent FOR EACH ROW "
        "EXECUTE FUNCTION tandem.guard_consent()"
    )
    yield (
        "CREATE TRIGGER ac_new_consent BEFORE INSERT ON tandem.consent FOR EACH ROW "
        "EXECUTE FUNCTION tandem.guard_new_consent()"
    )
    yield (
        "CREATE TRIGGER ac_number BEFORE UPDATE ON tandem.counter FOR EACH ROW EXECUTE FUNCTION tandem.guard_number()"
    )
