"""The operator's wishes on calls and units: run the command, ask what it must ask, say what happened."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from console.commands.dispatch import (
    DoubleAssignment,
    Taking,
    dispatch_units,
    make_primary,
    report_status,
    undo_dispatch,
)
from console.commands.duty import check_in, clear_emergency, log_off, log_on, set_availability
from console.desk.desk import Desk
from console.domain.assignments import AssignmentStatus
from console.domain.ids import AssignmentId, CallId, UnitId
from console.domain.roles import Permission, role_words, roles_with
from console.domain.units import Availability
from console.errors import TandemError
from console.snapshots.calls import CallSnapshot
from console.snapshots.units import UnitSnapshot
from console.ui.ask import ask_choice, ask_reason
from console.ui.notices import Notices
from console.views.operations.call_wishes import CallWishes

# The units that would not be recommended for a call, each with the reasons.
Against = Callable[[CallSnapshot, Sequence[UnitSnapshot]], Sequence[tuple[UnitSnapshot, Sequence[str]]]]


class Wishes(CallWishes):
    """One door for every screen part that wants something done in Operations."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__(desk, notices, window)
        self._last_dispatch: tuple[AssignmentId, ...] = ()
        self.against: Against = lambda _call, _units: []

    # Dispatching

    def dispatch(self, call_id: CallId, unit_ids: Sequence[UnitId], shown: CallSnapshot | None = None) -> None:
        """Send units; one that would not be recommended needs a reason and who may override, one on a call asks once.

        `shown` is the call as a screen shows it: one that was taken a moment ago may not have reached the store.
        """
        units = [unit for unit in map(self._store.units.get, unit_ids) if unit is not None]
        call = self._store.calls.get(call_id) or shown
        if not units or call is None:
            return
        told = self.against(call, units)
        if not told or not self._desk.may(Permission.DISPATCH):
            self._send(call, units, Taking.ASK, None)
            return
        names = ", ".join(f"{unit.call_sign} ({'; '.join(reasons)})" for unit, reasons in told)
        if not self._desk.may(Permission.OVERRIDE):
            who = role_words(roles_with(Permission.OVERRIDE))
            self._refused(f"Not recommended: {names}. To send it all the same, ask {who}.")
            return
        ask_reason(
            self._window, f"Send {names}?", "This is against the recommendation. Your reason stays in the timeline.",
            "Dispatch", lambda why: self._send(call, units, Taking.ASK, why),
            suggestions=("Nobody else free", "Nearest by far", "Officer will stage"),
        )  # fmt: skip

    def _send(self, call: CallSnapshot, units: Sequence[UnitSnapshot], taking: Taking, override: str | None) -> None:
        signs = ", ".join(unit.call_sign for unit in units)
        errand = self._desk.run(dispatch_units, call.id, [unit.id for unit in units], taking, override)
        errand.then(lambda made: self._dispatched(signs, call, tuple(made or ())))

        def refused(fault: TandemError) -> None:
            if isinstance(fault, DoubleAssignment):
                self._ask_about_taking(str(fault), call, units, override)
            else:
                self._refused(str(fault))

        errand.otherwise(refused)

    def _ask_about_taking(
        self, sentence: str, call: CallSnapshot, units: Sequence[UnitSnapshot], override: str | None
    ) -> None:
        ask_choice(
            self._window, sentence, f"{call.number} is level {call.level.value} {call.level.word.lower()}.",
            (
                (f"Take it from there, to {call.number}", lambda: self._send(call, units, Taking.DIVERT, override)),
                (f"Keep both: {call.number} comes after", lambda: self._send(call, units, Taking.STACK, override)),
            ),
        )  # fmt: skip

    def _dispatched(self, signs: str, call: CallSnapshot, made: tuple[AssignmentId, ...]) -> None:
        if not made:
            self._done(f"{signs} is on {call.number} already.")
            return
        self._last_dispatch = made
        text = f"{signs} dispatched to {call.number}"
        self.said(text, False)
        self._notices.with_act(text, "Undo (Ctrl+Z)", self.undo_last_dispatch)

    def undo_last_dispatch(self) -> None:
        """Take the last dispatch of this desk back, within ten seconds and before it is acknowledged."""
        made, self._last_dispatch = self._last_dispatch, ()
        if not made:
            self._refused("There is no dispatch to undo.")
        for assignment_id in made:
            self._show(self._desk.run(undo_dispatch, assignment_id), "Dispatch undone")

    def status(
        self, unit_ids: Sequence[UnitId], status: AssignmentStatus | Availability, call_id: CallId | None = None
    ) -> None:
        """Report a status for units; recorded as heard by radio."""
        for unit in filter(None, map(self._store.units.get, unit_ids)):
            said = f"{unit.call_sign} {status.word.lower()}"
            if isinstance(status, AssignmentStatus):
                self._show(self._desk.run(report_status, unit.id, status, call_id, by_radio=True), said)
            else:
                self._show(self._desk.run(set_availability, unit.id, status), said)

    def make_primary(self, call_id: CallId, unit_id: UnitId) -> None:
        """Make a unit the primary one of a call."""
        self._show(self._desk.run(make_primary, call_id, unit_id), f"{self._sign(unit_id)} is primary")

    def check_in(self, unit_ids: Sequence[UnitId]) -> None:
        """Note that units were heard and are safe."""
        for unit_id in unit_ids:
            self._show(self._desk.run(check_in, unit_id), f"{self._sign(unit_id)} checked in")

    def log_on(self, unit_ids: Sequence[UnitId]) -> None:
        """Put units on duty."""
        for unit_id in unit_ids:
            self._show(self._desk.run(log_on, unit_id), f"{self._sign(unit_id)} logged on")

    def log_off(self, unit_ids: Sequence[UnitId]) -> None:
        """Take units off duty."""
        for unit_id in unit_ids:
            self._show(self._desk.run(log_off, unit_id), f"{self._sign(unit_id)} logged off")

    def emergency(self, unit_id: UnitId) -> None:
        """Record an emergency at once; nothing is asked before. One that is not sent stands across the window."""
        sign = self._sign(unit_id)

        def refused(fault: TandemError) -> None:
            if any(one.unit_id == unit_id for one in self._desk.emergencies.unsent):
                self.said(f"EMERGENCY of {sign} NOT SENT: use the radio.", True)
            else:
                self._refused(str(fault))

        errand = self._desk.emergencies.press(unit_id)
        errand.then(lambda _none: self._done(f"EMERGENCY {sign} recorded")).otherwise(refused)

    def clear_emergency(self, unit_id: UnitId) -> None:
        """End the emergency that stands now with a note; one that is raised meanwhile stays."""
        sign, unit = self._sign(unit_id), self._store.units.get(unit_id)
        if unit is None or unit.emergency_id is None:
            self._refused(f"{sign} has no emergency.")
            return
        seen = unit.emergency_id
        ask_reason(
            self._window, f"Clear the emergency of {sign}?", "Say how it ended. It stays red until then.", "Clear it",
            lambda note: self._show(
                self._desk.run(clear_emergency, unit_id, seen, note), f"Emergency of {sign} cleared"
            ),
            suggestions=("Heard by radio, safe", "Pressed by accident"),
        )  # fmt: skip
