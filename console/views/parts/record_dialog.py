"""Shows a call's record and saves it as a PDF or prints it."""

from PySide6.QtWidgets import QWidget

from console.desk.desk import Desk
from console.domain.roles import Permission
from console.queries.history import timeline_of_call
from console.snapshots.calls import CallSnapshot, TimelineEntry
from console.views.parts.page_dialog import PageDialog
from console.views.parts.record import record_html


class RecordDialog(PageDialog):
    """The record as it will be printed; Esc closes."""

    def __init__(self, parent: QWidget, desk: Desk, call: CallSnapshot) -> None:
        super().__init__(parent, desk.store.program, f"Record of {call.number}", f"call-{call.number}.pdf")
        self._desk, self._call = desk, call
        self.open()
        desk.ask(timeline_of_call, call.id).then(self._show)

    def _show(self, timeline: list[TimelineEntry]) -> None:
        self.show_page(
            record_html(
                self._call, timeline, self._desk.store, with_caller=self._desk.may(Permission.SEE_CALLER),
                printed_by=self._desk.actor.name,
            )
        )  # fmt: skip
