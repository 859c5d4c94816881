"""The audit in an administrator's words: what was done to what, from what to what."""

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from console.commands.told_values import told_value
from console.domain.roles import Role
from console.snapshots.audit import AuditSnapshot

# What the names themselves do not say plainly; every other name is said as it is written.
_COMMANDS = {
    "note_session": "session of a desk",
    "record_attempt": "try to sign in",
    "note_exported": "pass on clinical note",
    "note_export": "export of the audit",
    "purge_audit": "let go of old audit",
    "set_pace": "speed of the training clock",
    "record_firings": "escalation fires",
    "crew_unit": "crew a unit",
    "split_team": "split a team",
    "split_riding": "split a team of the roster",
    "take_as_base": "let a draft replace the roster in force",
    "report_status": "status of a unit",
    "set_beds": "free beds",
    "set_lock_rule": "lock rule",
    "found_program": "begin a program",
    "set_up_program": "set up the demo",
    "amend_call": "edit call",
}
_TABLES = {
    "assignment": "run", "pairing_member": "member of a team", "pairing": "team", "call_link": "link of calls",
    "note_opening": "opening of a note", "place": "gazetteer",
}  # fmt: skip
ACTIONS = {
    "insert": "added", "update": "changed", "delete": "removed", "sign_in": "signed in", "sign_out": "signed out",
    "lock": "screen locked", "unlock": "screen unlocked", "takeover": "desk taken over", "refused": "refused",
    "export": "left the program", "import": "imported", "purge": "let go",
}  # fmt: skip


def moment(at: datetime, zone: ZoneInfo | None) -> str:
    """Date and time to the hundredth of a second, in the agency's zone."""
    local = at.astimezone(zone)
    return f"{local:%Y-%m-%d %H:%M:%S}.{local.microsecond // 10_000:02}"


def command_words(name: str) -> str:
    """What was done."""
    return _COMMANDS.get(name, name.replace("_", " "))


def table_words(name: str) -> str:
    """What kind of thing it was done to."""
    return _TABLES.get(name, name.replace("_", " "))


def short(key: object) -> str:
    """The end of an id, which differs from id to id; anything else as it is."""
    try:
        return UUID(str(key)).hex[-6:]
    except ValueError:
        return str(key)


def roles_of(entry: AuditSnapshot) -> str:
    """The roles in which it was done."""
    known = [role.word for role in Role if role.value in entry.roles]
    return ", ".join([*known, *(one for one in entry.roles if one not in list(Role))])


def what(entry: AuditSnapshot) -> str:
    """Kind and row in one cell."""
    return f"{table_words(entry.table)} {entry.name or short(entry.row)} {ACTIONS.get(entry.action, entry.action)}"


def changes(entry: AuditSnapshot, zone: ZoneInfo | None) -> list[tuple[str, str, str]]:
    """Each column with what it was and what it became, in words."""
    names = dict.fromkeys([*entry.before, *entry.after])
    told = zone or ZoneInfo("UTC")
    return [
        (
            name.replace("_", " "),
            _told(name, entry.before[name], told) if name in entry.before else "",
            _told(name, entry.after[name], told) if name in entry.after else "",
        )
        for name in names
    ]


def in_one_line(entry: AuditSnapshot, zone: ZoneInfo | None) -> str:
    """What changed, from what to what."""
    parts = []
    for name, was, became in changes(entry, zone):
        if name in ("id", "version") or (not entry.before and became == "none"):
            continue
        before, after = short(was), short(became)
        parts.append(f"{name}: {before} → {after}" if before and after else f"{name}: {before or after}")
    return ", ".join(parts)


def _told(name: str, value: object, zone: ZoneInfo) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key.replace('_', ' ')}: {told_value(key, one, zone)}" for key, one in value.items())
    if name.endswith(("_at", "_since", "_epoch")) and isinstance(value, str):
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            return value
        return f"{(at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(zone):%Y-%m-%d %H:%M:%S}"
    return told_value(name, value, zone)
