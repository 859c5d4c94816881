"""What things are called in a shared database, and how names and texts are written into statements."""

from console.db.postgres.protection import AUDIT_TABLES
from console.domain.roles import Role

OWNER, AUDIT_OWNER, EVERYBODY = "tandem_owner", "tandem_auditor", "tandem_desk"


def role_name(role: Role) -> str:
    """The group role of a role."""
    return f"tandem_{role.value}"


def placed(table: str) -> str:
    """A table with its schema."""
    return f"{'tandem_audit' if table in AUDIT_TABLES else 'tandem'}.{quoted(table)}"


def owner_of(table: str) -> str:
    """The role that owns a table and that nobody can log in as."""
    return AUDIT_OWNER if table in AUDIT_TABLES else OWNER


def quoted(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a constant."""
    return "'" + text.replace("'", "''") + "'"
