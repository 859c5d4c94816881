"""The place of the Administration workspace, which is made when it is first looked at."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.desk.desk import Desk
from console.domain.roles import Permission
from console.ui.notices import Notices

if TYPE_CHECKING:
    from console.views.admin.workspace import Administration

OFFERED_WITH = (Permission.READ_AUDIT, Permission.EDIT_ACCOUNTS, Permission.EDIT_SETTINGS)


def is_offered(desk: Desk) -> bool:
    """Whether the actor may do anything in it."""
    return any(desk.may(one) for one in OFFERED_WITH)


class AdministrationTab(QWidget):
    """Empty until it is shown: few desks ever look at it, and no start waits for it."""

    def __init__(self, desk: Desk, notices: Notices, window: QWidget) -> None:
        super().__init__()
        self._desk, self._notices, self._window = desk, notices, window
        self.workspace: Administration | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def open_page(self, name: str) -> None:
        """Bring one of its pages to the front."""
        self._made().show_page(name)

    def restyle(self) -> None:
        """Wear the present theme where colours are painted, not styled."""
        if self.workspace is not None:
            self.workspace.restyle()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._made()

    def _made(self) -> "Administration":
        if self.workspace is None:
            from console.views.admin.workspace import Administration  # noqa: PLC0415

            self.workspace = Administration(self._desk, self._notices, self._window)
            self._column.addWidget(self.workspace)
            self.setFocusProxy(self.workspace)
        return self.workspace
