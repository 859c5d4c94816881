"""What the next supervisor gets: the page with the outgoing one's own words, and the board for the hour without us."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from console.desk.desk import Desk
from console.domain.ids import CallId
from console.errors import TandemError
from console.queries.hand_over import last_notes
from console.snapshots.hand_over import LastNote
from console.ui.build import label
from console.views.parts.hand_over_page import board_html, hand_over_html, open_calls
from console.views.parts.page_dialog import PageDialog

SETTLE_MS = 300  # after the last letter, before the page is made anew


class HandOver(PageDialog):
    """The page as it will be printed, one's own words above it; `kept` holds them while it is shut."""

    def __init__(self, parent: QWidget, desk: Desk, kept: list[str]) -> None:
        store = desk.store
        day = store.now().astimezone(store.program.zone if store.program else None)
        super().__init__(parent, store.program, "Hand-over", f"hand-over-{day:%Y-%m-%d-%H%M}.pdf", landscape=True)
        self._desk, self._kept = desk, kept
        self._notes: dict[CallId, list[LastNote]] = {}
        self.words = QPlainTextEdit("".join(kept))
        self.words.setTabChangesFocus(True)
        self.words.setPlaceholderText("What the next supervisor should know beside what is on the page")
        self.words.setAccessibleName("Own words")
        self.words.setMaximumHeight(96)
        self.whole.insertWidget(1, self.words)
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settled.timeout.connect(self._make)
        self.words.textChanged.connect(self._typed)
        self.open()
        self.words.setFocus()
        desk.ask(last_notes, [one.id for one in open_calls(store)]).then(self._show).otherwise(self._without)

    def _typed(self) -> None:
        self._kept[:] = [self.words.toPlainText()]
        self._settled.start()

    def _show(self, notes: dict[CallId, list[LastNote]]) -> None:
        self._notes = notes
        self._make()

    def _without(self, fault: TandemError) -> None:
        self.state.setText(f"Without the calls' notes: {fault}")
        self._make()

    def _make(self) -> None:
        made = hand_over_html(self._desk.store, self._notes, self.words.toPlainText(), printed_by=self._desk.actor.name)
        self.show_page(made)


def show_board(parent: QWidget, desk: Desk) -> PageDialog:
    """The board to print; it needs no database."""
    store = desk.store
    day = store.now().astimezone(store.program.zone if store.program else None)
    dialog = PageDialog(parent, store.program, "Board", f"board-{day:%Y-%m-%d-%H%M}.pdf", landscape=True)
    dialog.whole.insertWidget(1, label("For the hour when everything is down: print it and write on it.", "dim"))
    dialog.show_page(board_html(store, printed_by=desk.actor.name))
    dialog.open()
    return dialog
