"""The windows that Operations opens now and then: search, record, crew, beds, new units and responders."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from console.desk.desk import Desk
from console.domain.ids import CallId, ProviderId, UnitId
from console.domain.roles import Permission
from console.snapshots.calls import CallSnapshot
from console.ui.actions import Action, Actions
from console.ui.notices import Notices
from console.views.operations.workspace import Operations

# The windows themselves are imported when they are opened: none of them is part of the first picture.


class Further(QObject):
    """Opens them over the window, never modally for the program: calls go on coming in behind."""

    def __init__(self, desk: Desk, operations: Operations, notices: Notices, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._at, self._notices, self._window = desk, operations, notices, window
        operations.search_requested.connect(self.search)
        operations.print_requested.connect(self.record)
        operations.provider_chosen.connect(self.beds)

    def register(self, actions: Actions) -> None:
        """Add what can be done here."""
        for group, text, wish, permission in (
            ("Units", "Crew of the chosen unit: pair, split", self.crew, Permission.CREW_UNIT),
            ("Units", "Add a unit", self.add_unit, Permission.CREW_UNIT),
            ("Units", "Add a responder", self.add_responder, Permission.ADD_RESPONDER),
            ("Places", "Free beds of the providers", self.beds, Permission.EDIT_PROVIDER),
            ("Calls", "Print the record of the chosen call", self.record_of_chosen, None),
            ("Calls", "Import calls from a file", self.import_calls, Permission.IMPORT_CALLS),
        ):
            keys = {"Free beds of the providers": "Ctrl+B", "Crew of the chosen unit: pair, split": "Ctrl+T"}.get(
                text, ""
            )
            actions.add(Action(group, text, wish, keys, permission))

    def search(self, words: str) -> None:
        """Search calls, closed ones too."""
        from console.views.operations.search import Search  # noqa: PLC0415

        Search(self._window, self._desk, words).opened.connect(self._open)

    def record(self, call: CallSnapshot) -> None:
        """A call's record as a page."""
        from console.views.parts.record_dialog import RecordDialog  # noqa: PLC0415

        RecordDialog(self._window, self._desk, call)

    def record_of_chosen(self) -> None:
        """The chosen call's record."""
        call = self._at.detail.call
        if call is not None:
            self.record(call)

    def crew(self) -> None:
        """Who rides in the chosen unit."""
        from console.views.operations.crew_form import CrewForm  # noqa: PLC0415

        chosen: list[UnitId] = self._at.units.chosen()
        unit = self._desk.store.units.get(chosen[0]) if chosen else None
        if unit is None:
            self._notices.done("Choose a unit on the board first (F3).")
        else:
            CrewForm(self._window, self._desk, self._notices, unit)

    def add_unit(self) -> None:
        """A new unit."""
        from console.views.operations.crew_form import UnitForm  # noqa: PLC0415

        UnitForm(self._window, self._desk, self._notices)

    def add_responder(self) -> None:
        """A new responder."""
        from console.views.operations.crew_form import ResponderForm  # noqa: PLC0415

        ResponderForm(self._window, self._desk, self._notices)

    def beds(self, provider_id: ProviderId | None = None) -> None:
        """Free beds."""
        from console.views.operations.beds_form import BedsForm  # noqa: PLC0415

        BedsForm(self._window, self._desk, self._at.wishes, provider_id)

    def import_calls(self) -> None:
        """A call file as history; while one comes in, its window is shown again."""
        from console.views.operations.import_form import ImportForm  # noqa: PLC0415

        if self._desk.is_shared:
            self._notices.refused(
                "Calls are imported into a database on this computer only. Import them there, then move the program: "
                "tandem db copy FILE ADDRESS."
            )
            return
        shown = self._window.findChild(ImportForm)
        if shown is None:
            ImportForm(self._window, self._desk, self._notices)
        else:
            shown.show()
            shown.raise_()
            shown.activateWindow()

    def _open(self, call_id: CallId) -> None:
        self._at.selection.choose_call(call_id)
