"""How each table of a shared database is protected; a table that is missing here stops the tests."""

from dataclasses import dataclass
from enum import StrEnum

from console.domain.roles import Permission


class Written(StrEnum):
    """By what rows of a table come to be."""

    COMMANDS = "commands"  # within the scope of a command that was begun in the same transaction
    FEEDS = "feeds"  # the positions' lane
    LEASES = "leases"
    SERVER = "server"  # by the server's own functions only


@dataclass(frozen=True, slots=True)
class Protection:
    """Who writes and reads a table, and what of it the audit sees."""

    written: Written = Written.COMMANDS
    readable_with: Permission | None = None  # None: every role may read it
    readable_columns: tuple[str, ...] = ()  # empty: all of them
    audited: bool = True
    grows: bool = False  # rows are never changed and never removed
    author: tuple[str, str] | None = None  # the columns with the writer's account and name ("" for none)
    signed: tuple[str, ...] = ()  # columns with the name of whoever did something: nobody signs with another's
    unread: bool = False  # nobody reads it directly


PROTECTIONS: dict[str, Protection] = {
    "absence": Protection(readable_with=Permission.SEE_STAFFING),
    "account": Protection(
        Written.SERVER, readable_columns=("id", "name", "roles", "created_at", "login", "locked_at", "disabled_at")
    ),
    "assignment": Protection(signed=("radio_recorded_by",)),
    "audit": Protection(Written.SERVER, Permission.READ_AUDIT, audited=False),
    "audit_head": Protection(Written.SERVER, audited=False),
    "call": Protection(),
    "call_link": Protection(grows=True),
    "caller": Protection(readable_with=Permission.SEE_CALLER),
    "change_log": Protection(Written.SERVER, audited=False),
    "clinical_note": Protection(
        readable_with=Permission.READ_CLINICAL_NOTE,
        readable_columns=("id", "call_id", "author_id", "author", "written_at", "part2", "consent_id"),
        grows=True, author=("author_id", "author"),
    ),
    "command_done": Protection(Written.SERVER, audited=False, unread=True),
    "consent": Protection(readable_with=Permission.READ_CLINICAL_NOTE, author=("recorded_by_id", "recorded_by")),
    "contract": Protection(readable_with=Permission.SEE_STAFFING),
    "counter": Protection(audited=False),
    "emergency": Protection(signed=("cleared_by",)),
    "escalation": Protection(signed=("answered_by",)),
    "lease": Protection(Written.LEASES, audited=False),
    "note_opening": Protection(
        Written.SERVER, Permission.READ_AUDIT, grows=True,
        readable_columns=("id", "note_id", "account_id", "account", "at", "basis"),
    ),
    "pairing": Protection(),
    "pairing_member": Protection(),
    "partner": Protection(readable_with=Permission.SEE_STAFFING),
    "place": Protection(),
    "position": Protection(Written.FEEDS, audited=False),
    "program": Protection(),
    "provider": Protection(),
    "qualification": Protection(),
    "responder": Protection(),
    "roster": Protection(readable_with=Permission.SEE_STAFFING, signed=("published_by",)),
    "roster_team": Protection(readable_with=Permission.SEE_STAFFING),
    "setting": Protection(),
    "shift": Protection(),
    "shift_template": Protection(),
    "swap": Protection(readable_with=Permission.SEE_STAFFING, signed=("asked_by", "decided_by")),
    "timeline": Protection(audited=False, grows=True, author=("account_id", "who")),
    "unit": Protection(),
    "wish": Protection(readable_with=Permission.SEE_STAFFING),
    "zone": Protection(),
}  # fmt: skip
# What only the server itself reads, beside the mapped tables.
SERVER_TABLES = ("change_floor", "role_right", "command_right", "command_scope", "alembic_version")
AUDIT_TABLES = ("audit", "audit_head")
