"""What can be done in Operations, with its keys; the palette and the F1 page read it from here."""

from collections.abc import Callable, Sequence
from functools import partial

from console.domain.assignments import AssignmentStatus
from console.domain.ids import UnitId
from console.domain.roles import Permission
from console.domain.units import Availability
from console.ui.actions import Action, Actions
from console.views.operations.workspace import Operations

STATUS_KEYS: tuple[tuple[str, AssignmentStatus], ...] = (
    ("Alt+1", AssignmentStatus.ACKNOWLEDGED),
    ("Alt+2", AssignmentStatus.EN_ROUTE),
    ("Alt+3", AssignmentStatus.STAGING),
    ("Alt+4", AssignmentStatus.ON_SCENE),
    ("Alt+5", AssignmentStatus.TRANSPORTING),
    ("Alt+6", AssignmentStatus.AT_FACILITY),
    ("Alt+7", AssignmentStatus.CLEARED),
)


def register(actions: Actions, at: Operations) -> None:
    """Add everything that Operations can do."""
    _calls(actions, at)
    _units(actions, at)
    _moving(actions, at)
    _clinical(actions, at)


def _calls(actions: Actions, at: Operations) -> None:
    chosen = at.selection
    group = "Calls"

    def raised() -> None:
        if chosen.call_id is not None:
            at.wishes.raise_one(chosen.call_id)

    def lowered() -> None:
        if chosen.call_id is not None:
            at.wishes.lower(chosen.call_id)

    for text, wish, keys, permission, in_text in (
        ("New call", at.taking.start_new_call, "F2", Permission.TAKE_CALL, True),
        ("Edit the chosen call", at.taking.edit_call, "Ctrl+E", Permission.TAKE_CALL, True),
        ("Raise the level of the chosen call", raised, "Ctrl+Up", Permission.RAISE_LEVEL, False),
        ("Lower the level of the chosen call", lowered, "Ctrl+Down", Permission.LOWER_LEVEL, False),
        ("Clear the chosen call", at.clear_chosen, "Ctrl+Shift+C", Permission.CLEAR_CALL, True),
        ("Note on the chosen call", at.focus_note, "Ctrl+N", Permission.WRITE_NOTE, True),
        ("Recommended teams: Enter dispatches", at.focus_teams, "F6", Permission.DISPATCH, True),
        ("Undo the last dispatch (10 seconds)", at.wishes.undo_last_dispatch, "Ctrl+Z", Permission.DISPATCH, False),
        ("Oldest escalation: answer it", at.answer_next, "F7", Permission.ANSWER_ESCALATION, True),
        ("Merge, split, link, cancel, print the chosen call", at.open_call_menu, "Ctrl+.", None, True),
        ("Search calls, closed ones too", lambda: at.search_requested.emit(""), "Ctrl+F", None, True),
    ):
        actions.add(Action(group, text, wish, keys, permission, in_text))


def _units(actions: Actions, at: Operations) -> None:
    group = "Units"
    for keys, status in STATUS_KEYS:
        word = "clear from its call" if status is AssignmentStatus.CLEARED else status.word.lower()
        wish = _status_wish(at, status)
        actions.add(Action(group, f"Chosen unit: {word}", wish, keys, Permission.DISPATCH))
    for keys, availability in (("Alt+8", Availability.AVAILABLE), ("Alt+9", Availability.BREAK)):
        text = f"Chosen unit: {availability.word.lower()}"
        actions.add(Action(group, text, _status_wish(at, availability), keys, Permission.UNIT_DUTY))
    for text, do, keys in (
        ("Chosen unit: checked in, safe", at.wishes.check_in, "Alt+I"),
        ("Chosen unit: log on", at.wishes.log_on, ""),
        ("Chosen unit: log off", at.wishes.log_off, ""),
    ):
        actions.add(Action(group, text, _for_chosen(at, do), keys, Permission.DISPATCH))
    actions.add(Action(group, "Chosen unit: EMERGENCY", at.units.emergency, "Ctrl+Shift+E", Permission.DISPATCH))
    actions.add(
        Action(group, "Clear the emergency", at.units.clear_emergency, "Ctrl+Shift+L", Permission.CLEAR_EMERGENCY)
    )


def _status_wish(at: Operations, status: AssignmentStatus | Availability) -> Callable[[], None]:
    return lambda: at.units.status(status)


def _for_chosen(at: Operations, do: Callable[[Sequence[UnitId]], None]) -> Callable[[], None]:
    return lambda: at.units.each(do)


def _moving(actions: Actions, at: Operations) -> None:
    group = "Moving around"
    # Keys that mean something else in a list or a text belong to this workspace alone; others bring it to the front.
    for text, step, keys in (("Next call", 1, "Alt+Down"), ("Previous call", -1, "Alt+Up")):
        actions.add(Action(group, text, partial(at.calls.step, step), keys, there=at.isVisible))
    actions.add(Action(group, "Unlock the map's view", at.unlock_map, "L", in_text=False, there=at.isVisible))
    for text, wish, keys, in_text in (
        ("Open calls", at.calls.view.setFocus, "F4", True),
        ("Units", at.board.view.setFocus, "F3", True),
        ("Order of the call list", at.calls.next_order, "Ctrl+O", True),
        ("Show the chosen call or unit on the map", at.show_on_map, "Ctrl+L", True),
        ("Map: layers", partial(at.fold_map_panel, "map-layers"), "", True),
        ("Map: legend", partial(at.fold_map_panel, "map-legend-box"), "", True),
        ("Units off duty: show or hide", at.board.toggle_off_duty, "Ctrl+Shift+U", True),
    ):
        actions.add(Action(group, text, wish, keys, None, in_text))


def _clinical(actions: Actions, at: Operations) -> None:
    for text, wish, keys, permission in (
        ("Clinical notes of the chosen call", at.clinical.open, "Ctrl+Shift+N", Permission.READ_CLINICAL_NOTE),
        ("Write a clinical note on the chosen call", at.clinical.write, "Ctrl+Shift+W", Permission.WRITE_CLINICAL_NOTE),
        ("Record a consent for the chosen call", at.clinical.record_consent, "", Permission.RECORD_CONSENT),
    ):
        actions.add(Action("Clinical", text, wish, keys, permission))
