"""The place of the Directory workspace, which is made when it is first looked at."""

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.desk.desk import Desk
from console.domain.roles import Permission
from console.ui.actions import Action, Actions
from console.ui.notices import Notices

if TYPE_CHECKING:
    from console.views.directory.workspace import Directory


class Frame(Protocol):
    """What of the main window a workspace is put into."""

    notices: Notices
    actions_list: Actions

    def add_workspace(self, name: str, workspace: QWidget) -> int: ...

    def show_workspace(self, place: int) -> None: ...

    def window(self) -> QWidget: ...


class DirectoryTab(QWidget):
    """Empty until it is shown: no start waits for it."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__()
        self._desk, self._notices, self._window = desk, notices, window
        self.workspace: Directory | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def restyle(self) -> None:
        """Wear the present theme where colours are painted, not styled."""
        if self.workspace is not None:
            self.workspace.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.made()

    def made(self) -> "Directory":
        """The workspace, made now if it was not."""
        if self.workspace is None:
            from console.views.directory.workspace import Directory  # noqa: PLC0415

            self.workspace = Directory(self._desk, self._notices, self._window)
            self._column.addWidget(self.workspace)
            self.setFocusProxy(self.workspace)
        return self.workspace


def offer_directory(desk: Desk, frame: Frame) -> DirectoryTab | None:
    """Add the workspace with its tab and key; None when the actor may not see contracts."""
    if not desk.may(Permission.SEE_STAFFING):
        return None
    tab = DirectoryTab(desk, frame.notices, frame.window())
    bring = partial(frame.show_workspace, frame.add_workspace("Directory", tab))
    words = "People: contracts, qualifications, absences"
    frame.actions_list.add(Action("Directory", words, bring, "Ctrl+Shift+O", Permission.SEE_STAFFING))
    with frame.actions_list.within(bring):
        for words, wish, permission in (
            ("Export people as a CSV file", lambda: tab.made().export(), Permission.SEE_STAFFING),
            ("Import people from a CSV file", lambda: tab.made().import_people(), Permission.EDIT_DIRECTORY),
        ):
            frame.actions_list.add(Action("Directory", words, wish, "", permission))
    return tab
