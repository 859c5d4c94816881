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
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset(),
    Role.DISPATCHER: _DISPATCHER,
    Role.SUPERVISOR: _DISPATCHER
    | {
        Permission.LOWER_LEVEL,
        Permission.ANSWER_ESCALATION,
        Permission.CLEAR_EMERGENCY,
        Permission.CREW_UNIT,
        Permission.OVERRIDE,
    },
    Role.CLINICIAN: frozenset({Permission.SEE_CALLER, Permission.WRITE_NOTE, Permission.LOWER_LEVEL}),
    Role.COORDINATOR: frozenset({Permission.IMPORT_CALLS, Permission.EDIT_PROVIDER}),
    Role.LEAD: frozenset({Permission.SEE_CALLER}),
    Role.ADMIN: frozenset({Permission.EDIT_SETTINGS, Permission.FEED}),
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
