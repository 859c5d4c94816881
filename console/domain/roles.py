"""Roles, permissions and the one table that binds them; the database and the screen both follow it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from console.domain.ids import AccountId, DeskId, ResponderId


class Role(StrEnum):
    """What a person may do; a person may hold several."""

    VIEWER = "viewer"
    DISPATCHER = "dispatcher"
    SUPERVISOR = "supervisor"
    CLINICIAN = "clinician"
    COORDINATOR = "coordinator"
    LEAD = "lead"
    ADMIN = "admin"

    @property
    def word(self) -> str:
        """The word on the screen."""
        return "Dispatch supervisor" if self is Role.SUPERVISOR else self.value.capitalize()


class Permission(StrEnum):
    """One kind of act."""

    SEE_CALLER = "see callers' names and numbers"
    TAKE_CALL = "take and edit calls"
    DISPATCH = "dispatch and report statuses"
    WRITE_NOTE = "write notes"
    CLEAR_CALL = "clear, cancel, reopen, merge and split calls"
    RAISE_LEVEL = "raise an urgency level"
    LOWER_LEVEL = "lower an urgency level"
    ANSWER_ESCALATION = "answer escalations"
    CLEAR_EMERGENCY = "clear an emergency"
    CREW_UNIT = "crew and split teams"
    OVERRIDE = "send a team against a recommendation"
    UNIT_DUTY = "log units on and off"
    EDIT_PROVIDER = "edit providers' beds"
    IMPORT_CALLS = "import calls"
    EDIT_SETTINGS = "edit settings"
    FEED = "feed positions and statuses"
    WATCH = "let escalations fire"
    SIGN_IN = "sign in"
    EDIT_ACCOUNTS = "edit accounts"
    READ_AUDIT = "read the audit"
    WRITE_CLINICAL_NOTE = "write clinical notes"
    READ_CLINICAL_NOTE = "read clinical notes"
    RECORD_CONSENT = "record consents"
    EMERGENCY_READ = "read a protected note in an emergency"
    SEE_STAFFING = "see contracts, absences and wishes"
    ADD_RESPONDER = "add people"
    EDIT_DIRECTORY = "edit people and their contracts"
    EDIT_ROSTER = "build and publish rosters"
    CHANGE_PUBLISHED = "change a published roster"


_DISPATCHER = frozenset(
    {
        Permission.SEE_CALLER,
        Permission.TAKE_CALL,
        Permission.DISPATCH,
        Permission.WRITE_NOTE,
        Permission.CLEAR_CALL,
        Permission.RAISE_LEVEL,
        Permission.UNIT_DUTY,
        Permission.EDIT_PROVIDER,
        Permission.WATCH,
        Permission.SIGN_IN,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.SIGN_IN}),
    Role.DISPATCHER: _DISPATCHER,
    Role.SUPERVISOR: _DISPATCHER
    | {
        Permission.LOWER_LEVEL,
        Permission.ANSWER_ESCALATION,
        Permission.CLEAR_EMERGENCY,
        Permission.CREW_UNIT,
        Permission.OVERRIDE,
        Permission.SEE_STAFFING,
        Permission.ADD_RESPONDER,
        Permission.CHANGE_PUBLISHED,
    },
    Role.CLINICIAN: frozenset(
        {
            Permission.SEE_CALLER,
            Permission.WRITE_NOTE,
            Permission.LOWER_LEVEL,
            Permission.SIGN_IN,
            Permission.WRITE_CLINICAL_NOTE,
            Permission.READ_CLINICAL_NOTE,
        }
    ),
    Role.COORDINATOR: frozenset(
        {
            Permission.IMPORT_CALLS,
            Permission.EDIT_PROVIDER,
            Permission.SIGN_IN,
            Permission.SEE_STAFFING,
            Permission.ADD_RESPONDER,
            Permission.EDIT_DIRECTORY,
            Permission.EDIT_ROSTER,
            Permission.CHANGE_PUBLISHED,
        }
    ),
    Role.LEAD: frozenset(
        {
            Permission.SEE_CALLER,
            Permission.SIGN_IN,
            Permission.READ_CLINICAL_NOTE,
            Permission.RECORD_CONSENT,
            Permission.EMERGENCY_READ,
        }
    ),
    Role.ADMIN: frozenset(
        {
            Permission.EDIT_SETTINGS,
            Permission.FEED,
            Permission.WATCH,
            Permission.SIGN_IN,
            Permission.EDIT_ACCOUNTS,
            Permission.READ_AUDIT,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which roles, from which desk."""

    account_id: AccountId
    name: str
    roles: frozenset[Role]
    desk_id: DeskId
    responder_id: ResponderId | None = None

    def may(self, permission: Permission) -> bool:
        """Whether one of the actor's roles holds the permission."""
        return any(permission in PERMISSIONS[role] for role in self.roles)

    @property
    def title(self) -> str:
        """The weightiest role, for the top bar."""
        order = list(Role)
        weightiest = max(self.roles, key=order.index, default=Role.VIEWER)
        return (Role.SUPERVISOR if Role.SUPERVISOR in self.roles else weightiest).word


def roles_with(permission: Permission) -> list[Role]:
    """The roles that hold a permission, for the sentence that says who could do it."""
    return [role for role in Role if permission in PERMISSIONS[role]]


def role_words(roles: Iterable[Role]) -> str:
    """Roles as "a dispatcher, dispatch supervisor or clinician"; an admin has another article."""
    words = [role.word.lower() for role in roles]
    words[0] = f"{'an' if words[0][0] in 'aeiou' else 'a'} {words[0]}"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def role_list(roles: Iterable[Role]) -> str:
    """The roles that somebody holds, as the screen names them: "Dispatcher, Lead"."""
    order = list(Role)
    return ", ".join(role.word for role in sorted(roles, key=order.index))
