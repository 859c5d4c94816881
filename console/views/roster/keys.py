"""The roster's own keys: heard by its workspace alone, so that they may mean something else beside a call."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from console.domain.roles import Permission

if TYPE_CHECKING:
    from console.views.roster.workspace import RosterWorkspace

_SEE, _CHANGE, _PLAN = Permission.SEE_STAFFING, Permission.CHANGE_PUBLISHED, Permission.EDIT_ROSTER


class Key(NamedTuple):
    """Words, key, who may, what it does."""

    text: str
    keys: str
    permission: Permission
    wish: "Callable[[RosterWorkspace], object]"


KEYS = (
    Key("Begin a draft", "Ctrl+N", _PLAN, lambda one: one.asks.new_draft()),
    Key("Shifts that rosters are made of", "Ctrl+Shift+S", _PLAN, lambda one: one.asks.edit_shifts()),
    Key("Rules that rosters are checked and built by", "Ctrl+Shift+G", _SEE, lambda one: one.asks.show_rules()),
    Key("Clear the seat under the cursor", "Del", _CHANGE, lambda one: one.wishes.clear()),
    Key("Why is this seat open, why these two", "Ctrl+E", _SEE, lambda one: one.mending.why()),
    Key("Sick call: who covers it", "Ctrl+I", _CHANGE, lambda one: one.mending.sick()),
    Key("Copy a team", "Ctrl+C", _CHANGE, lambda one: one.wishes.copy()),
    Key("Paste a team", "Ctrl+V", _CHANGE, lambda one: one.wishes.paste()),
    Key("Copy the day before", "Ctrl+D", _CHANGE, lambda one: one.wishes.repeat_day()),
    Key("Copy the week before", "Ctrl+Shift+D", _CHANGE, lambda one: one.wishes.repeat_week()),
    Key("Fill somebody's weeks from a pattern", "Ctrl+Shift+F", _CHANGE, lambda one: one.asks.fill_pattern()),
    Key("Seats: a third person, by telephone, shared", "Ctrl+Shift+T", _CHANGE, lambda one: one.asks.seats()),
    Key("Take back", "Ctrl+Z", _CHANGE, lambda one: one.wishes.undo()),
    Key("Do again", "Ctrl+Y", _CHANGE, lambda one: one.wishes.redo()),
    Key("Enter a request for this seat", "Ctrl+Shift+A", _CHANGE, lambda one: one.asks.enter_request()),
    Key("Requests: decide them", "Ctrl+Shift+R", _SEE, lambda one: one.asks.show_requests()),
    Key("Compare with another roster, or stop", "Ctrl+Shift+V", _SEE, lambda one: one.compared.begin()),
    Key("Tonight: who is in, and in which unit", "Ctrl+T", _SEE, lambda one: one.asks.show_tonight()),
    Key("Next week", "Ctrl+PgDown", _SEE, lambda one: one.step_week(1)),
    Key("Week before", "Ctrl+PgUp", _SEE, lambda one: one.step_week(-1)),
    Key("Build the draft, or stop", "Ctrl+B", _PLAN, lambda one: one.builder.begin()),
    Key("Print the shown days, or save them as PDF", "Ctrl+P", _SEE, lambda one: one.asks.print_days()),
    Key("Save somebody's shifts as a calendar file", "", _SEE, lambda one: one.asks.save_calendar()),
    Key("Publish the draft", "Ctrl+Shift+Return", _PLAN, lambda one: one.wishes.publish()),
    Key("Put the draft away", "", _PLAN, lambda one: one.wishes.drop_draft()),
)
