"""The operator's wishes on calls: levels, notes, closing, merging; each says what happened or why not."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from console.commands.escalations import answer_escalation
from console.commands.places import set_beds
from console.commands.settle_calls import add_note, cancel_call, link_calls, lower_level, merge_call, reopen_call
from console.commands.take_calls import raise_level, reserve_unit
from console.desk.desk import Desk
from console.desk.errand import Errand
from console.domain.ids import CallId, EscalationId, ProviderId, UnitId, new_uuid
from console.domain.roles import Permission
from console.domain.urgency import Urgency
from console.snapshots.calls import CallSnapshot
from console.ui.ask import ask_reason
from console.ui.notices import Notices

R = TypeVar("R")


class CallWishes(QObject):
    """Wishes on calls, and the one place that says what became of a wish."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._store = desk, desk.store
        self._notices, self._window = notices, window
        self.said: Callable[[str, bool], object] = lambda _text, _refused: None

    def reserve(self, call_id: CallId, unit_id: UnitId | None) -> None:
        """Keep a unit for a scheduled visit, or let it go."""
        call = self._store.calls.get(call_id)
        if call is not None:
            said = f"{self._sign(unit_id)} reserved for {call.number}" if unit_id else "Reservation withdrawn"
            self._show(self._desk.run(reserve_unit, call_id, call.version, unit_id), said)

    def raise_one(self, call_id: CallId, to: Urgency | None = None) -> None:
        """Raise the level by one, or to a level."""
        call = self._store.calls.get(call_id)
        if call is None or not call.is_open:
            return
        if call.level is Urgency.EMERGENT:
            self._refused(f"{call.number} is level 4 already, the highest.")
            return
        target = to or Urgency(call.level + 1)
        if target <= call.level:
            self._refused(f"{call.number} is level {call.level.value}. To lower it, use Ctrl+Down.")
            return
        self._show(self._desk.run(raise_level, call.id, target), f"{call.number} raised to level {target.value}")

    def lower(self, call_id: CallId, to: Urgency | None = None, reason: str | None = None) -> None:
        """Lower the level by one, or to a level, with a reason."""
        call = self._store.calls.get(call_id)
        if call is None or not call.is_open:
            return
        if not self._desk.may(Permission.LOWER_LEVEL):
            self._refused("Lowering a level needs a clinician or a dispatch supervisor.")
            return
        if call.level is Urgency.ROUTINE:
            self._refused(f"{call.number} is level 1 already, the lowest.")
            return
        target = to or Urgency(call.level - 1)

        def lower(why: str) -> None:
            self._show(
                self._desk.run(lower_level, call.id, call.version, target, why),
                f"{call.number} lowered to level {target.value}",
            )

        if reason:
            lower(reason)
            return
        ask_reason(
            self._window, f"Lower {call.number} to level {target.value} {target.word.lower()}?",
            "Say what you know now that makes it less urgent.", "Lower", lower,
            suggestions=("Person is calm, no plan", "Team on scene reports no danger", "Taken with a wrong level"),
        )  # fmt: skip

    def note(self, call_id: CallId, text: str, key: UUID | None = None) -> Errand[None]:
        """Add a note; under a key it is added once. The answer tells when the field may be emptied."""
        errand = self._desk.run_once(key or new_uuid(), add_note, call_id, text)
        self._show(errand, "Note added")
        return errand

    def cancel(self, call_id: CallId) -> None:
        """Cancel a call with a reason."""
        call = self._store.calls.get(call_id)
        if call is not None:
            ask_reason(
                self._window, f"Cancel {call.number}?", "Its units are released. The reason stays in the timeline.",
                "Cancel the call",
                lambda why: self._show(
                    self._desk.run(cancel_call, call_id, call.version, why), f"{call.number} cancelled"
                ),
                suggestions=("Caller called back, no help needed", "Taken by mistake"),
            )  # fmt: skip

    def reopen(self, call_id: CallId, number: str) -> None:
        """Open a closed call again with a reason."""
        ask_reason(
            self._window, f"Reopen {number}?", "It waits from now on, and is on every desk again.", "Reopen",
            lambda why: self._show(self._desk.run(reopen_call, call_id, why), f"{number} reopened"),
            suggestions=("Person called again", "Closed by mistake"),
        )  # fmt: skip

    def merge(self, call: CallSnapshot, into: CallSnapshot) -> None:
        """Close a duplicate into another call."""
        self._show(
            self._desk.run(merge_call, call.id, into.id, call.version), f"{call.number} merged into {into.number}"
        )

    def link(self, call: CallSnapshot, other: CallSnapshot) -> None:
        """Link two calls."""
        self._show(self._desk.run(link_calls, call.id, other.id), f"{call.number} linked with {other.number}")

    def may_answer(self) -> bool:
        """Whether this desk's roles may answer for escalations."""
        return self._desk.may(Permission.ANSWER_ESCALATION)

    def answer(self, escalation_id: EscalationId, note: str, done: Callable[[], object]) -> None:
        """Answer for an escalation."""
        errand = self._desk.run(answer_escalation, escalation_id, note)
        self._show(errand, "Escalation answered")
        errand.then(lambda _none: done())

    def beds(self, provider_id: ProviderId, version: int, free: int | None) -> Errand[None]:
        """Say how many beds a provider has free."""
        errand = self._desk.run(set_beds, provider_id, version, free)
        self._show(errand, "Beds updated")
        return errand

    def _show(self, errand: Errand[R], said: str) -> None:
        errand.then(lambda _result: self._done(said)).otherwise(lambda fault: self._refused(str(fault)))

    def _done(self, text: str) -> None:
        self.said(text, False)

    def refuse(self, text: str) -> None:
        """Say why a key did nothing, where every refusal is said."""
        self._refused(text)

    def _refused(self, text: str) -> None:
        self.said(text, True)
        self._notices.refused(text)

    def _sign(self, unit_id: UnitId) -> str:
        unit = self._store.units.get(unit_id)
        return unit.call_sign if unit else "the unit"
