"""What rings on a desk: a new call, an escalation, an assignment; imported history and the first picture are silent."""

from PySide6.QtCore import QObject

from console.domain.assignments import AssignmentStatus
from console.domain.ids import AssignmentId, CallId, EscalationId
from console.snapshots.calls import CallSnapshot
from console.snapshots.escalations import EscalationSnapshot
from console.store.store import Store
from console.ui.sounds import Sounds


class Chimes(QObject):
    """Watches the store; each thing rings once on this desk."""

    def __init__(self, store: Store, sounds: Sounds) -> None:
        super().__init__(sounds)
        self._sounds = sounds
        self._calls: set[CallId] = {call.id for call in store.calls}
        self._runs: set[AssignmentId] = {run.id for call in store.calls for run in call.assignments}
        self._escalations: set[EscalationId] = {one.id for one in store.escalations}
        store.calls.upserted.connect(self._on_calls)
        store.escalations.upserted.connect(self._on_escalations)

    def _on_calls(self, calls: list[CallSnapshot]) -> None:
        new_calls = {call.id for call in calls if call.is_open and not call.imported} - self._calls
        runs = {run.id for call in calls for run in call.assignments if run.status is AssignmentStatus.DISPATCHED}
        new_runs = runs - self._runs
        self._calls |= {call.id for call in calls}
        self._runs |= {run.id for call in calls for run in call.assignments}
        if new_calls:
            self._sounds.play("new_call")
        elif new_runs:
            self._sounds.play("assignment")

    def _on_escalations(self, escalations: list[EscalationSnapshot]) -> None:
        new = {one.id for one in escalations if one.stands} - self._escalations
        self._escalations |= {one.id for one in escalations}
        if new:
            self._sounds.play("escalation")
