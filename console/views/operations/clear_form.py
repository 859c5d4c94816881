"""Closing a call: one disposition, and one tap that says why no team went to an eligible call."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from console.commands.settle_calls import clear_call
from console.desk.desk import Desk
from console.domain.dispositions import DISPOSITIONS, Disposition, MissedReason
from console.domain.natures import NATURE_BY_CODE
from console.errors import EditConflict, TandemError
from console.queries.calls import calls_by_ids
from console.snapshots.calls import CallSnapshot
from console.ui.ask import Question
from console.ui.build import button, label, mark

COLUMNS = 2
WITHOUT_ARRIVAL = ("phone", "referred", "cancelled", "information", "duplicate", "private", "ems", "cancelled_en_route")


class ClearForm(Question):
    """Typing filters the dispositions, Enter takes the first one that is left."""

    def __init__(self, parent: QWidget, desk: Desk, call: CallSnapshot, done: Callable[[str], object]) -> None:
        super().__init__(
            parent, f"Clear {call.number}", "How did it end? Type to narrow the list, Enter then takes the first."
        )
        self._desk, self._call, self._done = desk, call, done
        self._filter = QLineEdit()
        self._filter.setPlaceholderText("Disposition")
        self._filter.setAccessibleName("Disposition")
        self._filter.textChanged.connect(self._narrow)
        self._filter.returnPressed.connect(self._take_first)
        self._fault = label("", "error", wrap=True)
        self._fault.hide()
        self._choices = QWidget()
        self._grid = QGridLayout(self._choices)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self.body.addWidget(self._filter)
        self.body.addWidget(self._fault)
        self.body.addWidget(self._choices)
        self.body.addStretch(1)
        self.setMinimumWidth(700)
        self._shown: list[Disposition] = []
        self._narrow("")
        self.open()
        self._filter.setFocus()

    @property
    def _arrived(self) -> bool:
        return any(one.on_scene_at is not None for one in self._call.assignments)

    @property
    def _needs_reason(self) -> bool:
        nature = NATURE_BY_CODE.get(self._call.nature)
        return nature is not None and nature.eligible and not self._arrived

    def _narrow(self, text: str) -> None:
        wanted = text.strip().lower()
        self._shown = [
            one
            for one in DISPOSITIONS
            if wanted in one.word.lower() or one.code.startswith(wanted) or one.apco == wanted
        ]
        # Nobody arrived: what only a team on scene can bring about comes last.
        self._shown.sort(key=lambda one: ((one.code in WITHOUT_ARRIVAL) is self._arrived, one.word))
        self._clear_grid()
        for by_team in (self._arrived, not self._arrived):
            self._add_group(by_team, [one for one in self._shown if (one.code not in WITHOUT_ARRIVAL) is by_team])

    def _add_group(self, by_team: bool, group: list[Disposition]) -> None:
        """A heading, and the dispositions by their letters, down the columns."""
        if not group:
            return
        first, rows = self._grid.rowCount(), -(-len(group) // COLUMNS)
        heading = "A team was on scene" if by_team else "Without a team on scene"
        self._grid.addWidget(label(heading, "small"), first, 0, 1, COLUMNS)
        for place, one in enumerate(group):
            made = button(f"{one.word}  ({one.apco})", partial(self._chosen, one))
            self._grid.addWidget(made, first + 1 + place % rows, place // rows)

    def _clear_grid(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _take_first(self) -> None:
        if self._shown and self._filter.text().strip():
            self._chosen(self._shown[0])
        else:
            mark(self._filter, "wrong", True)

    def _chosen(self, how: Disposition) -> None:
        if self._needs_reason and how.code != "duplicate":
            self._ask_why(how)
        else:
            self._send(how, None)

    def _ask_why(self, how: Disposition) -> None:
        self._filter.hide()
        self._fault.setText(f"{how.word}. No team arrived at this call: why?")
        self._fault.show()
        mark(self._fault, "kind", "warn")
        self._clear_grid()
        for place, reason in enumerate(MissedReason):
            made = button(f"{place + 1}  {reason.word}", partial(self._send, how, reason))
            made.setShortcut(str(place + 1))
            self._grid.addWidget(made, place // COLUMNS, place % COLUMNS)
            if place == 0:
                made.setFocus()
        back = button("Back", self._back)
        self._grid.addWidget(back, len(MissedReason) // COLUMNS + 1, COLUMNS - 1)

    def _back(self) -> None:
        self._fault.hide()
        self._filter.show()
        self._narrow(self._filter.text())
        self._filter.setFocus()

    def _send(self, how: Disposition, missed: MissedReason | None) -> None:
        call = self._call
        errand = self._desk.run(clear_call, call.id, call.version, how.code, missed)
        errand.then(lambda _none: self._done(f"{call.number} cleared: {how.word.lower()}")).then(self.finish)
        errand.otherwise(self._refused)

    def _refused(self, fault: TandemError) -> None:
        mark(self._fault, "kind", "error")
        self._fault.setText(str(fault))
        self._fault.show()
        if isinstance(fault, EditConflict):
            self._desk.ask(calls_by_ids, [self._call.id]).then(self._take_newer)

    def _take_newer(self, calls: list[CallSnapshot]) -> None:
        # What changed has been said above the choices: whoever chooses now has read it.
        self._call = calls[0] if calls else self._call
