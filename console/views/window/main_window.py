"""The main window: navigation between workspaces, and what stands above and below all of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from console.desk.desk import Desk
from console.store.store import LinkState
from console.ui.actions import Actions
from console.ui.ask import ask_choice
from console.ui.notices import Notices
from console.ui.theme import theme
from console.ui.ticker import Ticker
from console.views.parts.words import wants_team
from console.views.window.banners import Banners
from console.views.window.command_bar import CommandBar
from console.views.window.top_bar import TopBar
from console.views.window.unsent import UnsentEmergencies

COMPACT_BELOW, TIGHT_BELOW = 1500, 1060  # pixels at a text size of 100 %


class MainWindow(QMainWindow):
    """Top bar, banners, the workspaces as a stack, the command line."""

    closing = Signal()

    def __init__(self, desk: Desk, ticker: Ticker) -> None:
        super().__init__()
        self.setWindowTitle("Tandem")
        self.resize(1600, 1000)
        self._store = desk.store
        self._away = False  # the database was, when it was last looked at
        self.setMinimumSize(1100, 700)
        self.top = TopBar(desk, ticker)
        self.unsent = UnsentEmergencies(desk)
        self.banners = Banners(desk.store)
        self.notices = Notices(self)
        self.actions_list = Actions(self, desk.may)
        self.actions_list.refuse = self.notices.refused
        self._workspaces = QStackedWidget()
        self._names: list[str] = []  # of the workspaces, in their order
        self._command_bar: CommandBar | None = None
        self.beside: list[QMainWindow] = []  # maps on other monitors
        self._body = body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self.top, self.unsent, self.banners):
            self._column.addWidget(part)
        self._column.addWidget(self._workspaces, 1)
        self.setCentralWidget(body)
        ticker.beat.connect(self.banners.look_at_positions)
        self.top.tab_requested.connect(self.show_workspace)
        desk.refused.connect(self.notices.refused)
        desk.store.link_changed.connect(self._on_link)

    def add_workspace(self, name: str, workspace: QWidget) -> int:
        """Add a workspace that works, and tell its place; its tab appears with it."""
        place = self._workspaces.addWidget(workspace)
        self._names.append(name)
        self.top.add_tab(name, place)
        return place

    def set_command_bar(self, bar: CommandBar) -> None:
        """Put the command line at the foot."""
        self._command_bar = bar
        self._column.addWidget(bar)
        self.fit()

    def _on_link(self) -> None:
        """When the database is back, no line goes on saying that it cannot be reached."""
        away, self._away = self._away, self._store.link.state is not LinkState.LIVE
        if away and not self._away:
            self.notices.retract()
            if self._command_bar is not None:
                self._command_bar.retract()

    def fit(self) -> None:
        """Use shorter words where the window is narrow for its text size."""
        compact = self.width() < theme().px(COMPACT_BELOW)
        self.top.fit(4 if self.width() < theme().px(TIGHT_BELOW) else int(compact))
        if self._command_bar is not None:
            self._command_bar.set_compact(compact)

    def set_concealed(self, concealed: bool) -> None:
        """Let nothing be reached, as it is, below the page that conceals it; meanwhile no key does anything.

        It is not hidden: the map goes on below, and is right at once when the page goes.
        """
        self._body.setEnabled(not concealed)
        self.notices.conceal(concealed)
        self.actions_list.paused = concealed

    def show_commands(self) -> None:
        """The page of keys and commands, at the commands."""
        self.show_keys(commands=True)

    def show_keys(self, *, commands: bool = False) -> None:
        """The page of keys and commands."""
        from console.views.window.keys_page import KeysPage  # noqa: PLC0415

        front = self._names[self._workspaces.currentIndex()] if self._names else ""
        offered = sorted(self.actions_list.offered(), key=lambda one: one.group != front)  # its own keys come first
        KeysPage(self, offered, commands=commands)

    def show_workspace(self, place: int) -> None:
        """Bring a workspace to the front, with the keyboard in it; the one that is there already is left alone."""
        if place == self._workspaces.currentIndex():
            self.top.show_tab(place)
            return
        self._workspaces.setCurrentIndex(place)
        self.top.show_tab(place)
        self.focus_workspace()

    def focus_workspace(self) -> None:
        """Give the keyboard to the workspace in front."""
        workspace = self._workspaces.currentWidget()
        if workspace is not None:
            workspace.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_workspace(self) -> None:
        """Bring the next one to the front, after the last the first."""
        self.show_workspace((self._workspaces.currentIndex() + 1) % self._workspaces.count())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def ask_to_close(self) -> None:
        """Ask once, with what is left undone, before the desk goes dark; a locked one is not closed by passers-by."""
        if self.actions_list.paused:
            return
        calls = [call for call in self._store.calls if call.is_open]
        waiting = sum(1 for call in calls if wants_team(call, self._store.now()))
        standing = sum(1 for one in self._store.escalations if one.stands)
        left = f"{len(calls)} open calls, {waiting} unassigned, {standing} escalations."
        if lost := self.unsent.told():
            left = f"{lost}\n{left}"
        ask_choice(self, "Close Tandem on this desk?", left, (("Stay", lambda: None), ("Close", self.close)))

    def closeEvent(self, event: QCloseEvent) -> None:
        if event.spontaneous():  # somebody closed the window; the program itself closes only when it was asked
            event.ignore()
            self.ask_to_close()
            return
        event.accept()
        self.closing.emit()
