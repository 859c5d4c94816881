"""The place of the Roster workspace, which is made when it is first looked at; and its keys."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.desk.desk import Desk
from console.domain.roles import Permission
from console.ui.actions import Action, Actions
from console.ui.notices import Notices
from console.views.roster.keys import KEYS

if TYPE_CHECKING:
    from console.views.roster.workspace import RosterWorkspace


class Frame(Protocol):
    """What of the main window a workspace is put into."""

    notices: Notices
    actions_list: Actions

    def add_workspace(self, name: str, workspace: QWidget) -> int: ...

    def show_workspace(self, place: int) -> None: ...

    def window(self) -> QWidget: ...


class RosterTab(QWidget):
    """Empty until it is shown: no start waits for it."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__()
        self._desk, self._notices, self._window = desk, notices, window
        self.workspace: RosterWorkspace | None = None
        self.bring: Callable[[], object] = lambda: None  # shows this workspace
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def restyle(self) -> None:
        """Wear the present theme where colours are painted, not styled."""
        if self.workspace is not None:
            self.workspace.restyle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.made()

    def made(self) -> "RosterWorkspace":
        """The workspace, made now if it was not."""
        if self.workspace is None:
            from console.views.roster.workspace import RosterWorkspace  # noqa: PLC0415

            self.workspace = RosterWorkspace(self._desk, self._notices, self._window)
            self._column.addWidget(self.workspace)
            self.setFocusProxy(self.workspace)
        return self.workspace


    def pair(self, words: Sequence[str], seats: bool, say: Callable[[str, bool], object]) -> None:
        """Carry out a line of the command line, with the board in view.

        Raises:
            BadInput, RuleBroken, NotPermitted: as `Asks.pair`.
        """
        self.bring()
        self.made().asks.pair(words, seats, say)


def offer_roster(desk: Desk, frame: Frame) -> RosterTab | None:
    """Add the workspace with its tab and keys; None when the actor may not see who works when."""
    if not desk.may(Permission.SEE_STAFFING):
        return None
    tab = RosterTab(desk, frame.notices, frame.window())
    place = frame.add_workspace("Roster", tab)

    def bring() -> None:
        frame.show_workspace(place)
        tab.setFocus()  # from a list above the board, too

    tab.bring = bring
    frame.actions_list.add(Action("Roster", "Open the roster", bring, "Ctrl+R", Permission.SEE_STAFFING))
    with frame.actions_list.within(bring):
        for one in KEYS:
            wish = partial(_do, tab, one.wish)
            frame.actions_list.add(Action("Roster", one.text, wish, one.keys, one.permission, bound=False))
    return tab


def _do(tab: RosterTab, wish: "Callable[[RosterWorkspace], object]") -> None:
    wish(tab.made())
